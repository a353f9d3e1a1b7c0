"""From a question for opinions to quotes of several minds, over a real library."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from discussions import ARTICLE, ENGLISH, GN, HN, KOREAN, THREAD, TITLE, comment, post, relay, topic
from examples import document, source, write
from fakes import FakeEmbedder

from bot.grounding import check
from bot.positions.gathering import Gathered, Opinions
from bot.types import Discussion
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.types import Document, Filter, Found, Scores, Voice
from retrieval.within import Within

TOPIC = "the Harbor editor free plan"
QUESTION = f"What do people think of {TOPIC}?"
REPORT = document(
    "report",
    "The Harbor editor drops its free plan in May. Existing users keep it for a year.",
    url=ARTICLE,
    title=TITLE,
    source_id="hn",
)


@dataclass(frozen=True)
class Read:
    """A library with some documents, and the gathering over it."""

    library: SqlLibrary
    opinions: Opinions

    async def ask(self, question: str = QUESTION, topic: str = TOPIC, **given: object) -> Gathered:
        """Opinions, where ordinary search finds the report first and then the post."""
        stories = given.pop("stories", ())
        found = [await self._found(id, fused) for id, fused in (("report", 6.0), ("post", 5.5))]
        told = [f for f in found if f is not None]
        return await self.opinions(question, topic, told, Filter(**given), stories)

    async def _found(self, id: str, fused: float) -> Found | None:
        of = await self.library.document(id)
        if of is None:
            return None
        (shelved, *_) = [
            s
            for s in await self.library.shelf([str(of.story)], Filter(), 99)
            if s.document.id == id
        ]
        scores = Scores(dense=4.0, cosine=0.9, lexical=0.5, recency=0.0, fused=fused)
        return Found(passage=shelved.passage, document=of, source_name="S", scores=scores)


@asynccontextmanager
async def reading(folder: Path, *documents: Document) -> AsyncIterator[Read]:
    """A library that holds the documents."""
    library = await open_library(f"sqlite+aiosqlite:///{folder}/n.sqlite")
    try:
        for of in ("hn", "gn"):
            await library.save_source(source(of))
            own = [d for d in documents if d.source_id == of]
            await library.store(write(*own, of=source(of)))
        embedder = FakeEmbedder()
        within = Within(library, embedder, SqlVectorCache(library.engine))
        yield Read(library, Opinions(library, within, embedder))
    finally:
        await library.close()


NATIVE = [comment(str(n), text) for n, text in enumerate(ENGLISH)]
RETOLD = [relay(f"r{n}", text) for n, text in enumerate(KOREAN)]


async def test_several_minds(tmp_path: Path) -> None:
    """Several people are quoted to the letter, and it is said how much was read of how much."""
    async with reading(tmp_path, REPORT, post(), *NATIVE) as read:
        gathered = await read.ask()
    assert len(gathered.statements) == 5
    assert {s.citations[0].voice for s in gathered.statements} == {Voice.COMMENT}
    assert gathered.heard == (
        Discussion(url=THREAD, title=TITLE, publisher="Hacker News", read=6, total=240),
    )
    passages = {f.passage.id: f.passage for f in gathered.found}
    assert all(check(s, passages).passed for s in gathered.statements)


async def test_retold_once(tmp_path: Path) -> None:
    """A digest of a thread that is stored itself is neither quoted nor counted."""
    async with reading(tmp_path, REPORT, post(), *NATIVE, *RETOLD) as read:
        gathered = await read.ask()
    assert [d.retold for d in gathered.heard] == [False]
    assert {s.citations[0].voice for s in gathered.statements} == {Voice.COMMENT}


async def test_retold_alone(tmp_path: Path) -> None:
    """Where only a digest is stored, unnamed people are quoted, and the digest is what was read."""
    async with reading(tmp_path, REPORT, post(), *RETOLD) as read:
        gathered = await read.ask("하버 편집기 무료 요금제에 대한 반응이 어때?")
    cited = [s.citations[0] for s in gathered.statements]
    assert {(c.voice, c.author, c.retold_from) for c in cited} == {
        (Voice.RELAY, None, "Hacker News")
    }
    assert [(d.url, d.read, d.total, d.retold) for d in gathered.heard] == [(GN, 4, None, True)]


async def test_one_site(tmp_path: Path) -> None:
    """Asked for the people of one site, those of others are left out."""
    korean = [
        comment(f"g{n}", text, thread_url=GN, url=f"{GN}#cid{n}", publisher="GeekNews", lang="ko")
        for n, text in enumerate(KOREAN)
    ]
    async with reading(tmp_path, REPORT, post(), topic(), *NATIVE, *korean) as read:
        gathered = await read.ask(f"What do GeekNews users think of {TOPIC}?")
        everybody = await read.ask()
    assert [(d.url, d.read) for d in gathered.heard] == [(GN, 4)]
    assert {s.citations[0].source for s in gathered.statements} == {"GeekNews"}
    assert [d.read for d in everybody.heard] == [6, 4]


async def test_nobody(tmp_path: Path) -> None:
    """Without any comments there is nothing, not even the submitter's own words."""
    async with reading(tmp_path, REPORT, post()) as read:
        assert await read.ask() == Gathered()


async def test_nothing_to_quote(tmp_path: Path) -> None:
    """Comments that say nothing by themselves were read all the same."""
    quips = [comment("1", "Agreed."), comment("2", "This.")]
    async with reading(tmp_path, REPORT, post(), *quips) as read:
        gathered = await read.ask()
    assert gathered.statements == ()
    assert [d.read for d in gathered.heard] == [2]


async def test_criticism(tmp_path: Path) -> None:
    """Whoever asks for criticism hears no praise."""
    async with reading(tmp_path, REPORT, post(), *NATIVE) as read:
        gathered = await read.ask(f"Any criticism of {TOPIC}?")
    texts = {s.text for s in gathered.statements}
    assert ENGLISH[0] in texts
    assert ENGLISH[1] not in texts


async def test_other_topic(tmp_path: Path) -> None:
    """Opinions on one thing are none on another that nothing is stored about."""
    async with reading(tmp_path, REPORT, post(), *NATIVE) as read:
        gathered = await read.ask("What do people think of Zorblax?", "Zorblax")
    assert gathered == Gathered()


async def test_linked(tmp_path: Path) -> None:
    """A story that the question links to is the one, whatever its words."""
    async with reading(tmp_path, REPORT, post(), *NATIVE) as read:
        root = await read.library.document("report")
        gathered = await read.ask("What do people think?", "this", stories=[root.story])
    assert gathered.statements


async def test_sources_of_the_asker(tmp_path: Path) -> None:
    """Who may not see a source hears nobody from it, and hears the digest instead."""
    digest = [*RETOLD, document("gn", "하버 편집기 무료 요금제", source_id="gn", url=GN)]
    async with reading(tmp_path, REPORT, post(), *NATIVE, *digest) as read:
        gathered = await read.ask(sources=frozenset({"gn"}))
    assert {d.retold for d in gathered.heard} == {True}


async def test_hidden_author(tmp_path: Path) -> None:
    """Whoever posts a digest has not said what it retells."""
    posted = [relay("r", KOREAN[0], author="neo", retells_url=f"{HN}555")]
    async with reading(tmp_path, REPORT, post(), topic(), *posted) as read:
        (told,) = (await read.ask()).statements
    assert told.citations[0].author is None
