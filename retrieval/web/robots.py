"""Leave to read pages that nobody named, as their hosts give it in robots.txt (RFC 9309)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from retrieval.errors import BadInput, Disallowed, OutOfBounds, SourceUnavailable
from retrieval.urls import shown
from retrieval.web.fetch import Walker

_OK = 200
_BUSY = 429
_SERVER_ERROR = 500
_LARGEST = 500_000  # bytes, as RFC 9309 has it
_KEPT = 86_400.0  # seconds
_UNREACHABLE_KEPT = 600.0
_ORIGINS = 2000  # remembered at most


@dataclass(slots=True)
class _Rules:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: Protego | None = None  # None: the host could not be asked, so nothing is allowed
    until: float = 0.0


class Robots:
    """Remembers each host's rules for a day. `agent` is the product token of our user agent."""

    def __init__(self, *, walker: Walker, agent: str, clock: Callable[[], float]) -> None:
        self._walker = walker
        self._agent = agent
        self._clock = clock
        self._known: dict[str, _Rules] = {}

    async def permit(self, url: str) -> None:
        """Raises Disallowed for what the host keeps from robots, OutOfBounds, SourceUnavailable when it is silent."""
        rules = await self._rules(url)
        if rules is None:
            raise SourceUnavailable(
                f"{shown(url)} is not read: its robots.txt cannot be had; it will be tried again"
            )
        if not rules.can_fetch(url, self._agent):
            raise Disallowed(
                f"{shown(url)} is kept from robots by its host (robots.txt); open it yourself"
            )

    async def _rules(self, url: str) -> Protego | None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if len(self._known) > _ORIGINS:
            self._known.clear()
        known = self._known.setdefault(origin, _Rules())
        async with known.lock:
            if known.until <= self._clock():
                known.rules = await self._ask(f"{origin}/robots.txt")
                known.until = self._clock() + (
                    _KEPT if known.rules is not None else _UNREACHABLE_KEPT
                )
        return known.rules

    async def _ask(self, url: str) -> Protego | None:
        """No rules for a host that has none, None for one that does not say."""
        try:
            answer = (await self._walker.walk(url, {})).answer
        except BadInput:
            return Protego.parse("")
        except OutOfBounds:
            raise
        except SourceUnavailable:
            return None
        if answer.status >= _SERVER_ERROR or answer.status == _BUSY:
            return None
        body = answer.body[:_LARGEST] if answer.status == _OK else b""
        return Protego.parse(body.decode("utf-8", "replace"))
