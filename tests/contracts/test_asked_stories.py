"""What somebody has read by a link makes no stories of others one, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from examples import NOW, document, source, write

from retrieval.ports import Write
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.types import Document, Filter, TimeRange, Voice

HN = "https://news.ycombinator.com/item?id="
TOPIC = "https://news.hada.io/topic?id=9"
ASKED = source("s2", kind="geeknews", location=TOPIC, asked=True, read_at=NOW)
MINE = Filter(asked=frozenset({"s2"}))


def post(number: int, page: str, source_id: str = "s1") -> Document:
    """A thread about a page."""
    return document(
        f"{source_id}-hn{number}", url=f"{HN}{number}", thread_url=f"{HN}{number}", about_url=page,
        voice=Voice.POST, source_id=source_id,
    )  # fmt: skip


ONE, OTHER = document("a1"), document("a2")
THREADS = [post(1, ONE.url), post(2, OTHER.url)]
ROOT = document(
    "t", url=TOPIC, thread_url=TOPIC, about_url="https://else.example/2026/x", voice=Voice.SUMMARY,
    source_id="s2",
)  # fmt: skip
RELAYS = [
    replace(ROOT, id=f"r{n}", url=f"{TOPIC}#{n}", retells_url=f"{HN}{n}", voice=Voice.RELAY)
    for n in (1, 2)
]


def asked(*documents: Document) -> Write:
    return write(*documents, of=ASKED)


@pytest.fixture
async def library(database: str) -> AsyncIterator[SqlLibrary]:
    opened = await open_library(database)
    yield opened
    await opened.close()


async def story(library: SqlLibrary, id: str) -> str:
    found = await library.document(id)
    assert found
    assert found.story
    return found.story


async def groups(library: SqlLibrary, *ids: str) -> list[set[str]]:
    """Documents by story."""
    stories = {id: await story(library, id) for id in ids}
    return [{id for id in ids if stories[id] == one} for one in dict.fromkeys(stories.values())]


PUBLIC = [{"a1", "s1-hn1"}, {"a2", "s1-hn2"}]
IDS = ("a1", "s1-hn1", "a2", "s1-hn2")


@pytest.mark.parametrize("first", [True, False])
async def test_nothing_public_is_joined(library: SqlLibrary, *, first: bool) -> None:
    """Neither what is stored already nor what comes later, nor after the asked source is forgotten."""
    public, hostile = write(ONE, OTHER, *THREADS), asked(ROOT, *RELAYS)
    for each in (hostile, public) if first else (public, hostile):
        await library.store(each)
    assert await groups(library, *IDS) == PUBLIC
    assert await library.forget_asked(NOW + timedelta(days=9), 9) == 1
    await library.store(write(replace(ONE, text="Another text.")))
    assert await groups(library, *IDS) == PUBLIC


async def test_it_takes_the_story_of_its_page(library: SqlLibrary) -> None:
    """Who asks about a page finds what is public about it; all of the thread that was read is with it."""
    await library.store(write(ONE, OTHER, *THREADS))
    said = replace(ROOT, id="c", url=f"{TOPIC}#c", voice=Voice.COMMENT)
    await library.store(asked(replace(ROOT, about_url=ONE.url), said, *RELAYS))
    assert await groups(library, "a1", "t", "c", "r1", "r2") == [{"a1", "t", "c", "r1", "r2"}]
    shelf = await library.shelf([await story(library, "a1")], Filter(), 9)
    assert {s.document.id for s in shelf} == {"a1", "s1-hn1"}


async def test_a_story_of_its_own(library: SqlLibrary) -> None:
    """Nobody else comes to it, also who has the same address later; then it goes there as a whole."""
    await library.store(asked(ROOT, *RELAYS))
    (found,) = await library.at_urls([TOPIC], MINE)
    assert (found.id, await library.at_urls([TOPIC], Filter())) == ("t", [])
    page = document("p", url=ROOT.about_url)
    await library.store(write(page))
    assert await groups(library, "p", "t", "r1") == [{"p"}, {"t", "r1"}]
    await library.store(asked(replace(ROOT, comments=3)))
    assert await groups(library, "p", "t", "r1", "r2") == [{"p", "t", "r1", "r2"}]


async def test_it_is_joined_once_it_is_public(library: SqlLibrary) -> None:
    """Then its keys count like those of others: its topic is of the story of its page and of one thread."""
    await library.store(asked(replace(ROOT, about_url=ONE.url), *RELAYS))
    await library.save_source(replace(ASKED, asked=False))
    await library.store(write(ONE, OTHER, *THREADS))
    assert await groups(library, "t", "r1", "r2", *IDS) == [
        {"t", "r1", "r2", "a1", "s1-hn1"}, {"a2", "s1-hn2"},
    ]  # fmt: skip


async def test_it_does_not_keep_others_apart(library: SqlLibrary) -> None:
    """However many pages are asked about, they are none of a public story's when two of these are joined."""
    await library.store(write(ONE, OTHER))
    for n in range(9):
        of = replace(ASKED, id=f"q{n}", location=f"https://q.example/{n}")
        about = replace(ROOT, id=f"q{n}", source_id=of.id, about_url=(ONE, OTHER)[n % 2].url)
        linked = document(f"l{n}", source_id=of.id)
        await library.store(write(about, linked, of=of))
        assert await story(library, f"l{n}") == await story(library, ("a1", "a2")[n % 2])
    assert await library.liken([], [("a1", "a2")]) == 1
    assert set(await library.unlikened(99)) == {"a1", "a2"}
    span = TimeRange(since=NOW - timedelta(days=9))
    assert {o.document.id for o in await library.openings(span, 99)} == {"a1", "a2"}
