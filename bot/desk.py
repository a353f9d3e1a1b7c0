"""The Desk port in this process: answers, and reads sources."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.adding import Adding
from bot.administration import Wish
from bot.catalogue import Catalogue
from bot.errors import BadRequest
from bot.ports import Tell, quietly
from bot.queued import NewRuns
from bot.serving import Opened, Serving
from bot.types import IndexState, Question, Quoted, Reply, Status
from bot.withdrawing import still_standing
from retrieval.filling import behind
from retrieval.ports import Library, PassageIndex
from retrieval.types import Document, Run, RunKind, Source, SourceState

_RUNS_SHOWN = 20
_RESTING = frozenset({SourceState.PAUSED, SourceState.LEAVING})


class Runner(Protocol):
    """Has runs carried out: in tasks of this process, or as durable work. Raises StoreUnavailable."""

    async def begin(self, run: Run) -> Run:
        """Queue a run; where one is open for the same source, or for all of them, it is that one."""

    async def finish(self, run: Run) -> Run:
        """Wait until a run has ended."""

    async def cancel(self, run: Run) -> Run:
        """End a run within two seconds, wherever it is worked on; the run as it is then."""


class LocalDesk:
    """Holds the data folder's stores."""

    def __init__(
        self,
        *,
        library: Library,
        serving: Serving,
        runner: Runner,
        catalogue: Catalogue,
        adding: Adding,
        new_run: NewRuns,
    ) -> None:
        self._library = library
        self._serving = serving
        self._runner = runner
        self._catalogue = catalogue
        self._adding = adding
        self._new_run = new_run

    async def ask(self, question: Question, tell: Tell = quietly) -> Reply:
        return await self._serving(question, tell)

    async def status(self) -> Status:
        serving = self._serving.current
        return Status(
            coverage=await serving.library.coverage(),
            sources=tuple(await self._library.sources()),
            indexes=tuple([await self._state(serving, index) for index in serving.indexes]),
            runs=tuple(await self._library.runs(_RUNS_SHOWN)),
            model=serving.embedder.model,
            generations=tuple(await self._serving.generations.all()),
        )

    async def ingest(self, location: str, *, asked_by: str) -> Run:
        source, told = await self._adding(location)
        run = await self.refresh(source.id, asked_by=asked_by)
        return replace(run, problems=(told, *run.problems)) if told else run

    async def refresh(self, source_id: str, *, asked_by: str, confirmed: str | None = None) -> Run:
        source = await self._library.source(source_id)
        if source is None:
            raise BadRequest(f"{source_id}: no such source; `newsdesk sources` lists them")
        options = {"confirmed": confirmed} if confirmed else {}
        wish = Wish(kind=RunKind.REFRESH, source_id=source_id, options=options)
        run = self._new_run(wish, source, asked_by)
        begun = await self._runner.begin(run)
        while confirmed and begun.id != run.id:  # somebody else's reading deletes nothing
            await self._runner.finish(begun)
            begun = await self._runner.begin(run)
        return await self._runner.finish(begun)

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

    async def _state(self, serving: Opened, index: PassageIndex) -> IndexState:
        left = await behind(serving.library, index)
        return IndexState(name=index.name, passages=await index.count(), behind=left)


def due(sources: Sequence[Source], now: datetime) -> list[Source]:
    """Sources that were never read, and those whose schedule says that it is time."""
    return [s for s in sources if s.state not in _RESTING and _is_due(s, now)]


def _is_due(source: Source, now: datetime) -> bool:
    if source.checked_at is None:
        return True
    return source.every is not None and now - source.checked_at >= source.every


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
