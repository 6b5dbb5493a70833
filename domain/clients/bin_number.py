"""BIN and IIN, the 12-digit numbers of companies and persons in Kazakhstan."""

import re

from database.errors import DomainError

_FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def checked_bin(text: str | None) -> str | None:
    """Return the twelve digits of a BIN or IIN as typed with any blanks, or None where nothing was typed.

    Raises DomainError `bin-wrong` for anything else and where the control digit does not fit.

    >>> checked_bin("971 240 001 315"), checked_bin(" ")
    ('971240001315', None)
    """
    digits = re.sub(r"\s+", "", text or "")
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{12}", digits) or control_digit(digits[:11]) != int(digits[11]):
        raise DomainError("bin-wrong", bin=(text or "").strip())
    return digits


def control_digit(digits: str) -> int | None:
    """Return the twelfth digit for the first eleven; None where no valid number begins with these.

    The weighted sum modulo 11, with weights 1 to 11; where that gives 10, once more with weights from 3 on.
    Source: rules under the law of Kazakhstan on national registers of identification numbers (2007, No. 223).
    """
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        control = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11
        if control < 10:
            return control
    return None
