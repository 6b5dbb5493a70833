"""Serial numbers as clerks enter them: one by one, a pasted column, or a range such as AB0100–AB0119."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from database.errors import DomainError
from database.text_keys import serial_key

LONGEST_RANGE = 1000
_LONGEST_SERIAL = 80

_SPREADSHEET_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d+(?:[.,]\d+)?[eEеЕ]\+\d+(?![0-9A-Za-z])")  # 8.93901E+18
# A long dash, dots or blanks around a short dash mean a range; a bare hyphen is part of many serial numbers.
_RANGE_MARK = re.compile(r"\s*(?:[–—…]|\.\.|\s-\s)\s*")
_HYPHENED = re.compile(r"^(\w*[^\W\d])(\d+)-(\w*[^\W\d])(\d+)$")
_NUMBERED = re.compile(r"^(.*?)(\d+)$")


@dataclass(frozen=True, slots=True)
class Serial:
    """A serial number as it was read, and the `key` by which numbers are compared."""

    text: str
    key: str


def read_serial(text: str) -> Serial:
    """Return one serial number; leading zeros stay.

    Raises DomainError `serial-from-spreadsheet` for a number that a spreadsheet has spoiled (8.93901E+18),
    `serial-too-long`, or `serial-missing` where the text says that there is none ("б/н").
    """
    shown = " ".join(text.split())
    if spoiled := _SPREADSHEET_NUMBER.search(shown):
        raise DomainError("serial-from-spreadsheet", serial=spoiled.group())
    if len(shown) > _LONGEST_SERIAL:
        raise DomainError("serial-too-long", serial=shown[:_LONGEST_SERIAL])
    key = serial_key(shown)
    if key is None:
        raise DomainError("serial-missing", serial=shown)
    return Serial(shown, key)


def read_serials(text: str) -> tuple[Serial, ...]:
    """Return the serial numbers in a text: lines, cells, pieces between commas or semicolons, and ranges.

    Raises what `read_serial` raises, `serial-twice` for a repeated number, and `serial-range-unfit` for a range that
    runs backwards, joins unlike numbers or is longer than 1,000.

    >>> [one.text for one in read_serials("AB0009–AB0011\\n007; 008")]
    ['AB0009', 'AB0010', 'AB0011', '007', '008']
    """
    if spoiled := _SPREADSHEET_NUMBER.search(text):  # before 8,93901E+18 falls apart at its comma
        raise DomainError("serial-from-spreadsheet", serial=spoiled.group())
    pieces = (piece.strip() for piece in re.split(r"[\n\r\t;,]+", text))
    return unlike(read_serial(one) for piece in pieces if piece for one in _spread(piece))


def unlike(serials: Iterable[Serial]) -> tuple[Serial, ...]:
    """Return the serials as they are; raises DomainError `serial-twice` where two of them compare equal."""
    seen: dict[str, Serial] = {}
    for serial in serials:
        if serial.key in seen:
            raise DomainError("serial-twice", serial=serial.text)
        seen[serial.key] = serial
    return tuple(seen.values())


def _spread(piece: str) -> Iterable[str]:
    """Return the members of a range, or the piece itself where it is none."""
    hyphened = _HYPHENED.match(piece)
    if hyphened and hyphened[1].casefold() == hyphened[3].casefold():
        return _between(hyphened[1], hyphened[2], hyphened[4]) or [piece]
    ends = _RANGE_MARK.split(piece)
    if len(ends) == 1 or serial_key(piece) is None:
        return [piece]
    first, last = _NUMBERED.match(ends[0]), _NUMBERED.match(ends[-1])
    members: list[str] = []
    if len(ends) == 2 and first and last:
        digits = last[2]
        if not last[1]:  # AB0100–19 is short for AB0100–AB0119
            digits = first[2][: max(len(first[2]) - len(digits), 0)] + digits
        if not last[1] or serial_key(last[1]) == serial_key(first[1]):
            members = _between(first[1], first[2], digits)
    if not members:
        raise DomainError("serial-range-unfit", range=piece, longest=LONGEST_RANGE)
    return members


def _between(prefix: str, first: str, last: str) -> list[str]:
    """Return the numbers from `first` to `last`, both with leading zeros; none where they make no range."""
    count = int(last) - int(first) + 1
    if len(first) != len(last) or not 0 < count <= LONGEST_RANGE:
        return []
    return [f"{prefix}{number:0{len(first)}}" for number in range(int(first), int(last) + 1)]
