"""Links in questions that strangers choose to harm others: by redirects, by what they lead to, by waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from examples import NOW, document, write
from hackernews_site import HackerNewsSite, hackernews
from linking import KIM, LEE, THREAD, Scene, open_scene, outcomes
from loopback import Asked, Loopback, Says, loopback
from written_pages import ENGLISH, KOREAN, page

from bot.app import now, read_settings
from bot.catalogue import new_source
from bot.readers import open_readers
from bot.types import LinkOutcome
from retrieval.types import Filter, Reading, Source, Voice

VICTIM = "http://localhost:{}/victim"
LATER = timedelta(minutes=20)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path) as opened:
        yield opened


def tagged(asked: Asked) -> Says:
    """A page that knows when it has not changed."""
    unchanged = asked.headers.get("if-none-match") == '"v1"'
    return Says(status=304) if unchanged else Says(page(ENGLISH), headers={"etag": '"v1"'})


async def test_redirect_with_the_validators_of_another(scene: Scene) -> None:
    """A text is never shown under another's address, which would only say that nothing has changed."""
    victim, links = VICTIM.format(scene.site.port), scene.links()
    question = f"What? {scene.site.url}/evil"
    scene.site.pages |= {
        "/evil": Says(page(KOREAN * 2), headers={"etag": '"v1"'}),
        "/victim": tagged,
    }
    await scene.ask(question, links)
    scene.site.pages["/evil"] = Says(status=301, headers={"location": victim})
    scene.now += LATER
    await scene.ask(question, links)
    scene.now += LATER
    found = await scene.ask(f"What? {victim}", links)
    assert [ENGLISH[0] in text for text in await scene.within(found)] == [True]


async def test_asked_source_does_not_move(scene: Scene) -> None:
    """What was asked about keeps its address, wherever that leads for good."""
    scene.site.pages |= {
        "/s": Says(status=301, headers={"location": "/a"}),
        "/a": Says(page(ENGLISH)),
    }
    await scene.ask(f"What? {scene.site.url}/s")
    assert await scene.world.library.source_at(f"{scene.site.url}/s") is not None
    assert await scene.world.library.source_at(f"{scene.site.url}/a") is None


@asynccontextmanager
async def story_about(
    scene: Scene, pages: str = ""
) -> AsyncIterator[tuple[Loopback, Reading, Reading]]:
    """What is read of a story that links inside: the site inside, for a link, and on schedule."""
    async with AsyncExitStack() as stack:
        site: HackerNewsSite = await stack.enter_async_context(hackernews(NOW))
        inside = await stack.enter_async_context(loopback())
        inside.pages["/secret"] = Says(page(ENGLISH))
        story = site.add_story("A fine story", url=f"{inside.url}/secret")
        settings = read_settings(
            private_networks="127.0.0.0/8",
            private_pages=pages,
            hackernews_search_url=site.endpoints.hackernews_search,
            hackernews_items_url=site.endpoints.hackernews_items,
        )
        made = await open_readers(settings, scene.world.library, stack, now)
        location = f"https://news.ycombinator.com/item?id={story}"
        source = Source(id="s1", kind="hackernews", location=location, name="HN")
        linked = await made.for_links["hackernews"].read(replace(source, asked=True))
        yield inside, linked, await made.readers["hackernews"].read(source)


async def test_story_that_links_inside(scene: Scene) -> None:
    """Networks opened for what an administrator names are not read because a story links there."""
    async with story_about(scene) as (inside, linked, scheduled):
        for reading in (linked, scheduled):
            assert [d.voice for d in reading.documents] == [Voice.POST]
            assert "80 or 443" in reading.problems[0].what
        assert inside.most_at_once == 0


async def test_pages_opened_for_stories(scene: Scene) -> None:
    """Networks opened for linked pages are read for stories on schedule, and still not for questions."""
    async with story_about(scene, "127.0.0.0/8") as (_inside, linked, scheduled):
        assert [d.voice for d in linked.documents] == [Voice.POST]
        assert {d.voice for d in scheduled.documents} == {Voice.POST, Voice.ARTICLE}


async def test_refused_later_is_told_to_who_cleans(scene: Scene) -> None:
    """What its host refuses now is entombed, so that its quotes are taken out of stored answers."""
    library, links = scene.world.library, scene.links()
    question = f"What? {scene.site.url}/a"
    scene.site.pages["/a"] = Says(page(ENGLISH))
    found = await scene.ask(question, links)
    (read,) = await library.at_urls([f"{scene.site.url}/a"], Filter(asked=found.asked))
    assert await library.revised(0, 9) == []
    scene.site.pages["/a"] = Says(status=403)
    scene.now += LATER
    await scene.ask(question, links)
    assert [id for _, id in await library.revised(0, 9)] == [read.id]
    scene.site.pages["/a"] = Says(page(ENGLISH))
    scene.now += LATER
    again = await scene.ask(question, links)
    assert (outcomes(again), len(await scene.within(again))) == ([LinkOutcome.FETCHED], 1)


async def test_slow_links_keep_nobody_out(scene: Scene) -> None:
    """Many people with slow links to one host hold up themselves and that host."""
    slow = Says(b"<p>" + b"x" * 4000, drip=0.05)
    scene.site.pages |= {f"/slow{n}": slow for n in range(30)}
    scene.site.pages["/good"] = Says(page(ENGLISH))
    links = scene.links(seconds=3.0)
    asking = [
        asyncio.create_task(
            scene.ask(
                " ".join(f"{scene.site.url}/slow{n + i}" for i in range(3)),
                links,
                spender=replace(KIM, user=f"slow{n}"),
            )
        )
        for n in range(0, 27, 3)
    ]
    await asyncio.sleep(0.3)
    good = f"http://localhost:{scene.site.port}/good"
    assert outcomes(await scene.ask(good, links, spender=LEE)) == [LinkOutcome.FETCHED]
    for found in await asyncio.gather(*asking):
        assert set(outcomes(found)) == {LinkOutcome.LATE}
    await links.close()


async def test_slow_links_of_one_person(scene: Scene) -> None:
    """One person has one link read at a time, also where places are left."""
    reader = scene.kinds["hackernews"].reader
    reader.gate.clear()
    links = scene.links(seconds=0.2)
    scene.site.pages["/a"] = Says(b"<p>" + b"x" * 4000, drip=0.05)
    found = await scene.ask(f"{THREAD} {scene.site.url}/a", links)
    assert outcomes(found) == [LinkOutcome.LATE, LinkOutcome.LATE]
    assert reader.begun.is_set() != bool(scene.site.asked)  # whichever came first
    await links.close()


async def test_public_source_that_is_not_searched_here(scene: Scene) -> None:
    """A link to a public source outside of what the channel searches opens it to nobody."""
    link = f"{scene.site.url}/a"
    public = replace(new_source("webpage", link, every=None), read_at=NOW)
    one = document(url=link, source_id=public.id)
    await scene.world.library.store(write(one, of=public))
    found = await scene.ask(f"What? {link}", sources=frozenset({"another"}))
    assert (outcomes(found), found.asked, found.stories) == (
        [LinkOutcome.UNREADABLE], frozenset(), ()
    )  # fmt: skip
    assert await scene.within(found) == []
    assert scene.site.asked == []


async def test_public_at_another_address(scene: Scene) -> None:
    """What is public is answered from as such, also where its text names another address as its own."""
    link = f"{scene.site.url}/a"
    public = replace(new_source("webpage", link, every=None), read_at=NOW)
    await scene.world.library.store(write(document(source_id=public.id), of=public))
    found = await scene.ask(f"What? {link}")
    assert (outcomes(found), found.asked) == ([LinkOutcome.KNOWN], frozenset())
    assert len(await scene.within(found)) == 1


async def test_becomes_public_while_it_is_stored(scene: Scene) -> None:
    """What an administrator adds at that very moment stays public, and the link is answered from it."""
    library, links = scene.world.library, scene.links()
    link = f"{scene.site.url}/a"
    scene.site.pages["/a"] = Says(page(ENGLISH))
    await scene.ask(f"What? {link}", links)
    stored = library.stored

    async def meanwhile(source_id: str):  # type: ignore[no-untyped-def] # as the method's
        kept = await library.source(source_id)
        assert kept is not None
        await library.save_source(replace(kept, asked=False, every=timedelta(minutes=30)))
        return await stored(source_id)

    library.stored = meanwhile  # type: ignore[method-assign]
    scene.site.pages["/a"] = Says(page([*ENGLISH, "The boat is green."]))
    scene.now += LATER
    found = await scene.ask(f"What? {link}", links)
    (public,) = await library.sources()
    assert (public.asked, public.every, found.asked) == (False, timedelta(minutes=30), frozenset())
    assert any("Tickets" in text for text in await scene.searched("What will tickets cost?"))


async def test_nobody_learns_what_others_ask(scene: Scene) -> None:
    """The outcome is the same whether or not somebody else linked to it a moment ago."""
    scene.site.pages["/a"] = Says(page(ENGLISH))
    links, question = scene.links(), f"What? {scene.site.url}/a"
    first = await scene.ask(question, links, spender=KIM)
    assert (await scene.ask(question, links, spender=LEE)).links == first.links
