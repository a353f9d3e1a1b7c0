"""Which way a question goes: what people think, what a link says, or what is so."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from discussions import ENGLISH as SAID
from discussions import THREAD, comment
from examples import NOW, document, source, write
from linking import Scene, open_scene
from loopback import Says
from world import World, open_world
from written_pages import ENGLISH, page

from bot.answer import Answering
from bot.types import Abstention, Answer, LinkOutcome, Question, Reply, Why
from retrieval.types import Voice

ARTICLE = (
    "Harbor drops the free plan of its editor on 1 May. The cheapest plan costs 9 dollars a month."
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        said = [comment(f"{n}", text, source_id="s1") for n, text in enumerate(SAID, start=101)]
        told = document(
            "a1",
            ARTICLE,
            title="Harbor editor drops its free plan",
            url="https://paper.example/harbor-editor",
        )
        post = document(
            "post",
            "Harbor editor drops its free plan",
            url=THREAD,
            thread_url=THREAD,
            about_url=told.url,
            title=told.title,
            voice=Voice.POST,
            publisher="Hacker News",
            comments=len(SAID),
        )
        await opened.store(told, post, *said)
        yield opened


def voices(reply: Reply) -> set[Voice]:
    assert isinstance(reply, Answer)
    return {c.voice for s in reply.statements for c in s.citations}


async def test_what_people_think(world: World) -> None:
    """A question for opinions is answered by people alone, and says how many were read."""
    reply = await world.ask("What do people think of the Harbor editor dropping its free plan?")
    assert isinstance(reply, Answer)
    assert voices(reply) == {Voice.COMMENT}
    assert sum(d.read for d in reply.heard) == len(SAID)
    assert [r.url for r in reply.elsewhere] == ["https://paper.example/harbor-editor"]


async def test_what_is_so(world: World) -> None:
    """A question for a fact is answered by the article, and names the discussion as the same story."""
    reply = await world.ask("How much does the cheapest Harbor plan cost a month?")
    assert isinstance(reply, Answer)
    assert voices(reply) == {Voice.ARTICLE}
    assert not reply.heard
    assert [r.publisher for r in reply.elsewhere] == ["Hacker News"]


async def test_nobody_said_anything_of_it(world: World) -> None:
    """No comment is quoted as an opinion on what no comment is about."""
    reply = await world.ask("What do people think of Harbor's headquarters in Osaka?")
    assert isinstance(reply, Abstention)
    assert reply.why is Why.NO_OPINIONS


@pytest.fixture
async def linked(tmp_path: Path) -> AsyncIterator[tuple[Scene, Answering]]:
    async with open_scene(tmp_path) as scene:
        scene.site.pages["/boats"] = Says(page(ENGLISH))
        means = replace(scene.world.desk._serving.current.answering.means, links=scene.links())
        yield scene, Answering(means, 0.5)


async def ask(linked: tuple[Scene, Answering], text: str) -> Reply:
    return await linked[1](Question(text=text, now=NOW))


async def test_a_link_says(linked: tuple[Scene, Answering]) -> None:
    """A question for what a link says is answered with how its text begins, and says that it was read."""
    reply = await ask(linked, f"{linked[0].site.url}/boats summarize this")
    assert isinstance(reply, Answer)
    assert [link.outcome for link in reply.searched.links] == [LinkOutcome.FETCHED]
    assert {c.url for s in reply.statements for c in s.citations} == {f"{linked[0].site.url}/boats"}


async def test_a_link_that_cannot_be_read(linked: tuple[Scene, Answering]) -> None:
    """What an unreadable link says is not answered from elsewhere."""
    scene = linked[0]
    await scene.world.library.store(write(document(), of=source()))
    reply = await ask(linked, "https://user:secret@paper.example/x 요약해줘")
    assert isinstance(reply, Abstention)
    assert reply.why is Why.LINK_UNREAD
