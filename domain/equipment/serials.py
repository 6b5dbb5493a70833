"""Serial numbers as they are kept on a device's card."""

import re

from database.text_keys import serial_key
from domain.stock.serials import read_serial

_MAKERS_MARK = re.compile(r"^(?:S\s*/?\s*N|С\s*/?\s*Н)\s*[:.№#]\s*", re.IGNORECASE)


def cleaned_serial(typed: str) -> str:
    """Return a serial number without outer blanks and the "S/N:" of a maker's sticker; "б/н" and nothing stay as typed.

    Raises DomainError `serial-from-spreadsheet` for a number that a spreadsheet has spoiled, `serial-too-long`.

    >>> cleaned_serial(" S/N: 00CN17 "), cleaned_serial("S/N-17"), cleaned_serial(" б/н")
    ('00CN17', 'S/N-17', 'б/н')
    """
    serial = without_makers_mark(typed)
    return serial if serial_key(serial) is None else read_serial(serial).text


def without_makers_mark(text: str) -> str:
    """Return a text without outer blanks and without the "S/N:" that makers put before a number."""
    return _MAKERS_MARK.sub("", text.strip())
