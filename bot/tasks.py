"""The Runner port in tasks of this process: for commands, which nobody resumes."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.performing import Performing
from retrieval.types import Run


class TaskRunner:
    """Begins a run at once."""

    def __init__(self, performing: Performing, clock: Callable[[], datetime]) -> None:
        self._performing = performing
        self._clock = clock
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def begin(self, run: Run) -> Run:
        begun = await self._performing.runs.open(run)
        if begun.id not in self._tasks:
            self._tasks[begun.id] = asyncio.create_task(self._carry_out(begun.id))
        return begun

    async def finish(self, run: Run) -> Run:
        task = self._tasks.pop(run.id, None)
        if task is not None:
            await task
        return await self._performing.runs.run(run.id) or run

    async def cancel(self, run: Run) -> Run:
        cancelled = await self._performing.runs.cancel(run.id, self._clock())
        self._performing.stop(run.id)
        return cancelled or run

    async def close(self) -> None:
        """Break off what is left; the next start takes it up. Repeatable."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _carry_out(self, run_id: str) -> None:
        while await self._performing.slice(run_id):
            pass
