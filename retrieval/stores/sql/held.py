"""Documents that are missing from their source and wait for a yes to be deleted."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from retrieval.stores.sql.engine import reading, writing
from retrieval.stores.sql.log import chunks
from retrieval.stores.sql.schema import documents, runs
from retrieval.types import RunState


async def hold(connection: AsyncConnection, source_id: str, ids: Sequence[str]) -> None:
    """Let these documents of a source wait, and none of its others."""
    own = update(documents).where(documents.c.source_id == source_id)
    await connection.execute(own.where(documents.c.held).values(held=False))
    for some in chunks(ids):
        await connection.execute(own.where(documents.c.id.in_(some)).values(held=True))


async def threads(engine: AsyncEngine, source_id: str) -> frozenset[str]:
    """See Library.held_threads."""
    own = (documents.c.source_id == source_id, documents.c.held, ~documents.c.gone)
    query = select(documents.c.thread_url).where(*own, documents.c.thread_url.is_not(None))
    async with reading(engine) as connection:
        return frozenset((await connection.execute(query.distinct())).scalars())


async def forget_titles(engine: AsyncEngine, source_id: str) -> None:
    """See Library."""
    own = update(runs).where(runs.c.source_id == source_id, runs.c.state == RunState.HELD.value)
    async with writing(engine) as connection:
        await connection.execute(own.values(problems="[]"))
