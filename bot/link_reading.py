"""Reads what questions link to: a few at a time, not too often, and no longer than somebody waits for it."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.limits import free_at
from bot.types import LinkOutcome, Spender
from retrieval.errors import Forbidden, OutOfBounds, RetrievalError, StoreUnavailable
from retrieval.ingest import Ingest
from retrieval.ports import Library, SourceReader, Write
from retrieval.types import Reading, Run, RunState, Source
from retrieval.urls import host

_HOUR = timedelta(hours=1)
_REMEMBERED = 1000  # failures
_NOT_PUBLIC = "it is not a public address"
_ENOUGH = "so many links were read within the last hour that this one has to wait"
_LATE = "it did not arrive in time; ask again in a moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTerms:
    """What reading links may take."""

    on: bool = True
    seconds: float = 15.0  # that a question waits for one
    person_per_hour: int = 10
    all_per_hour: int = 120
    fresh: timedelta = timedelta(minutes=10)  # what was read, or failed, since is not asked again
    longest: float = 120.0  # seconds; a reading goes on when the question waits no more
    at_once: int = 8
    person_at_once: int = 1  # or a few people with slow links would keep out all others
    host_at_once: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of reading a link. `reason` is one line for whoever asked."""

    what: LinkOutcome
    reason: str | None = None


class Allowance:
    """Counts fetches within the last hour, in this process alone. A None asks for the house."""

    def __init__(self, person_per_hour: int, all_per_hour: int) -> None:
        self._person_per_hour = person_per_hour
        self._all_per_hour = all_per_hour
        self._taken: list[tuple[datetime, tuple[str, ...] | None]] = []

    def take(self, who: Spender | None, now: datetime) -> bool:
        """Whether one more is allowed; it is counted then."""
        self._taken = [each for each in self._taken if now - each[0] < _HOUR]
        person = _person(who)
        own = [at for at, whose in self._taken if whose == person]
        free = person is None or free_at(own, now, self._person_per_hour, _HOUR) is None
        everybody = [at for at, _ in self._taken]
        if not free or free_at(everybody, now, self._all_per_hour, _HOUR) is not None:
            return False
        self._taken.append((now, person))
        return True


def _person(who: Spender | None) -> tuple[str, ...] | None:
    """The same in all channels."""
    return (who.platform, who.tenant, who.user) if who else None


class _Slots:
    """So many at a time for each of many. What nobody holds or waits for is forgotten."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._held = WeakValueDictionary[str | tuple[str, ...], asyncio.Semaphore]()

    def of(self, whose: str | tuple[str, ...] | None) -> AbstractAsyncContextManager[None]:
        """One of their slots; None has as many as it likes."""
        if whose is None:
            return nullcontext()
        return self._held.setdefault(whose, asyncio.Semaphore(self._at_once))


class LinkReading:
    """Reads sources that are only asked about. One reading at a time a source, whoever asks for it."""

    def __init__(
        self,
        library: Library,
        readers: Mapping[str, SourceReader],
        clock: Callable[[], datetime],
        terms: LinkTerms | None = None,
    ) -> None:
        self._library = library
        self._readers = readers
        self._clock = clock
        self.terms = terms or LinkTerms()
        self._allowance = Allowance(self.terms.person_per_hour, self.terms.all_per_hour)
        self._slots = asyncio.Semaphore(self.terms.at_once)
        self._people = _Slots(self.terms.person_at_once)
        self._hosts = _Slots(self.terms.host_at_once)
        self._under_way: dict[str, asyncio.Task[Outcome]] = {}
        self._failed: dict[str, tuple[datetime, Outcome]] = {}

    async def __call__(self, source: Source, who: Spender | None) -> Outcome:
        """Read a source unless it was just now. Raises StoreUnavailable."""
        task = self._under_way.get(source.id)
        if task is None:
            lately = self._lately(source)
            if lately is not None:
                return lately
            if not self._allowance.take(who, self._clock()):
                return Outcome(what=LinkOutcome.OFF, reason=_ENOUGH)
            task = self._begun(source, who)
        await asyncio.wait({task}, timeout=self.terms.seconds)
        if not task.done() or task.cancelled():
            return Outcome(what=LinkOutcome.LATE, reason=_LATE)
        return task.result()

    async def close(self) -> None:
        """Break off what is still being read; what was stored stays. Repeatable."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _lately(self, source: Source) -> Outcome | None:
        """What is known without asking again.

        What somebody else has had read a moment ago is said to be read for this question: nobody is to
        learn what others ask about.
        """
        since = self._clock() - self.terms.fresh
        if source.read_at is not None and source.read_at > since:
            return Outcome(what=LinkOutcome.FETCHED)
        at, outcome = self._failed.get(source.id, (since, None))
        return outcome if at > since else None

    def _begun(self, source: Source, who: Spender | None) -> asyncio.Task[Outcome]:
        task = asyncio.get_running_loop().create_task(self._read(source, who))
        self._under_way[source.id] = task
        task.add_done_callback(lambda done: self._ended(source.id, done))
        return task

    def _ended(self, source_id: str, task: asyncio.Task[Outcome]) -> None:
        self._under_way.pop(source_id, None)
        if not task.cancelled():
            task.exception()  # told to whoever still waits; nobody may

    async def _read(self, source: Source, who: Spender | None) -> Outcome:
        own, place = self._people.of(_person(who)), self._hosts.of(host(source.location))
        try:
            async with own, place, self._slots, asyncio.timeout(self.terms.longest):
                reading = await self._readers[source.kind].read(source)
        except StoreUnavailable:
            raise
        except TimeoutError:
            return self._remembered(source, Outcome(what=LinkOutcome.LATE, reason=_LATE))
        except RetrievalError as e:
            if isinstance(e, Forbidden):
                await self._withdrawn(source)
            return self._remembered(source, outcome_of(e))
        await self._store(source, reading)
        return Outcome(what=LinkOutcome.FETCHED)

    async def _store(self, source: Source, reading: Reading) -> None:
        """As any reading is stored. What has become public meanwhile reads itself."""
        current = await self._library.source(source.id) or source
        if not current.asked:
            return
        run = Run(
            id=f"asked-{source.id}",
            source_id=source.id,
            asked_by="question",
            state=RunState.RUNNING,
            started=self._clock(),
        )
        ingest = Ingest(self._library, {source.kind: _Given(reading)}, (), self._clock)
        await ingest.read(current, run)

    async def _withdrawn(self, source: Source) -> None:
        """What its host does not let us read any more is not kept, and neither is what was quoted of it.

        Its documents are entombed, which those who clean stored answers hear of. It would be read whole again.
        """
        kept = await self._library.source(source.id)
        if kept is None or not kept.asked:
            return
        held = await self._library.stored(source.id)
        gone = tuple(id for id, each in held.items() if not each.gone)
        await self._library.store(Write(source=replace(kept, bookmark=None), gone=gone))

    def _remembered(self, source: Source, outcome: Outcome) -> Outcome:
        if len(self._failed) >= _REMEMBERED:
            self._failed.pop(next(iter(self._failed)))
        self._failed.pop(source.id, None)
        self._failed[source.id] = (self._clock(), outcome)
        return outcome


class _Given:
    """Implements SourceReader with what has been read already."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def read(self, source: Source) -> Reading:
        del source
        return self._reading


def outcome_of(error: RetrievalError) -> Outcome:
    """In the words of who asked: what and where, without what an administrator could do."""
    what, _, _ = str(error).partition("; ")
    match error:
        case OutOfBounds():
            return Outcome(what=LinkOutcome.REFUSED, reason=_NOT_PUBLIC)
        case Forbidden():
            return Outcome(what=LinkOutcome.REFUSED, reason=what)
        case _:
            return Outcome(what=LinkOutcome.UNREADABLE, reason=what)
