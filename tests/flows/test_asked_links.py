"""Links in questions: what is fetched, what is known, and who gets to see it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from examples import NOW, document
from linking import LEE, SAID, THREAD, Scene, open_scene, outcomes
from loopback import Says
from written_pages import ENGLISH, KOREAN, desk, page

from bot.asked_links import Resolved
from bot.catalogue import new_source
from bot.types import LinkOutcome
from retrieval.sources import feed, webpage
from retrieval.types import RunState, Source, Voice


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path) as opened:
        yield opened


async def test_no_link(scene: Scene) -> None:
    """A question without a link is left as it is."""
    assert await scene.ask("Who sold the boats?") == Resolved(text="Who sold the boats?")


@pytest.mark.parametrize(
    ("paragraphs", "question", "rest", "answer"),
    [
        (ENGLISH, "What will tickets cost by {}?", "What will tickets cost by?", "Tickets"),
        (KOREAN * 2, "{}에서 요금은 얼마래?", "요금은 얼마래?", "요금"),
    ],
)
async def test_fetched(
    scene: Scene, paragraphs: list[str], question: str, rest: str, answer: str
) -> None:
    """A page is read for the question that links to it, and what it says is found."""
    scene.site.pages["/a"] = Says(page(paragraphs))
    found = await scene.ask(question.format(f"{scene.site.url}/a"))
    (link,) = found.links
    assert (link.outcome, link.title, link.reason) == (
        LinkOutcome.FETCHED,
        "A hydrogen ferry",
        None,
    )
    assert found.text == rest
    assert any(answer in text for text in await scene.within(found))


async def test_whose_title_it_is(scene: Scene) -> None:
    """A link is told by the title of a document that it names, so that a stored reply can lose it again."""
    scene.site.pages["/a"] = Says(page(ENGLISH))
    (link,) = (await scene.ask(f"What will tickets cost? {scene.site.url}/a")).links
    titles = [d.title for d in (await scene.world.library.documents(link.documents)).values()]
    assert titles == [link.title] == ["A hydrogen ferry"]


async def test_nobody_else_finds_it(scene: Scene) -> None:
    """What was read for one is in nobody's search and counts nowhere, but is there for the same link."""
    scene.site.pages["/a"] = Says(page(ENGLISH))
    question = f"What will tickets cost? {scene.site.url}/a"
    await scene.ask(question)
    assert await scene.searched("What will tickets cost?") == []
    status = await scene.world.desk.status()
    assert (status.sources, status.runs, status.coverage.documents) == ((), (), 0)
    assert [index.passages for index in status.indexes] == [0, 0]
    again = await scene.ask(question, spender=LEE)
    assert outcomes(again) == [LinkOutcome.FETCHED]
    assert await scene.within(again)
    other = replace(again, asked=frozenset())
    assert await scene.within(other) == []


async def test_asked_twice(scene: Scene) -> None:
    """What was read a moment ago is not fetched again; later it is, and only if it changed."""
    scene.site.pages["/a"] = lambda asked: (
        Says(status=304)
        if asked.headers.get("if-none-match")
        else Says(page(ENGLISH), headers={"etag": '"1"'})
    )
    links, question = scene.links(), f"What? {scene.site.url}/a"
    first = await scene.ask(question, links)
    second = await scene.ask(question, links)
    assert (outcomes(first), outcomes(second)) == ([LinkOutcome.FETCHED], [LinkOutcome.FETCHED])
    assert scene.site.paths().count("/a") == 1
    scene.now = NOW + timedelta(minutes=11)
    third = await scene.ask(question, links)
    assert (outcomes(third), third.stories) == ([LinkOutcome.FETCHED], first.stories)
    assert scene.site.asked[-1].headers["if-none-match"] == '"1"'


async def test_at_the_same_time(scene: Scene) -> None:
    """Two who link to one page have it read once."""
    scene.site.pages["/a"] = Says(page(ENGLISH))
    links, question = scene.links(), f"What? {scene.site.url}/a"
    both = await asyncio.gather(scene.ask(question, links), scene.ask(question, links))
    assert [outcomes(found) for found in both] == [[LinkOutcome.FETCHED]] * 2
    assert scene.site.paths().count("/a") == 1


async def test_redirected(scene: Scene) -> None:
    """A link that leads elsewhere is found by that link again, and has the address where it ended."""
    scene.site.pages |= {
        "/s": Says(status=301, headers={"location": "/a"}),
        "/a": Says(page(ENGLISH)),
    }
    links = scene.links()
    first = await scene.ask(f"What? {scene.site.url}/s", links)
    again = await scene.ask(f"What? {scene.site.url}/s", links)
    assert (outcomes(first), outcomes(again)) == ([LinkOutcome.FETCHED], [LinkOutcome.FETCHED])
    assert first.stories == again.stories
    assert len(await scene.within(again)) == 1


async def test_known(scene: Scene) -> None:
    """What is public already is not fetched, in whatever way its address is written."""
    known = document(url="https://www.paper.example/d1")
    await scene.world.store(known)
    found = await scene.ask("What about http://paper.example/d1/?utm_source=x")
    assert outcomes(found) == [LinkOutcome.KNOWN]
    assert found.links[0].title == known.title
    assert len(await scene.within(found)) == 1
    assert found.asked == frozenset()


async def test_out_of_scope_is_not_known(scene: Scene) -> None:
    """What the place of the question may not search is not taken from there."""
    await scene.world.store(document(url=f"{scene.site.url}/a"))
    scene.site.pages["/a"] = Says(page(ENGLISH))
    found = await scene.ask(f"What? {scene.site.url}/a", sources=frozenset({"another"}))
    assert outcomes(found) == [LinkOutcome.FETCHED]
    assert found.asked != {"s1"}


async def test_teaser_is_not_the_page(scene: Scene) -> None:
    """Where only the beginning of a page is known, the page is read."""
    link = f"{scene.site.url}/a"
    await scene.world.store(document(url=link, lacks="the feed gives no more than a title"))
    scene.site.pages["/a"] = Says(page(ENGLISH))
    assert outcomes(await scene.ask(f"What? {link}")) == [LinkOutcome.FETCHED]


async def test_summary_is_not_the_page(scene: Scene) -> None:
    """Where only something about a page is known, the page is read, and both are found together."""
    link = f"{scene.site.url}/a"
    summary = document(text="배에 관한 요약이다.", voice=Voice.SUMMARY, about_url=link)
    await scene.world.store(summary)
    scene.site.pages["/a"] = Says(page(ENGLISH))
    found = await scene.ask(f"What? {link}")
    assert outcomes(found) == [LinkOutcome.FETCHED]
    assert {summary.text} < set(await scene.within(found))


async def test_summary_where_the_page_is_refused(scene: Scene) -> None:
    """Where the page is refused, what is known about it is left, and the reason is told."""
    link = f"{scene.site.url}/a"
    await scene.world.store(document(voice=Voice.SUMMARY, about_url=link))
    scene.site.pages["/a"] = Says(status=403)
    found = await scene.ask(f"What? {link}")
    assert outcomes(found) == [LinkOutcome.KNOWN]
    assert "403" in (found.links[0].reason or "")
    assert len(await scene.within(found)) == 1


@pytest.mark.parametrize("host", ["news.ycombinator.com", "news.hada.io"])
async def test_discussion(scene: Scene, host: str) -> None:
    """A link to a discussion is read by its own kind, with its comments."""
    found = await scene.ask(f"https://{host}/item?id=7 반응이 어때?")
    assert outcomes(found) == [LinkOutcome.FETCHED]
    assert SAID in await scene.within(found)
    assert scene.site.asked == []


async def test_front_page_of_discussions(scene: Scene) -> None:
    """A list of many discussions is not read for a question."""
    found = await scene.ask("What is new on https://news.ycombinator.com/newest")
    assert outcomes(found) == [LinkOutcome.UNREADABLE]
    assert "list" in (found.links[0].reason or "")


async def test_several(scene: Scene) -> None:
    """Each link of a question has its own outcome, in their order."""
    scene.site.pages["/a"] = Says(page(ENGLISH))
    text = f"{scene.site.url}/none와 {scene.site.url}/a, {THREAD} 비교해줘"
    found = await scene.ask(text)
    expected = [LinkOutcome.UNREADABLE, LinkOutcome.FETCHED, LinkOutcome.FETCHED]
    assert outcomes(found) == expected
    assert len(found.stories) == len(found.asked) == 2


async def test_becomes_public(scene: Scene) -> None:
    """When an admin adds what was only asked about, everybody finds it, and it is read on a schedule."""
    scene.site.pages["/a"] = Says(page(ENGLISH))
    link = f"{scene.site.url}/a"
    await scene.ask(f"What? {link}")
    kinds = {"feed": feed, "webpage": webpage}
    run = await desk(scene.world, kinds, scene.tools).ingest(link, asked_by="admin")
    assert (run.state, run.unchanged) == (RunState.DONE, 1)
    (source,) = await scene.world.library.sources()
    assert (source.asked, source.every, source.documents) == (False, timedelta(minutes=30), 1)
    assert any("Tickets" in text for text in await scene.searched("What will tickets cost?"))
    assert outcomes(await scene.ask(f"What? {link}")) == [LinkOutcome.KNOWN]


async def test_public_source_is_not_made_private(scene: Scene) -> None:
    """What became public while it was read for a question stays public."""
    reader = scene.kinds["hackernews"].reader
    reader.gate.clear()
    asked = asyncio.create_task(scene.ask(f"What? {THREAD}"))
    await reader.begun.wait()
    every = timedelta(minutes=30)
    public = new_source("hackernews", THREAD, every=every)
    await scene.world.library.save_source(public)
    reader.gate.set()
    await asked
    assert await scene.world.library.sources() == [public]


async def test_forgotten(scene: Scene) -> None:
    """After so many days nothing is left of what was asked about; public sources stay."""
    await scene.world.store(document("d9"))
    scene.site.pages["/a"] = Says(page(ENGLISH))
    found = await scene.ask(f"What? {scene.site.url}/a {THREAD}")
    assert await scene.world.library.forget_asked(NOW, 10) == 0
    assert await scene.world.library.forget_asked(NOW + timedelta(seconds=1), 10) == 2
    assert await scene.within(found) == []
    assert await scene.world.library.source_at(THREAD) is None
    (kept,) = await scene.world.library.sources()
    assert (kept.id, kept.documents) == ("s1", 1)


async def test_feed_that_is_a_source(scene: Scene) -> None:
    """A link to a feed that is read here anyway is no text to answer from."""
    link = f"{scene.site.url}/feed"
    await scene.world.library.save_source(
        Source(id="f1", kind="feed", location=link, name="Feed", documents=3)
    )
    found = await scene.ask(f"What? {link}")
    assert (outcomes(found), found.stories) == ([LinkOutcome.UNREADABLE], ())
    assert scene.site.asked == []
