"""Reads sources into the truth and drains the truth into the indexes."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from weakref import WeakKeyDictionary

from retrieval import passages
from retrieval.errors import RetrievalError, StoreUnavailable
from retrieval.filling import fill
from retrieval.plan import Plan, batches, fingerprint, held_mark, plan, text_mark
from retrieval.ports import Library, PassageIndex, SourceReader, Stored, Write
from retrieval.types import Document, Problem, Reading, Run, RunState, Source, SourceState

TellRun = Callable[[Run], Awaitable[None]]

_BATCH = 100  # documents a transaction
_THREADS_TOLD = 5  # of those that would lose most of what they have
_TITLES_TOLD = 3  # of each


async def quietly(_run: Run) -> None:
    """For who need not know how far a run is."""


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
        self._draining = WeakKeyDictionary[PassageIndex, asyncio.Lock]()

    def serve(self, library: Library, indexes: Sequence[PassageIndex]) -> None:
        """Keep these indexes up to date from now on, by the log that `library` gives."""
        self._library, self._indexes = library, indexes

    async def read(self, source: Source, run: Run, *, confirmed: str | None = None) -> Run:
        """The same as `bring_in`, with the run's beginning and end noted."""
        await self._library.save_run(run)
        try:
            done = await self.bring_in(source, run, confirmed=confirmed)
            await self._library.save_run(done)
        except Exception as e:  # a source with an open run would not be read again
            with suppress(StoreUnavailable):
                await self._library.save_run(self._broken_off(run, e))
            raise
        return done

    async def drain(self) -> None:
        """Bring every index up to the truth. Repeatable; calls at once wait for each other."""
        indexes: Sequence[PassageIndex] = ()
        while indexes is not self._indexes:  # once more, where answers come from others by now
            library, indexes = self._library, self._indexes
            await asyncio.gather(*(self._drain(library, index) for index in indexes))

    async def _drain(self, library: Library, index: PassageIndex) -> None:
        async with self._draining.setdefault(index, asyncio.Lock()):
            while await fill(library, index):
                pass

    async def bring_in(
        self, source: Source, run: Run, *, confirmed: str | None = None, tell: TellRun = quietly
    ) -> Run:
        """Read a source and store what is new. A source that fails makes a failed run.

        `confirmed`: the `held_mark` of what was shown to somebody who said yes to deleting it. `tell` is
        told how far it is. Raises StoreUnavailable when the truth cannot be written; what was stored stays.
        """
        try:
            await tell(replace(run, current=source.location))
            reading = await self._readers[source.kind].read(source)
            return await self._store(source, reading, run, confirmed, tell)
        except StoreUnavailable:
            raise
        except RetrievalError as e:
            return await self._failed(source, run, str(e))

    async def _store(
        self, source: Source, reading: Reading, run: Run, confirmed: str | None, tell: TellRun
    ) -> Run:
        stored = await self._library.stored(source.id)
        planned = plan(stored, reading, now=self._clock(), confirmed=confirmed)
        location = await self._location(source, reading)
        waited = tuple(id for id, s in stored.items() if s.held and not s.gone)
        other = bool(confirmed) and confirmed != held_mark(waited)
        reason = _held_line(source, planned, stored, other=other)
        read = replace(self._read(source, reading, planned), location=location, reason=reason)
        cut = await self._library.splitters()
        before, new = run, {d.id for d in planned.added}
        run = replace(
            run, total=len(planned.added) + len(planned.changed) + len(planned.gone), done=0
        )
        for documents, gone in batches(planned, _BATCH):
            # The bookmark moves last: after a crash the source is read again from the old one.
            write = await asyncio.to_thread(
                _write, replace(read, bookmark=source.bookmark), documents, gone, cut
            )
            await self._library.store(write)
            run = _counted(run, documents, gone, new)
            await tell(replace(run, current=_title(documents)))
        missing = await self._missing(planned, stored)
        if source.held or waited:
            await self._forget_titles(source)
        await self._library.store(Write(source=read, held=planned.held))
        return replace(
            run,
            state=RunState.HELD if planned.held else RunState.DONE,
            finished=self._clock(),
            # What an interrupted reading had stored is unchanged by now, and was counted then.
            unchanged=max(0, planned.unchanged - before.added - before.changed),
            problems=(*before.problems, *missing, *reading.problems),
            message=reason,
            options=_asked_to_confirm(run, planned),
            current="",
        )

    def _read(self, source: Source, reading: Reading, planned: Plan) -> Source:
        now = self._clock()
        anything = planned.added or planned.changed or planned.gone
        return replace(
            source,
            state=SourceState.PAUSED if source.state is SourceState.PAUSED else SourceState.ACTIVE,
            held=len(planned.held),
            name=reading.name or source.name,
            held_mark=held_mark(planned.held),
            bookmark=source.bookmark if reading.unchanged else reading.bookmark,
            checked_at=now,
            read_at=now,
            changed_at=now if anything else source.changed_at,
        )

    async def _missing(self, planned: Plan, stored: Mapping[str, Stored]) -> list[Problem]:
        """What waits to be deleted, by thread, with a few titles. Never with a text."""
        threads: dict[str | None, list[str]] = defaultdict(list)
        for id in planned.held:
            threads[stored[id].thread].append(id)
        most = sorted(threads.items(), key=lambda item: -len(item[1]))
        return [await self._lost(thread, ids) for thread, ids in most[:_THREADS_TOLD]]

    async def _lost(self, thread: str | None, ids: Sequence[str]) -> Problem:
        shown = ids[:_TITLES_TOLD]
        some = (await self._library.documents(shown)).values()
        names = [d.title or d.url for d in some]
        more = ", …" if len(ids) > len(names) else ""
        what = f"{len(ids)} missing: {', '.join(names)}{more}"
        return Problem(where=thread or "the source", what=what)

    async def _forget_titles(self, source: Source) -> None:
        """Records of runs are kept for ever, titles of deleted texts are not. The newest tells what waits."""
        await self._library.forget_titles(source.id)

    async def _location(self, source: Source, reading: Reading) -> str:
        """Where the source has moved to for good, unless another one is known to be there.

        What was only asked about stays what was asked for, wherever that leads.
        """
        if source.asked or reading.location is None or reading.location == source.location:
            return source.location
        taken = await self._library.source_at(reading.location) is not None
        return source.location if taken else reading.location

    def _broken_off(self, run: Run, error: Exception) -> Run:
        message = str(error) if isinstance(error, RetrievalError) else type(error).__name__
        return replace(run, state=RunState.FAILED, finished=self._clock(), message=message)

    async def _failed(self, source: Source, run: Run, message: str) -> Run:
        state = source.state if source.state is SourceState.PAUSED else SourceState.FAILING
        failing = replace(source, state=state, reason=message, checked_at=self._clock())
        await self._library.store(Write(source=failing))
        return replace(run, state=RunState.FAILED, finished=self._clock(), message=message)


def _held_line(
    source: Source, planned: Plan, stored: Mapping[str, Stored], *, other: bool
) -> str | None:
    """What waits for a yes, and how to say it; None when nothing does."""
    if not planned.held:
        return None
    count = sum(not s.gone for s in stored.values())
    more = " (and these are not the ones that were confirmed)" if other else ""
    return (
        f"{len(planned.held)} of {count} texts are missing from it now{more}; they are kept until"
        " somebody confirms that they may be deleted, on the page of sources or with"
        f" `newsdesk refresh {source.id} --confirm-deletions`"
    )


def _counted(run: Run, documents: Sequence[Document], gone: Sequence[str], new: set[str]) -> Run:
    """With what a transaction has stored."""
    added = sum(d.id in new for d in documents)
    return replace(
        run,
        done=run.done + len(documents) + len(gone),
        added=run.added + added,
        changed=run.changed + len(documents) - added,
        gone=run.gone + len(gone),
    )


def _asked_to_confirm(run: Run, planned: Plan) -> Mapping[str, str]:
    """What a yes to this run's deletions names, and how many they are."""
    mark = held_mark(planned.held)
    held = {"held": str(len(planned.held)), "held_mark": mark} if mark else {}
    return {**run.options, **held}


def _title(documents: Sequence[Document]) -> str:
    return next((d.title or d.url for d in reversed(documents)), "")


def _write(
    source: Source, documents: Sequence[Document], gone: Sequence[str], cut: Sequence[str]
) -> Write:
    return Write(
        source=source,
        documents=tuple(documents),
        fingerprints={d.id: fingerprint(d) for d in documents},
        text_marks={d.id: text_mark(d) for d in documents},
        passages=tuple(p for d in documents for p in passages.split_by(d, cut)),
        gone=tuple(gone),
    )
