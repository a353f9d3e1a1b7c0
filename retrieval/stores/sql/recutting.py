"""Cuts stored documents anew, and has the indexes take passages once more. Inside the caller's transaction."""

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval import passages as splitting
from retrieval.stores.sql import log
from retrieval.stores.sql.rows import DOCUMENT_FIELDS, Values, document_of
from retrieval.stores.sql.schema import documents, passages, sources
from retrieval.types import Document, Passage

_ASKED = select(sources.c.id).where(sources.c.asked)
_CUT = exists(select(passages.c.id).where(passages.c.document_id == documents.c.id))


async def sizes(connection: AsyncConnection, splitter: str) -> tuple[int, int]:
    """See Generations."""
    own = select(func.count(), func.count(passages.c.key.distinct())).select_from(
        passages.join(documents)
    )
    public = documents.c.source_id.not_in(_ASKED)
    row = (await connection.execute(own.where(passages.c.splitter == splitter, public))).one()
    return row[0], row[1]


async def sample(connection: AsyncConnection, limit: int) -> Sequence[tuple[str, str]]:
    """See Generations. Ids are hashes, so those that come first are of all over the library."""
    query = select(documents.c.title, documents.c.id).where(
        ~documents.c.gone, documents.c.title != "", documents.c.source_id.not_in(_ASKED), _CUT
    )
    rows = await connection.execute(query.order_by(documents.c.id).limit(limit))
    return [(row.title, row.id) for row in rows]


async def unsplit(
    connection: AsyncConnection, splitter: str, after: str, limit: int
) -> Sequence[str]:
    """See Generations."""
    by_it = (passages.c.document_id == documents.c.id, passages.c.splitter == splitter)
    query = select(documents.c.id).where(documents.c.id > after, ~documents.c.gone, _CUT)
    query = query.where(~exists(select(passages.c.id).where(*by_it)))
    found = await connection.execute(query.order_by(documents.c.id).limit(limit))
    return list(found.scalars())


async def to_cut(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Document]:
    """Documents by id, as they are now."""
    return {d.id: d for d in await _documents(connection, ids)}


def cut(found: Sequence[Document], splitter: str) -> list[Values]:
    """The rows of their passages. Takes a while: pure, for a thread."""
    heads = {d.id: d for d in found}
    return [_row(heads[p.document_id], p) for d in found for p in splitting.split_by(d, [splitter])]


async def keep(
    connection: AsyncConnection, found: Mapping[str, Document], rows: Sequence[Values]
) -> None:
    """Store what was cut and log it, but of documents that were changed meanwhile: they were cut anew then."""
    now = await to_cut(connection, list(found))
    asked = set((await connection.execute(_ASKED)).scalars())
    known: set[str] = set()
    for ids in log.chunks([str(row["id"]) for row in rows]):
        there = await connection.execute(select(passages.c.id).where(passages.c.id.in_(ids)))
        known.update(there.scalars())
    new = [
        row
        for row in rows
        if row["id"] not in known and now.get(row["document_id"]) == found[row["document_id"]]
    ]
    if new:
        await connection.execute(insert(passages), new)
    puts = {r["id"]: r["key"] for r in new if found[r["document_id"]].source_id not in asked}
    await log.append(connection, puts=puts, drops={})


async def relog(
    connection: AsyncConnection, source_id: str, after: str, limit: int
) -> Sequence[str]:
    """See Generations."""
    own = (documents.c.source_id == source_id, ~documents.c.gone, documents.c.id > after)
    query = select(documents.c.id).where(*own, documents.c.source_id.not_in(_ASKED))
    rows = await connection.execute(query.order_by(documents.c.id).limit(limit))
    ids = list(rows.scalars())
    held = select(passages.c.id, passages.c.key).where(passages.c.document_id.in_(ids))
    puts = {row.id: row.key for row in await connection.execute(held)}
    await log.append(connection, puts=puts, drops={})
    return ids


async def relog_all(connection: AsyncConnection) -> None:
    """Put every passage into an empty log: for a library whose log was lost."""
    await log.lock(connection)
    ids = (await connection.execute(select(sources.c.id).where(~sources.c.asked))).scalars().all()
    for source_id in ids:
        own = select(passages.c.id, passages.c.key).join(documents)
        rows = await connection.execute(own.where(documents.c.source_id == source_id))
        await log.append(connection, puts={row.id: row.key for row in rows}, drops={})


async def _documents(connection: AsyncConnection, ids: Sequence[str]) -> list[Document]:
    found: list[Document] = []
    for some in log.chunks(ids):
        query = select(*(documents.c[name] for name in DOCUMENT_FIELDS))
        rows = await connection.execute(query.where(documents.c.id.in_(some), ~documents.c.gone))
        found += [document_of(dict(row._mapping)) for row in rows]
    return found


def _row(document: Document, cut: Passage) -> Values:
    return {
        "id": cut.id,
        "document_id": cut.document_id,
        "key": splitting.key(document.title, document.published, cut.text),
        "start": cut.start,
        "end": cut.end,
        "text": cut.text,
        "splitter": cut.splitter,
    }
