"""The Generations port on SQL."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from retrieval.passages import SPLITTER
from retrieval.stores.sql import log, recutting
from retrieval.stores.sql.engine import reading, writing
from retrieval.stores.sql.schema import changes, generations, passages
from retrieval.types import Generation, GenerationState

_G = generations.c
_KEPT = _G.state != GenerationState.DROPPED.value
_ACTIVE = _G.state == GenerationState.ACTIVE.value


async def splitters(connection: AsyncConnection) -> list[str]:
    """Those whose passages are kept; see Library."""
    rows = await connection.execute(select(_G.splitter).where(_KEPT).distinct())
    return sorted(rows.scalars()) or [SPLITTER]


class SqlGenerations:
    """Shares the library's engine."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def all(self) -> Sequence[Generation]:
        query = select(generations).where(_KEPT).order_by(_G.created.desc(), _G.id)
        async with reading(self._engine) as connection:
            return [_generation(row) for row in await connection.execute(query)]

    async def active(self) -> Generation | None:
        async with reading(self._engine) as connection:
            return await _active(connection)

    async def add(self, generation: Generation) -> Generation:
        async with writing(self._engine) as connection:
            await log.lock(connection)
            there = await _active(connection)
            if there is not None and generation.state is GenerationState.ACTIVE:
                return there
            await connection.execute(delete(generations).where(_G.id == generation.id))
            await connection.execute(insert(generations).values(asdict(generation)))
        return generation

    async def swap(self, id: str, at: datetime) -> bool:
        async with writing(self._engine) as connection:
            await log.lock(connection)
            there = select(_G.id).where(_G.id == id, _KEPT)
            if (await connection.execute(there)).first() is None:
                return False
            for old, new in (
                (GenerationState.PREVIOUS, GenerationState.DROPPED),
                (GenerationState.ACTIVE, GenerationState.PREVIOUS),
            ):
                was = (_G.state == old.value, _G.id != id)
                moved = update(generations).where(*was).values(state=new.value, changed=at)
                await connection.execute(moved)
            now = update(generations).where(_G.id == id, ~_ACTIVE)
            await connection.execute(now.values(state=GenerationState.ACTIVE.value, changed=at))
            await _forget_uncited(connection)
            return True

    async def drop(self, id: str, at: datetime) -> None:
        async with writing(self._engine) as connection:
            await log.lock(connection)
            gone = update(generations).where(_G.id == id, ~_ACTIVE, _KEPT)
            await connection.execute(gone.values(state=GenerationState.DROPPED.value, changed=at))
            await _forget_uncited(connection)

    async def cut_by(self) -> str | None:
        """The splitter of the passages that there are; None for a library without any."""
        async with reading(self._engine) as connection:
            return (await connection.execute(select(passages.c.splitter).limit(1))).scalar()

    async def sizes(self, splitter: str) -> tuple[int, int]:
        async with reading(self._engine) as connection:
            return await recutting.sizes(connection, splitter)

    async def sample(self, limit: int) -> Sequence[tuple[str, str]]:
        async with reading(self._engine) as connection:
            return await recutting.sample(connection, limit)

    async def unsplit(self, splitter: str, after: str, limit: int) -> Sequence[str]:
        async with reading(self._engine) as connection:
            return await recutting.unsplit(connection, splitter, after, limit)

    async def resplit(self, document_ids: Sequence[str], splitter: str) -> None:
        async with reading(self._engine) as connection:
            found = await recutting.to_cut(connection, document_ids)
        rows = await asyncio.to_thread(recutting.cut, list(found.values()), splitter)
        async with writing(self._engine) as connection:
            await log.lock(connection)
            await recutting.keep(connection, found, rows)

    async def relog(self, source_id: str, after: str, limit: int) -> Sequence[str]:
        async with writing(self._engine) as connection:
            await log.lock(connection)
            return await recutting.relog(connection, source_id, after, limit)


async def _active(connection: AsyncConnection) -> Generation | None:
    row = (await connection.execute(select(generations).where(_ACTIVE))).first()
    return _generation(row) if row else None


async def _forget_uncited(connection: AsyncConnection) -> None:
    """Passages of splitters that no generation uses, and what the log says of them."""
    stale = passages.c.splitter.not_in(await splitters(connection))
    of_them = select(passages.c.id).where(stale, passages.c.id == changes.c.passage_id)
    await connection.execute(delete(changes).where(exists(of_them)))
    await connection.execute(delete(passages).where(stale))


def _generation(row: Row[Any]) -> Generation:
    values = dict(row._mapping)
    return Generation(**values | {"state": GenerationState(values["state"])})
