"""Quantities as people enter them: above zero, with at most three decimals."""

from decimal import Decimal, InvalidOperation

from database.errors import DomainError

_LARGEST = Decimal("99999999999.999")
_STEP = Decimal("0.001")


def read_quantity(value: Decimal | int | str) -> Decimal:
    """Return a quantity as a number; text may have blanks between thousands and a comma for the point.

    Raises DomainError `quantity-unreadable`, or `quantity-out-of-range` unless it is above zero, below 10¹¹ and has
    no more than three decimals.

    >>> read_quantity("1 305,5"), read_quantity(3)
    (Decimal('1305.5'), Decimal('3'))
    """
    try:
        number = value if isinstance(value, Decimal) else Decimal("".join(str(value).split()).replace(",", "."))
    except InvalidOperation as error:
        raise DomainError("quantity-unreadable", value=str(value)) from error
    if not (number.is_finite() and 0 < number <= _LARGEST) or number % _STEP:
        raise DomainError("quantity-out-of-range", value=str(value))
    return number


def shown(quantity: Decimal) -> str:
    """Return a quantity without idle zeros.

    >>> shown(Decimal("2.000")), shown(Decimal("12.500")), shown(Decimal("100"))
    ('2', '12.5', '100')
    """
    return f"{quantity.normalize():f}"
