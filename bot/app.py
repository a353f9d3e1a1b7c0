"""What the program is made of. Only here are the environment and the clock read and objects built."""

import os
import secrets
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import stamina
import tzlocal
from pydantic import ValidationError

from bot.adding import Discover
from bot.answer import Answering, Means
from bot.asked_links import AskedLinks
from bot.catalogue import Catalogue, Kind, new_source
from bot.desk import DirectRunner, LocalDesk, Runner
from bot.errors import BadRequest
from bot.lock import DataFolder
from bot.memory.store import open_memory
from bot.models import make_writing
from bot.readers import make_catalogue, make_links, open_readers
from bot.settings import Settings
from bot.withdrawing import Cleaning
from bot.writing import Surroundings
from retrieval.embedding.onnx import OnnxEmbedder
from retrieval.embedding.prepare import prepare
from retrieval.ingest import Ingest
from retrieval.likeness import Liken
from retrieval.ports import Embedder, PassageIndex
from retrieval.ranking import Recency
from retrieval.search import Search
from retrieval.stores.chroma import ChromaIndex, open_client
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.stores.tantivy import TantivyIndex
from retrieval.types import RunState
from retrieval.within import Within

SAMPLES = Path(__file__).parent / "samples" / "code-red.jsonl"
_PACKAGED = "multilingual-e5-small-int8"
_MOST_FORGOTTEN = 200  # sources at a time

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """An opened data folder."""

    settings: Settings
    folder: DataFolder
    library: SqlLibrary
    embedder: Embedder
    indexes: Sequence[PassageIndex]
    ingest: Ingest
    search: Search
    answering: Answering
    direct: DirectRunner
    kinds: Sequence[Kind]
    discover: Discover
    links: AskedLinks

    def desk(self, runner: Runner) -> LocalDesk:
        """The desk, with whoever carries out its readings."""
        return LocalDesk(
            library=self.library,
            indexes=self.indexes,
            answering=self.answering,
            runner=runner,
            catalogue=self.catalogue(),
            discover=self.discover,
        )

    def catalogue(self) -> Catalogue:
        """What can be read here."""
        return make_catalogue(self.settings, self.kinds, self.embedder.model)

    async def forget_asked(self) -> None:
        """What questions linked to, some at a time, when nobody has linked to it for long.

        Not before the answers that quote it: they would seem to be withdrawn.
        """
        kept = max(self.settings.links_kept_days, self.settings.keep_days)
        before = now() - timedelta(days=kept)
        await self.library.forget_asked(before, _MOST_FORGOTTEN)


def read_settings(**given: Any) -> Settings:
    """From the environment and .env, with what a command was given on top. Raises BadRequest."""
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})
    except ValidationError as e:
        first = e.errors()[0]
        name = "_".join(("NEWSDESK", *(str(p) for p in first["loc"]))).upper()
        where = name if first["loc"] else "settings"
        what = first["msg"].removeprefix("Value error, ")
        raise BadRequest(f"{where}: {what}; docs/settings.md has what it takes") from e


def now() -> datetime:
    """The clock of the program."""
    return datetime.now(UTC)


def new_id() -> str:
    """An identifier nobody has used."""
    return secrets.token_hex(8)


def new_token() -> str:
    """A secret that opens the local API."""
    return secrets.token_urlsafe(32)


def _surroundings() -> Surroundings:
    return Surroundings(clock=now, timer=time.monotonic, nonce=lambda: secrets.token_hex(6))


def process_id() -> int:
    """Of this process."""
    return os.getpid()


def local_zone(settings: Settings) -> str:
    """IANA name of the zone of askers who have none."""
    return settings.timezone or tzlocal.get_localzone_name() or "UTC"


def model_folder(settings: Settings) -> Path:
    """Where the packaged model is prepared."""
    return (settings.model_dir or _cache() / "newsdesk" / "models") / _PACKAGED


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


@asynccontextmanager
async def open_app(settings: Settings, command: str, say: Say) -> AsyncIterator[App]:
    """Lock the data folder and open everything in it; close it in reverse.

    Raises AlreadyRunning, BadRequest, StoreUnavailable, ModelUnavailable.
    """
    stamina.instrumentation.set_on_retry_hooks(())  # what fails for good is told, tries are not
    async with AsyncExitStack() as stack:
        folder = DataFolder(settings.data_dir, command)
        stack.callback(folder.close)
        embedder = open_embedder(settings, say)
        stack.push_async_callback(embedder.close)
        library = await open_library(settings.sql_url)
        stack.push_async_callback(library.close)
        indexes = open_indexes(settings, library, embedder)
        for index in indexes:
            stack.push_async_callback(index.close)
        reading = await open_readers(settings, library, stack, now)
        memory = await open_memory(library.engine)
        links = make_links(settings, library, reading, now)
        stack.push_async_callback(links.close)
        cache = SqlVectorCache(library.engine)
        ingest = Ingest(library, reading.readers, indexes, now)
        means = _means(settings, library, indexes, embedder, links)
        if means.writing is not None:
            stack.push_async_callback(means.writing.close)
        app = App(
            settings=settings,
            folder=folder,
            library=library,
            embedder=embedder,
            indexes=indexes,
            ingest=ingest,
            search=means.search,
            answering=Answering(means, settings.threshold),
            direct=DirectRunner(library, ingest, now, new_id),
            kinds=reading.kinds,
            discover=reading.discover,
            links=links,
        )
        app.direct.clean = Cleaning(library, memory, cache)
        app.direct.liken = Liken(library, embedder, cache)
        await _tidy(app)
        yield app


def _means(
    settings: Settings,
    library: SqlLibrary,
    indexes: tuple[PassageIndex, PassageIndex],
    embedder: Embedder,
    links: AskedLinks,
) -> Means:
    """What answers are made with."""
    return Means(
        search=Search(library, *indexes, _recency(settings)),
        library=library,
        embedder=embedder,
        within=Within(library, embedder, SqlVectorCache(library.engine)),
        writing=make_writing(settings, library.engine, embedder, _surroundings()),
        links=links,
    )


def open_embedder(settings: Settings, say: Say) -> Embedder:
    """The packaged model, prepared if need be, or the one that the settings name."""
    if not settings.embedding_model:
        folder = model_folder(settings)
        prepare(folder, say)
        return OnnxEmbedder(folder)
    other = import_module("retrieval.embedding.sentence_transformers")
    embedder: Embedder = other.SentenceTransformersEmbedder(
        settings.embedding_model, settings.embedding_device or None
    )
    return embedder


def open_indexes(
    settings: Settings, library: SqlLibrary, embedder: Embedder
) -> tuple[PassageIndex, PassageIndex]:
    """The dense and the lexical index of a data folder."""
    folder = settings.data_dir / "chroma"
    client = open_client(settings.chroma_url, folder)
    cache = SqlVectorCache(library.engine)
    where = settings.chroma_url or str(folder)
    dense = ChromaIndex(client, embedder, library, cache, where)
    return dense, TantivyIndex(settings.data_dir / "lexical")


async def add_first_sources(app: App) -> None:
    """Give a new data folder its feeds and samples. A source that was there is left as it is."""
    if await app.library.sources():
        return
    every = timedelta(minutes=app.settings.refresh_minutes)
    if app.settings.samples:
        samples = new_source("jsonl", str(SAMPLES), every=every, name="Newsdesk samples")
        await app.library.save_source(samples)
    catalogue = app.catalogue()
    for url in app.settings.feeds:
        kind = catalogue.kind(url)
        if kind is None:
            raise BadRequest(f"NEWSDESK_FEEDS: {url} is not a source that can be read")
        await app.library.save_source(new_source(kind.name, url, every=every))


async def _tidy(app: App) -> None:
    """Runs that a dead process left behind; whoever resumes one writes its record anew."""
    for run in await app.library.runs(100):
        if run.state is RunState.RUNNING:
            message = "interrupted; what was stored stays, read the source again for the rest"
            await app.library.save_run(
                replace(run, state=RunState.FAILED, finished=now(), message=message)
            )
    await app.forget_asked()


def _recency(settings: Settings) -> Recency:
    return Recency(weight=settings.recency_weight, half_life=settings.recency_half_life)
