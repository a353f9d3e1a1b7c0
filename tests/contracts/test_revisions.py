"""What the library tells of deleted and changed texts, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.config import Config
from examples import NOW, document, source, write
from sqlalchemy import Connection, text

from retrieval.passages import split
from retrieval.plan import Plan, plan
from retrieval.stores.sql import engine as sql
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.types import Document, Reading

ROOT = "https://forum.example/1"


@pytest.fixture
async def library(database: str) -> AsyncIterator[SqlLibrary]:
    opened = await open_library(database)
    yield opened
    await opened.close()


async def revised(library: SqlLibrary, after: int = 0) -> list[str]:
    return [id for _, id in await library.revised(after, 100)]


async def test_revised(library: SqlLibrary) -> None:
    """Deleted texts, and those that lost words or their title, in order; not what is new or the same."""
    await library.store(write(document("d1"), document("d2"), document("d3")))
    assert await revised(library) == []
    await library.store(write(document("d1"), document("d2", text="Another text."), gone=("d3",)))
    ((first, _), (second, _)) = await library.revised(0, 100)
    assert first < second
    assert set(await revised(library)) == {"d2", "d3"}
    await library.store(write(document("d1", title="Renamed")))
    assert await revised(library, second) == ["d1"]
    assert len(await library.revised(0, 2)) == 2


async def test_revised_again(library: SqlLibrary) -> None:
    """A text that changes once more is told of once more, at its new place."""
    await library.store(write(document("d1"), document("d2")))
    await library.store(write(gone=("d1",)))
    ((seq, _),) = await library.revised(0, 9)
    await library.store(write(document("d1")))
    assert await revised(library, seq) == []
    await library.store(write(gone=("d1",)))
    assert await revised(library, seq) == ["d1"]


async def test_revised_in_a_source_that_was_only_asked_about(library: SqlLibrary) -> None:
    """No index knows it, but answers may cite it."""
    of = source("s1", asked=True)
    await library.store(write(document("d1"), of=of))
    await library.store(write(gone=("d1",), of=of))
    assert await revised(library) == ["d1"]
    assert await library.changes(0, 9) == []


async def test_documents(library: SqlLibrary) -> None:
    """Only what is not gone, as it is now."""
    await library.store(write(document("d1"), document("d2")))
    await library.store(write(document("d2", text="Changed."), gone=("d1",)))
    known = await library.documents(["d1", "d2", "unknown"])
    assert {id: d.text for id, d in known.items()} == {"d2": "Changed."}
    assert await library.documents([]) == {}


async def test_roots_gone(library: SqlLibrary) -> None:
    """Addresses of discussions whose own text is deleted; what is said in them is no matter."""
    root = document("d1", url=ROOT, thread_url=ROOT)
    comment = document("d2", url=f"{ROOT}#2", thread_url=ROOT)
    await library.store(write(root, comment))
    await library.store(write(gone=("d2",)))
    assert await library.roots_gone([ROOT]) == frozenset()
    await library.store(write(gone=("d1",)))
    assert await library.roots_gone([ROOT, "https://else.example"]) == {ROOT}


async def test_held_comes_back(library: SqlLibrary) -> None:
    """How much of a source waits for a yes is stored."""
    await library.save_source(source("s1", held=26))
    assert (await library.source("s1")).held == 26


async def planned(library: SqlLibrary, of: Document, hours: int) -> Plan:
    """What a reading some hours later changes; it is stored."""
    known, later = await library.stored("s1"), NOW + timedelta(hours=hours)
    made = plan(known, Reading(documents=(of,)), now=later)
    await library.store(write(*made.added, *made.changed, gone=made.gone))
    return made


async def test_an_edit_is_stamped_once(library: SqlLibrary, database: str) -> None:
    """Not when the same is read again, nor by another process; another edit stamps anew."""
    await planned(library, document("d1"), 0)
    edited = document("d1", text="Apple announced a tractor.")
    await planned(library, edited, 1)
    other = await open_library(database)
    assert (await planned(other, edited, 2)).unchanged == 1
    assert (await other.document("d1")).edited == NOW + timedelta(hours=1)
    await planned(other, replace(edited, text="Apple announced nothing."), 3)
    assert (await other.document("d1")).edited == NOW + timedelta(hours=3)
    await other.close()


async def test_prune(library: SqlLibrary) -> None:
    """Vectors whose text nobody holds are deleted, some at a time, of every model."""
    await library.store(write(document("d1")))
    (key,) = [c.entry.key for c in await library.changes(0, 9)]
    cache = SqlVectorCache(library.engine)
    row = np.eye(4, dtype=np.float32)[0]
    for model in ("m1", "m2"):
        await cache.save(model, {key: row, "old": row, "zold": row})
    after = await cache.prune(None, 2)
    assert after is not None
    assert len(await cache.load("m2", ["old", "zold"])) == 2
    while after is not None:
        after = await cache.prune(after, 2)
    for model in ("m1", "m2"):
        assert set(await cache.load(model, [key, "old", "zold"])) == {key}


async def test_a_tombstone_can_be_filled_again(library: SqlLibrary) -> None:
    """A text that comes back is whole, with its passages."""
    await library.store(write(document("d1", author="jdoe", about_url="https://paper.example/a")))
    await library.store(write(gone=("d1",)))
    back = document("d1", author="jdoe")
    await library.store(write(back))
    assert replace(await library.document("d1"), story=None) == back
    assert await library.standing([p.id for p in split(back)])


async def test_older_deletions_are_revisions(database: str) -> None:
    """Bringing an older database up to date numbers what is gone already."""
    engine = sql.open_engine(database)
    async with engine.begin() as connection:
        await connection.run_sync(_second)
    await sql.dispose(engine)
    newer = await open_library(database)
    assert set(await revised(newer)) == {"d1", "d2"}
    last = (await newer.revised(0, 9))[-1][0]
    await newer.store(write(gone=("d3",)))
    assert await revised(newer, last) == ["d3"]
    await newer.close()


def _second(connection: Connection) -> None:
    """The schema of the second version, two documents that are gone and one that is not."""
    config = Config()
    config.set_main_option("script_location", str(Path(sql.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "0002")
    connection.execute(
        text(
            "INSERT INTO sources (id, kind, location, name, state)"
            " VALUES ('s1', 'jsonl', '/s1.jsonl', 'S1', 'active')"
        )
    )
    for id, gone in (("d1", True), ("d2", True), ("d3", False)):
        values = {"id": id, "url": f"https://ex.com/{id}", "gone": gone}
        connection.execute(
            text(
                "INSERT INTO documents (id, source_id, url, title, text, voice, fingerprint, gone)"
                " VALUES (:id, 's1', :url, 'T', 'Acme.', 'article', 'f', :gone)"
            ),
            values,
        )
