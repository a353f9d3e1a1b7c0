"""Calls that come while one is carried out are carried out together by the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_MOST = 100


class Batch(Generic[T, R]):
    """`work` takes the arguments of up to 100 calls and gives their results in the same order."""

    def __init__(self, work: Callable[[Sequence[T]], Awaitable[Sequence[R]]]) -> None:
        self._work = work
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._running: asyncio.Task[None] | None = None

    async def __call__(self, item: T) -> R:
        """The result for one argument. Raises what `work` raised for its batch."""
        result: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, result))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return await result

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            await self._carry_out(batch)

    async def _carry_out(self, batch: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._work([item for item, _ in batch])
        except Exception as e:  # noqa: BLE001 - each caller gets it
            for _, awaited in batch:
                if not awaited.done():  # as when its caller was cancelled
                    awaited.set_exception(e)
            return
        for (_, awaited), result in zip(batch, results, strict=True):
            if not awaited.done():
                awaited.set_result(result)
