"""Reads what questions link to: a few at a time, not too often, and no longer than somebody waits for it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.limits import free_at
from bot.types import LinkOutcome, Spender
from retrieval.errors import Forbidden, OutOfBounds, RetrievalError, StoreUnavailable
from retrieval.ingest import Ingest
from retrieval.ports import Library, SourceReader
from retrieval.types import Reading, Run, RunState, Source

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
    at_once: int = 4


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
        person = (who.platform, who.tenant, who.user) if who else None
        own = [at for at, whose in self._taken if whose == person]
        free = person is None or free_at(own, now, self._person_per_hour, _HOUR) is None
        everybody = [at for at, _ in self._taken]
        if not free or free_at(everybody, now, self._all_per_hour, _HOUR) is not None:
            return False
        self._taken.append((now, person))
        return True


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
            task = self._begun(source)
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
        """What is known without asking again."""
        since = self._clock() - self.terms.fresh
        if source.read_at is not None and source.read_at > since:
            return Outcome(what=LinkOutcome.KNOWN)
        at, outcome = self._failed.get(source.id, (since, None))
        return outcome if at > since else None

    def _begun(self, source: Source) -> asyncio.Task[Outcome]:
        task = asyncio.get_running_loop().create_task(self._read(source))
        self._under_way[source.id] = task
        task.add_done_callback(lambda done: self._ended(source.id, done))
        return task

    def _ended(self, source_id: str, task: asyncio.Task[Outcome]) -> None:
        self._under_way.pop(source_id, None)
        if not task.cancelled():
            task.exception()  # told to whoever still waits; nobody may

    async def _read(self, source: Source) -> Outcome:
        try:
            async with self._slots, asyncio.timeout(self.terms.longest):
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
        """What its host does not let us read any more is not kept."""
        kept = await self._library.source(source.id)
        if kept is not None and kept.asked:
            await self._library.remove_source(source.id)

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
