"""A whole desk over real stores, with the fake embedder: for tests of flows."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from examples import NOW, write
from fakes import FakeEmbedder, FakeReader

from bot.answer import Answering
from bot.desk import Catalogue, DirectRunner, Kind, LocalDesk
from bot.types import Question, Reply
from retrieval.ingest import Ingest
from retrieval.ranking import Recency
from retrieval.search import Search
from retrieval.stores.chroma import ChromaIndex, open_client
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.stores.tantivy import TantivyIndex
from retrieval.types import Document, Reading


@dataclass(frozen=True)
class World:
    """Everything that a data folder opens."""

    library: SqlLibrary
    ingest: Ingest
    search: Search
    embedder: FakeEmbedder
    reader: FakeReader
    desk: LocalDesk

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
) -> AsyncIterator[World]:
    """A desk in a folder; its one kind of source brings the readings in turn."""
    library = await open_library(f"sqlite+aiosqlite:///{folder}/n.sqlite")
    embedder, reader = FakeEmbedder(), FakeReader(*readings)
    cache = SqlVectorCache(library.engine)
    dense = ChromaIndex(open_client("", folder / "chroma"), embedder, library, cache, str(folder))
    lexical = TantivyIndex(folder / "lexical")
    ingest = Ingest(library, {"fake": reader, "jsonl": reader}, [dense, lexical], lambda: NOW)
    search = Search(library, dense, lexical, Recency())
    numbers = iter(range(1000))
    runner = DirectRunner(library, ingest, lambda: NOW, lambda: f"run{next(numbers)}")
    kind = Kind(name="fake", recognises=lambda place: place.startswith(tuple(schemes)))
    desk = LocalDesk(
        library=library,
        indexes=[dense, lexical],
        answering=Answering(search, library, embedder, threshold),
        runner=runner,
        catalogue=Catalogue(kinds=[kind], refresh_every=timedelta(minutes=30), model="fake"),
    )
    try:
        yield World(library, ingest, search, embedder, reader, desk)
    finally:
        await dense.close()
        await lexical.close()
        await library.close()
