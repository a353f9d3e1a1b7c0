"""The Admin port in this process."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import PurePath
from typing import Protocol, TypeVar

from bot import records
from bot.adding import Adding
from bot.administration import Act, Follower, Wish
from bot.desk import Runner
from bot.errors import BadRequest, BotError, NotAllowed
from bot.insight import AuditLog
from bot.named import named as find
from bot.queued import NewRuns
from bot.refusals import Refusals
from bot.rights import Actor, check
from bot.shades import with_bare_addresses
from bot.works.reading import days_back
from retrieval.errors import RetrievalError, StoreUnavailable
from retrieval.passages import target_of
from retrieval.ports import Library
from retrieval.types import Generation, GenerationState, Run, RunKind, Source, SourceState
from retrieval.upkeep import Generations, RunStore
from retrieval.urls import shown, web_url

T = TypeVar("T")

_LOG = logging.getLogger("newsdesk")
LEAST_MINUTES = 1
_MOST_DAYS = 90  # between two readings
_ON_THIS_MACHINE = frozenset({"cli", "api"})  # who may name its files
_OF_A_SOURCE = {RunKind.REFRESH, RunKind.BACKFILL, RunKind.RETRY, RunKind.REMOVE}
_KNOWN_OPTIONS = {
    RunKind.REFRESH: {"confirmed"},
    RunKind.BACKFILL: {"days"},
    RunKind.RETRY: {"run"},
    RunKind.REINDEX: {"model", "splitter"},
    RunKind.BACKUP: {"path", "vectors"},
    RunKind.RESTORE: {"path"},
}
_LONGEST_OPTION = 4096


class SettledLibrary(Library, Protocol):
    """A library whose sources are settled column by column, so that no reading's news of them is undone."""

    async def settle(self, source_id: str, **what: object) -> None:
        """Set `state`, `every` or `checked_at` of a source."""


class Followers(Protocol):
    """Messages that show how runs go."""

    async def add(self, follower: Follower) -> None:
        """Keep one. Raises StoreUnavailable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Where administration looks things up and notes them."""

    library: SettledLibrary
    runs: RunStore
    generations: Generations
    log: AuditLog
    followers: Followers
    wanted: Mapping[str, str] = field(default_factory=dict)  # options of a reindex that names none


class LocalAdmin:
    """Checks, acts, and notes in the audit log what was done, refused or failed."""

    def __init__(self, books: Books, runner: Runner, adding: Adding, new_run: NewRuns) -> None:
        self._books = books
        self._runner = runner
        self._adding = adding
        self._refusals = Refusals()
        self.acted: Callable[[Act], None] = lambda act: records.acted(_LOG, act)
        self._new_run = new_run

    async def add(self, location: str, by: Actor) -> Run:
        async def act() -> Run:
            if by.platform not in _ON_THIS_MACHINE and web_url(location.strip()) is None:
                raise BadRequest(
                    f"{location.strip()[:200] or '(nothing)'}: not a web address; a file is added on the"
                    " server, with `newsdesk source add PATH`"
                )
            source, told = await self._adding(location)
            if source.state is SourceState.LEAVING and not await self._is_busy(source.id):
                await self._books.library.settle(source.id, state=SourceState.ACTIVE.value)
            wish = Wish(kind=RunKind.REFRESH, source_id=source.id)
            run = self._new_run(wish, source, by.label, by.place)
            return await self._runner.begin(replace(run, problems=(told,) if told else ()))

        return await self._noted("sources.add", location[:_LONGEST_OPTION], by, act)

    async def start(self, wish: Wish, by: Actor) -> Run:
        async def act() -> Run:
            source = await self._wanted(wish)
            await self._check_model(wish, by)
            run = self._new_run(self._completed(wish), source, by.label, by.place)
            begun = await self._runner.begin(run)
            if begun.id != run.id and (begun.kind is not wish.kind or wish.options):
                raise BadRequest(
                    f"{begun.name or 'the index'}: another run is under way ({begun.kind.value},"
                    f" {begun.id}); wait for its end or cancel it, then ask again"
                )
            return begun

        return await self._noted(wish.kind.value, wish.source_id, by, act)

    async def cancel(self, run_id: str, by: Actor) -> Run:
        async def act() -> Run:
            run = await self._books.runs.run(run_id)
            if run is None:
                raise BadRequest(f"{run_id}: no such run; `newsdesk runs` lists them")
            return await self._runner.cancel(run) if run.open else run

        return await self._noted("runs.cancel", run_id, by, act)

    async def pause(self, source_id: str, by: Actor) -> Source:
        return await self._changed("sources.pause", source_id, by, state=SourceState.PAUSED.value)

    async def resume(self, source_id: str, by: Actor) -> Source:
        return await self._changed("sources.resume", source_id, by, state=SourceState.ACTIVE.value)

    async def schedule(self, source_id: str, every: timedelta | None, by: Actor) -> Source:
        if every and not timedelta(minutes=LEAST_MINUTES) <= every <= timedelta(days=_MOST_DAYS):
            raise BadRequest(
                f"every: {every}: give {LEAST_MINUTES} minute to {_MOST_DAYS} days, or none for “only when asked”"
            )
        return await self._changed("sources.schedule", source_id, by, every=every)

    async def run(self, run_id: str) -> Run | None:
        return await self._books.runs.run(run_id)

    async def runs(
        self, *, limit: int = 20, source_id: str | None = None, is_open: bool = False
    ) -> Sequence[Run]:
        return await self._books.runs.recent(limit, source_id=source_id, is_open=is_open)

    async def source(self, named: str) -> Source:
        return find(named, await self.sources())

    async def sources(self) -> Sequence[Source]:
        return await self._books.library.sources()

    async def generations(self) -> Sequence[Generation]:
        return await self._books.generations.all()

    async def acts(self, limit: int = 100) -> Sequence[Act]:
        return await self._books.log.acts(limit)

    async def refused(self, act: str, by: Actor, detail: str = "") -> None:
        at = self._new_run.clock()
        line = Act(at=at, by=by, act=act, outcome="refused", detail=with_bare_addresses(detail))
        self.acted(line)
        left_out = self._refusals.noted(by, act, at)
        if left_out is not None:
            more = f" (and {left_out} more like it before)" if left_out else ""
            await self._books.log.note(replace(line, detail=line.detail + more))

    async def follow(self, follower: Follower) -> None:
        await self._books.followers.add(follower)

    def _completed(self, wish: Wish) -> Wish:
        """With the model and the splitter that the settings name, where the wish names none."""
        if wish.kind is not RunKind.REINDEX or wish.source_id:
            return wish
        return replace(wish, options={**self._books.wanted, **wish.options})

    async def _check_model(self, wish: Wish, by: Actor) -> None:
        """Who is not on this machine names no folder of it and nothing of a hub. Raises BadRequest."""
        model = wish.options.get("model", "")
        if by.platform in _ON_THIS_MACHINE or not model:
            return
        kept = {g.spec for g in await self._books.generations.all()}
        if model not in kept | {self._books.wanted.get("model", "")}:
            raise BadRequest(
                f"model: {model[:100]}: not one that is set up; set NEWSDESK_EMBEDDING_MODEL, or use"
                " `newsdesk reindex --model` on the server"
            )

    async def _wanted(self, wish: Wish) -> Source | None:
        """The source of a wish. Raises BadRequest for what cannot be done."""
        _check_options(wish)
        if wish.kind is RunKind.ROLLBACK and not await self._goes_back():
            raise BadRequest("rollback: there is no earlier index; it is kept after a reindex only")
        if not wish.source_id:
            if wish.kind in _OF_A_SOURCE:
                raise BadRequest(f"{wish.kind.value}: name a source")
            return None
        return await self._known(wish.source_id, leaving=wish.kind is RunKind.REMOVE)

    async def _goes_back(self) -> bool:
        return any(g.state is GenerationState.PREVIOUS for g in await self.generations())

    async def _known(self, source_id: str, *, leaving: bool = False) -> Source:
        """Raises BadRequest, also for one that is being removed, unless that is meant."""
        source = await self._books.library.source(source_id)
        if source is None or source.asked:
            raise BadRequest(f"{source_id[:200]}: no such source; `newsdesk sources` lists them")
        if source.state is SourceState.LEAVING and not leaving and await self._is_busy(source_id):
            raise BadRequest(f"{source.name}: it is being removed")
        return source

    async def _is_busy(self, source_id: str) -> bool:
        """A removal that was cancelled leaves the source as it is then; it can be resumed."""
        return bool(await self._books.runs.recent(1, source_id=source_id, is_open=True))

    async def _changed(self, act: str, source_id: str, by: Actor, **what: object) -> Source:
        async def change() -> Source:
            await self._known(source_id)
            await self._books.library.settle(source_id, **what)
            return await self._known(source_id)

        return await self._noted(act, source_id, by, change)

    async def _noted(self, act: str, about: str, by: Actor, work: Callable[[], Awaitable[T]]) -> T:
        """Do it, if they may, and note how that went."""
        try:
            check(by, act)
        except NotAllowed:
            await self.refused(act, by, about)
            raise
        try:
            result = await work()
        except (BotError, RetrievalError) as e:
            with suppress(StoreUnavailable):
                await self._note(act, about, by, "failed", str(e))
            raise
        await self._note(act, about, by, "done")
        return result

    async def _note(self, act: str, about: str, by: Actor, outcome: str, detail: str = "") -> None:
        at = self._new_run.clock()
        about, detail = with_bare_addresses(shown(about)), with_bare_addresses(detail)
        line = Act(at=at, by=by, act=act, about=about, outcome=outcome, detail=detail)
        self.acted(line)
        await self._books.log.note(line)


def _check_options(wish: Wish) -> None:
    """Raises BadRequest."""
    unknown = wish.options.keys() - _KNOWN_OPTIONS.get(wish.kind, set())
    if unknown:
        raise BadRequest(f"{wish.kind.value}: no option {min(unknown)[:100]!r}")
    if any(len(value) > _LONGEST_OPTION for value in wish.options.values()):
        raise BadRequest(
            f"{wish.kind.value}: an option is longer than {_LONGEST_OPTION} characters"
        )
    if wish.kind is RunKind.BACKFILL:
        days_back(wish.options.get("days", ""))
    if wish.kind is RunKind.REINDEX:
        if wish.source_id and wish.options:
            raise BadRequest("reindex: model and splitter are those of all sources; name no source")
        if "splitter" in wish.options:
            target_of(wish.options["splitter"])
    if wish.kind in {RunKind.BACKUP, RunKind.RESTORE}:
        _check_path(wish.kind, wish.options.get("path", ""))


def _check_path(kind: RunKind, path: str) -> None:
    """Raises BadRequest for what names no file for certain; whether it can be used shows when it is."""
    if not path:
        raise BadRequest(f"{kind.value}: name a file")
    if not PurePath(path).is_absolute() or not PurePath(path).name or not path.isprintable():
        raise BadRequest(f"{kind.value}: {path[:200]}: give the whole path of a file, from / on")
