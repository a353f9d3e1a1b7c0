"""How often one may ask. Pure: decides by the times of earlier questions, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.talk import Admission, Situation, Windows

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Questions that are let in."""

    user_per_minute: int = 6
    user_per_day: int = 60
    channel_per_minute: int = 20
    waiting: int = 1000  # at the same time, over all platforms


def windows(now: datetime) -> Windows:
    """Since when earlier questions count."""
    return Windows(user=now - _DAY, channel=now - _MINUTE)


def admission(
    situation: Situation, limits: Limits, now: datetime, *, direct: bool
) -> tuple[Admission, datetime | None]:
    """What becomes of a question, and when a limit that stops it ends."""
    if situation.known is not None:
        return Admission.DUPLICATE, None
    if direct and not situation.preferences.direct:
        return Admission.NO_DIRECT, None
    if not situation.preferences.on:
        return Admission.OFF, None
    if situation.waiting >= limits.waiting:
        return Admission.BUSY, None
    return _limited(situation, limits, now)


def free_at(
    times: Sequence[datetime], now: datetime, most: int, window: timedelta
) -> datetime | None:
    """When one more is let in, if at most `most` are in any `window`; None for now."""
    recent = [t for t in times if now - t < window]
    return None if len(recent) < most else recent[-most] + window


def _limited(
    situation: Situation, limits: Limits, now: datetime
) -> tuple[Admission, datetime | None]:
    ends = [
        free_at(situation.by_user, now, limits.user_per_minute, _MINUTE),
        free_at(situation.by_user, now, limits.user_per_day, _DAY),
    ]
    user = max((end for end in ends if end), default=None)
    if user is not None:
        return Admission.USER_LIMIT, user
    channel = free_at(situation.in_channel, now, limits.channel_per_minute, _MINUTE)
    if channel is not None:
        return Admission.CHANNEL_LIMIT, channel
    return Admission.ACCEPTED, None
