"""The RunStore port on SQL. That one run at a time works on a source is a constraint of the table."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from retrieval.errors import StoreUnavailable
from retrieval.stores.sql.asked import ASKED_RUNS
from retrieval.stores.sql.engine import reading, writing
from retrieval.stores.sql.rows import Values, run_of, run_values
from retrieval.stores.sql.schema import runs
from retrieval.types import Run, RunKind, RunState

_INDEXES, _FILES = "*indexes", "*files"
_OF_ALL = {
    RunKind.REINDEX: _INDEXES,
    RunKind.ROLLBACK: _INDEXES,
    RunKind.RESTORE: _INDEXES,
    RunKind.BACKUP: _FILES,
}
_OPEN = runs.c.finished.is_(None)


class SqlRuns:
    """Shares the library's engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def open(self, run: Run) -> Run:
        slot = _slot(run)
        taken = select(runs).where(runs.c.slot == slot)
        while True:
            async with reading(self._engine) as connection:
                if (row := (await connection.execute(taken)).first()) is not None:
                    return run_of(row)
            if await self._added(run_values(run) | {"slot": slot}):
                return run

    async def run(self, id: str) -> Run | None:
        async with reading(self._engine) as connection:
            return await _load(connection, id)

    async def save(self, run: Run) -> Run:
        async with writing(self._engine) as connection:
            known = await _load(connection, run.id, lock=True)
            if known is None:  # a restore has taken it away
                return replace(run, state=RunState.CANCELLED, finished=run.beat or run.started)
            if known.finished is not None:
                run = _after_its_end(known, run)
            await _update(connection, run)
            return run

    async def cancel(self, id: str, at: datetime) -> Run | None:
        ended: Values = {"state": RunState.CANCELLED.value, "finished": at, "slot": None}
        async with writing(self._engine) as connection:
            await connection.execute(update(runs).where(runs.c.id == id, _OPEN).values(ended))
            return await _load(connection, id)

    async def beat(self, id: str, at: datetime) -> bool:
        async with writing(self._engine) as connection:
            change = update(runs).where(runs.c.id == id, _OPEN).values(beat=at)
            return (await connection.execute(change)).rowcount > 0

    async def recent(
        self, limit: int, *, source_id: str | None = None, is_open: bool = False
    ) -> Sequence[Run]:
        query = select(runs).where(~ASKED_RUNS)
        if source_id is not None:
            query = query.where(runs.c.source_id == source_id)
        if is_open:
            query = query.where(_OPEN)
        query = query.order_by(runs.c.started.desc(), runs.c.id).limit(limit)
        async with reading(self._engine) as connection:
            return [run_of(row) for row in await connection.execute(query)]

    async def take_over(self, run: Run, at: datetime) -> bool:
        same = (runs.c.id == run.id, _OPEN, runs.c.beat.is_not_distinct_from(run.beat))
        async with writing(self._engine) as connection:
            change = update(runs).where(*same).values(beat=at)
            return (await connection.execute(change)).rowcount > 0

    async def _added(self, values: Values) -> bool:
        """False when another process took the place meanwhile."""
        try:
            async with writing(self._engine) as connection:
                await connection.execute(insert(runs).values(values))
        except StoreUnavailable as e:
            if isinstance(e.__cause__, IntegrityError):
                return False
            raise
        return True


async def save_run(connection: AsyncConnection, run: Run, *, held: bool = False) -> None:
    """Add or replace a run's record as it is. `held`: it has the place that others wait for."""
    if await _load(connection, run.id) is not None:
        await _update(connection, run)
        return
    slot = _slot(run) if held else None
    await connection.execute(insert(runs).values(run_values(run) | {"slot": slot}))


def _after_its_end(known: Run, run: Run) -> Run:
    """Who works on a run that somebody ended may still count what was done; nothing opens it again."""
    if known.state is not RunState.CANCELLED:
        return known
    ended = replace(run, state=known.state, finished=known.finished, message=known.message)
    return replace(ended, current="")


async def _update(connection: AsyncConnection, run: Run) -> None:
    freed: Values = {"slot": None} if run.finished else {}
    change = update(runs).where(runs.c.id == run.id)
    await connection.execute(change.values(run_values(run) | freed))


async def _load(connection: AsyncConnection, id: str, *, lock: bool = False) -> Run | None:
    query = select(runs).where(runs.c.id == id)
    row = (await connection.execute(query.with_for_update() if lock else query)).first()
    return run_of(row) if row else None


def _slot(run: Run) -> str:
    return run.source_id or _OF_ALL[run.kind]
