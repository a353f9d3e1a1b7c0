"""The Library and VectorCache ports, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from examples import NOW, document, run, source, write

from retrieval.errors import StoreUnavailable
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.schema import metadata
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.types import Drop, Filter, Put, RunState, TimeRange


@pytest.fixture
async def library(database: str) -> AsyncIterator[SqlLibrary]:
    opened = await open_library(database)
    yield opened
    await opened.close()


async def test_migrations_make_the_schema(library: SqlLibrary) -> None:
    """What migrations build is what the code describes."""

    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with library.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_sources_come_back(library: SqlLibrary) -> None:
    """A source is stored whole and can be replaced."""
    kept = source(every=timedelta(minutes=5), checked_at=NOW, bookmark="b", reason="slow")
    await library.save_source(kept)
    assert await library.source("s1") == kept
    await library.save_source(replace(kept, name="New"))
    assert [s.name for s in await library.sources()] == ["New"]


async def test_documents_come_back(library: SqlLibrary) -> None:
    """A document is stored whole, with aware times, and its passages are slices of it."""
    wanted = document(text="첫 문장입니다. 둘째 문장입니다 🎉.", author="jdoe", lacks="cut")
    await library.store(write(wanted))
    kept = await library.document("d1")
    assert kept is not None
    assert replace(kept, story=None) == wanted
    found = await library.found([p.id for p in write(wanted).passages])
    for passage, parent, name in found.values():
        assert parent.text[passage.start : passage.end] == passage.text
        assert name == "S1"


async def test_log_orders_changes(library: SqlLibrary) -> None:
    """Each write appends to the log in order, each passage stands in it once."""
    await library.store(write(document("d1"), document("d2")))
    await library.store(write(document("d1", text="Another text entirely.")))
    changes = await library.changes(0, 100)
    ids = [c.entry.passage_id if isinstance(c, Put) else c.passage_id for c in changes]
    assert [c.seq for c in changes] == sorted({c.seq for c in changes})
    assert len(ids) == len(set(ids))
    assert sum(isinstance(c, Drop) for c in changes) == 1


async def test_unchanged_passage_is_not_logged_again(library: SqlLibrary) -> None:
    """Storing the same again changes nothing in the indexes."""
    await library.store(write(document()))
    seq = (await library.changes(0, 100))[-1].seq
    await library.store(write(document()))
    assert await library.changes(seq, 100) == []
    assert await library.changes_after(seq) == 0


async def test_new_title_is_logged(library: SqlLibrary) -> None:
    """A passage under a new title is another text to the model, and the old one is dropped."""
    await library.store(write(document()))
    (before,) = await library.changes(0, 100)
    await library.store(write(document(title="Renamed")))
    dropped, put = await library.changes(before.seq, 100)
    assert isinstance(before, Put)
    assert isinstance(dropped, Drop)
    assert isinstance(put, Put)
    assert put.entry.title == "Renamed"
    assert put.entry.passage_id == before.entry.passage_id != dropped.passage_id
    assert put.entry.key != before.entry.key == dropped.key


async def test_title_put_back(library: SqlLibrary) -> None:
    """After there and back again the passage's first key is held, and its second is not."""
    await library.store(write(document()))
    (first,) = await library.changes(0, 100)
    await library.store(write(document(title="Renamed")))
    await library.store(write(document()))
    last = (await library.changes(0, 100))[-1]
    assert isinstance(first, Put)
    assert isinstance(last, Put)
    assert last.entry == first.entry
    assert set(
        await library.holders([
            c.entry.key if isinstance(c, Put) else c.key for c in await library.changes(0, 100)
        ])
    ) == {first.entry.key}


async def test_tombstone(library: SqlLibrary) -> None:
    """What is gone cannot be read, found or counted, and is remembered as gone."""
    await library.store(write(document()))
    await library.store(write(gone=("d1",)))
    assert await library.document("d1") is None
    assert (await library.stored("s1"))["d1"].gone
    assert (await library.coverage()).passages == 0
    assert [type(c) for c in await library.changes(0, 10)] == [Drop]


async def test_cursor(library: SqlLibrary) -> None:
    """A cursor is 0 for an unknown index and moves."""
    assert await library.cursor("dense:1") == 0
    await library.move_cursor("dense:1", 7)
    await library.move_cursor("dense:1", 9)
    assert await library.cursor("dense:1") == 9


async def test_keys_within(library: SqlLibrary) -> None:
    """Filters let through by date and source; an undated text is in no range."""
    old = document("old", published=NOW - timedelta(days=90))
    await library.store(write(old, document("new"), document("undated", published=None)))
    recent = Filter(published=TimeRange(since=NOW - timedelta(days=7)))
    keys = await library.keys_within(recent, 10)
    assert keys is not None
    held = await library.holders(list(keys))
    documents = {
        p.document_id
        for p, _, _ in (await library.found([i for ids in held.values() for i in ids])).values()
    }
    assert documents == {"new"}
    assert await library.keys_within(Filter(sources=frozenset({"other"})), 10) == []
    assert await library.keys_within(Filter(), 2) is None
    assert set(await library.keys_among([*keys, "x"], recent)) == set(keys)


async def test_coverage(library: SqlLibrary) -> None:
    """Coverage counts what can be cited and knows the span of its dates."""
    await library.store(write(document("a"), document("b", published=NOW - timedelta(days=9))))
    coverage = await library.coverage()
    assert (coverage.documents, coverage.sources) == (2, 1)
    assert (coverage.first, coverage.last) == (NOW - timedelta(days=9), NOW - timedelta(days=2))


async def test_runs(library: SqlLibrary) -> None:
    """Runs are kept, replaced by id, and listed newest first."""
    await library.save_run(run("r1"))
    await library.save_run(replace(run("r2"), started=NOW + timedelta(seconds=1)))
    done = replace(run("r1"), state=RunState.DONE, added=3, message="fine")
    await library.save_run(done)
    assert [r.id for r in await library.runs(10)] == ["r2", "r1"]
    assert (await library.runs(10))[1] == done


async def test_vectors(library: SqlLibrary) -> None:
    """Vectors are remembered by model and key; a known one is left as it is."""
    cache = SqlVectorCache(library.engine)
    one, other = np.eye(4, dtype=np.float32)[:2]
    await cache.save("m", {"k": one})
    await cache.save("m", {"k": other, "l": other})
    known = await cache.load("m", ["k", "l", "absent"])
    assert np.array_equal(known["k"], one)
    assert set(known) == {"k", "l"}
    assert await cache.load("other model", ["k"]) == {}


async def test_vectors_at_once(library: SqlLibrary) -> None:
    """Two who save the same vector at once do not get into each other's way."""
    cache = SqlVectorCache(library.engine)
    row = np.eye(4, dtype=np.float32)[0]
    await asyncio.gather(*(cache.save("m", {"k": row, f"k{n}": row}) for n in range(4)))
    assert set(await cache.load("m", ["k", "k0", "k3"])) == {"k", "k0", "k3"}


async def test_written_at_once(library: SqlLibrary) -> None:
    """Writes at once get numbers of their own, and whoever follows the log meanwhile misses none."""
    seen: list[int] = []

    async def follow() -> None:
        while len(seen) < 8:
            seen.extend(c.seq for c in await library.changes(max(seen, default=0), 3))

    writes = [write(document(f"d{n}", source_id=f"s{n}"), of=source(f"s{n}")) for n in range(8)]
    await asyncio.gather(follow(), *map(library.store, writes))
    assert seen == sorted(set(seen))
    assert len(seen) == 8


async def test_half_a_write_is_none(library: SqlLibrary) -> None:
    """A write that fails leaves neither documents nor changes."""
    good = write(document("d1"))
    await library.store(good)
    broken = write(document("d2"))
    broken = replace(broken, passages=(*broken.passages, *broken.passages))
    with pytest.raises(StoreUnavailable) as failure:
        await library.store(broken)
    assert "\n" not in str(failure.value)
    assert await library.document("d2") is None
    assert len(await library.changes(0, 9)) == 1


async def test_no_value_is_code(library: SqlLibrary) -> None:
    """Hostile values are stored as they are."""
    hostile = "'; DROP TABLE documents; -- %s :name"
    await library.store(write(document(title=hostile, text=hostile + " and more.", url=hostile)))
    stored = await library.document("d1")
    assert stored is not None
    assert stored.title == hostile
