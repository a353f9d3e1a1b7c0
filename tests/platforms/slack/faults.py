"""Faults that a test orders, and the rate limits."""

import math
import time
from dataclasses import dataclass

from platforms.slack.model import Settings

_TIERS = {1: 1, 2: 20, 3: 50, 4: 100}  # a minute


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of a method ("*": of any)."""

    method: str
    http_status: int | None = None
    error: str | None = None
    retry_after: int | None = None  # seconds, with status 429
    times: int = 1
    after_effect: bool = False  # the method does its work, the answer is still the fault
    delay: float = 0.0
    hang: bool = False  # no answer until the server closes
    drop: bool = False  # the connection is cut
    met: int = 0

    @property
    def answers(self) -> bool:
        return any((self.http_status, self.error, self.retry_after is not None))

    @property
    def prevents(self) -> bool:
        """Whether the method does not get to do its work."""
        return not self.after_effect and (self.answers or self.hang or self.drop)

    @property
    def status(self) -> int:
        return self.http_status or (200 if self.retry_after is None else 429)


class Faults:
    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def order(self, fault: Fault) -> Fault:
        self._ordered.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        for fault in self._ordered:
            if fault.method in {method, "*"} and fault.met < fault.times:
                fault.met += 1
                return fault
        return None

    def clear(self) -> None:
        self._ordered.clear()


@dataclass
class _Bucket:
    left: float
    at: float


class RateLimits:
    """A bucket for each method and workspace; for posts, for each channel."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._buckets: dict[tuple[str, ...], _Bucket] = {}
        self.hits: list[str] = []  # methods that were answered 429

    def wait(self, method: str, tier: int, team: str, channel: str) -> int | None:
        """Seconds to wait before this call is allowed; None when it is."""
        if not self._settings.rate_limits or tier == 0:
            return None
        if method in {"chat.postMessage", "chat.postEphemeral"}:
            missing = self._missing((method, team, channel), float(self._settings.burst), 1.0)
        else:
            missing = self._missing((method, team), float(_TIERS[tier]), _TIERS[tier] / 60)
        if missing is not None:
            self.hits.append(method)
        return missing

    def _missing(self, key: tuple[str, ...], most: float, rate: float) -> int | None:
        now = time.monotonic()
        bucket = self._buckets.setdefault(key, _Bucket(most, now))
        bucket.left = min(most, bucket.left + (now - bucket.at) * rate)
        bucket.at = now
        if bucket.left < 1:
            return max(1, math.ceil((1 - bucket.left) / rate))
        bucket.left -= 1
        return None
