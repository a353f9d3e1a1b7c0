"""Readings that take longer than a page should wait for: they go on, and the page shows progress."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from retrieval.types import Run


class Background:
    """Tasks that outlive the request that began them."""

    def __init__(self, on_error: Callable[[Exception], object]) -> None:
        self._on_error = on_error
        self._tasks: set[asyncio.Task[Run]] = set()

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        return bool(self._tasks)

    async def begin(self, work: Coroutine[Any, Any, Run], patience: float) -> None:
        """Begins, and waits so many seconds. Raises what the work raises meanwhile."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        try:
            await asyncio.wait({task}, timeout=patience)
        finally:  # also when the reader goes away meanwhile
            if not task.done():
                task.add_done_callback(self._finish)
        if task.done():
            self._tasks.discard(task)
            task.result()

    async def stop(self) -> None:
        """Cancels what is left. Reading again later repeats it and loses nothing."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _finish(self, task: asyncio.Task[Run]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self._on_error(error)
