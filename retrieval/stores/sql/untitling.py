"""What is said in a discussion goes by the discussion's title: when its own text is deleted, so is that title."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval import passages
from retrieval.plan import fingerprint, text_mark
from retrieval.ports import Write
from retrieval.stores.sql.generations import splitters
from retrieval.stores.sql.log import chunks
from retrieval.stores.sql.rows import DOCUMENT_FIELDS, document_of
from retrieval.stores.sql.schema import documents
from retrieval.types import COMMENTS, Document


async def untitled(connection: AsyncConnection, write: Write) -> Write:
    """The write, and with it whatever stands in a discussion whose own text goes, without a title."""
    threads = await _losing(connection, write.gone)
    handled = {*write.gone, *(d.id for d in write.documents)}
    said = [d for d in await _said(connection, write.source.id, threads) if d.id not in handled]
    bare = [replace(d, title="") for d in said]
    cut = await splitters(connection) if bare else ()
    return replace(
        write,
        documents=(*write.documents, *bare),
        fingerprints={**write.fingerprints, **{d.id: fingerprint(d) for d in bare}},
        text_marks={**write.text_marks, **{d.id: text_mark(d) for d in bare}},
        passages=(*write.passages, *(p for d in bare for p in passages.split_by(d, cut))),
    )


async def _losing(connection: AsyncConnection, gone: Sequence[str]) -> list[str]:
    """Addresses of the discussions whose own texts these are."""
    found: list[str] = []
    for ids in chunks(gone):
        own = select(documents.c.url).where(
            documents.c.id.in_(ids), documents.c.url == documents.c.thread_url, ~documents.c.gone
        )
        found += (await connection.execute(own)).scalars()
    return found


async def _said(
    connection: AsyncConnection, source_id: str, threads: Sequence[str]
) -> list[Document]:
    found: list[Document] = []
    for urls in chunks(threads):
        query = select(*(documents.c[name] for name in DOCUMENT_FIELDS)).where(
            documents.c.source_id == source_id,
            documents.c.thread_url.in_(urls),
            documents.c.voice.in_(COMMENTS),
            documents.c.title.is_distinct_from(""),
            ~documents.c.gone,
        )
        rows = await connection.execute(query.order_by(documents.c.id))
        found += [document_of(dict(row._mapping)) for row in rows]
    return found
