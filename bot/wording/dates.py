"""Dates, ages and counts in words. Pure: the time and the zone are given."""

from datetime import UTC, datetime, time, timedelta, tzinfo

from bot.wording.phrases import known, phrases
from retrieval.types import TimeRange

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MINUTE, _HOUR, _DAY = 60, 60 * 60, 24 * 60 * 60
_MONTH, _YEAR = 30.44 * _DAY, 365.25 * _DAY


def day(when: datetime, lang: str | None, zone: tzinfo = UTC) -> str:
    """A date: `2 December 2025`, `2025년 12월 2일`."""
    local = when.astimezone(zone)
    if known(lang) == "ko":
        return f"{local.year}년 {local.month}월 {local.day}일"
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def moment(when: datetime, lang: str | None, zone: tzinfo = UTC) -> str:
    """A date and a time of day: `2 December 2025, 14:05`, `2025년 12월 2일 14:05`."""
    gap = " " if known(lang) == "ko" else ", "
    return f"{day(when, lang, zone)}{gap}{when.astimezone(zone):%H:%M}"


def age(when: datetime, now: datetime, lang: str | None) -> str:
    """How long ago: `3 days ago`, `3일 전`; `just now` for less than a minute and for what is to come."""
    words = phrases(lang)
    if now - when < timedelta(minutes=1):
        return words.just_now
    return words.ago.format(length=length(now - when, lang))


def length(span: timedelta, lang: str | None) -> str:
    """A span in its largest fitting unit, rounded down: `59 days`, `2 months`, `2년`."""
    words = phrases(lang)
    seconds = span.total_seconds()
    units = (
        (2 * _YEAR, _YEAR, words.year),
        (2 * _MONTH, _MONTH, words.month),
        (_DAY, _DAY, words.day),
        (_HOUR, _HOUR, words.hour),
        (0, _MINUTE, words.minute),
    )
    unit, forms = next((unit, forms) for least, unit, forms in units if seconds >= least)
    return count(max(1, int(seconds // unit)), forms)


def count(n: int, forms: tuple[str, str]) -> str:
    """A number with its noun: `1 source`, `1,234 documents`."""
    return forms[n != 1].format(n=f"{n:,}")


def span(range: TimeRange, lang: str | None, zone: tzinfo = UTC) -> str:
    """A time range with its last day included: `24 November 2025 – 30 November 2025`."""
    words = phrases(lang)
    since = range.since and _edge(range.since, lang, zone)
    until = range.until and _edge(range.until, lang, zone, last=True)
    if since and until:
        return since if since == until else words.between.format(since=since, until=until)
    return words.since.format(since=since) if since else words.until.format(until=until or "…")


def _edge(when: datetime, lang: str | None, zone: tzinfo, *, last: bool = False) -> str:
    """The day that begins there, or with `last` ends there; the moment where it is not midnight."""
    if when.astimezone(zone).time() != time():
        return moment(when, lang, zone)
    return day(when - timedelta(microseconds=1) if last else when, lang, zone)
