"""The Desk port in this process: answers, and reads sources."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Protocol
from urllib.parse import urlsplit

from bot.answer import Answering
from bot.errors import BadRequest
from bot.ports import Tell, quietly
from bot.types import IndexState, Question, Quoted, Reply, Status
from retrieval.ingest import Ingest
from retrieval.ports import Library, PassageIndex
from retrieval.types import Document, Run, RunState, Source, SourceState

_RUNS_SHOWN = 20


class Runner(Protocol):
    """Carries out readings: at once, or as durable work."""

    async def start(self, source_id: str, asked_by: str) -> Run:
        """Begin to read a source; the run as it stands then."""

    async def finish(self, run: Run) -> Run:
        """Wait for a run that was started here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of source: its module's name and whether a location looks like one."""

    name: str
    recognises: Callable[[str], bool]
    any_address: bool = False  # takes any web address; what knows a site goes before


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What can be read here: the kinds of source, how often, and by which embedding model."""

    kinds: Sequence[Kind]
    refresh_every: timedelta
    model: str

    def kind(self, location: str) -> Kind | None:
        """The kind that knows a location best."""
        fit = (k for k in self.kinds if k.recognises(location))
        return min(fit, key=lambda k: k.any_address, default=None)


class LocalDesk:
    """Holds the data folder's stores."""

    def __init__(
        self,
        *,
        library: Library,
        indexes: Sequence[PassageIndex],
        answering: Answering,
        runner: Runner,
        catalogue: Catalogue,
    ) -> None:
        self._library = library
        self._indexes = indexes
        self._answering = answering
        self._runner = runner
        self._catalogue = catalogue

    async def ask(self, question: Question, tell: Tell = quietly) -> Reply:
        return await self._answering(question, tell)

    async def status(self) -> Status:
        return Status(
            coverage=await self._library.coverage(),
            sources=tuple(await self._library.sources()),
            indexes=tuple([await self._state(index) for index in self._indexes]),
            runs=tuple(await self._library.runs(_RUNS_SHOWN)),
            model=self._catalogue.model,
        )

    async def ingest(self, location: str, *, asked_by: str) -> Run:
        source = await self._known(location) or await self._added(location)
        return await self.refresh(source.id, asked_by=asked_by)

    async def refresh(self, source_id: str, *, asked_by: str) -> Run:
        if await self._library.source(source_id) is None:
            raise BadRequest(f"{source_id}: no such source; `newsdesk sources` lists them")
        run = await self._runner.start(source_id, asked_by)
        return await self._runner.finish(run)

    async def quoted(
        self, document_id: str, spans: Sequence[tuple[int, int]] = ()
    ) -> Quoted | None:
        document = await self._library.document(document_id)
        if document is None:
            return None
        source = await self._library.source(document.source_id)
        return _quoted(document, source.name if source else "", spans)

    async def _known(self, location: str) -> Source | None:
        sources = await self._library.sources()
        return next((s for s in sources if s.location == location.strip()), None)

    async def _added(self, location: str) -> Source:
        place = location.strip()
        kind = self._catalogue.kind(place)
        if kind is None or not place.isprintable():
            known = ", ".join(k.name for k in self._catalogue.kinds)
            raise BadRequest(
                f"{place or '(nothing)'}: not a source that can be read; give the http(s) address"
                f" of a feed or the path of a file (kinds: {known})"
            )
        source = new_source(kind.name, place, every=self._catalogue.refresh_every)
        await self._library.save_source(source)
        return source

    async def _state(self, index: PassageIndex) -> IndexState:
        cursor = await self._library.cursor(await index.identity())
        behind = await self._library.changes_after(cursor)
        return IndexState(name=index.name, passages=await index.count(), behind=behind)


def new_source(kind: str, location: str, *, every: timedelta, name: str | None = None) -> Source:
    """A source that has not been read yet. Only what is on the web is read on a schedule."""
    remote = location.startswith(("http://", "https://"))
    return Source(
        id=hashlib.sha256(f"{kind}\n{location}".encode()).hexdigest()[:12],
        kind=kind,
        location=location,
        name=name or _first_name(location),
        every=every if remote else None,
    )


def _first_name(location: str) -> str:
    """Until the source tells its own: the host of an address, the name of a file."""
    return urlsplit(location).hostname or PurePath(location).name


def due(sources: Sequence[Source], now: datetime) -> list[Source]:
    """Sources that were never read, and those whose schedule says that it is time."""
    return [s for s in sources if s.state is not SourceState.PAUSED and _is_due(s, now)]


def _is_due(source: Source, now: datetime) -> bool:
    if source.checked_at is None:
        return True
    return source.every is not None and now - source.checked_at >= source.every


class DirectRunner:
    """Reads at once, in the caller's task."""

    def __init__(
        self,
        library: Library,
        ingest: Ingest,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._library = library
        self._ingest = ingest
        self._clock = clock
        self._new_id = new_id
        self.on_read: Callable[[Source, Run], None] = lambda _source, _run: None

    async def start(self, source_id: str, asked_by: str) -> Run:
        return self.begun(source_id, asked_by, self._new_id())

    def begun(self, source_id: str, asked_by: str, run_id: str) -> Run:
        """A run that begins now."""
        return Run(
            id=run_id,
            source_id=source_id,
            asked_by=asked_by,
            state=RunState.RUNNING,
            started=self._clock(),
        )

    async def finish(self, run: Run) -> Run:
        source = await self._library.source(run.source_id)
        if source is None:
            return replace(run, state=RunState.FAILED, message="the source was removed")
        done = await self._ingest.read(source, run)
        self.on_read(source, done)
        await self._ingest.drain()
        return done


def _quoted(document: Document, source: str, spans: Sequence[tuple[int, int]]) -> Quoted:
    inside = sorted((a, b) for a, b in spans if 0 <= a < b <= len(document.text))
    return Quoted(
        title=document.title,
        text=document.text,
        url=document.url,
        voice=document.voice,
        author=document.author,
        published=document.published,
        source=source,
        lacks=document.lacks,
        lang=document.lang,
        spans=tuple(_apart(inside)),
    )


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
