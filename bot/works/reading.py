"""Readings of a source: from where it was read last, further back, or only of what failed."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import BadRequest
from retrieval.errors import RetrievalError, StoreUnavailable
from retrieval.ingest import Ingest, TellRun
from retrieval.ports import Library
from retrieval.types import Failed, Run, RunKind, RunState, Source
from retrieval.upkeep import RunStore

Further = Callable[[str | None, datetime, datetime], str | None]
Again = Callable[[str | None, Failed], str | None]

LONGEST_BACK = 3650  # days
_LOOKED_AT = 20  # earlier runs
_ENDS_AS = "ends_as"  # option of a run whose source is read: its state in the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewinding:
    """How bookmarks of a kind of source are set back. Both give the bookmark to read from."""

    further: Further | None = None  # since a time, now; None: the whole source is read anew
    again: Again | None = None  # what has failed


class Reading:
    """Reads, brings the indexes up to it, and cleans up after what was deleted or changed."""

    def __init__(
        self,
        library: Library,
        runs: RunStore,
        ingest: Ingest,
        clock: Callable[[], datetime],
        rewinding: Mapping[str, Rewinding] | None = None,
    ) -> None:
        self._library = library
        self._runs = runs
        self._ingest = ingest
        self._clock = clock
        self._rewinding = rewinding or {}
        self.on_read: Callable[[Source, Run], None] = lambda _source, _run: None
        self.clean: Callable[[], Awaitable[None]] = _nothing  # repeatable
        self.liken: Callable[[], Awaitable[object]] = _nothing  # repeatable

    async def __call__(self, run: Run, tell: TellRun) -> Run:
        """First the source is read and stored, then the indexes are brought up to it: a crash in between
        does not read it again.
        """
        if _ENDS_AS in run.options:
            return await self._indexed(run)
        source = await self._library.source(run.source_id)
        if source is None:
            gone = replace(run, state=RunState.FAILED, message="the source was removed")
            return replace(gone, finished=self._clock())
        source = replace(source, bookmark=await self._bookmark(source, run))
        confirmed = run.options.get("confirmed")
        done = await self._ingest.bring_in(source, run, confirmed=confirmed, tell=tell)
        self.on_read(source, done)
        if done.state is RunState.FAILED:
            return done
        options = {**done.options, _ENDS_AS: done.state.value}
        stored = replace(done, state=RunState.RUNNING, finished=None, options=options)
        return replace(stored, current="bringing the indexes up to it")

    async def _indexed(self, run: Run) -> Run:
        await self._ingest.drain()
        if run.added or run.changed:
            with suppress(RetrievalError):  # what was not compared is, after the next reading
                await self.liken()
        if run.gone or run.changed:
            with suppress(StoreUnavailable):  # the sweep, or the next start, comes back to it
                await self.clean()
        options = {name: value for name, value in run.options.items() if name != _ENDS_AS}
        ended = RunState(run.options[_ENDS_AS])
        return replace(run, state=ended, finished=self._clock(), options=options, current="")

    async def _bookmark(self, source: Source, run: Run) -> str | None:
        """Where the reading begins. Raises BadRequest."""
        rewinding = self._rewinding.get(source.kind, Rewinding())
        if run.kind is RunKind.BACKFILL:
            now = self._clock()
            back = now - timedelta(days=days_back(run.options.get("days", "")))
            return rewinding.further(source.bookmark, back, now) if rewinding.further else None
        if run.kind is RunKind.RETRY and rewinding.again:
            return rewinding.again(source.bookmark, await self._failed(source, run))
        return source.bookmark

    async def _failed(self, source: Source, run: Run) -> Failed:
        """What is lacking of a source, and where the run that is named, or all of late, had problems."""
        stored = await self._library.stored(source.id)
        named, earlier = (
            run.options.get("run"),
            await self._runs.recent(_LOOKED_AT, source_id=source.id),
        )
        problems = [p for r in earlier if named in {None, r.id} for p in r.problems]
        return Failed(
            documents=frozenset(id for id, s in stored.items() if s.lacking and not s.gone),
            places=frozenset(p.where for p in problems),
        )


def days_back(text: str) -> float:
    """How far a backfill goes. Raises BadRequest."""
    try:
        days = float(text)
    except ValueError:
        days = 0.0
    if not 0 < days <= LONGEST_BACK:
        raise BadRequest(f"days: {text or '(nothing)'}: give a number up to {LONGEST_BACK}")
    return days


async def _nothing() -> None:
    """Nobody keeps what texts were used for."""
