"""Sums of tenge as papers say them: in figures and in words."""

from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

TIYN = Decimal("0.01")
_NO_BREAK_SPACE = "\u00a0"
_NAMES = {"ru": ("ru", "тенге", "тиын"), "kk": ("kz", "теңге", "тиын"), "en": ("en", "tenge", "tiyn")}
"""Language of num2words (Kazakh is `kz` there), and the two units, which papers do not decline."""


def rounded(amount: Decimal) -> Decimal:
    """Return an amount rounded half up to whole tiyn."""
    return amount.quantize(TIYN, ROUND_HALF_UP)


def in_figures(amount: Decimal) -> str:
    """Return an amount as tables show it: no-break spaces between thousands, a comma, two digits.

    >>> in_figures(Decimal("90000")).replace("\u00a0", "_")
    '90_000,00'
    """
    return f"{rounded(amount):,.2f}".replace(",", _NO_BREAK_SPACE).replace(".", ",")


def in_words(amount: Decimal, language: str = "ru") -> str:
    """Return an amount of tenge in words with a capital: tenge in words, tiyn in two digits.

    language: ru, kk or en; anything else is Russian. Raises ValueError for an amount below zero.

    >>> in_words(Decimal("200000"))
    'Двести тысяч тенге 00 тиын'
    """
    if amount < 0:
        raise ValueError(f"a sum in words is zero or more: {amount}")
    tongue, tenge, tiyn = _NAMES.get(language, _NAMES["ru"])
    whole, rest = divmod(int(rounded(amount) * 100), 100)
    said: str = num2words(whole, lang=tongue)
    return f"{said[:1].upper()}{said[1:]} {tenge} {rest:02d} {tiyn}"
