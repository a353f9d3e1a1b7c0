"""Removes a source with all its texts: they are never cited again, also by answers that are stored."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from retrieval.ingest import Ingest, TellRun
from retrieval.ports import Library, Write
from retrieval.types import Run, RunState, Source, SourceState

_AT_ONCE = 500  # texts a slice


class Shelves(Library, Protocol):
    """A library whose sources can be taken out."""

    async def forget_source(self, source_id: str) -> None:
        """Delete the row of a source and its tombstones. Its runs stay."""

    async def settle(self, source_id: str, **what: object) -> None:
        """Set some columns of a source."""


class Removing:
    """First the texts, some at a time, then what quoted them, then the source."""

    def __init__(
        self,
        library: Shelves,
        ingest: Ingest,
        clean: Callable[[], Awaitable[None]],
        clock: Callable[[], datetime],
    ) -> None:
        self._library = library
        self._ingest = ingest
        self._clean = clean
        self._clock = clock

    async def __call__(self, run: Run, tell: TellRun) -> Run:
        source = await self._library.source(run.source_id)
        if source is None:
            return replace(run, state=RunState.DONE, finished=self._clock(), current="")
        stored = await self._library.stored(source.id)
        left = [id for id, s in stored.items() if not s.gone]
        if left:
            return await self._entomb(run, source, left)
        await tell(replace(run, current="indexes, stored answers"))
        await self._ingest.drain()
        await self._clean()
        await self._library.forget_source(source.id)
        return replace(run, state=RunState.DONE, finished=self._clock(), current="")

    async def _entomb(self, run: Run, source: Source, left: list[str]) -> Run:
        some = tuple(left[:_AT_ONCE])
        await self._library.settle(source.id, state=SourceState.LEAVING.value)
        leaving = replace(source, state=SourceState.LEAVING)
        await self._library.store(Write(source=leaving, gone=some, held=()))
        gone = run.gone + len(some)
        return replace(run, gone=gone, done=gone, total=run.gone + len(left), current=source.name)
