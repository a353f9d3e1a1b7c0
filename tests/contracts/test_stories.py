"""What the Library port promises of stories, on SQLite and PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from examples import NOW, document, source, write

from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.types import Document, Filter, TimeRange, Voice

ANY = TimeRange(since=NOW - timedelta(days=30), until=NOW + timedelta(days=1))
HN = "https://news.ycombinator.com/item?id="


@pytest.fixture
async def library(database: str) -> AsyncIterator[SqlLibrary]:
    opened = await open_library(database)
    yield opened
    await opened.close()


def told(id: str, of: str = "s1", **given: object) -> Document:
    """An article at an address of its own."""
    return document(id, url=f"https://paper.example/story-{id}", source_id=of, **given)


async def _store(library: SqlLibrary, *documents: Document, **of: object) -> None:
    for each in documents:
        await library.store(write(each, of=source(each.source_id, **of)))


async def _stories(library: SqlLibrary, *ids: str) -> list[str | None]:
    found = [await library.document(id) for id in ids]
    return [d.story if d else None for d in found]


async def test_keys_join_over_writes(library: SqlLibrary) -> None:
    """What comes later joins what was stored earlier, and is found by any of its addresses."""
    thread = document("hn", url=f"{HN}1", thread_url=f"{HN}1", about_url=told("a").url,
                      voice=Voice.POST, source_id="s2")  # fmt: skip
    await _store(library, thread, told("a"))
    one, other = await _stories(library, "hn", "a")
    assert one == other
    assert one
    found = await library.at_urls([f"{told('a').url}/?utm_source=x"], Filter())
    assert {d.id for d in found} == {"hn", "a"}


async def test_a_bridge_joins_two_stories(library: SqlLibrary) -> None:
    """With all that belonged to them, also what is written later."""
    topic = "https://news.hada.io/topic?id=7"
    await _store(
        library,
        document("hn", url=f"{HN}1", thread_url=f"{HN}1", voice=Voice.POST, source_id="s2"),
        document("gn", url=topic, thread_url=topic, voice=Voice.SUMMARY, source_id="s3"),
        document("r", url=f"{topic}#cid1", thread_url=topic, retells_url=f"{HN}1",
                 voice=Voice.RELAY, source_id="s3"),
        document("c", url=f"{HN}2", thread_url=f"{HN}1", voice=Voice.COMMENT, source_id="s2"),
    )  # fmt: skip
    assert len(set(await _stories(library, "hn", "gn", "r", "c"))) == 1


async def test_one_source_at_one_address(library: SqlLibrary) -> None:
    """Its second article there is a story of its own, also in a later write."""
    await _store(library, *(document(f"d{n}", url="https://paper.example/app") for n in range(3)))
    assert len(set(await _stories(library, "d0", "d1", "d2"))) == 3


async def test_what_was_not_compared_yet(library: SqlLibrary) -> None:
    """Roots with their dates, once; again when their words have changed. Not what only one asker linked to."""
    comment = document("c", url=f"{HN}2", thread_url=f"{HN}1", voice=Voice.COMMENT)
    await _store(library, told("b"), told("a", published=NOW - timedelta(days=9)), comment)
    await _store(library, told("x", "s9"), asked=True)
    assert list(await library.unlikened(9)) == ["a", "b"]
    assert (await library.unlikened(1))["a"] == NOW - timedelta(days=9)
    assert await library.liken(["a", "b"], []) == 0
    assert await library.unlikened(9) == {}
    await _store(library, told("a", published=NOW - timedelta(days=9), comments=5))
    assert await library.unlikened(9) == {}  # its words are the same
    await _store(library, told("a", text="It says something else now."))
    assert list(await library.unlikened(9)) == ["a"]


async def test_openings(library: SqlLibrary) -> None:
    """The first passages of roots within a time, by date, without the documents' texts."""
    long = "A first sentence that is long enough to fill its passage. " * 40
    await _store(
        library,
        told("b", text=f"  {long}"),
        told("a", published=NOW - timedelta(days=9)),
        told("old", published=NOW - timedelta(days=31)),
        told("undated", published=None),
        document("c", url=f"{HN}2", thread_url=f"{HN}1", voice=Voice.COMMENT),
    )
    await library.store(write(told("gone")))
    await library.store(write(gone=("gone",)))
    found = await library.openings(ANY, 9)
    assert [o.document.id for o in found] == ["a", "b"]
    assert found[1].document.text == ""
    assert found[1].passage.text.startswith("A first sentence")
    assert found[1].passage.start == 2
    assert found[1].key
    assert len(await library.openings(ANY, 1)) == 1


async def test_pairs_become_one_story(library: SqlLibrary) -> None:
    """Chains, too; what comes later to either joins it."""
    await _store(library, told("a"), told("b", "s2"), told("c", "s3"))
    assert await library.liken(["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c")]) == 2
    assert len(set(await _stories(library, "a", "b", "c"))) == 1
    thread = document("hn", url=f"{HN}1", thread_url=f"{HN}1", about_url=told("c").url,
                      voice=Voice.POST, source_id="s4")  # fmt: skip
    await _store(library, thread)
    assert len(set(await _stories(library, "a", "hn"))) == 1
    assert len(await library.roots([(await _stories(library, "a"))[0] or ""], Filter())) == 4


async def test_pairs_that_may_not(library: SqlLibrary) -> None:
    """Two stories of several articles each stay two; what is gone joins nothing."""
    await _store(library, *(told(id, f"s{id}") for id in "abcde"))
    await library.liken([], [("a", "b"), ("c", "d")])
    assert await library.liken([], [("a", "c")]) == 0
    await library.store(write(gone=("e",)))
    assert await library.liken([], [("e", "a"), ("a", "unknown")]) == 0
    first, *others = await _stories(library, "a", "b", "c", "d")
    assert [first == story for story in others] == [True, False, False]
