"""Barcodes of goods, brought to one form so that the same goods scanned by different scanners are the same."""

import re

from database.errors import DomainError

_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9A-Za-z]")  # AIM identifier that some scanners send ahead
_LONGEST = 80


def barcode_key(scanned: str) -> str:
    """Return the form in which a barcode is stored and looked up.

    Blanks and control signs fall away; a 12-digit UPC-A and a 14-digit GTIN that begins with 0 become the 13 digits
    of their EAN, because scanners report either. Raises DomainError `barcode-unreadable` where nothing is left.

    >>> barcode_key("]E04006381333931\\r"), barcode_key("012345678905") == barcode_key("0012345678905")
    ('4006381333931', True)
    """
    visible = "".join(sign for sign in scanned if sign.isprintable() and not sign.isspace())
    code = _SYMBOLOGY.sub("", visible)
    if not code or len(code) > _LONGEST:
        raise DomainError("barcode-unreadable", barcode=visible[:_LONGEST])
    if code.isascii() and code.isdigit():
        if len(code) == 12:
            return f"0{code}"
        if len(code) == 14 and code.startswith("0"):
            return code[1:]
    return code
