"""Telling how far long work is, and doing its parts whole."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

Tell = Callable[[int, int, str], Awaitable[None]]
"""Given how much is done, of how much (0: not known), and of what."""
_EVERY_S = 1.0


class Pace:
    """Tells about once a second at most. Make it where an event loop runs."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._clock = asyncio.get_running_loop().time
        self._next = self._clock()

    async def __call__(self, done: int, total: int, what: str) -> None:
        """Tell, if it is time."""
        if self._clock() >= self._next:
            self._next = self._clock() + _EVERY_S
            await self._tell(done, total, what)


async def whole(piece: Awaitable[T]) -> T:
    """Do a short piece of work to its end. Who is cancelled goes on when it has ended, so that nothing is
    taken away under it.
    """
    work = asyncio.ensure_future(piece)
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        raise


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same, in a thread."""
    return await whole(asyncio.to_thread(work, *args, **kwargs))
