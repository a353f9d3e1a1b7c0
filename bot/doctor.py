"""`newsdesk doctor`: what works, what is missing, and how to mend it."""

import asyncio
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from bot.access import open_desk
from bot.app import model_folder, now
from bot.errors import BadRequest, BotError
from bot.lock import holder
from bot.models import tried
from bot.progress import Progress
from bot.settings import Settings
from bot.types import Status
from retrieval.embedding.prepare import is_prepared
from retrieval.errors import RetrievalError
from retrieval.ports import Fetcher
from retrieval.types import SourceState
from retrieval.web.tools import open_tools

_LEAST_FREE_MB = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. `needed`: without it Newsdesk does not work."""

    name: str
    good: bool
    told: str
    needed: bool = True


async def examine(settings: Settings, as_json: bool) -> tuple[list[str], bool]:  # noqa: FBT001
    """The findings as lines, and whether everything needed works."""
    checks = [*_machine(settings), *_model(settings), *_chats(settings), *await _stores(settings)]
    checks += await _feeds(settings)
    checks.append(await _writer(settings))
    good = all(c.good for c in checks if c.needed)
    if as_json:
        return [json.dumps([asdict(c) for c in checks], ensure_ascii=False, indent=1)], good
    return [_line(c) for c in checks], good


def _line(check: Check) -> str:
    mark = "ok     " if check.good else "MISSING" if check.needed else "note   "
    return f"{mark} {check.name}: {check.told}"


def _machine(settings: Settings) -> Iterator[Check]:
    version = ".".join(str(n) for n in sys.version_info[:3])
    yield Check(name="python", good=sys.version_info >= (3, 11), told=version)
    free = shutil.disk_usage(_existing(settings.data_dir)).free // 1_000_000
    told = f"{free} MB free at {settings.data_dir}"
    mend = "" if free >= _LEAST_FREE_MB else f"; make room for at least {_LEAST_FREE_MB} MB"
    yield Check(name="disk", good=free >= _LEAST_FREE_MB, told=told + mend)


def _model(settings: Settings) -> Iterator[Check]:
    if settings.embedding_model:
        yield Check(name="embedding model", good=True, told=f"set to {settings.embedding_model}")
        return
    folder = model_folder(settings)
    good = is_prepared(folder)
    told = f"ready in {folder}" if good else f"not in {folder}; run `newsdesk prepare`"
    yield Check(name="embedding model", good=good, told=told)
    htmx = import_module("adapters.web.assets").HTMX.is_file()
    told = "there" if htmx else "not there: pages reload as a whole; run `newsdesk prepare`"
    yield Check(name="page script", good=htmx, told=told, needed=False)


async def _writer(settings: Settings) -> Check:
    """Asks the language model for a word or two."""
    name = "language model"
    if not settings.writer_model:
        return Check(name=name, good=True, told="not set up: answers are quotes", needed=False)
    try:
        seconds = await tried(settings)
    except BotError as e:
        return Check(name=name, good=False, told=str(e))
    return Check(name=name, good=True, told=f"{settings.writer_model} answers in {seconds:.1f} s")


def _chats(settings: Settings) -> Iterator[Check]:
    """What is set. Whether a token is taken shows only when the server connects."""
    discord = "a token is set" if settings.discord_token.get_secret_value() else "not set up"
    yield Check(name="Discord", good=True, told=discord, needed=False)
    try:
        slack = import_module("adapters.slack.config").config(settings)
    except BadRequest as e:
        yield Check(name="Slack", good=False, told=str(e))
        return
    told = f"set up for {'Socket Mode' if slack.socket else 'HTTP'}" if slack else "not set up"
    yield Check(name="Slack", good=True, told=told, needed=False)


async def _stores(settings: Settings) -> list[Check]:
    if not settings.embedding_model and not is_prepared(model_folder(settings)):
        return []
    try:
        held = holder(settings.data_dir)
        async with open_desk(settings, "newsdesk doctor", Progress().say) as desk:
            status = await desk.status()
    except (BotError, RetrievalError) as e:
        return [Check(name="data folder", good=False, told=str(e))]
    by = f"held by `{held.command}` (process {held.pid})" if held else "free"
    return [Check(name="data folder", good=True, told=f"{settings.data_dir}, {by}"), *_kept(status)]


def _kept(status: Status) -> Iterator[Check]:
    count = status.coverage
    told = f"{count.documents} documents, {count.passages} passages, {count.sources} sources"
    yield Check(name="database", good=True, told=told)
    for index in status.indexes:
        told = f"{index.passages} passages"
        late = f", {index.behind} changes behind; they are applied by the next command"
        told += late if index.behind else ", up to date"
        yield Check(name=f"{index.name} index", good=not index.behind, told=told, needed=False)
    for source in status.sources:
        if source.state is SourceState.FAILING:
            told = source.reason or "failing"
            yield Check(name=f"source {source.name}", good=False, told=told, needed=False)


async def _feeds(settings: Settings) -> list[Check]:
    opened = open_tools(contact=settings.contact, openings=settings.private_networks, clock=now)
    async with opened as tools:
        return await asyncio.gather(*(_feed(tools.fetcher, url) for url in settings.feeds))


async def _feed(fetcher: Fetcher, url: str) -> Check:
    try:
        fetched = await fetcher.fetch(url)
    except RetrievalError as e:
        return Check(name=f"feed {url}", good=False, told=str(e), needed=False)
    return Check(name=f"feed {url}", good=True, told=f"{len(fetched.body)} bytes", needed=False)


def _existing(path: Path) -> Path:
    return next(p for p in (path.absolute(), *path.absolute().parents) if p.exists())
