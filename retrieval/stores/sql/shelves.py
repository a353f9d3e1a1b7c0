"""Reads of the library by address and by story."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from retrieval import stories as joining
from retrieval.stores.sql.engine import reading
from retrieval.stores.sql.log import chunks
from retrieval.stores.sql.rows import DOCUMENT_FIELDS, document_of, passage_of
from retrieval.stores.sql.schema import documents, passages, sources, story_keys
from retrieval.types import COMMENTS, Document, Filter, Shelved

_DOCUMENT = [documents.c[name].label(f"doc_{name}") for name in DOCUMENT_FIELDS]


async def at_urls(engine: AsyncEngine, urls: Sequence[str], filter: Filter) -> Sequence[Document]:
    """See Library."""
    keys = [joining.key(url) for url in urls]
    named = select(story_keys.c.story).where(story_keys.c.key.in_(keys))
    # What was only asked about is not among the keys.
    told = or_(documents.c.story.in_(named), documents.c.source_id.in_(filter.asked))
    query = select(*_DOCUMENT).where(told, documents.c.voice.not_in(COMMENTS), *_seen(filter))
    found = await _documents(engine, query)
    return [d for d in found if set(keys) & set(joining.keys(d))]


async def roots(engine: AsyncEngine, stories: Sequence[str], filter: Filter) -> Sequence[Document]:
    """See Library."""
    own = and_(documents.c.story.in_(stories), *_seen(filter))
    query = select(*_DOCUMENT).where(own, documents.c.voice.not_in(COMMENTS))
    return await _documents(engine, query.order_by(documents.c.published, documents.c.id))


async def shelf(
    engine: AsyncEngine, stories: Sequence[str], filter: Filter, limit: int, splitter: str
) -> Sequence[Shelved]:
    """See Library."""
    first = case((documents.c.voice.in_(COMMENTS), 1), else_=0)
    query = (
        select(passages, sources.c.name.label("source_name"), *_DOCUMENT)
        .join(documents, documents.c.id == passages.c.document_id)
        .join(sources, sources.c.id == documents.c.source_id)
        .where(documents.c.story.in_(stories), passages.c.splitter == splitter, *_seen(filter))
        .order_by(first, documents.c.depth, documents.c.published, passages.c.id)
        .limit(limit)
    )
    async with reading(engine) as connection:
        rows = (await connection.execute(query)).all()
    return [
        Shelved(
            passage=passage_of(row),
            document=_document(row._mapping),
            source_name=row.source_name,
            key=row.key,
        )
        for row in rows
    ]


async def standing(engine: AsyncEngine, passage_ids: Sequence[str]) -> frozenset[str]:
    """See Library."""
    found: set[str] = set()
    async with reading(engine) as connection:
        for ids in chunks(passage_ids):
            query = select(passages.c.id).where(passages.c.id.in_(ids))
            found.update((await connection.execute(query)).scalars())
    return frozenset(found)


async def alive(engine: AsyncEngine, document_ids: Sequence[str]) -> dict[str, Document]:
    """See Library.documents."""
    found: dict[str, Document] = {}
    for ids in chunks(document_ids):
        query = select(*_DOCUMENT).where(documents.c.id.in_(ids), ~documents.c.gone)
        found.update((d.id, d) for d in await _documents(engine, query))
    return found


async def roots_gone(engine: AsyncEngine, urls: Sequence[str]) -> frozenset[str]:
    """See Library."""
    own = and_(documents.c.thread_url.in_(urls), documents.c.url == documents.c.thread_url)
    async with reading(engine) as connection:
        found = await connection.execute(select(documents.c.url).where(own, documents.c.gone))
        return frozenset(found.scalars())


async def revised(engine: AsyncEngine, after: int, limit: int) -> Sequence[tuple[int, str]]:
    """See Library."""
    later = select(documents.c.revised, documents.c.id).where(documents.c.revised > after)
    async with reading(engine) as connection:
        rows = await connection.execute(later.order_by(documents.c.revised).limit(limit))
        return [(row.revised, row.id) for row in rows]


def _seen(filter: Filter) -> list[ColumnElement[bool]]:
    """What may be shown to who asks: no tombstones, and nothing that only others have asked about."""
    for_all: ColumnElement[bool] = documents.c.source_id.not_in(
        select(sources.c.id).where(sources.c.asked)
    )
    if filter.sources is not None:
        for_all = and_(for_all, documents.c.source_id.in_(filter.sources))
    seen = [~documents.c.gone, or_(for_all, documents.c.source_id.in_(filter.asked))]
    if filter.published is not None and filter.published.since is not None:
        seen.append(documents.c.published >= filter.published.since)
    if filter.published is not None and filter.published.until is not None:
        seen.append(documents.c.published < filter.published.until)
    return seen


async def _documents(engine: AsyncEngine, query: Select[Any]) -> list[Document]:
    async with reading(engine) as connection:
        return [_document(row._mapping) for row in await connection.execute(query)]


def _document(values: Any) -> Document:
    return document_of({name: values[f"doc_{name}"] for name in DOCUMENT_FIELDS})
