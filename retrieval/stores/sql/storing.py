"""Applies a write inside one transaction: documents, their passages, and the log."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval import passages as splitting
from retrieval.ports import Write
from retrieval.stores.sql import held, joining, log, untitling
from retrieval.stores.sql.generations import splitters
from retrieval.stores.sql.rows import Values, document_values, source_values
from retrieval.stores.sql.schema import documents, passages, sources
from retrieval.types import SourceState

# What is left of a deleted text: where it stood and when, so that it is known when it comes back, and
# that stored answers and the counts of its discussion can be set right. Nothing that was said or by whom,
# not even its hash, by which a guess could be confirmed.
_COMPARED = [documents.c[name] for name in ("id", "title", "text_mark", "likened")]
_TOMBSTONE: Values = {
    "gone": True, "text": "", "title": "", "author": None, "lacks": None, "text_mark": None, "fingerprint": "",
    "about_url": None, "branch": None, "held": False, "retold_from": None, "updated": None, "edited": None, "comments": None,
}  # fmt: skip


_SETTLED = frozenset({SourceState.PAUSED.value, SourceState.LEAVING.value})


async def save_source(connection: AsyncConnection, values: Values, *, read: bool = False) -> bool:
    """Insert or replace a source's row. One that is no longer only asked about becomes known to all.

    `read`: by a reading, which leaves alone what somebody has settled meanwhile: how often it is read, and
    that it is paused or removed.

    It never becomes what was only asked about again: whoever read it as that began before it was known to
    all. Its row stays as it is then, and False is returned.
    """
    own = sources.c.id == values["id"]
    was = select(sources.c.asked, sources.c.state, sources.c.every_s).where(own).with_for_update()
    row = (await connection.execute(was)).first()
    if row is None:
        await connection.execute(insert(sources).values(values))
        return True
    asked = row.asked
    if read:
        state = row.state if row.state in _SETTLED else values["state"]
        values = {**values, "every_s": row.every_s, "state": state}
    if values["asked"] and not asked:
        return False
    await connection.execute(update(sources).where(own).values(values))
    if asked and not values["asked"]:
        await _publish(connection, values["id"])
    return True


async def apply(connection: AsyncConnection, write: Write) -> None:
    """Everything that a write asks for; nothing, where its source has become known to all meanwhile."""
    await log.lock(connection)  # joining reads what others may be about to write
    if not await save_source(connection, source_values(write.source), read=True):
        return
    write = await _cut(connection, await untitling.untitled(connection, write))
    touched = [d.id for d in write.documents]
    before = await _keys_of(connection, [*touched, *write.gone])
    await _put_documents(connection, write)
    await _entomb(connection, write.gone)
    if write.held is not None:
        await held.hold(connection, write.source.id, write.held)
    after = _keys_after(write)
    stale = [id for id, key in before.items() if after.get(id) != key]
    await _number(connection, [*write.gone, *await _owners(connection, stale)])
    await _replace_passages(connection, write, before, after)
    changed = {id: key for id, key in after.items() if before.get(id) != key}
    dropped = {id: key for id, key in before.items() if id not in after}
    if not write.source.asked:
        await log.append(connection, puts=changed, drops=dropped | _retitled(before, changed))


async def _cut(connection: AsyncConnection, write: Write) -> Write:
    """With the passages of just those splitters that are in use now: one may have come or gone since it was cut."""
    used = await splitters(connection)
    given = {p.splitter for p in write.passages}
    missing = [name for name in used if name not in given]
    cut = (p for d in write.documents for p in splitting.split_by(d, missing))
    kept = (p for p in write.passages if p.splitter in used)
    return replace(write, passages=(*kept, *cut))


async def _owners(connection: AsyncConnection, passage_ids: Sequence[str]) -> set[str]:
    """The documents that passages belong to."""
    found: set[str] = set()
    for ids in log.chunks(passage_ids):
        query = select(passages.c.document_id).where(passages.c.id.in_(ids))
        found.update((await connection.execute(query)).scalars())
    return found


async def _number(connection: AsyncConnection, revised: Sequence[str]) -> None:
    """Note of documents that they went or lost words, for who follows that."""
    ids = list(dict.fromkeys(revised))
    first = await log.take_numbers(connection, len(ids)) if ids else 0
    for seq, id in enumerate(ids, start=first):
        own = update(documents).where(documents.c.id == id)
        await connection.execute(own.values(revised=seq))


async def _publish(connection: AsyncConnection, source_id: str) -> None:
    """Join all documents of a source, and log its passages."""
    await log.lock(connection)
    await joining.publish(connection, source_id)
    own = select(passages.c.id, passages.c.key).join(documents)
    rows = await connection.execute(own.where(documents.c.source_id == source_id))
    await log.append(connection, puts={row.id: row.key for row in rows}, drops={})


def _retitled(before: dict[str, str], changed: dict[str, str]) -> dict[str, str]:
    """Keys that passages had under an earlier title or date, dropped under names of their own.

    A passage stands once in the log, so its new key would take the old one's place, and an index
    that goes by keys would keep the old one for ever.
    """
    return {f"{id}@{before[id]}": before[id] for id in changed if id in before}


def _keys_after(write: Write) -> dict[str, str]:
    heads = {d.id: d for d in write.documents}
    return {
        p.id: splitting.key(heads[p.document_id].title, heads[p.document_id].published, p.text)
        for p in write.passages
    }


async def _keys_of(connection: AsyncConnection, document_ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for ids in log.chunks(document_ids):
        query = select(passages.c.id, passages.c.key).where(passages.c.document_id.in_(ids))
        found.update((row.id, row.key) for row in await connection.execute(query))
    return found


async def _put_documents(connection: AsyncConnection, write: Write) -> None:
    stories = await _stories(connection, write)
    rows = {
        d.id: document_values(
            replace(d, story=stories[d.id]), write.fingerprints[d.id], write.text_marks.get(d.id)
        )
        for d in write.documents
    }
    known: set[str] = set()
    for ids in log.chunks(rows):
        query = select(*_COMPARED).where(documents.c.id.in_(ids))
        for row in await connection.execute(query):
            known.add(row.id)
            same = (row.title, row.text_mark) == (rows[row.id]["title"], rows[row.id]["text_mark"])
            rows[row.id]["likened"] = same and row.likened  # it was compared by its words
    for id in known:
        await connection.execute(update(documents).where(documents.c.id == id).values(rows[id]))
    if new := [row for id, row in rows.items() if id not in known]:
        await connection.execute(insert(documents), new)


async def _stories(connection: AsyncConnection, write: Write) -> Mapping[str, str]:
    if write.source.asked:
        return await joining.join_asked(connection, write.source.id, write.documents)
    return await joining.join(connection, write.documents)


async def _entomb(connection: AsyncConnection, gone: Sequence[str]) -> None:
    for ids in log.chunks(gone):
        entombed = update(documents).where(documents.c.id.in_(ids)).values(_TOMBSTONE)
        await connection.execute(entombed)


async def _replace_passages(
    connection: AsyncConnection, write: Write, before: dict[str, str], after: dict[str, str]
) -> None:
    stale = [id for id, key in before.items() if after.get(id) != key]
    for ids in log.chunks(stale):
        await connection.execute(delete(passages).where(passages.c.id.in_(ids)))
    new = [
        {
            "id": p.id,
            "document_id": p.document_id,
            "key": after[p.id],
            "start": p.start,
            "end": p.end,
            "text": p.text,
            "splitter": p.splitter,
        }
        for p in write.passages
        if before.get(p.id) != after[p.id]
    ]
    if new:
        await connection.execute(insert(passages), new)
