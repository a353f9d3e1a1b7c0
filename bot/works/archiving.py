"""Backup and restore while the bot runs. The indexes are not copied: they are filled anew from what was restored."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.archive.contents import contents
from bot.archive.export import Stamp, export
from bot.archive.pace import Tell
from bot.archive.restore import restore
from bot.works.reindexing import Reindexing
from retrieval.ingest import TellRun
from retrieval.stores.sql.recutting import relog_all
from retrieval.stores.sql.runs import save_run
from retrieval.types import Problem, Run, RunState

_RESTORED = "restored"


class BackingUp:
    """Options: `path`; `vectors` = `no` leaves out what can be computed again."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    async def __call__(self, run: Run, tell: TellRun) -> Run:
        stamp = Stamp(now=self._clock(), newsdesk=version("newsdesk"))
        kept = contents(vectors=run.options.get("vectors") != "no")
        path = Path(run.options["path"])
        counts = await export(self._engine, kept, path, _telling(run, tell), stamp=stamp)
        done = replace(run, state=RunState.DONE, finished=self._clock(), current="")
        return replace(done, added=sum(counts.values()), message=None)


class Restoring:
    """Options: `path`. Replaces everything in one step; then the indexes are filled beside the old ones."""

    def __init__(
        self,
        engine: AsyncEngine,
        reindexing: Reindexing,
        alone: Callable[[Run], Awaitable[None]],
    ) -> None:
        """`alone`: ends all other runs, which would go on with what they know of the old library."""
        self._engine = engine
        self._reindexing = reindexing
        self._alone = alone

    async def __call__(self, run: Run, tell: TellRun) -> Run:
        if run.options.get("stage") == _RESTORED:
            return await self._reindexing.all(run, tell)
        await self._alone(run)
        path = Path(run.options["path"])
        run = replace(run, options={**run.options, "stage": _RESTORED})

        async def relog(connection: AsyncConnection) -> None:
            await relog_all(connection)
            await save_run(connection, replace(run, total=0, done=0), held=True)  # no backup has it

        await tell(replace(run, current=str(path)))
        # Nobody else can write meanwhile, so nothing is told: it would wait for this very transaction.
        restored = await restore(self._engine, contents(), path, _silent, relog=relog)
        mended = f"{restored.mended} texts had letters that this database does not take"
        problems = (Problem(where=str(path), what=mended),) if restored.mended else ()
        return replace(run, problems=problems, total=0, done=0, current="filling the indexes")


async def _silent(_done: int, _total: int, _what: str) -> None:
    """Tells nobody."""


def _telling(run: Run, tell: TellRun) -> Tell:
    async def told(done: int, total: int, what: str) -> None:
        await tell(replace(run, done=done, total=total, current=what))

    return told
