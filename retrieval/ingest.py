"""Reads sources into the truth and drains the truth into the indexes."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from retrieval import passages
from retrieval.errors import RetrievalError, StoreUnavailable
from retrieval.plan import Plan, batches, fingerprint, plan, text_mark
from retrieval.ports import Library, PassageIndex, SourceReader, Write
from retrieval.types import Document, Reading, Run, RunState, Source, SourceState

_BATCH = 100  # documents a transaction


class Ingest:
    """One reading at a time a source; indexes are drained one batch at a time."""

    def __init__(
        self,
        library: Library,
        readers: Mapping[str, SourceReader],
        indexes: Sequence[PassageIndex],
        clock: Callable[[], datetime],
    ) -> None:
        self._library = library
        self._readers = readers
        self._indexes = indexes
        self._clock = clock
        self._draining = {index.name: asyncio.Lock() for index in indexes}

    async def read(self, source: Source, run: Run, *, confirmed: bool = False) -> Run:
        """Read a source and store what is new. A source that fails makes a failed run.

        Raises StoreUnavailable when the truth cannot be written; what was stored stays.
        """
        await self._library.save_run(run)
        try:
            done = await self._done(source, run, confirmed=confirmed)
            await self._library.save_run(done)
        except Exception as e:  # a source with an open run would not be read again
            with suppress(StoreUnavailable):
                await self._library.save_run(self._broken_off(run, e))
            raise
        return done

    async def drain(self) -> None:
        """Bring every index up to the truth. Repeatable; calls at once wait for each other."""
        await asyncio.gather(*(self._drain(index) for index in self._indexes))

    async def _drain(self, index: PassageIndex) -> None:
        async with self._draining[index.name]:
            identity = await index.identity()
            seq = await self._library.cursor(identity)
            while changes := await self._library.changes(seq, index.batch):
                await index.apply(changes)
                seq = changes[-1].seq
                await self._library.move_cursor(identity, seq)

    async def _done(self, source: Source, run: Run, *, confirmed: bool) -> Run:
        try:
            reading = await self._readers[source.kind].read(source)
            return await self._store(source, reading, run, confirmed=confirmed)
        except StoreUnavailable:
            raise
        except RetrievalError as e:
            return await self._failed(source, run, str(e))

    async def _store(self, source: Source, reading: Reading, run: Run, *, confirmed: bool) -> Run:
        stored = await self._library.stored(source.id)
        planned = plan(stored, reading, now=self._clock(), confirmed=confirmed)
        location = await self._location(source, reading)
        read = replace(self._read(source, reading, planned), location=location)
        for documents, gone in batches(planned, _BATCH):
            # The bookmark moves last: after a crash the source is read again from the old one.
            write = await asyncio.to_thread(
                _write, replace(read, bookmark=source.bookmark), documents, gone
            )
            await self._library.store(write)
        await self._library.save_source(read)
        return replace(
            run,
            state=RunState.HELD if planned.held else RunState.DONE,
            finished=self._clock(),
            added=len(planned.added),
            changed=len(planned.changed),
            gone=len(planned.gone),
            unchanged=planned.unchanged,
            problems=reading.problems,
            message=_HELD if planned.held else None,
        )

    def _read(self, source: Source, reading: Reading, planned: Plan) -> Source:
        now = self._clock()
        anything = planned.added or planned.changed or planned.gone
        return replace(
            source,
            state=SourceState.PAUSED if source.state is SourceState.PAUSED else SourceState.ACTIVE,
            reason=_HELD if planned.held else None,
            name=reading.name or source.name,
            bookmark=source.bookmark if reading.unchanged or planned.held else reading.bookmark,
            checked_at=now,
            read_at=now,
            changed_at=now if anything else source.changed_at,
        )

    async def _location(self, source: Source, reading: Reading) -> str:
        """Where the source has moved to for good, unless another one is known to be there."""
        if reading.location is None or reading.location == source.location:
            return source.location
        taken = {s.location for s in await self._library.sources()}
        return source.location if reading.location in taken else reading.location

    def _broken_off(self, run: Run, error: Exception) -> Run:
        message = str(error) if isinstance(error, RetrievalError) else type(error).__name__
        return replace(run, state=RunState.FAILED, finished=self._clock(), message=message)

    async def _failed(self, source: Source, run: Run, message: str) -> Run:
        state = source.state if source.state is SourceState.PAUSED else SourceState.FAILING
        failing = replace(source, state=state, reason=message, checked_at=self._clock())
        await self._library.save_source(failing)
        return replace(run, state=RunState.FAILED, finished=self._clock(), message=message)


_HELD = "most of what is stored of this source is missing from it now; nothing was deleted: confirm to delete"


def _write(source: Source, documents: Sequence[Document], gone: Sequence[str]) -> Write:
    return Write(
        source=source,
        documents=tuple(documents),
        fingerprints={d.id: fingerprint(d) for d in documents},
        text_marks={d.id: text_mark(d) for d in documents},
        passages=tuple(p for d in documents for p in passages.split(d)),
        gone=tuple(gone),
    )
