"""Short codes by which a client is called in lists, on commands and in files."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 24
_LATIN = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэё", "abvgdeziyklmnoprstufyee", strict=True))
    | dict(zip("әғқңөұүһі", "agknouuhi", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)
_LEGAL_FORMS = frozenset({
    "тоо", "ип", "ао", "нао", "оао", "зао", "пао", "ооо", "кх", "пк", "кт", "гу", "кгу", "ргу", "гкп", "кгп", "ргп",
    "гккп", "ркгп", "жшс", "жк", "ақ", "ммм", "кмм", "llp", "llc", "ltd", "jsc", "inc",
})  # fmt: skip
_WORD = re.compile(r"\w+")


def client_code(name: str, taken: Collection[str] = ()) -> str:
    """Return a free code made from a client's name: Latin capitals and digits, without the legal form.

    >>> client_code("ТОО «Алматы Құрылыс»"), client_code('ИП "Щукин"', taken=["SHCHUKIN"])
    ('ALMATY-KURYLYS', 'SHCHUKIN-2')
    """
    base = _shortened(_latin_words(name)) or "CLIENT"
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


def _latin_words(name: str) -> list[str]:
    words = _WORD.findall(name.casefold().replace("_", " "))
    telling = [word for word in words if word not in _LEGAL_FORMS] or words
    latin = (unicodedata.normalize("NFKD", word.translate(_LATIN)) for word in telling)
    return [word for word in (re.sub(r"[^a-z0-9]", "", one).upper() for one in latin) if word]


def _shortened(words: list[str]) -> str:
    code = ""
    for word in words:
        longer = f"{code}-{word}" if code else word
        if len(longer) > LONGEST:
            return code or word[:LONGEST]
        code = longer
    return code
