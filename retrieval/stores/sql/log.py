"""The change log and the indexes' cursors into it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval.stores.sql.schema import changes, cursors, documents, log_head, passages
from retrieval.types import Change, Drop, Entry, Put

_CHUNK = 500  # bound parameters a statement

Mark = tuple[str, str]  # passage id, key


async def lock(connection: AsyncConnection) -> None:
    """Let nobody else write to the log, or join stories, until the transaction ends."""
    await connection.execute(update(log_head).values(seq=log_head.c.seq))


async def append(
    connection: AsyncConnection, *, puts: Mapping[str, str], drops: Mapping[str, str]
) -> None:
    """Log passages (id -> key) as put or dropped, in place of what was logged of them before."""
    drops = {id: key for id, key in drops.items() if id not in puts}
    rows = [(id, key, True) for id, key in drops.items()]
    rows += [(id, key, False) for id, key in puts.items()]
    if not rows:
        return
    for ids in chunks([id for id, _, _ in rows]):
        await connection.execute(delete(changes).where(changes.c.passage_id.in_(ids)))
    first = await take_numbers(connection, len(rows))
    await connection.execute(
        insert(changes),
        [
            {"seq": first + i, "drop": drop, "passage_id": id, "key": key}
            for i, (id, key, drop) in enumerate(rows)
        ],
    )


async def read(
    connection: AsyncConnection, after: int, limit: int, splitter: str
) -> Sequence[Change]:
    """The log after a number, in order, without the passages of other splitters."""
    query = _LOG.where(changes.c.seq > after, _of(splitter))
    return [_change(row) for row in await connection.execute(query.limit(limit))]


async def count_after(connection: AsyncConnection, seq: int, splitter: str) -> int:
    """How long it is after a number, for who reads it so."""
    query = select(func.count()).select_from(changes.outerjoin(passages, _PASSAGE))
    query = query.where(changes.c.seq > seq, _of(splitter))
    return (await connection.execute(query)).scalar_one()


async def cursor(connection: AsyncConnection, index: str) -> int:
    """How far an index is; 0 for an unknown one."""
    query = select(cursors.c.seq).where(cursors.c.index == index)
    return (await connection.execute(query)).scalar() or 0


async def move_cursor(connection: AsyncConnection, index: str, seq: int) -> None:
    """Record how far an index is."""
    moved = await connection.execute(
        update(cursors).where(cursors.c.index == index).values(seq=seq)
    )
    if not moved.rowcount:
        await connection.execute(insert(cursors).values(index=index, seq=seq))


def chunks(items: Iterable[str]) -> Iterable[list[str]]:
    """Lists short enough for one statement."""
    rest = list(items)
    return (rest[i : i + _CHUNK] for i in range(0, len(rest), _CHUNK))


async def take_numbers(connection: AsyncConnection, count: int) -> int:
    """The first of `count` fresh numbers. Locks the log until the transaction ends."""
    taken = update(log_head).values(seq=log_head.c.seq + count).returning(log_head.c.seq)
    last: int = (await connection.execute(taken)).scalar_one()
    return last - count + 1


_PASSAGE = passages.c.id == changes.c.passage_id


def _of(splitter: str) -> ColumnElement[bool]:
    """What is dropped is of no splitter any more."""
    return or_(passages.c.splitter.is_(None), passages.c.splitter == splitter)


_LOG = (
    select(
        changes,
        passages.c.text,
        documents.c.title,
        documents.c.source_id,
        documents.c.published,
        documents.c.lang,
    )
    .outerjoin(passages, _PASSAGE)
    .outerjoin(documents, documents.c.id == passages.c.document_id)
    .order_by(changes.c.seq)
)


def _change(row: Row[Any]) -> Change:
    values = row._mapping
    if values["drop"] or values["text"] is None:
        return Drop(seq=values["seq"], passage_id=values["passage_id"], key=values["key"])
    entry = Entry(
        passage_id=values["passage_id"],
        key=values["key"],
        text=values["text"],
        title=values["title"],
        source_id=values["source_id"],
        published=values["published"],
        lang=values["lang"],
    )
    return Put(seq=values["seq"], entry=entry)
