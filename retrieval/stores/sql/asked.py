"""Sources that were only asked about are forgotten, with all that they hold. No index knows of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from retrieval.stores.sql import log
from retrieval.stores.sql.engine import writing
from retrieval.stores.sql.schema import documents, passages, runs, sources, story_keys

ASKED_RUNS = runs.c.source_id.in_(select(sources.c.id).where(sources.c.asked))


async def forget(engine: AsyncEngine, before: datetime, limit: int) -> int:
    """See Library.forget_asked."""
    old = select(sources.c.id).where(sources.c.asked, sources.c.read_at < before)
    async with writing(engine) as connection:
        await log.lock(connection)
        rows = old.order_by(sources.c.read_at).limit(limit).with_for_update()
        ids = list((await connection.execute(rows)).scalars())
        for id in ids:
            await _remove(connection, id)
    return len(ids)


async def forget_source(engine: AsyncEngine, source_id: str) -> None:
    """Delete a source with what is left of its documents. Its runs stay: they tell what happened."""
    async with writing(engine) as connection:
        await log.lock(connection)
        await _clear(connection, source_id)
        await connection.execute(delete(sources).where(sources.c.id == source_id))


async def _remove(connection: AsyncConnection, source_id: str) -> None:
    await _clear(connection, source_id)
    await connection.execute(delete(runs).where(runs.c.source_id == source_id))
    await connection.execute(delete(sources).where(sources.c.id == source_id))


async def _clear(connection: AsyncConnection, source_id: str) -> None:
    own = documents.c.source_id == source_id
    held = select(documents.c.id).where(own)
    told = select(documents.c.story).where(own, documents.c.story.is_not(None))
    stories = list((await connection.execute(told.distinct())).scalars())
    await connection.execute(delete(passages).where(passages.c.document_id.in_(held)))
    await connection.execute(delete(documents).where(own))
    await _forget_stories(connection, stories)


async def _forget_stories(connection: AsyncConnection, stories: Sequence[str]) -> None:
    """The keys of stories that nothing belongs to any more."""
    for some in log.chunks(stories):
        told = select(documents.c.story).where(documents.c.story.in_(some))
        left = set((await connection.execute(told)).scalars())
        over = [story for story in some if story not in left]
        await connection.execute(delete(story_keys).where(story_keys.c.story.in_(over)))
