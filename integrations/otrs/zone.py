"""The storage zone: OTRS writes times without a zone, and only its server's configuration says which one it is.

So it is measured: an article has both its time in the storage zone and the epoch of its coming in. Their difference,
day by day, is compared with the rules of every zone known.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from integrations.otrs.connection import SourceDatabase
from integrations.otrs.errors import SourceError
from integrations.otrs.schema import Schema
from integrations.otrs.values import text
from integrations.otrs.yaml_text import parse_yaml

Origin = Literal["stated", "configured", "measured", "assumed"]

# Offsets are whole quarters of an hour; the two clock readings of one article may lie some seconds apart.
_QUARTER = 900
_TOLERANCE = 60
_FARTHEST = 14 * 3600
# Of zones that explain the articles equally well the first of these is taken, then the alphabet decides.
_PREFERRED = ("UTC", "Asia/Almaty", "Asia/Qyzylorda", "Asia/Qostanay", "Asia/Aqtobe", "Asia/Aqtau", "Asia/Atyrau",
              "Asia/Oral", "Europe/Moscow", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk", "Asia/Bishkek",
              "Asia/Tashkent", "Europe/Kyiv", "Europe/Berlin")  # fmt: skip
_NO_PLACES = {"localtime", "Factory", "posixrules"}


@dataclass(frozen=True)
class Measured:
    """Articles of one storage day whose time is the same number of seconds ahead of UTC."""

    day: str  # YYYY-MM-DD
    ahead: int
    articles: int

    @cached_property
    def offset(self) -> timedelta | None:
        """Return the offset these articles speak for, None where the difference can be no zone's."""
        nearest = round(self.ahead / _QUARTER) * _QUARTER
        if abs(self.ahead - nearest) > _TOLERANCE or abs(nearest) > _FARTHEST:
            return None
        return timedelta(seconds=nearest)

    @cached_property
    def _ends(self) -> tuple[datetime, datetime] | None:
        try:
            morning = datetime.fromisoformat(self.day)
        except ValueError:  # 0000-00-00
            return None
        return morning, morning.replace(hour=23, minute=59, fold=1)

    def agrees(self, zone: ZoneInfo) -> bool:
        """Say whether the zone had this offset at the beginning or the end of the day."""
        if self.offset is None or self._ends is None:
            return False
        morning, evening = self._ends
        return zone.utcoffset(morning) == self.offset or zone.utcoffset(evening) == self.offset


@dataclass(frozen=True, slots=True)
class ZoneMonth:
    """The most frequent offset of one month: `articles` in all, `agreeing` with the chosen zone."""

    month: str  # YYYY-MM
    offset_seconds: int | None
    articles: int
    agreeing: int


@dataclass(frozen=True, slots=True)
class ZoneEvidence:
    """Which zone the times are read in and why, for the administrator to confirm.

    origin: stated by the administrator; configured in the database; measured; assumed to be UTC for want of articles.
    `also_fitting` are zones that explain the articles as well.
    """

    zone: str
    origin: Origin
    configured: str | None
    agreeing: int
    total: int
    months: tuple[ZoneMonth, ...]
    also_fitting: tuple[str, ...]

    @property
    def is_convincing(self) -> bool:
        """Say whether nearly all articles agree, so that nobody has to think about it."""
        return self.total > 0 and self.agreeing >= 0.99 * self.total


def zone_named(name: str) -> ZoneInfo:
    """Return a zone of the IANA data base. Raises SourceError `otrs-zone-unknown`."""
    try:
        return ZoneInfo(name.strip())
    except (KeyError, ValueError, OSError):  # not found; no name at all; the name of a folder
        raise SourceError("otrs-zone-unknown", zone=name) from None


def find_zone(database: SourceDatabase, schema: Schema, stated: str | None = None) -> ZoneEvidence:
    """Find the storage zone and gather what speaks for it.

    stated: the administrator's word, which holds against everything; the evidence then shows how well it fits.
    Raises SourceError `otrs-zone-unknown` for a stated zone that does not exist.
    """
    measured = _measure(database)
    configured = _configured(database) if schema.has("configuration") else None
    if stated is not None:
        return _evidence(zone_named(stated).key, "stated", configured, measured, ())
    usable = [group for group in measured if group.offset is not None]
    if not usable:
        return _evidence(configured or "UTC", "configured" if configured else "assumed", configured, measured, ())
    best = _best(usable, configured)
    origin: Origin = "configured" if best[0] == configured else "measured"
    return _evidence(best[0], origin, configured, measured, tuple(best[1:]))


def to_utc(local: datetime | None, zone: ZoneInfo, near: datetime | None = None) -> datetime | None:
    """Convert a storage time to UTC.

    near: a moment known to be close. It decides about the hour that a clock put back runs through twice (in
    Kazakhstan the last one of 29 February 2024); without it the first passage is meant.
    """
    if local is None:
        return None
    try:
        first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
        if near is None:
            return first
        second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    except OverflowError:  # the year 1 or 9999: a mark somebody set, not a time
        return None
    # In the hour that a clock put forward leaves out, the two readings differ as well; there fold 0 stands.
    return second if first < second and abs(second - near) < abs(first - near) else first


def _measure(database: SourceDatabase) -> list[Measured]:
    rows = database.rows(f"""
        SELECT {database.storage_day} AS day, {database.storage_seconds} - m.incoming_time AS ahead,
            COUNT(*) AS articles
        FROM article a JOIN article_data_mime m ON m.article_id = a.id
        WHERE m.incoming_time > 0
        GROUP BY 1, 2""")
    return [Measured(row["day"], int(row["ahead"]), int(row["articles"])) for row in rows if row["ahead"] is not None]


def _configured(database: SourceDatabase) -> str | None:
    rows = database.rows("""
        SELECT effective_value FROM sysconfig_modified
        WHERE name = 'OTRSTimeZone' AND is_valid = 1 AND user_id IS NULL ORDER BY id DESC""")
    for row in rows:
        value = parse_yaml(text(row["effective_value"]))
        if isinstance(value, str) and value in available_timezones():
            return value
    return None


def _best(measured: Sequence[Measured], configured: str | None) -> list[str]:
    """Return the zones that explain the articles best, the one to take first."""
    typical = _typical_days(measured)
    preferred = [name for name in (configured, *_PREFERRED) if name]

    def rank(name: str) -> tuple[int, str]:
        return preferred.index(name) if name in preferred else len(preferred), name

    names = sorted((available_timezones() | {"UTC"}) - _NO_PLACES, key=rank)
    fitting = _with_most(names, lambda zone: sum(1 for group in typical if group.agrees(zone)))
    return _with_most(fitting, lambda zone: sum(group.articles for group in measured if group.agrees(zone)))


def _with_most(names: Iterable[str], count: Callable[[ZoneInfo], int]) -> list[str]:
    counted = [(name, count(ZoneInfo(name))) for name in names]
    most = max(number for _, number in counted)
    return [name for name, number in counted if number == most]


def _typical_days(measured: Sequence[Measured]) -> list[Measured]:
    """Return for each month the busiest day of its most frequent offset."""
    months: dict[str, list[Measured]] = defaultdict(list)
    for group in measured:
        months[group.day[:7]].append(group)
    typical = []
    for groups in months.values():
        offset = _most_frequent(groups)
        typical.append(max((group for group in groups if group.offset == offset), key=lambda group: group.articles))
    return typical


def _most_frequent(groups: Sequence[Measured]) -> timedelta | None:
    counts: dict[timedelta, int] = defaultdict(int)
    for group in groups:
        if group.offset is not None:
            counts[group.offset] += group.articles
    return max(counts, key=lambda offset: counts[offset]) if counts else None


def _evidence(
    name: str, origin: Origin, configured: str | None, measured: Sequence[Measured], also: tuple[str, ...]
) -> ZoneEvidence:
    zone = ZoneInfo(name)
    months: dict[str, list[Measured]] = defaultdict(list)
    for group in measured:
        months[group.day[:7]].append(group)
    lines = tuple(_month(month, months[month], zone) for month in sorted(months))
    return ZoneEvidence(
        zone=name,
        origin=origin,
        configured=configured,
        agreeing=sum(line.agreeing for line in lines),
        total=sum(line.articles for line in lines),
        months=lines,
        also_fitting=also,
    )


def _month(month: str, groups: Sequence[Measured], zone: ZoneInfo) -> ZoneMonth:
    offset = _most_frequent(groups)
    return ZoneMonth(
        month=month,
        offset_seconds=None if offset is None else int(offset.total_seconds()),
        articles=sum(group.articles for group in groups),
        agreeing=sum(group.articles for group in groups if group.agrees(zone)),
    )
