"""From phrases to ranges: one bound, or two that belong together."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from retrieval.timewords import spans
from retrieval.timewords.phrases import Kind, Phrase, Role
from retrieval.timewords.spans import Clock, Span
from retrieval.types import TimeRange

_TO = re.compile(r"\s{0,2}(?:to|until|till|thru|through|[-–—~∼〜])\s{0,2}", re.IGNORECASE)
_AND = re.compile(r",?\s{1,2}and\s{1,2}", re.IGNORECASE)
_WITH = re.compile(r"(?:과|와|에서|하고|랑)?\s{0,2}")
_LIST = re.compile(r"\s{0,2}(?:,|and|or|&|·|과|와|및|이나|하고|랑)\s{0,2}", re.IGNORECASE)
_SINCE = frozenset({Role.SINCE, Role.AFTER, Role.FROM})
_UNTIL = frozenset({Role.BEFORE, Role.UNTIL})
_LISTED = frozenset({Role.NONE, Role.IN, Role.ON, Role.FROM, Role.JOIN})
_NEAR = 12  # characters between two bounds that belong together


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A range and where in the text it is named."""

    range: TimeRange
    kind: Kind
    start: int
    end: int

    @property
    def width(self) -> timedelta:
        """How much time it leaves."""
        if self.range.since and self.range.until:
            return self.range.until - self.range.since
        return timedelta.max


def mentions(text: str, found: Sequence[Phrase], clock: Clock) -> Iterator[Mention]:
    """What phrases, in their order, name together or alone. Nothing that limits nothing."""
    at = 0
    while at < len(found):
        first, second = found[at], found[at + 1] if at + 1 < len(found) else None
        both = _both(text, first, second, clock) if second else None
        if mention := both or _one(first, clock):
            yield mention
        at += 2 if both else 1


def _one(phrase: Phrase, clock: Clock) -> Mention | None:
    if not phrase.stands:
        return None
    with suppress(ValueError, OverflowError):
        span = spans.span(phrase.sense.when, clock)
        return _mention(_bounds(phrase.frame.role, span, clock), clock, phrase, phrase)
    return None


def _both(text: str, a: Phrase, b: Phrase, clock: Clock) -> Mention | None:
    link = text[a.frame.end : b.core]
    listed = bool(_LIST.fullmatch(link)) and {a.frame.role, b.frame.role} <= _LISTED
    if not (_ends(a, b, link) or (listed and (a.stands or b.stands))):
        return None
    with suppress(ValueError, OverflowError):
        first, second = spans.pair(a.sense.when, b.sense.when, clock)
        bounds = _hull(first, second) if listed else _between(a, b, first, second)
        return _mention(bounds, clock, a, b)
    return None


def _ends(a: Phrase, b: Phrase, link: str) -> bool:
    """Whether `a` and `b` are the two ends of one span."""
    if a.frame.role in _SINCE and b.frame.role in _UNTIL:
        return len(link) <= _NEAR
    if a.frame.role is Role.BETWEEN:
        return bool(_AND.fullmatch(link))
    if b.frame.role is Role.WITHIN:
        return bool(_WITH.fullmatch(link))
    return bool(_TO.fullmatch(link)) and (a.stands or b.stands)


def _hull(a: Span, b: Span) -> TimeRange:
    return TimeRange(since=min(a.since, b.since), until=max(a.until, b.until))


def _between(a: Phrase, b: Phrase, first: Span, second: Span) -> TimeRange:
    return TimeRange(
        since=first.until if a.frame.role is Role.AFTER else first.since,
        until=second.since if b.frame.role is Role.BEFORE else second.until,
    )


def _bounds(role: Role, span: Span, clock: Clock) -> TimeRange:
    now = clock.now.astimezone(UTC)
    if role is Role.SINCE:
        return TimeRange(since=span.since, until=now)
    if role is Role.AFTER:
        return TimeRange(since=span.until if span.until < now else span.since, until=now)
    if role in _UNTIL:
        return TimeRange(until=span.since if role is Role.BEFORE else span.until)
    return TimeRange(since=span.since, until=span.until)


def _mention(limits: TimeRange, clock: Clock, a: Phrase, b: Phrase) -> Mention | None:
    if not _limits(limits, clock.now):
        return None
    return Mention(
        range=limits, kind=_kind(a, b), start=a.frame.start, end=max(a.frame.end, b.frame.end)
    )


def _limits(limits: TimeRange, now: datetime) -> bool:
    """Whether some of the past is inside and some outside: the future limits nothing."""
    if limits.since is None:
        return limits.until is not None and limits.until <= now
    return limits.since < now and (limits.until is None or limits.since < limits.until)


def _kind(a: Phrase, b: Phrase) -> Kind:
    kinds = {a.sense.kind, b.sense.kind}
    return next(kind for kind in (Kind.CALENDAR, Kind.RELATIVE, Kind.YEAR) if kind in kinds)
