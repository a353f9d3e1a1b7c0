"""What the Insight port promises of stored texts, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from examples import NOW, document, source, write
from sqlalchemy import insert

from bot.insight import Listed, Page
from bot.memory.insight import SqlInsight
from bot.memory.store import open_memory
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.schema import generations, passages
from retrieval.types import GenerationState, Voice

DAY = timedelta(days=1)


@pytest.fixture
async def library(database: str) -> AsyncIterator[SqlLibrary]:
    opened = await open_library(database)
    yield opened
    await opened.close()


def insight(library: SqlLibrary, splitter: str = "") -> SqlInsight:
    return SqlInsight(library.engine, lambda: NOW, splitter)


async def found(library: SqlLibrary, text: str) -> list[str]:
    page = await insight(library).documents("s1", text, limit=9, offset=0)
    assert page.total == len(page.items)
    return [listed.id for listed in page.items]


async def test_a_document_in_a_list(library: SqlLibrary) -> None:
    """With what tells it from others, how long it is in letters, and into how many passages it is cut."""
    text = "첫 문장입니다 🎉."
    kept = document(text=text, voice=Voice.COMMENT, author="jdoe", lacks="cut", lang="ko")
    await library.store(write(kept))
    assert await insight(library).documents("s1", "", limit=9, offset=0) == Page(
        items=[
            Listed(
                id="d1",
                title="Title d1",
                url="https://paper.example/d1",
                voice=Voice.COMMENT,
                author="jdoe",
                published=kept.published,
                lang="ko",
                letters=len(text),
                passages=1,
                lacks="cut",
                held=False,
            )
        ],
        total=1,
    )


async def test_newest_documents_first(library: SqlLibrary) -> None:
    """A page at a time with the length of the whole; undated ones last, and what is gone not at all."""
    dated = [document(f"d{n}", published=NOW - n * DAY) for n in range(3)]
    other = document("x", source_id="s2")
    await library.store(write(*dated, document("d3", published=None), document("d4")))
    await library.store(write(other, of=source("s2")))
    await library.store(write(gone=("d4",)))
    assert await found(library, "") == ["d0", "d1", "d2", "d3"]
    page = await insight(library).documents("s1", "", limit=2, offset=2)
    assert ([listed.id for listed in page.items], page.total) == (["d2", "d3"], 4)
    beyond = await insight(library).documents("s1", "", limit=2, offset=99)
    assert (list(beyond.items), beyond.total) == ([], 4)


async def test_held_documents_are_marked(library: SqlLibrary) -> None:
    """What is missing at its source and waits for a yes is still in the list."""
    await library.store(write(document("d1"), document("d2")))
    await library.store(replace(write(), held=("d2",)))
    page = await insight(library).documents("s1", "", limit=9, offset=0)
    assert {listed.id: listed.held for listed in page.items} == {"d1": False, "d2": True}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("PHONE apple", ["d1"]),
        ("titel", ["d2"]),
        ("100%", ["d2"]),
        ("1%0", []),
        ("snake_case", ["d3"]),
        ("snake-case", []),
        ("s/n", ["d3"]),
        ("비상 단계", ["d3"]),
        ("비상단계", []),
        ("éCOLE", ["d2"]),
        ("ÜBER", ["d3"]),
        ("\x00", ["d1", "d2", "d3"]),
        ("d1' OR 1=1 --", []),
        ("[a-z]*", []),
        ("apple " * 5_000, ["d1"]),
        ("🎉", ["d3"]),
    ],
)
async def test_words_in_title_or_text(library: SqlLibrary, text: str, ids: list[str]) -> None:
    """All of them, to the letter but for case, beyond ASCII too; nothing means anything to the database."""
    await library.store(
        write(
            document("d1", published=NOW),
            document("d2", "At 100 it is 100% full. École.", published=NOW - DAY, title="Titel"),
            document("d3", "snake_case s/n über 비상 단계 🎉", published=NOW - 2 * DAY),
        )
    )
    assert await found(library, text) == ids


async def test_a_document_with_its_passages(library: SqlLibrary) -> None:
    """In order; of a source that was only asked about, too; None for what is gone or unknown."""
    long = " ".join(f"Sentence number {n} says something of its own." for n in range(90))
    asked = source("s2", asked=True)
    await library.store(write(document("d1", long), document("d2")))
    await library.store(write(document("d3", source_id="s2"), of=asked))
    await library.store(write(gone=("d2",)))
    whole, cut = await insight(library).document("d1")
    assert whole.text == long
    assert len(cut) > 2
    assert [p.start for p in cut] == sorted(p.start for p in cut)
    assert all(whole.text[p.start : p.end] == p.text for p in cut)
    assert (await insight(library).document("d3"))[0].source_id == "s2"
    assert [await insight(library).document(id) for id in ("d2", "unknown")] == [None, None]


@pytest.mark.parametrize("id", ["\x00", "d1\x00", "\ud800", "", "x" * 10_000, "%"])
async def test_ids_that_nothing_has(library: SqlLibrary, id: str) -> None:
    """Whatever somebody gives as one, there is nothing there; and nothing breaks."""
    await library.store(write(document("d1")))
    await open_memory(library.engine)
    of = insight(library)
    assert await of.document(id) is None
    assert (await of.documents(id, "", limit=9, offset=0)).total == 0
    assert await of.kept(id) is None
    assert not await of.drop_case(id)


@pytest.mark.parametrize("named", ["words-5", ""])
async def test_passages_of_one_splitter(library: SqlLibrary, named: str) -> None:
    """Where texts are cut in two ways, those that were named are told and counted, or those of the
    generation that answers.
    """
    await library.store(write(document("d1")))
    other = {"id": "p2", "document_id": "d1", "key": "k", "start": 0, "end": 5, "text": "Apple"}
    now = {"id": "g2", "spec": "", "model": "m", "created": NOW, "changed": NOW}
    async with library.engine.begin() as connection:
        await connection.execute(insert(passages).values(**other, splitter="words-5"))
        if not named:
            of = {"splitter": "words-5", "state": GenerationState.ACTIVE.value}
            await connection.execute(insert(generations).values(**now, **of))
    of = insight(library, named)
    assert [p.id for p in (await of.document("d1"))[1]] == ["p2"]
    page = await of.documents("s1", "", limit=9, offset=0)
    assert page.items[0].passages == 1
