"""A library with generations of indexes that can be filled, changed over to and gone back from."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from examples import NOW, document, source, write
from fakes import FakeEmbedder
from running import new_runs
from typing_extensions import override

from bot.administration import Wish
from bot.answer import Answering, Means
from bot.performing import Performing
from bot.queued import NewRuns
from bot.serving import Opened, Serving
from bot.tasks import TaskRunner
from bot.types import Question, Reply
from bot.works.reindexing import Reindexing, Rollback
from bot.works.verifying import Known, Verifying
from retrieval.ingest import Ingest
from retrieval.likeness import Liken
from retrieval.passages import SPLITTER, split_by
from retrieval.ports import Matrix, Vector
from retrieval.ranking import Recency
from retrieval.search import Search
from retrieval.stores.chroma import ChromaIndex, open_client
from retrieval.stores.sql.generations import SqlGenerations
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.runs import SqlRuns
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.stores.tantivy import TantivyIndex
from retrieval.types import Document, Generation, GenerationState, Problem, Run, RunKind
from retrieval.upkeep import FIRST
from retrieval.within import Within


class OtherEmbedder(FakeEmbedder):
    """Another model: the same, turned round."""

    model = "other"

    @override
    async def embed_question(self, text: str) -> Vector:
        return (await super().embed_question(text))[::-1].copy()

    @override
    async def embed_passages(self, texts: Sequence[str]) -> Matrix:
        return (await super().embed_passages(texts))[:, ::-1].copy()


class SlowEmbedder(OtherEmbedder):
    """Takes its time, so that there is a middle."""

    model = "slow"

    @override
    async def embed_passages(self, texts: Sequence[str]) -> Matrix:
        await asyncio.sleep(0.2)
        return await super().embed_passages(texts)


class LearnedEmbedder(FakeEmbedder):
    """A model that knows that a streetcar is a tram."""

    model = "learned"

    @override
    async def embed_question(self, text: str) -> Vector:
        return await super().embed_question(text.replace("streetcar", "tram"))


class SmallDense(ChromaIndex):
    """Filled in small batches: more places to be cut off at."""

    batch = 8


class SmallLexical(TantivyIndex):
    """The same for words."""

    batch = 8


MODELS = {
    "": FakeEmbedder,
    "other": OtherEmbedder,
    "slow": SlowEmbedder,
    "learned": LearnedEmbedder,
}


@dataclass(frozen=True)
class Refilling:
    """An opened folder."""

    folder: Path
    library: SqlLibrary
    ingest: Ingest
    serving: Serving
    performing: Performing
    tasks: TaskRunner
    new_run: NewRuns

    async def begun(
        self, kind: RunKind = RunKind.REINDEX, source_id: str = "", **given: str
    ) -> Run:
        """A run that works in a task."""
        wish = Wish(kind=kind, source_id=source_id, options=given)
        return await self.tasks.begin(self.new_run(wish, None, "me"))

    async def run(self, kind: RunKind = RunKind.REINDEX, source_id: str = "", **given: str) -> Run:
        """A run from its beginning to its end."""
        return await self.tasks.finish(await self.begun(kind, source_id, **given))

    async def ask(self, text: str) -> Reply:
        """The reply to a question asked now."""
        return await self.serving(Question(text=text, now=NOW))

    async def store(self, *documents: Document) -> None:
        """Documents of source s1, indexed where answers come from."""
        cut = await self.library.splitters()
        whole = write(*documents)
        passages = tuple(p for d in documents for p in split_by(d, cut))
        await self.library.store(replace(whole, passages=passages))
        await self.ingest.drain()

    @property
    def active(self) -> Generation:
        """What answers come from."""
        return self.serving.current.generation

    async def states(self) -> dict[str, str]:
        """Of the generations that are kept, by id."""
        return {g.id: g.state.value for g in await self.serving.generations.all()}

    async def counts(self) -> list[int]:
        """What the indexes hold that answers come from."""
        return [await index.count() for index in self.serving.indexes()]


def texts(count: int) -> list[Document]:
    """Documents that have words of their own."""
    places = ("harbour", "museum", "tram", "bridge", "market", "tower")
    return [
        document(
            f"d{n:03}",
            text=f"The {places[n % 6]} number{n} opened in the city of town{n}. It cost {n} coins.",
            title=f"About {places[n % 6]} number{n}",
        )
        for n in range(count)
    ]


@asynccontextmanager
async def refilling(
    folder: Path,
    *,
    known: Sequence[Known] = (),
    titles: int = 20,
    failing: Sequence[Problem] = (),
) -> AsyncIterator[Refilling]:
    """A folder; `failing`: what the cases of every generation but the first say. Time goes on from NOW."""
    began = time.monotonic()

    def clock() -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - began)

    async with AsyncExitStack() as stack:
        library = await open_library(f"sqlite+aiosqlite:///{folder}/n.sqlite")
        stack.push_async_callback(library.close)
        generations = SqlGenerations(library.engine)

        async def open(generation: Generation) -> Opened:
            return _opened(folder, library, generation)

        first = await open(await generations.active() or await generations.add(_first()))
        ingest = Ingest(first.library, {}, first.indexes, clock)
        serving = Serving(generations, ingest, open, clock, first)
        stack.push_async_callback(serving.close)
        performing = Performing(SqlRuns(library.engine), clock)

        async def cases(opened: Opened) -> Sequence[Problem]:
            return failing if opened.generation.id != FIRST else ()

        async def asked() -> Sequence[Known]:
            some = await generations.sample(titles) if titles else ()
            return [*known, *(Known(question=t, documents=frozenset({id})) for t, id in some)]

        verifying = Verifying(generations.sizes, asked, cases, clock)
        performing.works = {
            RunKind.REINDEX: Reindexing(library, ingest, serving, verifying, clock),
            RunKind.ROLLBACK: Rollback(serving, verifying, clock),
        }
        tasks = TaskRunner(performing)
        stack.push_async_callback(tasks.close)
        await library.save_source(source())
        yield Refilling(folder, library, ingest, serving, performing, tasks, new_runs(clock, "0a"))


def _first() -> Generation:
    return Generation(
        id=FIRST,
        spec="",
        model="fake",
        splitter=SPLITTER,
        state=GenerationState.ACTIVE,
        created=NOW,
        changed=NOW,
    )


def _opened(folder: Path, library: SqlLibrary, generation: Generation) -> Opened:
    embedder, own = MODELS[generation.spec](), library.of(generation.splitter)
    id = "" if generation.id == FIRST else generation.id
    cache = SqlVectorCache(library.engine)
    client = open_client("", folder / "chroma")
    dense = SmallDense(client, embedder, own, cache, str(folder), id)
    lexical = SmallLexical(folder / f"lexical-{id}")
    means = Means(
        search=Search(own, dense, lexical, Recency()),
        library=own,
        embedder=embedder,
        within=Within(own, embedder, cache),
    )
    return Opened(
        generation=replace(generation, model=embedder.model),
        library=own,
        embedder=embedder,
        indexes=[dense, lexical],
        search=means.search,
        answering=Answering(means, 0.5),
        liken=Liken(own, embedder, cache),
    )
