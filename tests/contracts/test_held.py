"""What a library keeps of texts that wait to be deleted, and of discussions whose own text is."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from examples import NOW, document, run, source, write

from retrieval.passages import key
from retrieval.plan import plan
from retrieval.ports import Write
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.types import Document, Problem, Reading, RunState, Voice

THREAD = "https://forum.example/1"
TITLE = "My boss stole my salary"
ROOT = document("root", url=THREAD, thread_url=THREAD, title=TITLE, voice=Voice.POST)


def said(id: str, voice: Voice = Voice.COMMENT, **given: object) -> Document:
    """Something that stands in the discussion."""
    values = {"url": f"{THREAD}#{id}", "thread_url": THREAD, "title": TITLE, "voice": voice}
    return document(id, f"I am sorry to hear that, says {id}.", **{**values, **given})


@pytest.fixture
async def library(database: str) -> AsyncIterator[SqlLibrary]:
    opened = await open_library(database)
    yield opened
    await opened.close()


async def waiting(library: SqlLibrary) -> set[str]:
    return {id for id, s in (await library.stored("s1")).items() if s.held}


async def test_what_waits(library: SqlLibrary, database: str) -> None:
    """Just what the last write named, until it is stored again or deleted; another process knows it, too."""
    await library.store(write(*(said(f"d{n}") for n in range(4)), document("d9")))
    await library.store(Write(source=source(held=3, held_mark="m"), held=("d1", "d2", "d3")))
    assert await waiting(library) == {"d1", "d2", "d3"}
    assert await library.held_threads("s1") == {THREAD}
    await library.store(write(said("d1"), gone=("d2",)))
    other = await open_library(database)
    assert await waiting(other) == {"d3"}
    await other.store(Write(source=source(), held=()))
    assert (await waiting(library), await library.held_threads("s1")) == (set(), frozenset())
    assert (await other.source("s1")).held_mark is None
    await other.close()


async def test_titles_of_what_waited(library: SqlLibrary) -> None:
    """Are taken out of every run of the source, however old, and of no other's."""
    told = (Problem(where=THREAD, what=f"11 missing: {TITLE}"),)
    held = [replace(run("old"), state=RunState.HELD, problems=told)]
    held += [replace(run(f"n{n}"), state=RunState.DONE, problems=told) for n in range(1100)]
    held += [replace(run("other", "s2"), state=RunState.HELD, problems=told)]
    for each in held:
        await library.save_run(each)
    await library.forget_titles("s1")
    runs = {r.id: r.problems for r in await library.runs(2000)}
    assert (runs["old"], runs["n7"], runs["other"]) == ((), told, told)


async def test_a_discussion_without_its_own_text(library: SqlLibrary) -> None:
    """Its comments stay, with their words, without the title that was not theirs; no index finds that."""
    comments = [
        said("c1"),
        said("r1", Voice.RELAY),
        said("c2", thread_url="https://forum.example/2"),
    ]
    other = said("c3", source_id="s2")
    await library.store(write(other, of=source("s2")))
    await library.store(write(ROOT, *comments))
    before, _ = await library.revised(0, 9), await library.changes(0, 99)
    await library.store(write(gone=("root",)))
    titles = {id: d.title for id, d in (await library.documents(["c1", "r1", "c2", "c3"])).items()}
    assert titles == {"c1": "", "r1": "", "c2": TITLE, "c3": TITLE}
    assert {id for _, id in await library.revised(0, 9)} == {"root", "c1", "r1"}
    assert before == []
    now = await library.document("c1")
    assert now
    assert (now.text, now.edited, now.story) == (comments[0].text, None, now.story)
    assert await library.holders([key(TITLE, now.published, now.text)]) == {}
    assert await library.holders([key("", now.published, now.text)])


async def test_a_discussion_that_is_back(library: SqlLibrary) -> None:
    """Read again, its comments have its title again, and were not edited."""
    await library.store(write(ROOT, said("c1")))
    await library.store(write(gone=("root",)))
    again = plan(await library.stored("s1"), Reading(documents=(ROOT, said("c1"))), now=NOW)
    assert ([d.id for d in again.added], [d.id for d in again.changed]) == (["root"], ["c1"])
    assert again.changed[0].edited is None


async def test_a_tombstone_of_a_digest(library: SqlLibrary) -> None:
    """Keeps no place that is named by a hash of what was said."""
    await library.store(write(said("r1", Voice.RELAY, branch=f"{THREAD}#r1/dceeea65c9eebf82")))
    await library.store(write(gone=("r1",)))
    async with library.engine.connect() as connection:
        row = (await connection.exec_driver_sql("SELECT * FROM documents WHERE id = 'r1'")).one()
    assert "dceeea65c9eebf82" not in repr(row)
