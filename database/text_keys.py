"""Keys by which text sorts and is found, the same on every server whatever its locale.

Both are pure functions of the text. `sort_key` is stored in a COLLATE "C" column and compared by bytes; `search_key`
is plain ASCII, so that `pg_trgm` works even where lc_ctype is C and sees no Cyrillic.
"""

import re
import unicodedata

_AFTER = "\uffff"  # sorts behind every letter: "а" + _AFTER is a letter of its own between а and б
_KAZAKH_AFTER_RUSSIAN = {
    "ә": "а" + _AFTER,
    "ғ": "г" + _AFTER,
    "қ": "к" + _AFTER,
    "ң": "н" + _AFTER,
    "ө": "о" + _AFTER,
    "ұ": "у" + _AFTER,
    "ү": "у" + _AFTER * 2,
    "һ": "х" + _AFTER,
    "і": "ы" + _AFTER,
}
_PRIMARY = str.maketrans({"ё": "е", **_KAZAKH_AFTER_RUSSIAN})
_TIE_BREAK = str.maketrans({"ё": "е" + _AFTER, **_KAZAKH_AFTER_RUSSIAN})

# One letter for letters that look alike in the two scripts; the other Cyrillic letters get a digraph with w.
_LOOK_ALIKE = dict(zip("авекмнорстухәқңөұүһ", "abekmhopctyxakhoyyh", strict=True)) | {"ё": "e"}
_DIGRAPH = {
    "б": "wb", "г": "wg", "ғ": "wg", "д": "wd", "ж": "wj", "з": "wz", "и": "wi", "й": "wi", "і": "wi", "л": "wl",
    "п": "wp", "ф": "wf", "ц": "wc", "ч": "wh", "ш": "ws", "щ": "ws", "ъ": "", "ы": "wy", "ь": "", "э": "we",
    "ю": "wu", "я": "wa",
}  # fmt: skip
_SEARCH = str.maketrans(_LOOK_ALIKE | _DIGRAPH)
_NO_SERIAL = {"", "б/н", "бн", "нет", "no", "none", "n/a", "na", "no s/n", "отсутствует", "-", "—"}
_SERIAL_DIGITS = str.maketrans({"o": "0", "q": "0", "i": "1", "l": "1"})

_DIGITS = re.compile(r"\d+")
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()


def _padded(text: str) -> str:
    return _DIGITS.sub(lambda run: run.group().lstrip("0").zfill(12), text)


def sort_key(text: str) -> str:
    """Return a key whose byte order is the order people expect: case aside, ё beside е, Kazakh letters after their
    Russian base, numbers by value.

    >>> sorted(["ель", "Ёж", "әке", "ая", "бал", "Зал 10", "зал 2"], key=sort_key)
    ['ая', 'әке', 'бал', 'Ёж', 'ель', 'зал 2', 'Зал 10']
    """
    folded = _padded(_folded(text)).replace("\x00", "")
    return f"{folded.translate(_PRIMARY)}\x01{folded.translate(_TIE_BREAK)}"


def search_key(*texts: str | None) -> str:
    """Return lower-case ASCII words by which a row is found; Latin and Cyrillic look-alikes fall together.

    >>> search_key("Сервер") == search_key("Cepвep"), search_key("Ёлка") == search_key("елка")
    (True, True)
    """
    joined = " ".join(text for text in texts if text)
    decomposed = unicodedata.normalize("NFKD", _folded(joined).translate(_SEARCH))
    return _NOT_WORD.sub(" ", decomposed).strip()


def serial_key(serial: str | None) -> str | None:
    """Return the form in which serial numbers are compared, or None where there is no number ("б/н", "no s/n").

    Blanks and signs fall away, look-alike letters and O/0, I/1 fall together; the original is kept for display.

    >>> serial_key("СN 0О-17") == serial_key("cn0017"), serial_key("б/н")
    (True, None)
    """
    folded = _folded(serial or "")
    if folded in _NO_SERIAL:
        return None
    key = search_key(folded).replace(" ", "").translate(_SERIAL_DIGITS)
    return key or None


def like_pattern(query: str) -> str:
    """Return the LIKE pattern that finds a typed query in a `search_key` column."""
    return f"%{search_key(query)}%"
