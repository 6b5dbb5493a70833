"""Office hours: what happens in the demo company happens from nine to six in Almaty, not on days off.

Times are kept as working seconds since the first working day, ten years before today. So a delay of ninety working
minutes from Friday 17:30 ends on Monday, and adding is all there is to it.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

YEARS = 10
DAYS_AHEAD = 240
OPENS = time(9)
WORKDAY = 9 * 3600
MINUTE = 60
ZONE = ZoneInfo("Asia/Almaty")

_CLOCK = [f"{9 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" for second in range(WORKDAY)]


class WorkingTime:
    """The calendar of the demo company. `now` is today's moment in working seconds, or the last one before it."""

    def __init__(self, today: datetime, days_off: Collection[str] = ()) -> None:
        """`today`: an aware time. `days_off`: public holidays as `MM-DD`."""
        local = today.astimezone(ZONE)
        first = (local - timedelta(days=round(YEARS * 365.25))).date()
        days = (first + timedelta(days=ahead) for ahead in range((local.date() - first).days + DAYS_AHEAD))
        self.days = [day for day in days if day.weekday() < 5 and f"{day:%m-%d}" not in days_off]
        self._offsets = [_offset(day) for day in self.days]
        self._dates = [f"{day} " for day in self.days]
        self.now = self._working(local)
        self.today = self.now // WORKDAY

    def _working(self, local: datetime) -> int:
        worked = sum(day < local.date() for day in self.days)
        opened = datetime.combine(local.date(), OPENS, ZONE)
        if self.days[worked] != local.date() or local < opened:
            return worked * WORKDAY - 1
        return worked * WORKDAY + min(int((local - opened).total_seconds()), WORKDAY - 1)

    def stamp(self, seconds: int) -> str:
        """Return a time as PostgreSQL reads it, with the offset that Almaty had on that day."""
        day, rest = divmod(seconds, WORKDAY)
        return self._dates[day] + _CLOCK[rest] + self._offsets[day]

    def moment(self, seconds: int) -> datetime:
        """Return a time as an aware datetime."""
        day, rest = divmod(seconds, WORKDAY)
        return datetime.combine(self.days[day], OPENS, ZONE) + timedelta(seconds=rest)

    def day(self, seconds: int) -> date:
        """Return the day of a time."""
        return self.days[seconds // WORKDAY]


def _offset(day: date) -> str:
    """Return Almaty's offset in office hours: it went from +06 to +05 on 1 March 2024."""
    offset = datetime.combine(day, OPENS, ZONE).strftime("%z")
    return f"{offset[:3]}:{offset[3:]}"
