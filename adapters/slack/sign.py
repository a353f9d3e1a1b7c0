"""The status of one thread, for all questions that are worked on in it."""

import asyncio
from contextlib import suppress

from adapters.slack.status_calls import Key, StatusCalls, Way

_PACE_S = 2.0  # between two calls
_RENEW_S = 90.0  # Slack takes the older kind away after two minutes
_STILL_S = 1.0


class Sign:
    """Its calls are made one after the other, the one that takes it away last."""

    def __init__(self, calls: StatusCalls, key: Key) -> None:
        self._calls = calls
        self._key = key
        self._questions = 0
        self._line = self._title = ""
        self._told, self._asked = asyncio.Event(), asyncio.Event()  # a new line, a new title
        self._over, self._free = asyncio.Event(), asyncio.Event()
        self._free.set()

    @property
    def over(self) -> bool:
        """Whether it is being taken away."""
        return self._over.is_set()

    def join(self, line: str, title: str) -> None:
        """One more question is worked on."""
        self._questions += 1
        self._title = title
        self._asked.set()
        self.tell(line)

    def tell(self, line: str) -> None:
        """What is done now. What was told before and not shown yet never will be."""
        if line != self._line:
            self._line = line
            self._told.set()

    def leave(self) -> None:
        """One question less."""
        self._questions -= 1
        if not self._questions:
            self.end()

    def end(self) -> None:
        """Take it away, whatever is still worked on."""
        for event in (self._over, self._told, self._asked):
            event.set()

    async def still(self) -> None:
        """Until no call is under way, so that none overtakes the reply; but not for long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._free.wait(), _STILL_S)

    async def run(self, before: asyncio.Task[None] | None) -> None:
        """Show what is told, and in the end nothing. `before`: takes an earlier sign away."""
        if before is not None:
            await asyncio.wait({before})
        await self._show()
        await self._calls.clear(self._key)

    async def _show(self) -> None:
        while not self.over:
            way = await self._call()
            if way is Way.NONE:
                await self._over.wait()
                return
            await _until(self._over, _PACE_S)
            if way is Way.SESSIONS:
                await self._asked.wait()
            else:
                await _until(self._told, _RENEW_S)

    async def _call(self) -> Way:
        self._told.clear()
        self._asked.clear()
        self._free.clear()
        try:
            return await self._calls.show(self._key, self._line, self._title)
        finally:
            self._free.set()


async def _until(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
