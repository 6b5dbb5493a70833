"""Serial numbers as makers print them, each drawn once."""

from random import Random

from database.text_keys import serial_key

_DIGITS = "0123456789"
_HEXADECIMAL = "0123456789ABCDEF"
_SIGNS = {"9": _DIGITS, "H": _HEXADECIMAL}


class Serials:
    """Draws serial numbers after patterns: `9` stands for a digit, `H` for a hexadecimal one, all else for itself."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._keys: set[str] = set()

    def draw(self, pattern: str) -> tuple[str, str]:
        """Return a new serial number and the key by which numbers are compared; no pattern makes one without."""
        while True:
            serial = "".join(self._random.choice(_SIGNS.get(sign, sign)) for sign in pattern)
            key = serial_key(serial)
            if key is None:
                return "", ""
            if key not in self._keys:
                self._keys.add(key)
                return serial, key
