"""What each command of administration does. Heavy to import: `bot.cli` loads it when a command is run."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import console, wire
from bot.access import Access, open_access
from bot.administration import Wish
from bot.app import local_zone, now
from bot.errors import BadRequest
from bot.named import named, resolved
from bot.progress import Progress
from bot.rights import Actor
from bot.settings import Settings
from bot.wording.runs import bar, state_line
from retrieval.passages import splitter
from retrieval.types import Run, RunKind, RunState, Source

Lines = list[str]
Change = Callable[[Access, Source], Awaitable[Source]]

_LOOK_S = 0.3
_MOST_MINUTES = 60 * 24 * 90  # between two readings
_BY = Actor(platform="cli", user="local", admin=True)


async def start(
    settings: Settings, command: str, wish: Wish, *, source: str | None = None, watch: bool
) -> tuple[Lines, bool]:
    """Queue a run and, where a server does not go on with it or it is wanted, see it to its end.

    The lines, and whether it went well so far. `source`: an id, address or name, for `Wish.source_id`.
    """
    progress = Progress()
    async with open_access(settings, f"newsdesk {command}", progress.say) as access:
        if source is not None:
            found = await _source(access, source)
            wish = Wish(kind=wish.kind, source_id=found.id, options=wish.options)
        begun = await access.admin.start(wish, _BY)
        if access.remote and not watch:
            return [f"{console.run_title(begun)}: {begun.state.value}", _follow_line(begun)], True
        run = await _watched(access, begun, progress)
    return console.run_lines(run, console.run_title(run)), run.state is RunState.DONE


async def runs(settings: Settings, named: str | None, *, watch: bool, as_json: bool) -> Lines:
    """Recent runs, or one of them in full."""
    progress = Progress()
    async with open_access(settings, "newsdesk runs", progress.say) as access:
        if named is None:
            found = await access.admin.runs()
        else:
            found = [await _run(access, named)]
            if watch and found[0].open and access.remote:
                found = [await _watched(access, found[0], progress)]
    if as_json:
        return [_json([wire.dump(run) for run in found])]
    if named is not None:
        return console.run_report(found[0], now(), _zone(settings))
    return [console.run_row(run, now(), _zone(settings)) for run in found] or ["no runs yet"]


async def cancel(settings: Settings, run_id: str) -> Lines:
    """End a run."""
    async with open_access(settings, "newsdesk cancel", Progress().say) as access:
        run = await access.admin.cancel(run_id, _BY)
    return [f"{console.run_title(run)}: {run.state.value}"]


async def add(settings: Settings, location: str, *, watch: bool) -> tuple[Lines, bool]:
    """Add a source and have it read."""
    progress = Progress()
    place = resolved(location)
    async with open_access(settings, "newsdesk source add", progress.say) as access:
        begun = await access.admin.add(place, _BY)
        if access.remote and not watch:
            return [f"{console.run_title(begun)}: {begun.state.value}", _follow_line(begun)], True
        run = await _watched(access, begun, progress)
    return console.run_lines(run, console.run_title(run)), run.state is RunState.DONE


async def change(settings: Settings, name: str, act: str, minutes: float | None = None) -> Lines:
    """Pause, resume or schedule a source."""
    async with open_access(settings, f"newsdesk source {act}", Progress().say) as access:
        source = await _source(access, name)
        changed = await _CHANGES[act](access, source, minutes)
    every = f"every {changed.every}" if changed.every else "only when asked to"
    return [f"{changed.name}: {changed.state.value}, read {every}"]


async def acts(settings: Settings, *, limit: int, as_json: bool) -> Lines:
    """The audit log."""
    async with open_access(settings, "newsdesk audit", Progress().say) as access:
        found = await access.admin.acts(limit)
    if as_json:
        return [_json([wire.dump(act) for act in found])]
    return [console.act_row(act, _zone(settings)) for act in found] or ["nothing was done yet"]


async def generations(settings: Settings, *, as_json: bool) -> Lines:
    """The generations of the indexes."""
    async with open_access(settings, "newsdesk indexes", Progress().say) as access:
        found = await access.admin.generations()
    if as_json:
        return [_json([wire.dump(each) for each in found])]
    return [console.generation_row(each, _zone(settings)) for each in found]


def reindexing(model: str | None, passage_size: int | None) -> Wish:
    """A reindex; model and splitter are those of the settings where none are given."""
    options = {} if model is None else {"model": model}
    if passage_size is not None:
        options["splitter"] = splitter(passage_size)
    return Wish(kind=RunKind.REINDEX, options=options)


def archiving(kind: RunKind, file: Path, *, vectors: bool = True) -> Wish:
    """A backup to a file, or a restore from one."""
    options = {"path": str(file.expanduser().resolve())}
    return Wish(kind=kind, options=options if vectors else {**options, "vectors": "no"})


async def _pause(access: Access, source: Source, _minutes: float | None) -> Source:
    return await access.admin.pause(source.id, _BY)


async def _resume(access: Access, source: Source, _minutes: float | None) -> Source:
    return await access.admin.resume(source.id, _BY)


async def _schedule(access: Access, source: Source, minutes: float | None) -> Source:
    if minutes is None or not (minutes == 0 or 1 <= minutes <= _MOST_MINUTES):
        raise BadRequest(
            f"minutes: {minutes}: give 1 to {_MOST_MINUTES:,}, or 0 for “only when asked”"
        )
    every = timedelta(minutes=minutes) if minutes else None
    return await access.admin.schedule(source.id, every, _BY)


_CHANGES = {"pause": _pause, "resume": _resume, "schedule": _schedule}


async def _watched(access: Access, run: Run, progress: Progress) -> Run:
    """Show how a run goes until it has ended; the run then."""

    async def look() -> str:
        seen = await _run(access, run.id)
        return "  ".join(p for p in (state_line(seen, now(), "en"), bar(seen), seen.current) if p)

    async with progress.watching(console.run_title(run), look):
        while run.open:
            await asyncio.sleep(_LOOK_S)
            run = await _run(access, run.id)
    return run


async def _run(access: Access, run_id: str) -> Run:
    run = await access.admin.run(run_id)
    if run is None:
        raise BadRequest(f"{run_id[:100]}: no such run; `newsdesk runs` lists them")
    return run


async def _source(access: Access, name: str) -> Source:
    return named(name, await access.admin.sources(), resolved(name))


def _follow_line(run: Run) -> str:
    return f"`newsdesk runs {run.id} --watch` follows it, `newsdesk cancel {run.id}` ends it"


def _zone(settings: Settings) -> ZoneInfo:
    return ZoneInfo(local_zone(settings))


def _json(value: Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
