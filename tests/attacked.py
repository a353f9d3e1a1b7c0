"""The local API over a real desk and real stores, in a thread of its own, for tests that attack it."""

import asyncio
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from examples import document, source
from fastapi import FastAPI
from world import World, open_world

from adapters.web.app import create_app
from bot.adding import Adding
from bot.admin import LocalAdmin
from bot.app import read_settings
from bot.catalogue import Catalogue, Kind
from bot.memory.store import open_memory
from bot.upkeep import Parts, Upkeep, make_upkeep
from retrieval.types import Reading

TOKEN = "the-token-of-the-attacked-folder"  # noqa: S105 - of these tests only
TRUSTED = {"authorization": f"Bearer {TOKEN}"}
READ = Reading(documents=(document("d1"), document("d2", "A bridge in Busan was closed.")))


@dataclass(frozen=True)
class Attacked:
    """Where it is, and what is behind it."""

    url: str
    folder: Path


@asynccontextmanager
async def open_attacked(folder: Path) -> AsyncIterator[tuple[FastAPI, World, Upkeep]]:
    """An application over a folder with two documents; anything at all is the address of a source."""
    async with open_world(folder, READ, schemes=("",)) as world:
        await world.library.save_source(source("s1", kind="fake", location="test:s1"))
        await world.store(*READ.documents)
        upkeep = make_upkeep(
            Parts(
                settings=read_settings(data_dir=folder),
                library=world.library,
                memory=await open_memory(world.library.engine),
                ingest=world.ingest,
                serving=world.desk._serving,
                kinds=(),
                clock=_now,
                new_id=lambda: secrets.token_hex(8),
            )
        )
        kind = Kind(name="fake", recognises=lambda _place: True)
        catalogue = Catalogue(kinds=[kind], refresh_every=None, model="fake")
        adding = Adding(world.library, catalogue)
        admin = LocalAdmin(upkeep.books, upkeep.tasks, adding, upkeep.new_run)
        app = create_app(
            world.desk, clock=_now, token=TOKEN, admin=admin, insight=upkeep.insight,
            audit=upkeep.books.log,
        )  # fmt: skip
        try:
            yield app, world, upkeep
        finally:
            await upkeep.tasks.close()


@contextmanager
def attacked(folder: Path) -> Iterator[Attacked]:
    """The same, served on loopback by a real server."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop, ready = threading.Event(), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(folder, listener, ready, stop)))
    thread.start()
    try:
        assert ready.wait(60)
        yield Attacked(f"http://127.0.0.1:{listener.getsockname()[1]}", folder)
    finally:
        stop.set()
        thread.join(60)
        listener.close()


async def _serve(
    folder: Path, listener: socket.socket, ready: threading.Event, stop: threading.Event
) -> None:
    async with open_attacked(folder) as (app, _, _):
        config = uvicorn.Config(app, log_config=None, ws="none", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        ready.set()
        while not stop.is_set():  # noqa: ASYNC110 - it is another thread that says so
            await asyncio.sleep(0.05)
        server.should_exit = True
        await serving


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - runs are timed here
