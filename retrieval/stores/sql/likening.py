"""Reads and writes of the library for joining stories by likeness."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from retrieval.stores.sql import joining, log
from retrieval.stores.sql.engine import reading, writing
from retrieval.stores.sql.rows import DOCUMENT_FIELDS, document_of, passage_of
from retrieval.stores.sql.schema import documents, passages, sources
from retrieval.types import COMMENTS, Shelved, TimeRange

_ASKED = select(sources.c.id).where(sources.c.asked)
_ROOT = and_(
    ~documents.c.gone, documents.c.voice.not_in(COMMENTS), documents.c.source_id.not_in(_ASKED)
)


async def unlikened(engine: AsyncEngine, limit: int) -> Mapping[str, datetime | None]:
    """See Library."""
    query = select(documents.c.id, documents.c.published).where(_ROOT, ~documents.c.likened)
    query = query.order_by(documents.c.published, documents.c.id).limit(limit)
    async with reading(engine) as connection:
        return {row.id: row.published for row in await connection.execute(query)}


async def openings(
    engine: AsyncEngine, range: TimeRange, limit: int, splitter: str
) -> Sequence[Shelved]:
    """See Library."""
    earlier = passages.alias("earlier")
    first = select(func.min(earlier.c.start)).where(
        earlier.c.document_id == documents.c.id, earlier.c.splitter == splitter
    )
    own = [documents.c[name].label(f"doc_{name}") for name in DOCUMENT_FIELDS if name != "text"]
    query = (
        select(passages, sources.c.name.label("source_name"), *own)
        .join(documents, documents.c.id == passages.c.document_id)
        .join(sources, sources.c.id == documents.c.source_id)
        .where(_ROOT, passages.c.splitter == splitter, passages.c.start == first.scalar_subquery())
        .order_by(documents.c.published, documents.c.id)
    )
    if range.since is not None:
        query = query.where(documents.c.published >= range.since)
    if range.until is not None:
        query = query.where(documents.c.published < range.until)
    async with reading(engine) as connection:
        rows = (await connection.execute(query.limit(limit))).all()
    found: dict[str, Shelved] = {}
    for row in rows:
        values = {n: row._mapping[f"doc_{n}"] for n in DOCUMENT_FIELDS if n != "text"}
        found[row.document_id] = Shelved(
            passage=passage_of(row),
            document=document_of(values | {"text": ""}),
            source_name=row.source_name,
            key=row.key,
        )
    return list(found.values())


async def liken(
    engine: AsyncEngine, compared: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> int:
    """See Library."""
    async with writing(engine) as connection:
        await log.lock(connection)
        joined = await joining.join_alike(connection, pairs)
        for ids in log.chunks(compared):
            marked = update(documents).where(documents.c.id.in_(ids)).values(likened=True)
            await connection.execute(marked)
        return joined
