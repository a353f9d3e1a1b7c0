"""What the program is made of. Only here are the environment and the clock read and objects built."""

import os
import secrets
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import stamina
import tzlocal
from pydantic import ValidationError

from bot import opening
from bot.adding import Adding, Discover
from bot.admin import LocalAdmin
from bot.answer import Answering
from bot.asked_links import AskedLinks
from bot.catalogue import Catalogue, Kind, new_source
from bot.desk import LocalDesk, Runner
from bot.errors import BadRequest
from bot.lock import DataFolder
from bot.memory.store import open_memory
from bot.opening import Opening, Shared, active_generation, forget_leftovers
from bot.readers import Readers, make_catalogue, make_links, open_readers
from bot.serving import Serving
from bot.settings import Settings
from bot.upkeep import Parts, Upkeep, make_upkeep
from bot.writing import Surroundings
from retrieval.ingest import Ingest
from retrieval.ports import Embedder, PassageIndex
from retrieval.search import Search
from retrieval.stores.sql.generations import SqlGenerations
from retrieval.stores.sql.library import SqlLibrary, open_library

SAMPLES = Path(__file__).parent / "samples" / "code-red.jsonl"
_PACKAGED = "multilingual-e5-small-int8r"
_MOST_FORGOTTEN = 200  # sources at a time

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """An opened data folder."""

    settings: Settings
    folder: DataFolder
    library: SqlLibrary
    ingest: Ingest
    serving: Serving
    upkeep: Upkeep
    kinds: Sequence[Kind]
    discover: Discover
    links: AskedLinks

    @property
    def embedder(self) -> Embedder:
        """Of the generation that answers come from; so are the next three."""
        return self.serving.current.embedder

    @property
    def indexes(self) -> Sequence[PassageIndex]:
        """Dense and lexical."""
        return self.serving.current.indexes

    @property
    def search(self) -> Search:
        """Searches them."""
        return self.serving.current.search

    @property
    def answering(self) -> Answering:
        """Answers from them."""
        return self.serving.current.answering

    def desk(self, runner: Runner | None = None) -> LocalDesk:
        """The desk, with whoever carries out its readings."""
        return LocalDesk(
            library=self.library,
            serving=self.serving,
            runner=runner or self.upkeep.tasks,
            catalogue=self.catalogue(),
            adding=self.adding(),
            new_run=self.upkeep.new_run,
        )

    def admin(self, runner: Runner | None = None) -> LocalAdmin:
        """Administration, with whoever carries out its runs."""
        return LocalAdmin(
            self.upkeep.books, runner or self.upkeep.tasks, self.adding(), self.upkeep.new_run
        )

    def adding(self) -> Adding:
        """From an address to a source."""
        return Adding(self.library, self.catalogue(), self.discover)

    def catalogue(self) -> Catalogue:
        """What can be read here."""
        return make_catalogue(self.settings, self.kinds, self.embedder.model)

    async def tidy(self) -> None:
        """What runs that were cut off have left behind, and what is kept no longer. Repeatable."""
        await self.upkeep.tidy()
        await self.forget_asked()

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


def open_embedder(settings: Settings, say: Say) -> Embedder:
    """The model that the settings name, without a data folder. Raises ModelUnavailable."""
    device, packaged = settings.embedding_device, model_folder(settings)
    return opening.open_embedder(settings.embedding_model, device, packaged, say)


@asynccontextmanager
async def open_app(settings: Settings, command: str, say: Say) -> AsyncIterator[App]:
    """Lock the data folder and open everything in it; close it in reverse.

    Raises AlreadyRunning, BadRequest, StoreUnavailable, ModelUnavailable.
    """
    stamina.instrumentation.set_on_retry_hooks(())  # what fails for good is told, tries are not
    async with AsyncExitStack() as stack:
        folder = DataFolder(settings.data_dir, command)
        stack.callback(folder.close)
        library = await open_library(settings.sql_url)
        stack.push_async_callback(library.close)
        memory = await open_memory(library.engine)
        generations = SqlGenerations(library.engine)
        await forget_leftovers(settings, generations)
        reading = await open_readers(settings, library, stack, now)
        links = make_links(settings, library, reading, now)
        stack.push_async_callback(links.close)
        opens = Opening(_shared(settings, library, links, say))
        stack.push_async_callback(opens.close)
        first = await opens(await active_generation(settings, generations, now()))
        ingest = Ingest(first.library, reading.readers, first.indexes, now)
        serving = Serving(generations, ingest, opens, now, first)
        stack.push_async_callback(serving.close)
        parts = Parts(
            settings=settings,
            library=library,
            memory=memory,
            ingest=ingest,
            serving=serving,
            kinds=reading.kinds,
            clock=now,
            new_id=new_id,
        )
        app = _app(folder, parts, reading, links)
        stack.push_async_callback(app.upkeep.tasks.close)
        await app.forget_asked()
        await app.upkeep.forget_unfinished()
        yield app


def _app(folder: DataFolder, parts: Parts, reading: Readers, links: AskedLinks) -> App:
    return App(
        settings=parts.settings,
        folder=folder,
        library=parts.library,
        ingest=parts.ingest,
        serving=parts.serving,
        upkeep=make_upkeep(parts),
        kinds=reading.kinds,
        discover=reading.discover,
        links=links,
    )


def _shared(settings: Settings, library: SqlLibrary, links: AskedLinks, say: Say) -> Shared:
    return Shared(
        settings=settings,
        library=library,
        links=links,
        around=_surroundings(),
        model_folder=model_folder(settings),
        say=say,
    )


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
