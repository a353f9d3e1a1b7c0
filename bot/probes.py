"""Looks at what must be well for questions to be answered. A thing that hangs is a thing that is down."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.health import Checks
from bot.ports import Desk, Platform
from bot.types import Status
from retrieval.types import GenerationState

T = TypeVar("T")

_PATIENCE_S = 3.0
_FRESH_S = 1.0  # how long what was seen holds: who asks more often does no harm


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is told to those who watch. `figures`: None where they are switched off.

    `figures_token`: who asks for them must have it; None where anybody may.
    """

    version: str
    checks: Callable[[], Awaitable[Checks]]
    figures: Callable[[], Awaitable[bytes]] | None = None
    figures_token: str | None = None


class Probes:
    """Looks once a second at most; nothing of what went wrong is told but that it did."""

    def __init__(self, desk: Desk, platforms: Mapping[str, Platform]) -> None:
        """`platforms`: those that are set up, by name."""
        self._desk = desk
        self._platforms = platforms
        self._one = asyncio.Lock()
        self._seen: tuple[float, Checks] | None = None

    async def __call__(self) -> Checks:
        """Everything at once, within a few seconds. Never raises."""
        clock = asyncio.get_running_loop().time
        async with self._one:
            if self._seen is None or clock() - self._seen[0] >= _FRESH_S:
                checks = await self._look()
                self._seen = (clock(), checks)
            return self._seen[1]

    async def _look(self) -> Checks:
        names = list(self._platforms)
        asked = [_within(self._platforms[name].connected()) for name in names]
        status, *connected = await asyncio.gather(_within(self._desk.status()), *asked)
        return Checks(
            database=isinstance(status, Status),
            generation=_active(status) if isinstance(status, Status) else None,
            indexes=_behind(status) if isinstance(status, Status) else None,
            platforms={name: good is True for name, good in zip(names, connected, strict=True)},
        )


async def _within(work: Awaitable[T]) -> T | None:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            return await work
    except Exception:  # noqa: BLE001 - whatever breaks, it is not ready
        return None


def _active(status: Status) -> str | None:
    found = (g.id for g in status.generations if g.state is GenerationState.ACTIVE)
    return next(found, None)


def _behind(status: Status) -> Mapping[str, int]:
    return {index.name: index.behind for index in status.indexes}
