"""A whole desk over real stores, with the fake embedder: for tests of flows."""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from examples import NOW, write
from fakes import FakeEmbedder, FakeReader
from running import Office

from bot.adding import Adding
from bot.answer import Answering, Means
from bot.catalogue import Catalogue, Kind
from bot.checking import Checking
from bot.desk import LocalDesk
from bot.memory.budgets import Allowance, SqlBudgets
from bot.memory.store import open_memory
from bot.ports import Writer
from bot.serving import Opened, Serving
from bot.types import Question, Reply
from bot.writers.counting import CountingWriter
from bot.writing import Surroundings, Terms, Writing
from retrieval.ingest import Ingest
from retrieval.likeness import Liken
from retrieval.ports import PassageIndex
from retrieval.ranking import Recency
from retrieval.search import Search
from retrieval.stores.chroma import ChromaIndex, open_client
from retrieval.stores.sql.generations import SqlGenerations
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.stores.tantivy import TantivyIndex
from retrieval.types import Document, Generation, GenerationState, Reading
from retrieval.upkeep import FIRST
from retrieval.within import Within


@dataclass(frozen=True)
class World:
    """Everything that a data folder opens."""

    library: SqlLibrary
    ingest: Ingest
    search: Search
    embedder: FakeEmbedder
    reader: FakeReader
    desk: LocalDesk
    office: Office

    @property
    def indexes(self) -> Sequence[PassageIndex]:
        """Dense and lexical."""
        return self.desk._serving.indexes()

    async def store(self, *documents: Document) -> None:
        """Documents of source s1, indexed."""
        await self.library.store(write(*documents))
        await self.ingest.drain()

    async def ask(self, text: str, **given: object) -> Reply:
        """The reply to a question asked now."""
        return await self.desk.ask(Question(**{"text": text, "now": NOW, **given}))


@asynccontextmanager
async def open_world(
    folder: Path,
    *readings: Reading | Exception,
    threshold: float = 0.5,
    schemes: Sequence[str] = ("test:",),
    writer: Writer | None = None,
    **terms: object,
) -> AsyncIterator[World]:
    """A desk in a folder; its one kind of source brings the readings in turn."""
    library = await open_library(f"sqlite+aiosqlite:///{folder}/n.sqlite")
    embedder, reader = FakeEmbedder(), FakeReader(*readings)
    cache = SqlVectorCache(library.engine)
    dense = ChromaIndex(open_client("", folder / "chroma"), embedder, library, cache, str(folder))
    lexical = TantivyIndex(folder / "lexical")
    ingest = Ingest(library, {"fake": reader, "jsonl": reader}, [dense, lexical], lambda: NOW)
    search = Search(library, dense, lexical, Recency())
    office = Office(library, ingest, lambda: NOW)
    kind = Kind(name="fake", recognises=lambda place: place.startswith(tuple(schemes)))
    writing = await _writing(writer, library, embedder, terms) if writer else None
    means = Means(
        search=search,
        library=library,
        embedder=embedder,
        within=Within(library, embedder, cache),
        writing=writing,
    )
    catalogue = Catalogue(kinds=[kind], refresh_every=timedelta(minutes=30), model="fake")
    serving = await _serving(means, ingest, [dense, lexical], threshold)
    office.reading.liken = serving.liken
    desk = LocalDesk(
        library=library,
        serving=serving,
        runner=office.tasks,
        catalogue=catalogue,
        adding=Adding(library, catalogue),
        new_run=office.new_run,
    )
    try:
        yield World(library, ingest, search, embedder, reader, desk, office)
    finally:
        await office.tasks.close()
        await dense.close()
        await lexical.close()
        await library.close()


async def _serving(
    means: Means, ingest: Ingest, indexes: Sequence[PassageIndex], threshold: float
) -> Serving:
    """One generation, which is the first and stays."""
    library = means.library
    generations = SqlGenerations(library.engine)
    first = await generations.add(
        Generation(
            id=FIRST,
            spec="",
            model="fake",
            splitter=library.splitter,
            state=GenerationState.ACTIVE,
            created=NOW,
            changed=NOW,
        )
    )
    opened = Opened(
        generation=first,
        library=library,
        embedder=means.embedder,
        indexes=indexes,
        search=means.search,
        answering=Answering(means, threshold),
        liken=Liken(library, means.embedder, SqlVectorCache(library.engine)),
    )

    async def never(_generation: Generation) -> Opened:
        raise AssertionError("there is one generation here")

    return Serving(generations, ingest, never, lambda: NOW, opened)


async def _writing(
    writer: Writer, library: SqlLibrary, embedder: FakeEmbedder, given: Mapping[str, object]
) -> Writing:
    """Budgets and second opinions are given by name, the rest are terms."""
    terms = dict(given)
    allowance = terms.pop("allowance", Allowance())
    checking = Checking(embedder, terms.pop("opinion", None))
    await open_memory(library.engine)
    codes = (f"{n:012x}" for n in count(0xC0DE))
    return Writing(
        CountingWriter(writer),
        checking,
        SqlBudgets(library.engine, allowance),
        Terms(**terms),
        Surroundings(clock=lambda: NOW, timer=time.monotonic, nonce=lambda: next(codes)),
    )
