"""One request at a time to a host, a pause between two, and none before the host wants one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from retrieval.errors import SourceUnavailable

_HOSTS = 2000  # remembered at most
_LONGEST_HOLD = 86_400.0


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class Politeness:
    """Gives out turns. `clock` counts seconds from anywhere, `patience` is how long a caller is kept waiting."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        gap: float = 1.0,
        patience: float = 60.0,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._gap = gap
        self._patience = patience
        self._turns: dict[str, _Turn] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """The host is ours alone until the block ends. Raises SourceUnavailable when it is to be left alone."""
        turn = self._turn(host)
        async with turn.lock:
            await self._wait(host, turn)
            try:
                yield
            finally:
                turn.free_at = max(turn.free_at, self._clock() + self._gap)

    def hold(self, host: str, seconds: float) -> None:
        """Leave the host alone that long."""
        turn = self._turn(host)
        turn.free_at = max(turn.free_at, self._clock() + min(seconds, _LONGEST_HOLD))

    async def _wait(self, host: str, turn: _Turn) -> None:
        left = turn.free_at - self._clock()
        if left > self._patience:
            what = f"asked not to be read for another {left:.0f} s; it will be read after that"
            raise SourceUnavailable(f"{host} {what}", retry_after=left)
        if left > 0:
            await self._sleep(left)

    def _turn(self, host: str) -> _Turn:
        if len(self._turns) > _HOSTS:
            self._forget()
        return self._turns.setdefault(host, _Turn())

    def _forget(self) -> None:
        now = self._clock()
        busy = {
            host: turn
            for host, turn in self._turns.items()
            if turn.lock.locked() or turn.free_at > now
        }
        self._turns = busy
