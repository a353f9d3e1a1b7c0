"""Durable work as DBOS workflows: runs of every kind, on schedule and on demand, and questions.

DBOS runs workflows on threads of its own, the stores belong to the server's event loop; each step
hands its work to that loop and waits. A run is worked on a slice a step: what was interrupted goes on
with the next slice after a restart, and a slice that was cut off is done again, which changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from dbos import DBOS, DBOSConfig, SetWorkflowID

from bot.administration import Wish
from bot.desk import due
from bot.performing import Performing
from bot.queued import NewRuns
from retrieval.errors import StoreUnavailable
from retrieval.ports import Library
from retrieval.types import Run, RunKind, RunState

T = TypeVar("T")

_EVERY_MINUTE = "* * * * *"
_AT_ONCE = 4  # runs; politeness to each host is the fetcher's
_VERSION = "4"  # raise when the workflows' steps change: older ones are then not resumed
_QUEUE = "runs"
_QUESTIONS = "questions"
_POLL_S = 0.2
_TRIES = 4  # of a question whose store fails
_SOON_S = 0.05  # between looks for new questions
_IN_QUEUE = timedelta(minutes=10)  # longest time that a question is believed to wait there
_RECORDED = timedelta(days=1)
_ENDING_S = 2  # in which what has ended is noted
_MOST_TIDIED = 500  # a minute
_GOES_ON = frozenset({"PENDING", "ENQUEUED", "DELAYED"})  # DBOS's own words
_LIFELESS = timedelta(seconds=60)  # after which a run is taken up by another process


class Questions(Protocol):
    """Who works on questions."""

    async def __call__(self, key: str) -> None:
        """Do what is to be done for a question. Repeatable."""

    async def unfinished(self) -> Sequence[tuple[str, int]]:
        """Keys and versions of what an earlier process left."""

    async def overdue(self) -> Sequence[tuple[str, int]]:
        """Keys and versions of what should have been done long ago."""


class Jobs:
    """The Runner port on DBOS. DBOS allows one instance a process.

    `questions` is set before the launch by whoever has conversations.
    """

    def __init__(
        self, url: str, library: Library, performing: Performing, new_run: NewRuns
    ) -> None:
        self._url = url
        self._library = library
        self._performing = performing
        self._new_run = new_run
        self._clock = new_run.clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._work: Callable[[str], None] | None = None
        self._settle: Callable[[str], None] | None = None
        self._soon: set[asyncio.Task[None]] = set()
        self._queued: dict[str, datetime] = {}  # questions, since when
        self.questions: Questions | None = None
        self.at_once = 4  # questions
        self.clean: Callable[[], Awaitable[None]] = _nothing  # every minute; repeatable
        self.worker = (
            "local"  # DBOS resumes the work of its name: unique where several processes work
        )

    async def launch(self) -> None:
        """Resume interrupted runs and begin the schedule. Raises StoreUnavailable."""
        self._loop = asyncio.get_running_loop()
        try:
            await asyncio.to_thread(self._launch)
        except Exception as e:  # DBOS and its database driver share no base class
            what = next(iter(str(e).splitlines()), type(e).__name__)
            raise StoreUnavailable(
                f"jobs database: {what}; check the data folder's space and permissions"
            ) from e
        if self.questions:
            for key, version in await self.questions.unfinished():
                self.answer(key, version, f"start-{self._new_run.new_id()}")

    async def begin(self, run: Run) -> Run:
        begun = await self._performing.runs.open(run)
        await asyncio.to_thread(self._enqueue, begun.id)
        return begun

    async def finish(self, run: Run) -> Run:
        while run.open:
            await asyncio.sleep(_POLL_S)
            run = await self._performing.runs.run(run.id) or replace(run, finished=self._clock())
        return run

    async def cancel(self, run: Run) -> Run:
        cancelled = await self._performing.cancel(run)
        await asyncio.to_thread(DBOS.cancel_workflow, run.id)
        return cancelled

    async def sweep(self) -> None:
        """Queue what is due now, without waiting for the schedule."""
        await self._queue_due("start")

    def answer(self, key: str, version: int, why: str = "asked") -> None:
        """Have a question worked on, soon. It is stored already, so nothing is lost if this is."""
        work = asyncio.to_thread(self._enqueue_question, key, version, why)
        task = asyncio.get_running_loop().create_task(work)
        self._soon.add(task)
        task.add_done_callback(self._soon.discard)

    async def close(self) -> None:
        """Stop; what is under way is resumed at the next start. Repeatable."""
        await self._performing.close()
        await asyncio.to_thread(
            DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=_ENDING_S
        )

    def _launch(self) -> None:
        config: DBOSConfig = {
            "name": "newsdesk",
            "system_database_url": self._url,
            "application_version": _VERSION,
            "executor_id": self.worker,
            "log_level": "WARNING",
        }
        DBOS(config=config)
        self._work, sweep = self._workflows()
        self._settle = self._settling()
        DBOS.launch()
        DBOS.register_queue(
            _QUESTIONS, worker_concurrency=self.at_once, polling_interval_sec=_SOON_S
        )
        DBOS.register_queue(_QUEUE, worker_concurrency=_AT_ONCE, polling_interval_sec=_POLL_S)
        DBOS.apply_schedules([
            {"schedule_name": "sweep", "workflow_fn": sweep, "schedule": _EVERY_MINUTE}
        ])

    def _workflows(self) -> tuple[Callable[[str], None], Callable[[datetime, Any], None]]:
        """Plain functions, since DBOS marks what it registers; their names must not change."""

        @DBOS.workflow(name="run")
        def work(run_id: str) -> None:
            retried: Any = {"name": "slice", "retries_allowed": True, "max_attempts": _TRIES}
            while DBOS.run_step(retried, lambda: self._here(self._slice(run_id))):
                pass

        @DBOS.workflow(name="sweep")
        def sweep(at: datetime, _context: Any) -> None:
            DBOS.run_step({"name": "due"}, lambda: self._here(self._queue_due("schedule")))
            DBOS.run_step({"name": "lifeless"}, lambda: self._here(self._take_up()))
            for key, version in DBOS.run_step({"name": "overdue"}, self._overdue):
                self._enqueue_question(key, version, f"{at:%Y%m%d%H%M}")
            DBOS.run_step({"name": "tidy"}, lambda: _tidy(at))
            DBOS.run_step({"name": "clean"}, lambda: self._here(self._clean()))

        return work, sweep

    def _settling(self) -> Callable[[str], None]:
        @DBOS.workflow(name="settle")
        def settle(key: str) -> None:
            self._queued.pop(key, None)
            if self.questions is not None:
                work = self.questions
                DBOS.run_step(
                    {"name": "settle", "retries_allowed": True, "max_attempts": _TRIES},
                    lambda: self._here(work(key)),
                )

        return settle

    def _overdue(self) -> list[tuple[str, int]]:
        """Without those that stand in the queue already; another process may have taken them out."""
        lately = self._clock() - _IN_QUEUE
        for key, since in list(self._queued.items()):
            if since < lately:
                self._queued.pop(key, None)
        late = self._here(self.questions.overdue()) if self.questions is not None else ()
        return [(key, version) for key, version in late if key not in self._queued]

    def _enqueue_question(self, key: str, version: int, why: str) -> None:
        """Queue the work on a question. A second time under the same id does nothing."""
        if self._settle is None:
            raise RuntimeError("jobs are not launched")
        with SetWorkflowID(f"{key}:{version}:{why}"):
            self._queued[key] = self._clock()
            DBOS.enqueue_workflow(_QUESTIONS, self._settle, key)

    def _enqueue(self, run_id: str, id: str = "") -> None:
        """Queue the work on a run. A second time under the same id does nothing."""
        if self._work is None:
            raise RuntimeError("jobs are not launched")
        with SetWorkflowID(id or run_id):
            DBOS.enqueue_workflow(_QUEUE, self._work, run_id)

    async def _slice(self, run_id: str) -> bool:
        return await self._performing.slice(run_id)

    async def _clean(self) -> None:
        """What a run that was cut off has left behind, and what is kept no longer."""
        await self.clean()

    async def _queue_due(self, asked_by: str) -> None:
        """Read what is due. A source that is worked on already is left to that."""
        runs = self._performing.runs
        busy = {run.source_id for run in await runs.recent(1000, is_open=True)}
        for source in due(await self._library.sources(), self._clock()):
            if source.id not in busy:
                wish = Wish(kind=RunKind.REFRESH, source_id=source.id)
                await self.begin(self._new_run(wish, source, asked_by))

    async def _take_up(self) -> None:
        """Runs that nobody gives a sign of life for: their process has gone, or never queued them."""
        now, runs = self._clock(), self._performing.runs
        for run in await runs.recent(1000, is_open=True):
            alive = now - (run.beat or run.queued or run.started) < _LIFELESS
            if alive or self._performing.is_at(run.id):
                continue
            if run.state is RunState.QUEUED or await runs.take_over(run, now):
                waits = run.state is RunState.QUEUED
                await asyncio.to_thread(self._resume, run.id, waits=waits)

    def _resume(self, run_id: str, *, waits: bool) -> None:
        """Have any process go on with a run, also one whose workflow has ended, is of another version, or is
        not known any more. `waits`: it is only to be in the queue.
        """
        status = DBOS.get_workflow_status(run_id)
        known = status is not None and status.app_version in {None, _VERSION}
        if status is None or not known or status.status not in _GOES_ON:
            self._enqueue(run_id, f"{run_id}-{self._new_run.new_id()}")
        elif not waits:
            DBOS.resume_workflow(run_id, queue_name=_QUEUE)

    def _here(self, work: Coroutine[Any, Any, T]) -> T:
        """Run on the server's loop, from a thread of DBOS."""
        if self._loop is None:
            raise RuntimeError("jobs are not launched")
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        except CancelledError as e:
            raise _StoppingError from e


class _StoppingError(BaseException):
    """The process ends. DBOS takes no note of it, so that the next start resumes the workflow."""


async def _nothing() -> None:
    """Nothing is kept that would have to be forgotten."""


def _tidy(at: datetime) -> None:
    """Delete the records of work that ended long ago, some at a time."""
    before = (at - _RECORDED).isoformat()
    ended = DBOS.list_workflows(
        completed_before=before, limit=_MOST_TIDIED, load_input=False, load_output=False
    )
    if ended:
        DBOS.delete_workflows([workflow.workflow_id for workflow in ended])
