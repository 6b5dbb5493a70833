"""Telephone numbers as people write them, in the one form in which they can be compared."""

import re

import phonenumbers

# Words behind which an extension follows; `phonenumbers` knows some of them, people here write all.
_EXTENSION = re.compile(r"(?:\bвн|\bдоб|\bext|\bтел\.?\s*вн|#|;|,)", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"\D+", re.ASCII)
_NATIONAL_DIGITS = 10


def normalise(text: str | None, region: str = "KZ") -> str | None:
    """Return the number in E.164 (`+77272933452`), or None where the text cannot be read as one number.

    text: anything a person typed; empty or None gives None, and so does a text with an extension that
    `phonenumbers` cannot read (`8 (727) 358-18-56 вн. 651`): it may not pass for a number that can be dialled.
    region: ISO 3166 code of the country whose numbers are written without a country code.

    >>> normalise("8 (727) 293-34-52"), normalise("747 431 70 98"), normalise("293-34-52"), normalise("нет")
    ('+77272933452', '+77474317098', None, None)
    """
    try:
        number = phonenumbers.parse(text or "", region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None  # also where only the town's part was typed: with +7 before it, it would reach nobody
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def last_digits(text: str | None) -> str:
    """Return the last ten digits of the number without its extension: a key by which a caller is looked up.

    Works where `normalise` gives up. Shorter numbers (inner ones, towns without a code) come back whole.

    >>> last_digits("8 (727) 358-18-56 вн. 651"), last_digits("+7 701 305 40 04"), last_digits("112")
    ('7273581856', '7013054004', '112')
    """
    written = text or ""
    cut = next((found.start() for found in _EXTENSION.finditer(written) if _digits(written[: found.start()])), None)
    return _digits(written[:cut])[-_NATIONAL_DIGITS:]


def _digits(text: str) -> str:
    return _NOT_DIGIT.sub("", text)
