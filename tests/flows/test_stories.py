"""The same story from several sources, from their readings to one answer, over real stores."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from examples import NOW, document, source, write
from fakes import FakeEmbedder
from world import World, open_world

from bot.duplicates import related, with_copies, with_twins
from bot.grounding import check
from bot.types import Answer, Statement
from retrieval.errors import ModelUnavailable
from retrieval.likeness import Liken
from retrieval.search import Query
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.types import Document, Filter, Reading, Voice

PAGE = "https://paper.example/2026/harbour-robot"
HN = "https://news.ycombinator.com/item?id="
TOPIC = "https://news.hada.io/topic?id=7"
TEXT = (
    "The port of Busan has put 40 robots to work that moor ships without ropes. The harbour robots hold a ship"
    " with suction pads, and the operator says that they halve the time at the quay."
)
ARTICLE = document("a", TEXT, url=PAGE, title="Robots moor ships", source_id="feed")
COPY = document(
    "w", f"{TEXT} Reported by the wire.", url="https://wire.example/2026/0412-robots",
    title="Robots moor ships in Busan", source_id="wire", publisher="The Wire",
)  # fmt: skip
POST = document(
    "hn1", "Robots moor ships", url=f"{HN}1", thread_url=f"{HN}1", about_url=f"{PAGE}?ref=hn",
    title="Robots moor ships", voice=Voice.POST, source_id="hn", publisher="Hacker News", comments=2,
)  # fmt: skip
COMMENTS = [
    document(
        f"hn{n}", text, url=f"{HN}{n}", thread_url=f"{HN}1", about_url=PAGE, title="Robots moor ships",
        voice=Voice.COMMENT, author=f"user{n}", source_id="hn", publisher="Hacker News",
    )
    for n, text in ((2, "Suction pads fail on rusty hulls, as every mate knows."), (3, "Ropes kill people."))
]  # fmt: skip
SUMMARY = document(
    "gn7", "부산항이 밧줄 없이 배를 묶는 로봇 40대를 투입했다. 운영사는 접안 시간이 절반으로 줄었다고 밝혔다.",
    url=TOPIC, thread_url=TOPIC, about_url=PAGE, title="밧줄 없이 배를 묶는 로봇", voice=Voice.SUMMARY,
    lang="ko", source_id="gn", publisher="GeekNews", comments=4,
)  # fmt: skip
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
ALL = [ARTICLE, COPY, POST, *COMMENTS, SUMMARY]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path, Reading(), threshold=0.0) as opened:
        yield opened


def liken(world: World, embedder: FakeEmbedder) -> Liken:
    """Over the world's library."""
    return Liken(world.library, embedder, SqlVectorCache(world.library.engine))


async def _store(world: World, documents: Sequence[Document]) -> None:
    """Each document from its own source, as readings would bring them."""
    for each in documents:
        await world.library.store(write(each, of=source(each.source_id)))
    await world.ingest.drain()


def _words(seed: str) -> str:
    """Words that no other text has."""
    letters = hashlib.sha256(seed.encode()).hexdigest().translate(_LETTERS)
    return " ".join(letters[start : start + 6] for start in range(0, 60, 6)) + "."


async def _story(world: World, id: str) -> str:
    found = await world.library.document(id)
    assert found
    assert found.story
    return found.story


async def _answer(world: World, question: str) -> list[Statement]:
    """The statements of the answer, with the copies of what they quote; all of them check out."""
    reply = await world.ask(question)
    assert isinstance(reply, Answer)
    results = await world.search(Query(text=question, now=NOW, zone=ZoneInfo("UTC")))
    statements = with_twins(reply.statements, results.found)
    retrieved = {f.passage.id: f.passage for f in with_copies(results.found)}
    assert all(check(s, retrieved).passed for s in statements)
    return statements


@pytest.mark.parametrize("order", [ALL, ALL[::-1]])
async def test_three_sources_are_one_story(world: World, order: Sequence[Document]) -> None:
    """Article, thread with its comments, and Korean summary by their links; the wire's copy by its words."""
    await _store(world, order)
    assert await liken(world, world.embedder)() == 1
    assert {await _story(world, d.id) for d in ALL} == {await _story(world, "a")}


async def test_one_answer_with_all_copies(world: World) -> None:
    """A sentence that two papers print is one statement with two sources; the rest stands below."""
    await _store(world, ALL)
    await liken(world, world.embedder)()
    statements = await _answer(world, "How many harbour robots moor ships in Busan?")
    texts = [s.text for s in statements]
    assert len(texts) == len(set(texts))
    told = next(s for s in statements if "40 robots" in s.text)
    assert {c.document_id for c in told.citations} == {"a", "w"}
    cited = [c for s in statements for c in s.citations]
    roots = await world.library.roots([await _story(world, "a")], Filter())
    below = related(cited, roots)
    everywhere = {c.document_id for c in cited} | {r.document_id for r in below}
    assert everywhere >= {"a", "w", "hn1", "gn7"}
    assert not {c.document_id for c in cited} & {r.document_id for r in below}


async def test_a_second_run_does_nothing(world: World) -> None:
    """What was compared is not compared again, and nothing is embedded."""
    await _store(world, ALL)
    fresh = FakeEmbedder()
    await liken(world, fresh)()
    assert fresh.embedded == []  # the dense index had embedded all first passages
    assert await world.library.unlikened(9) == {}
    assert await liken(world, fresh)() == 0


async def test_a_run_takes_so_many(world: World) -> None:
    """What is left over is for the next one, and the copies are found all the same."""
    await _store(world, [ARTICLE, COPY, POST])
    runs = [await liken(world, world.embedder)(1) for _ in range(4)]
    assert sum(runs) == 1
    assert await world.library.unlikened(9) == {}


async def test_old_news_and_undated_texts(world: World) -> None:
    """A copy from another month is another story, and so is one without a date."""
    old = replace(COPY, published=NOW - timedelta(days=40))
    undated = replace(COPY, id="u", url="https://other.example/2026/u", published=None)
    await _store(world, [ARTICLE, old, undated])
    assert await liken(world, world.embedder)() == 0
    assert await world.library.unlikened(9) == {}


async def test_two_languages_without_a_link(world: World) -> None:
    """The same story in Korean and in English is joined by what it says, among others that are not."""
    others = [
        document(
            f"{lang}{n}", _words(f"{lang}{n}"), title=_words(f"title {lang}{n}")[:20], lang=lang,
            source_id=f"{lang}{n}", url=f"https://paper.example/story-{lang}{n}",
        )
        for lang in ("en", "ko") for n in range(12)
    ]  # fmt: skip
    named = "Busan KR-900 Moorbot suction harbour"
    english = document("e", f"{named} robots.", title="Moorbot", source_id="e")
    korean = document("k", f"{named} 로봇.", title="Moorbot", lang="ko", source_id="k")
    await _store(world, [*others, english, korean])
    assert await liken(world, world.embedder)() == 1
    assert await _story(world, "e") == await _story(world, "k")


async def test_readings_are_compared(tmp_path: Path) -> None:
    """What the desk reads is compared afterwards."""
    copy = replace(COPY, id="w")
    async with open_world(
        tmp_path, Reading(documents=(ARTICLE,)), Reading(documents=(copy,))
    ) as world:
        for place in ("test:feed", "test:wire"):
            await world.desk.ingest(place, asked_by="test")
        assert await _story(world, "a") == await _story(world, "w")


class NoModel(FakeEmbedder):
    """Has gone away."""

    async def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        raise ModelUnavailable("the model is gone")


async def test_a_model_that_fails(world: World) -> None:
    """What could not be compared is compared the next time."""
    for each in (ARTICLE, COPY):
        await world.library.store(write(each, of=source(each.source_id)))  # in no index yet
    with pytest.raises(ModelUnavailable):
        await liken(world, NoModel())()
    assert len(await world.library.unlikened(9)) == 2
    assert await liken(world, world.embedder)() == 1
