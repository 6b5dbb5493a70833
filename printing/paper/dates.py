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


def calendar_days(count: int) -> str:
    """Return a number of days in Russian.

    >>> [calendar_days(count) for count in (1, 3, 10, 12, 21)]
    ['1 календарный день', '3 календарных дня', '10 календарных дней', '12 календарных дней', '21 календарный день']
    """
    last, teen = count % 10, count % 100 // 10 == 1
    if last == 1 and not teen:
        return f"{count} календарный день"
    return f"{count} календарных {'дня' if 2 <= last <= 4 and not teen else 'дней'}"
