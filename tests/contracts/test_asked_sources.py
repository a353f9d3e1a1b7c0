"""What the Library port promises of sources that were only asked about, and of removed ones."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from examples import NOW, document, run, source, write

from retrieval.ports import Write
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.types import Coverage, Document, Filter, Put, Source

ASKED = source("s2", kind="webpage", location="https://a.com/1", asked=True, read_at=NOW)
MINE = Filter(asked=frozenset({"s2"}))


def asked(*documents: Document, of: Source = ASKED) -> Write:
    return write(*(replace(d, source_id="s2") for d in documents), of=of)


@pytest.fixture
async def library(database: str) -> AsyncIterator[SqlLibrary]:
    opened = await open_library(database)
    yield opened
    await opened.close()


async def test_not_listed(library: SqlLibrary) -> None:
    """Neither the source nor its runs are in any list, but both are found by who knows them."""
    await library.store(write(document("d1")))
    await library.store(asked(document("d2")))
    await library.save_run(run("r1"))
    await library.save_run(run("r2", "s2"))
    assert [s.id for s in await library.sources()] == ["s1"]
    assert [r.id for r in await library.runs(9)] == ["r1"]
    found = await library.source_at("https://a.com/1")
    assert found == await library.source("s2") == replace(ASKED, documents=1)
    assert await library.source_at("https://a.com/2") is None


async def test_not_logged(library: SqlLibrary) -> None:
    """No index hears of it, and only who names it reads it."""
    await library.store(asked(document("d2")))
    assert await library.changes(0, 9) == []
    assert await library.coverage() == Coverage()
    url = document("d2").url
    assert await library.at_urls([url], Filter()) == []
    assert [d.id for d in await library.at_urls([url], MINE)] == ["d2"]


async def test_made_public(library: SqlLibrary) -> None:
    """Its passages are logged when it becomes a source like others, and it is listed."""
    await library.store(asked(document("d2")))
    await library.save_source(replace(ASKED, asked=False))
    assert [type(c) for c in await library.changes(0, 9)] == [Put]
    assert [s.id for s in await library.sources()] == ["s2"]


async def test_stays_public(library: SqlLibrary) -> None:
    """Who read it as only asked about, and stores that late, changes nothing of what is public now."""
    await library.store(asked(document("d2")))
    public = replace(ASKED, asked=False, every=timedelta(minutes=30))
    await library.save_source(public)
    logged = await library.changes(0, 9)
    await library.save_source(ASKED)
    await library.store(asked(document("d3")))
    await library.store(Write(source=ASKED, gone=("d2",)))
    assert await library.source("s2") == replace(public, documents=1)
    assert await library.document("d2") is not None
    assert await library.document("d3") is None
    assert await library.changes(0, 9) == logged


@pytest.mark.parametrize(("hours", "left"), [(-1, 1), (0, 1), (1, 0)])
async def test_forgotten(library: SqlLibrary, hours: int, left: int) -> None:
    """What was last read before a time goes, with all that it holds; public sources never do."""
    await library.store(write(document("d1"), of=source(read_at=NOW - timedelta(days=99))))
    await library.store(asked(document("d2")))
    await library.save_run(run("r2", "s2"))
    gone = await library.forget_asked(NOW + timedelta(hours=hours), 9)
    assert gone == 1 - left
    assert len(await library.at_urls([document("d2").url], MINE)) == left
    assert (await library.source("s2") is None) == (not left)
    assert await library.document("d1") is not None


async def test_forgotten_some_at_a_time(library: SqlLibrary) -> None:
    """The oldest first, no more than wanted."""
    for n in range(3):
        read_at = NOW - timedelta(hours=n)
        given = replace(ASKED, id=f"a{n}", location=f"https://a.com/{n}", read_at=read_at)
        await library.save_source(given)
    assert await library.forget_asked(NOW + timedelta(hours=1), 2) == 2
    left = [n for n in range(3) if await library.source(f"a{n}")]
    assert left == [0]


async def test_story_is_forgotten_with_its_last_document(library: SqlLibrary) -> None:
    """An address that was only asked about leaves no key; a story that others belong to stays."""
    url = document("d1").url
    await library.store(write(document("d1")))
    await library.store(asked(document("d2", url=url), document("d3")))
    (kept,) = await library.at_urls([url], Filter())
    assert await library.forget_asked(NOW + timedelta(days=1), 9) == 1
    await library.store(asked(document("d4", url=url)))
    assert {d.story for d in await library.at_urls([url], MINE)} == {kept.story}
    async with library.engine.connect() as connection:
        rows = await connection.exec_driver_sql("select distinct story from story_keys")
        assert set(rows.scalars()) == {kept.story}
