"""Work that nobody else keeps until it is done."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from logging import Logger
from typing import Any

from adapters.slack.trouble import reference


class Tasks:
    """Tasks with names; what they raise is logged."""

    def __init__(self, log: Logger) -> None:
        self._log = log
        self._running: set[asyncio.Task[Any]] = set()

    def spawn(self, what: str, work: Coroutine[Any, Any, object]) -> asyncio.Task[None]:
        """Begin it now."""
        task = asyncio.create_task(self._run(what, work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Count what runs in this block among the tasks that `close` waits for."""
        task: asyncio.Task[Any] | None = asyncio.current_task()
        if task is None or task in self._running:
            yield
            return
        self._running.add(task)
        try:
            yield
        finally:
            self._running.discard(task)

    async def close(self, seconds: float) -> None:
        """Let them come to their end for so long, then cancel them."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        left = list(self._running)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _run(self, what: str, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except Exception as e:  # noqa: BLE001 - nobody else would see it
            reference(self._log, what, e)
