"""What each command does. Heavy to import: `bot.cli` loads it when a command is run."""

import json
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from bot import console, wire, wording
from bot.access import open_desk
from bot.app import local_zone, model_folder, now
from bot.errors import BadRequest
from bot.named import named as find
from bot.named import resolved
from bot.progress import Progress
from bot.settings import Settings
from bot.types import Question, Status
from retrieval.embedding.prepare import prepare as prepare_model
from retrieval.types import Run, RunState

Lines = list[str]


async def ask(settings: Settings, text: str, *, as_json: bool, why: bool) -> Lines:
    """The reply to a question, and how it came about if that is wanted."""
    zone = local_zone(settings)
    question = Question(text=text, now=now(), timezone=zone)
    async with open_desk(settings, "newsdesk ask", Progress().say) as desk:
        reply = await desk.ask(question)
    if as_json:
        return [_json(wire.dump(reply))]
    lines = console.reply_lines(reply, question.now, ZoneInfo(zone))
    return [*lines, "", *wording.why_lines(reply, reply.lang, ZoneInfo(zone))] if why else lines


async def ingest(settings: Settings, locations: list[str], *, as_json: bool) -> tuple[Lines, bool]:
    """Read sources by address; the lines, and whether all could be read."""
    progress = Progress()
    runs: list[tuple[str, Run]] = []
    async with open_desk(settings, "newsdesk ingest", progress.say) as desk:

        async def behind() -> str:
            return _standing(await desk.status())

        for location in locations:
            async with progress.watching(f"reading {location}", behind):
                runs.append((location, await desk.ingest(resolved(location), asked_by="cli")))
    good = all(run.state is RunState.DONE for _, run in runs)
    if as_json:
        return [_json(wire.dump(run)) for _, run in runs], good
    return [line for name, run in runs for line in console.run_lines(run, name)], good


async def refresh(
    settings: Settings, named: str, *, confirm: bool, as_json: bool
) -> tuple[Lines, bool]:
    """Read a known source; the lines, and whether it could be read. `confirm`: delete what
    is held back now; it is told before.

    Raises BadRequest for an unknown source, and for a yes to nothing.
    """
    progress = Progress()
    async with open_desk(settings, "newsdesk refresh", progress.say) as desk:
        source = find(named, (await desk.status()).sources, resolved(named))
        if confirm and not source.held:
            raise BadRequest(f"{source.name}: no deletions wait for a yes; read it without one")

        async def behind() -> str:
            return _standing(await desk.status())

        if confirm:
            for line in console.held_lines(source, (await desk.status()).runs):
                progress.say(line)
        confirmed = source.held_mark if confirm else None
        async with progress.watching(f"reading {source.name}", behind):
            run = await desk.refresh(source.id, asked_by="cli", confirmed=confirmed)
    lines = [_json(wire.dump(run))] if as_json else console.run_lines(run, source.name)
    return lines, run.state is RunState.DONE


async def sources(settings: Settings, *, as_json: bool) -> Lines:
    """What is read, and how it stands."""
    async with open_desk(settings, "newsdesk sources", Progress().say) as desk:
        status = await desk.status()
    if as_json:
        return [_json(wire.dump(status))]
    return console.status_lines(status, ZoneInfo(local_zone(settings)))


async def prepare(settings: Settings) -> Lines:
    """Make the packaged model and the page's script ready."""
    say = Progress().say
    prepare_model(model_folder(settings), say)
    import_module("adapters.web.assets").prepare(say)
    return [f"embedding model ready: {model_folder(settings)}"]


def _standing(status: Status) -> str:
    indexed = ", ".join(f"{i.name} {i.passages}" for i in status.indexes)
    return f"{status.coverage.passages} passages stored; indexed: {indexed}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
