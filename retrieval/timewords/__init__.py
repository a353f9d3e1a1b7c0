"""Time words of a question, English and Korean, as the span they mean where it is asked. Pure.

Weeks begin on Monday. A date without a year is its latest occurrence that has begun. "N days ago" is
that day, "N weeks ago" that calendar week; "the past N days" end now. What lies wholly in the future
("by 2030") limits nothing that was published and is no mention.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from retrieval.timewords import bounds, english, korean, numeric
from retrieval.timewords.phrases import Frame, Kind, Role, phrases
from retrieval.timewords.spans import Clock
from retrieval.types import TimeRange

__all__ = ["Kind", "TimeMention", "find", "wants_latest"]

HISTORICAL = timedelta(days=30)  # a range that ended longer ago: recency does not matter
_RULES = (*numeric.RULES, *english.RULES, *korean.RULES)
_PLAIN = {0xA0: " ", 0x202F: " ", 0x3000: " "}  # one for one: places stay the same


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """The time that a question is about."""

    range: TimeRange  # UTC
    words: str  # as they stand in the question, with preposition or particle
    kind: Kind
    historical: bool  # it ended so long ago that recency does not matter


def find(text: str, now: datetime, zone: ZoneInfo) -> TimeMention | None:
    """The narrowest span named in `text` (NFC), asked at `now` (aware) in `zone`; None: no limit."""
    try:
        clock = Clock(now=now.astimezone(zone), zone=zone)
    except OverflowError:  # the first or last day that Python knows
        return None
    plain = text.translate(_PLAIN)
    found = bounds.mentions(plain, phrases(plain, clock, _RULES, _frame), clock)
    best = min(found, key=_order, default=None)
    return _time_mention(text, best, now) if best else None


def wants_latest(text: str) -> bool:
    """Whether `text` asks for what is newest, without naming a span."""
    return bool(english.LATEST.search(text) or korean.LATEST.search(text))


def _frame(text: str, start: int, end: int) -> Frame | None:
    """English says it before, Korean after."""
    before, after = english.frame(text, start, end), korean.frame(text, start, end)
    if before is None or after is None:
        return None
    said = before if before.role is not Role.NONE else after
    return Frame(role=said.role, start=before.start, end=max(before.end, after.end))


def _order(mention: bounds.Mention) -> tuple[timedelta, bool, int]:
    return mention.width, mention.kind is not Kind.CALENDAR, mention.start


def _time_mention(text: str, best: bounds.Mention, now: datetime) -> TimeMention:
    until = best.range.until
    return TimeMention(
        range=best.range,
        words=text[best.start : best.end],
        kind=best.kind,
        historical=until is not None and now.astimezone(UTC) - until > HISTORICAL,
    )
