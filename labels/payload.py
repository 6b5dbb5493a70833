"""What a sticker says: the device's number with its check character, and the seal of this one sticker.

A payload has 15 characters, so that it fits QR version 1 at level Q (16 alphanumeric characters)::

    VT 0045127 A 7K3RX      prefix, seven digits, check character, five characters of the seal

**Alphabet.** Check and seal use 32 characters, digits and capitals without I, O, Q and U. A character's value is its
place in ``0123456789ABCDEFGHJKLMNPRSTVWXYZ``: ``0`` is 0, ``9`` is 9, ``A`` is 10, ``Z`` is 31.

**Check character.** The scheme of H. M. Damm (2004) over the field GF(32). Values are polynomials over GF(2), bit 0 the
constant term, reduced by z^5 + z^2 + 1 (binary 100101, decimal 37), so that

* adding is XOR, and
* doubling is ``d(v) = v << 1``, and where that reaches 32, ``(v << 1) XOR 37``.

The quasigroup is ``x * y = d(x) XOR y``. Start with 0, and for each character of prefix and digits, from the left, put
``x = d(x) XOR value``. The check character is the one of value ``d(x)``: a number with its check character in place
ends at 0. The check character of ``VT0045127`` is ``A``, that of ``VT0000001`` is ``8``.

Why it works: a wrong character changes one XOR; swapped neighbours a, b would need 3a = 3b, twins aa for bb the same,
a jump abc for cba 5a = 5b, and neither 3 nor 5 is zero in the field. All weights are different powers of z, whose
order is 31, so a swap of any two characters is found as well.
"""

import re
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKLMNPRSTVWXYZ"
PREFIX = "VT"
DIGITS = 7
HIGHEST_NUMBER = 10**DIGITS - 1
SEAL_LENGTH = 5
PLANNED_SEAL = "-" * SEAL_LENGTH
"""Stands where a dry run, which uses up no seal, has none."""

_POLYNOMIAL = 0b100101
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_DOUBLED = tuple(value << 1 if value < 16 else value << 1 ^ _POLYNOMIAL for value in range(32))

_LOOK_ALIKES = dict(zip("АВЕЗІЈКМНОРСЅТУХҮIO", "ABE31JKMH0PCSTYXY10", strict=True))
"""Letters that people type for those of the alphabet: Cyrillic ones of the same shape, and O and I for 0 and 1."""
_SOUND_ALIKES = dict(zip("БВГДЗЛНПРСФХ", "BVGDZLNPRSFH", strict=True))
"""Cyrillic capitals by sound: a prefix heard on the phone is written ВТ, not VT."""
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212_.·]+")


@dataclass(frozen=True, slots=True)
class Payload:
    """What was read or typed: device number and, from a sticker's code, its seal."""

    prefix: str
    number: int
    seal: str | None = None
    checked: bool = True
    """False where the check character was left out: ask before acting on the number."""

    @property
    def planned(self) -> bool:
        """Whether this comes from a dry run, whose stickers were never printed."""
        return self.seal == PLANNED_SEAL

    @property
    def text(self) -> str:
        """The payload as the code holds it, or without a seal the bare number with its check character."""
        return _numbered(self.number, self.prefix) + (self.seal or "")


def check_character(number: int, prefix: str = PREFIX) -> str:
    """Return the check character of a device number; the scheme is written down at the top of this module.

    number: 0 to 9,999,999. prefix: two characters of the alphabet.
    Raises ValueError for anything else.
    """
    interim = 0
    for character in _plain(number, prefix):
        interim = _DOUBLED[interim] ^ _VALUES[character]
    return ALPHABET[_DOUBLED[interim]]


def payload(number: int, seal: str, prefix: str = PREFIX) -> str:
    """Return the 15 characters for the code of one sticker.

    seal: five characters of the alphabet, or `PLANNED_SEAL` in a dry run.
    Raises ValueError for a number, seal or prefix that cannot be.
    """
    if seal != PLANNED_SEAL and not is_seal(seal):
        raise ValueError(f"not a seal: {seal!r}")
    return _numbered(number, prefix) + seal


def readable(number: int, prefix: str = PREFIX) -> str:
    """Return the number as people read it aloud, such as ``VT 0045 127-A``."""
    numbered = _numbered(number, prefix)
    return f"{numbered[:2]} {numbered[2:6]} {numbered[6:9]}-{numbered[9]}"


def is_seal(text: str) -> bool:
    """Tell whether `text` can be the seal of a printed sticker."""
    return len(text) == SEAL_LENGTH and _VALUES.keys() >= set(text)


def parse(text: str, prefix: str = PREFIX) -> Payload | None:
    """Return what a scan or a typed number says, or None where it is none of ours or the check fails.

    Any grouping by blanks, hyphens or points is taken, small letters, Cyrillic look-alikes, O for 0 and I for 1, and a
    short link whose last part is the payload. A number typed without its check character is returned not `checked`.
    """
    last_part = text.strip().rsplit("/", 1)[-1].upper()
    planned = last_part.endswith(PLANNED_SEAL)
    found = _split(_BETWEEN.sub("", last_part), prefix)
    if found is None:
        return None
    digits, check, seal = found
    number = int(digits)
    if check and check != check_character(number, prefix):
        return None
    return Payload(prefix, number, PLANNED_SEAL if planned and check and not seal else seal or None, bool(check))


def _split(text: str, prefix: str) -> tuple[str, str, str] | None:
    if len(text) not in (len(prefix) + DIGITS, len(prefix) + DIGITS + 1, len(prefix) + DIGITS + 1 + SEAL_LENGTH):
        return None
    head, rest = text[: len(prefix)], _by_shape(text[len(prefix) :])
    digits, check, seal = rest[:DIGITS], rest[DIGITS : DIGITS + 1], rest[DIGITS + 1 :]
    if prefix not in (_by_shape(head), _by_sound(head)) or not (digits.isascii() and digits.isdigit()):
        return None
    return (digits, check, seal) if _VALUES.keys() >= set(seal) else None


def _by_shape(text: str) -> str:
    return "".join(_LOOK_ALIKES.get(character, character) for character in text)


def _by_sound(text: str) -> str:
    return "".join(_SOUND_ALIKES.get(character, _LOOK_ALIKES.get(character, character)) for character in text)


def _numbered(number: int, prefix: str) -> str:
    return _plain(number, prefix) + check_character(number, prefix)


def _plain(number: int, prefix: str) -> str:
    if not 0 <= number <= HIGHEST_NUMBER:
        raise ValueError(f"a device number has at most {DIGITS} digits: {number}")
    if len(prefix) != 2 or not _VALUES.keys() >= set(prefix):
        raise ValueError(f"not a prefix: {prefix!r}")
    return f"{prefix}{number:0{DIGITS}}"
