"""The Runner port in tasks of this process: for commands, which nobody resumes."""

import asyncio

from bot.performing import Performing
from retrieval.types import Run


class TaskRunner:
    """Begins a run at once."""

    def __init__(self, performing: Performing) -> None:
        self._performing = performing
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
        return await self._performing.cancel(run)

    async def close(self) -> None:
        """Break off what is left; the next start takes it up. Repeatable."""
        await self._performing.close()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _carry_out(self, run_id: str) -> None:
        while await self._performing.slice(run_id):
            pass
