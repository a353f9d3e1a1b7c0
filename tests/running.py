"""Who carries out readings in tests: the real parts, over a library and whoever reads."""

from collections.abc import Callable
from datetime import datetime

from bot.administration import Wish
from bot.performing import Performing
from bot.queued import NewRuns
from bot.tasks import TaskRunner
from bot.works.reading import Reading
from retrieval.ingest import Ingest
from retrieval.stores.sql.library import SqlLibrary
from retrieval.stores.sql.runs import SqlRuns
from retrieval.types import Run, RunKind

Clock = Callable[[], datetime]


def performing(library: SqlLibrary, ingest: Ingest, clock: Clock) -> tuple[Performing, Reading]:
    """Works on readings."""
    runs = SqlRuns(library.engine)
    made, reading = Performing(runs, clock), Reading(library, runs, ingest, clock)
    made.works = dict.fromkeys((RunKind.REFRESH, RunKind.BACKFILL, RunKind.RETRY), reading)
    return made, reading


def new_runs(clock: Clock, prefix: str = "run") -> NewRuns:
    """Runs with numbers for ids."""
    numbers = iter(range(1000))
    return NewRuns(clock=clock, new_id=lambda: f"{prefix}{next(numbers)}")


def queued(source_id: str, by: str = "me", *, confirmed: str | None = None, of: NewRuns) -> Run:
    """A reading that waits."""
    options = {"confirmed": confirmed} if confirmed else {}
    return of(Wish(kind=RunKind.REFRESH, source_id=source_id, options=options), None, by)


class Office:
    """Reads a source from the beginning of a run to its end."""

    def __init__(self, library: SqlLibrary, ingest: Ingest, clock: Clock) -> None:
        self.performing, self.reading = performing(library, ingest, clock)
        self.tasks = TaskRunner(self.performing)
        self.new_run = new_runs(clock)

    async def read(self, source_id: str, by: str = "me", *, confirmed: str | None = None) -> Run:
        """One reading; the run when it has ended."""
        run = queued(source_id, by, confirmed=confirmed, of=self.new_run)
        return await self.tasks.finish(await self.tasks.begin(run))
