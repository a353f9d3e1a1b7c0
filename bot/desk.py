"""The Desk port in this process: answers, and reads sources."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.adding import Adding, Discover
from bot.answer import Answering
from bot.catalogue import Catalogue
from bot.errors import BadRequest
from bot.ports import Tell, quietly
from bot.types import IndexState, Question, Quoted, Reply, Status
from bot.withdrawing import still_standing
from retrieval.errors import RetrievalError, StoreUnavailable
from retrieval.ingest import Ingest
from retrieval.ports import Library, PassageIndex
from retrieval.types import Document, Run, RunState, Source, SourceState

_RUNS_SHOWN = 20


class Runner(Protocol):
    """Carries out readings: at once, or as durable work."""

    async def start(self, source_id: str, asked_by: str, *, confirmed: str | None = None) -> Run:
        """Begin to read a source; the run as it stands then. `confirmed`: see Desk.refresh."""

    async def finish(self, run: Run) -> Run:
        """Wait for a run that was started here."""


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
        discover: Discover | None = None,
    ) -> None:
        self._library = library
        self._indexes = indexes
        self._answering = answering
        self._runner = runner
        self._catalogue = catalogue
        self._adding = Adding(library, catalogue, discover)

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
        source, told = await self._adding(location)
        run = await self.refresh(source.id, asked_by=asked_by)
        return replace(run, problems=(told, *run.problems)) if told else run

    async def refresh(self, source_id: str, *, asked_by: str, confirmed: str | None = None) -> Run:
        if await self._library.source(source_id) is None:
            raise BadRequest(f"{source_id}: no such source; `newsdesk sources` lists them")
        run = await self._runner.start(source_id, asked_by, confirmed=confirmed)
        return await self._runner.finish(run)

    async def rechecked(self, reply: Reply) -> Reply:
        return await still_standing(self._library, reply)

    async def quoted(
        self, document_id: str, spans: Sequence[tuple[int, int]] = ()
    ) -> Quoted | None:
        document = await self._library.document(document_id)
        if document is None:
            return None
        source = await self._library.source(document.source_id)
        return _quoted(document, source.name if source else "", spans)

    async def _state(self, index: PassageIndex) -> IndexState:
        cursor = await self._library.cursor(await index.identity())
        behind = await self._library.changes_after(cursor)
        return IndexState(name=index.name, passages=await index.count(), behind=behind)


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
        self._confirmed: dict[str, str | None] = {}  # by run, between its start and its end
        self.on_read: Callable[[Source, Run], None] = lambda _source, _run: None
        self.clean: Callable[[], Awaitable[None]] = _nothing  # repeatable
        self.liken: Callable[[], Awaitable[object]] = _nothing  # repeatable

    async def start(self, source_id: str, asked_by: str, *, confirmed: str | None = None) -> Run:
        run = self.begun(source_id, asked_by, self._new_id())
        self._confirmed[run.id] = confirmed
        return run

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
        return await self.carry_out(run, confirmed=self._confirmed.pop(run.id, None))

    async def carry_out(self, run: Run, *, confirmed: str | None = None) -> Run:
        """Read, bring the indexes up to it, and clean up after what was deleted or changed."""
        source = await self._library.source(run.source_id)
        if source is None:
            return replace(run, state=RunState.FAILED, message="the source was removed")
        done = await self._ingest.read(source, run, confirmed=confirmed)
        self.on_read(source, done)
        await self._ingest.drain()
        if done.added or done.changed:
            with suppress(RetrievalError):  # what was not compared is, after the next reading
                await self.liken()
        if done.gone or done.changed:
            with suppress(StoreUnavailable):  # the sweep, or the next start, comes back to it
                await self.clean()
        return done


async def _nothing() -> None:
    """Nobody keeps what texts were used for."""


def _quoted(document: Document, source: str, spans: Sequence[tuple[int, int]]) -> Quoted:
    inside = sorted((a, b) for a, b in spans if 0 <= a < b <= len(document.text))
    return Quoted(
        title=document.title,
        text=document.text,
        url=document.url,
        voice=document.voice,
        author=document.author,
        published=document.published,
        source=document.publisher or source,
        lacks=document.lacks,
        lang=document.lang,
        retold_from=document.retold_from,
        edited=document.edited,
        standing=document.standing,
        spans=tuple(_apart(inside)),
    )


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
