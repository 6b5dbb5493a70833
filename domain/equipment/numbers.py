"""Device numbers as people write them; what stands on a sticker is taken apart by `labels.payload`."""

import re
from dataclasses import dataclass

DIGITS = 7
_SEAL = 5
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212_.·]+")


@dataclass(frozen=True, slots=True)
class Number:
    """A device number that was typed or scanned; `check` and `seal` are empty where they were left out."""

    number: int
    check: str
    seal: str


def readable_number(prefix: str, number: int, check: str) -> str:
    """Return the number as people read it aloud.

    >>> readable_number("VT", 45127, "A")
    'VT 0045 127-A'
    """
    digits = f"{number:0{DIGITS}}"
    return f"{prefix} {digits[:4]} {digits[4:]}-{check}"


def read_number(text: str, prefix: str) -> Number | None:
    """Return the number that a text says in any grouping, with check character and seal where they are there.

    The check character is not verified here. A bare number needs no leading zeros. None: this is no number of ours.

    >>> read_number("vt 0045 127-a", "VT"), read_number("45127", "VT"), read_number("CN0017", "VT")
    (Number(number=45127, check='A', seal=''), Number(number=45127, check='', seal=''), None)
    """
    compact = _BETWEEN.sub("", text.strip().rsplit("/", 1)[-1]).upper()
    if compact.isascii() and compact.isdigit() and len(compact) <= DIGITS:
        return Number(int(compact), "", "")
    found = re.fullmatch(rf"{re.escape(prefix)}([0-9]{{{DIGITS}}})([0-9A-Z])?([0-9A-Z]{{{_SEAL}}})?", compact)
    if found is None or (found[3] and not found[2]):
        return None
    return Number(int(found[1]), found[2] or "", found[3] or "")
