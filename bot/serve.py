"""The server: opens the data folder, begins the schedules, and serves the page until told to stop."""

import asyncio
import logging
import signal
import socket
from contextlib import suppress
from importlib import import_module

import uvicorn

from bot import console
from bot.app import (
    App,
    add_first_sources,
    local_zone,
    new_id,
    new_token,
    now,
    open_app,
    process_id,
)
from bot.chats import open_chats
from bot.errors import BadRequest
from bot.jobs import Jobs
from bot.lock import Holder
from bot.progress import Progress
from bot.settings import Settings
from retrieval.types import Run, Source

_LOG = logging.getLogger("newsdesk")
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - what is told, not bound


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM. Raises what opening raises, BadRequest for a port in use."""
    listening = _listen(settings)
    progress = Progress()
    async with open_app(settings, "newsdesk serve", progress.say) as app:
        app.direct.on_read = lambda source, run: _tell(progress, source, run)
        jobs = Jobs(settings.jobs_url, app.library, app.direct, now, new_id)
        jobs.forget = app.forget_asked
        try:
            await add_first_sources(app)
            chats = await open_chats(settings, app.library.engine, app.desk(jobs), jobs)
            await jobs.launch()
            chats.start()
            try:
                await _until_stopped(app, jobs, listening, progress)
            finally:
                await chats.stop()
        finally:
            await jobs.close()


async def _until_stopped(
    app: App, jobs: Jobs, listening: socket.socket, progress: Progress
) -> None:
    token, url = new_token(), _url(listening)
    web = import_module("adapters.web.app").create_app(
        app.desk(jobs),
        clock=now,
        token=token,
        allowed_hosts=(*app.settings.allowed_hosts, app.settings.host),
        timezone=local_zone(app.settings),
        log=_LOG,
    )
    config = uvicorn.Config(web, log_level="warning", lifespan="on", server_header=False)
    holder = Holder(pid=process_id(), command="newsdesk serve", url=url, token=token)
    filling = asyncio.create_task(_fill(app, jobs))
    _outlive_signals()
    try:
        app.folder.announce(holder)
        progress.say(f"Newsdesk is at {url} (stop it with Ctrl-C)")
        await uvicorn.Server(config).serve(sockets=[listening])
    finally:
        filling.cancel()
        await asyncio.gather(filling, return_exceptions=True)


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
