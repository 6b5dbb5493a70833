"""Days and times as papers write them."""

from datetime import date

_RU = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
       "декабря")  # fmt: skip
_RU_NAMED = ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
             "декабрь")  # fmt: skip
_KK = ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша",
       "желтоқсан")  # fmt: skip


def in_table(day: date | None) -> str:
    """Return a day as ДД.ММ.ГГГГ, nothing for none."""
    return f"{day:%d.%m.%Y}" if day else ""


def in_sentence(day: date, language: str = "ru") -> str:
    """Return a day in words.

    >>> in_sentence(date(2026, 3, 9)), in_sentence(date(2026, 3, 9), "kk")
    ('9 марта 2026 г.', '2026 жылғы 9 наурыз')
    """
    if language == "kk":
        return f"{day.year} жылғы {day.day} {_KK[day.month - 1]}"
    return f"{day.day} {_RU[day.month - 1]} {day.year} г."


def month_named(day: date) -> str:
    """Return the month of a day.

    >>> month_named(date(2026, 11, 27))
    'ноябрь 2026 г.'
    """
    return f"{_RU_NAMED[day.month - 1]} {day.year} г."
