"""Spans of time, and points of the calendar that become spans. All local days begin at the asker's midnight."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LEAP_CYCLE = 9  # years within which every date of the calendar occurs, 29 February around 1900 too


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """When and where somebody asks."""

    now: datetime  # aware, in `zone`
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open, aware, UTC."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A day, some days of one month, or some whole months; the year may be left open."""

    year: int | None = None
    month: int = 1
    months: int = 1  # how many, where no day is named
    day: int | None = None
    days: int = 1
    over: bool = False  # "last November": not the one that is going on


When = Point | Span


def utc(clock: Clock, day: date, hour: int = 0) -> datetime:
    """That hour of a local day; where the clocks skip it, the moment they do."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.zone).astimezone(UTC)


def days(clock: Clock, first: date, last: date) -> Span:
    """From the start of `first` to the start of `last`."""
    return Span(utc(clock, first), utc(clock, last))


def last_night(clock: Clock) -> Span:
    """From six in the evening to six in the morning."""
    yesterday = clock.today - timedelta(days=1)
    return Span(utc(clock, yesterday, 18), utc(clock, clock.today, 6))


def weekday(clock: Clock, number: int, *, over: bool = False) -> Span:
    """The latest such day (0 is Monday), today included unless `over`."""
    back = (clock.today.weekday() - number) % 7
    day = clock.today - timedelta(days=back or (7 if over else 0))
    return days(clock, day, day + timedelta(days=1))


def weekday_of_week(clock: Clock, number: int, offset: int) -> Span:
    """That day of this week (0), the last one (-1), ..."""
    day = _week(clock.today, offset)[0] + timedelta(days=number)
    return days(clock, day, day + timedelta(days=1))


def unit(clock: Clock, name: str, offset: int) -> Span:
    """The current day, week, month, quarter or year (0), the one before it (-1), ..."""
    return days(clock, *_UNITS[name](clock.today, offset))


def rolling(clock: Clock, count: int, name: str) -> Span:
    """The last `count` minutes, hours, days, ... up to now. Days and longer go by the local clock."""
    return Span(_back(clock.now, count, name).astimezone(UTC), clock.now.astimezone(UTC))


def ago(clock: Clock, count: int, name: str) -> Span:
    """The day, week, ... so many before this one; of hours and minutes, all since a little earlier."""
    if name in _UNITS:
        return unit(clock, name, -count)
    return rolling(clock, count + 1, name)


def span(when: When, clock: Clock) -> Span:
    """A point without a year is its latest occurrence that has begun. ValueError: no such day."""
    if isinstance(when, Span):
        return when
    if when.year is not None:
        return days(clock, *_dates(when, when.year))
    return days(clock, *_latest(when, clock.today))


def pair(a: When, b: When, clock: Clock) -> tuple[Span, Span]:
    """Two ends of one span: an open year is that which brings it next to the other end."""
    if isinstance(a, Point) and isinstance(b, Point):
        return _pair(a, b, clock)
    return span(a, clock), span(b, clock)


def _pair(a: Point, b: Point, clock: Clock) -> tuple[Span, Span]:
    if b.year is None:
        first = _dates(a, a.year) if a.year is not None else _latest(a, clock.today)
        return days(clock, *first), days(clock, *_next(b, first[0]))
    second = _dates(b, b.year)
    first = _dates(a, a.year) if a.year is not None else _latest(a, second[0])
    return days(clock, *first), days(clock, *second)


def _dates(point: Point, year: int) -> tuple[date, date]:
    first = date(year, point.month, point.day or 1)
    if point.day:
        return first, first + timedelta(days=point.days)
    return first, _month(year * 12 + point.month - 1 + point.months)


def _occurrences(point: Point, year: int, step: int) -> Iterator[tuple[date, date]]:
    for at in range(year, year + step * LEAP_CYCLE, step):
        with suppress(ValueError):
            yield _dates(point, at)


def _latest(point: Point, day: date) -> tuple[date, date]:
    for first, last in _occurrences(point, day.year, -1):
        if (last if point.over else first) <= day:
            return first, last
    raise ValueError("no such day")


def _next(point: Point, day: date) -> tuple[date, date]:
    for first, last in _occurrences(point, day.year, 1):
        if first >= day:
            return first, last
    raise ValueError("no such day")


def _month(index: int) -> date:
    """First day of a month, counted from year 0."""
    return date(index // 12, index % 12 + 1, 1)


def _day(today: date, offset: int) -> tuple[date, date]:
    first = today + timedelta(days=offset)
    return first, first + timedelta(days=1)


def _week(today: date, offset: int) -> tuple[date, date]:
    first = today + timedelta(weeks=offset, days=-today.weekday())
    return first, first + timedelta(weeks=1)


def _months(size: int) -> Callable[[date, int], tuple[date, date]]:
    def bounds(today: date, offset: int) -> tuple[date, date]:
        at = (today.year * 12 + today.month - 1) // size + offset
        return _month(at * size), _month((at + 1) * size)

    return bounds


_UNITS: dict[str, Callable[[date, int], tuple[date, date]]] = {
    "day": _day,
    "week": _week,
    "month": _months(1),
    "quarter": _months(3),
    "year": _months(12),
}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


def _back(now: datetime, count: int, name: str) -> datetime:
    if name in _MONTHS_IN:
        return _months_back(now, count * _MONTHS_IN[name])
    if name in _UNITS:
        return now - timedelta(**{f"{name}s": count})  # by the local clock: `now` is in its zone
    return now.astimezone(UTC) - timedelta(**{f"{name}s": count})


def _months_back(now: datetime, count: int) -> datetime:
    first = _month(now.year * 12 + now.month - 1 - count)
    length = monthrange(first.year, first.month)[1]
    return now.replace(year=first.year, month=first.month, day=min(now.day, length), fold=0)
