"""Numbers, money, dates and ages as people here write them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
_AGE_UNITS = {
    "ru": ("сейчас", "мин", "ч", "дн", "мес", "г"),
    "en": ("now", "min", "h", "d", "mo", "y"),
    "kk": ("қазір", "мин", "сағ", "күн", "ай", "ж"),
}
Moment = date | datetime
_SIGNS = {"KZT": "₸", "RUB": "₽", "USD": "$", "EUR": "€"}


class Formats:
    """Formats values for one language and one time zone; all times given must carry their zone."""

    def __init__(
        self, language: str = "ru", zone: tzinfo | None = None, now: Callable[[], datetime] | None = None
    ) -> None:
        self._language = language if language in _AGE_UNITS else "en"
        self._zone = zone or ZoneInfo("Asia/Almaty")
        self._now = now or (lambda: datetime.now(self._zone))

    def number(self, value: Decimal | int, places: int | None = None) -> str:
        """``12345.5`` → ``12 345,5``; `places` fixes the digits behind the comma, else trailing zeros are left out."""
        exact = Decimal(value)
        if places is None:
            digits = f"{exact:,f}"
            digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
        else:
            digits = f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
        digits = digits.replace("-", MINUS)
        if self._language == "en":
            return digits
        return digits.replace(",", SPACE).replace(".", ",")

    def money(self, amount: Decimal | int, currency: str = "KZT") -> str:
        """``12345`` → ``12 345,00 ₸``, always with two places, rounded half up."""
        return f"{self.number(Decimal(amount), 2)}{SPACE}{_SIGNS.get(currency, currency)}"

    def date(self, day: Moment) -> str:
        """``23.11.2026``."""
        return f"{self._local(day):%d.%m.%Y}"

    def time(self, moment: datetime) -> str:
        """``14:05``."""
        return f"{self._local(moment):%H:%M}"

    def date_time(self, moment: datetime) -> str:
        """``23.11.2026 14:05``."""
        return f"{self._local(moment):%d.%m.%Y %H:%M}"

    def moment(self, moment: datetime) -> str:
        """Return the shortest form that says it: today ``14:05``, this year ``23.11 14:05``, else ``23.11.2025``."""
        local, now = self._local(moment), self._local(self._now())
        if f"{local:%Y%m%d}" == f"{now:%Y%m%d}":
            return f"{local:%H:%M}"
        return f"{local:%d.%m %H:%M}" if local.year == now.year else f"{local:%d.%m.%Y}"

    def age(self, since: datetime, now: datetime | None = None) -> str:
        """Return how long ago `since` was, in one unit: ``42 мин``, ``3 ч``, ``2 дн``, ``5 мес``, ``2 г``."""
        return self.span((now or self._now()) - since)

    def span(self, length: timedelta) -> str:
        """Return a length of time in one unit, rounded down; below a minute "now"."""
        now, minute, hour, day, month, year = _AGE_UNITS[self._language]
        minutes = int(length.total_seconds() // 60)
        if minutes < 1:
            return now
        for size, unit in ((525_600, year), (43_200, month), (1_440, day), (60, hour)):
            if minutes >= size * (2 if unit == month else 1):
                return f"{minutes // size}{SPACE}{unit}"
        return f"{minutes}{SPACE}{minute}"

    def _local(self, moment: Moment) -> Moment:
        return moment.astimezone(self._zone) if isinstance(moment, datetime) else moment
