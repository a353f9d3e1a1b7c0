"""The server: opens the data folder, begins the schedules, and serves the page until told to stop."""

import asyncio
import logging
import signal
import socket
from contextlib import suppress
from importlib import import_module
from importlib.metadata import version

import uvicorn

from bot import console
from bot.app import (
    App,
    add_first_sources,
    local_zone,
    new_token,
    now,
    open_app,
    process_id,
)
from bot.console_key import address, console_key
from bot.errors import BadRequest
from bot.house import House, open_house
from bot.jobs import Jobs
from bot.lock import Holder
from bot.progress import Progress
from bot.settings import Settings
from retrieval.errors import RetrievalError
from retrieval.types import Run, Source

_LOG = logging.getLogger("newsdesk")
_FOLLOW_S = 2.0
_GRACE_S = 3  # for what is being sent when the server is stopped
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - what is told, not bound


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM. Raises what opening raises, BadRequest for a port in use."""
    listening = _listen(settings)
    progress = Progress()
    async with open_app(settings, "newsdesk serve", progress.say) as app:
        app.upkeep.reading.on_read = lambda source, run: _tell(progress, source, run)
        jobs = Jobs(settings.jobs_url, app.library, app.upkeep.performing, app.upkeep.new_run)
        jobs.clean = app.tidy
        house = await open_house(app, jobs)
        try:
            await add_first_sources(app)
            await jobs.launch()
            house.chats.start()
            try:
                await _until_stopped(house, listening, progress)
            finally:
                await house.chats.stop()
                await house.settled()
        finally:
            await jobs.close()


async def _until_stopped(house: House, listening: socket.socket, progress: Progress) -> None:
    app, token, url = house.app, new_token(), _url(listening)
    key, new = console_key(app.settings.data_dir)
    config = _config(house, token, key)
    holder = Holder(pid=process_id(), command="newsdesk serve", url=url, token=token)
    working = [asyncio.create_task(work) for work in (_fill(app, house.jobs), _follow(app))]
    _outlive_signals()
    try:
        app.folder.announce(holder)
        progress.say(f"Newsdesk is at {url} (stop it with Ctrl-C)")
        if new:
            progress.say(f"Its console, for those who run it: {address(url, key)}")
        await uvicorn.Server(config).serve(sockets=[listening])
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)


def _config(house: House, token: str, key: str) -> uvicorn.Config:
    """The page, the console and the API. `token` signs forms and opens the API, `key` opens the console."""
    app = house.app
    web = import_module("adapters.web.app").create_app(
        house.desk("web"),
        clock=now,
        token=token,
        allowed_hosts=(*app.settings.allowed_hosts, app.settings.host),
        timezone=local_zone(app.settings),
        log=_LOG,
        admin=house.admin,
        insight=app.upkeep.insight,
        audit=app.upkeep.books.log,
        console_key=key,
        watched=house.watching.told(
            version=version("newsdesk"),
            platforms=house.chats.platforms,
            figures=app.settings.figures,
            key=key,
        ),
    )
    return uvicorn.Config(
        web,
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
    )


async def _follow(app: App) -> None:
    """Change over to the indexes that another process has made active."""
    while True:
        await asyncio.sleep(_FOLLOW_S)
        try:
            await app.serving.follow()
        except RetrievalError:  # it is looked at again
            continue
        except Exception:  # noqa: BLE001 - so is this
            _LOG.exception("looking which index is active")


def _outlive_signals() -> None:
    """Uvicorn raises the signal that stopped it once more when it is done; there is still to close."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, lambda: None)


async def _fill(app: App, jobs: Jobs) -> None:
    """Catch up with the log, then read what has never been read or is due."""
    await app.ingest.drain()
    await jobs.sweep()


def _tell(progress: Progress, source: Source, run: Run) -> None:
    for line in console.run_lines(run, source.name):
        progress.say(line)


def _listen(settings: Settings) -> socket.socket:
    try:
        return socket.create_server((settings.host, settings.port))
    except OSError as e:
        raise BadRequest(
            f"{settings.host}:{settings.port}: cannot be listened on ({e.strerror}); free it, or set"
            " NEWSDESK_PORT to another port"
        ) from e


def _url(listening: socket.socket) -> str:
    """Where the page is from this machine; who listens everywhere is at the loopback address, too."""
    host, port = listening.getsockname()[:2]
    here = _EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{here}:{port}"
