"""Rate limits: buckets as Discord keeps them, and the headers that tell of them."""

import hashlib
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rate:
    """`count` requests in `per` seconds."""

    count: int
    per: float


@dataclass(frozen=True)
class Quota:
    """What is left of a bucket after a request."""

    bucket: str
    rate: Rate
    remaining: int
    reset_after: float

    @property
    def over(self) -> bool:
        return self.remaining < 0

    def headers(self) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.rate.count),
            "X-RateLimit-Remaining": str(max(0, self.remaining)),
            "X-RateLimit-Reset": f"{time.time() + self.reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{self.reset_after:.3f}",
            "X-RateLimit-Bucket": self.bucket,
        }


_MESSAGE = "/channels/{channel_id}/messages"
_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_token")
_USUAL = Rate(50, 1.0)


@dataclass
class Limits:
    """`rates` may be changed by "METHOD template"; `enforced` False only tells, never refuses."""

    enforced: bool = True
    rates: dict[str, Rate] = field(
        default_factory=lambda: {
            f"POST {_MESSAGE}": Rate(5, 5.0),
            f"PATCH {_MESSAGE}/{{message_id}}": Rate(5, 5.0),
            f"DELETE {_MESSAGE}/{{message_id}}": Rate(5, 1.0),
            f"POST {_HOOK}": Rate(5, 2.0),
            f"PATCH {_HOOK}/messages/@original": Rate(5, 2.0),
            f"PATCH {_HOOK}/messages/{{message_id}}": Rate(5, 2.0),
        }
    )
    over: int = 0  # requests beyond a limit
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict)

    def take(self, method: str, template: str, params: Mapping[str, str]) -> Quota:
        """Count one request."""
        route = f"{method} {template}"
        bucket = hashlib.blake2s(route.encode(), digest_size=8).hexdigest()
        major = "+".join(params[key] for key in _MAJOR if key in params)
        rate = self.rates.get(route, _USUAL)
        quota = self._count(f"{bucket}:{major}", bucket, rate)
        self.over += quota.over
        return quota

    def take_global(self) -> Quota:
        """Count one request against the 50 a second that all share."""
        return self._count("global", "global", Rate(50, 1.0))

    def _count(self, key: str, bucket: str, rate: Rate) -> Quota:
        now = time.monotonic()
        until, used = self._windows.get(key, (0.0, 0))
        if now >= until:
            until, used = now + rate.per, 0
        used = min(used + 1, rate.count + 1)
        self._windows[key] = (until, used)
        left = math.ceil((until - now) * 1000) / 1000
        return Quota(bucket, rate, rate.count - used, left)
