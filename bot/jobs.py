"""Durable work as DBOS workflows: readings of sources, on schedule and on demand, and questions.

DBOS runs workflows on threads of its own, the stores belong to the server's event loop; each step
hands its work to that loop and waits. A step that was interrupted runs again after a restart, and
storing what is already stored changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from dbos import DBOS, DBOSConfig, SetWorkflowID

from bot.desk import DirectRunner, due
from retrieval.errors import StoreUnavailable
from retrieval.ports import Library
from retrieval.types import Run

T = TypeVar("T")

_EVERY_MINUTE = "* * * * *"
_AT_ONCE = 4  # readings; politeness to each host is the fetcher's
_VERSION = "3"  # raise when the workflows' steps change: older ones are then not resumed
_QUEUE = "refresh"
_QUESTIONS = "questions"
_POLL_S = 0.2
_TRIES = 4  # of a question whose store fails
_SOON_S = 0.05  # between looks for new questions
_IN_QUEUE = timedelta(minutes=10)  # longest time that a question is believed to wait there
_RECORDED = timedelta(days=1)
_MOST_TIDIED = 500  # a minute
_LONGEST = timedelta(hours=1)  # a run that is open for longer could not record its end


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
        self,
        url: str,
        library: Library,
        direct: DirectRunner,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._url = url
        self._library = library
        self._direct = direct
        self._clock = clock
        self._new_id = new_id
        self._loop: asyncio.AbstractEventLoop | None = None
        self._refresh: Callable[[str, str, str | None], None] | None = None
        self._settle: Callable[[str], None] | None = None
        self._soon: set[asyncio.Task[None]] = set()
        self._queued: dict[str, datetime] = {}  # questions, since when
        self.questions: Questions | None = None
        self.at_once = 4  # questions
        self.forget: Callable[[], Awaitable[None]] = (
            _nothing  # what questions linked to, after a while
        )
        self.worker = (
            "local"  # DBOS resumes the work of its name: unique where several processes work
        )

    async def launch(self) -> None:
        """Resume interrupted readings and begin the schedule. Raises StoreUnavailable."""
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
                self.answer(key, version, f"start-{self._new_id()}")

    async def start(self, source_id: str, asked_by: str, *, confirmed: str | None = None) -> Run:
        run = self._direct.begun(source_id, asked_by, self._new_id())
        await self._library.save_run(run)
        await asyncio.to_thread(self._enqueue, run.id, source_id, asked_by, confirmed)
        return run

    async def finish(self, run: Run) -> Run:
        handle: Any = await asyncio.to_thread(DBOS.retrieve_workflow, run.id)
        await asyncio.to_thread(handle.get_result, polling_interval_sec=_POLL_S)
        return next((r for r in await self._library.runs(100) if r.id == run.id), run)

    async def sweep(self) -> None:
        """Queue what is due now, without waiting for the schedule."""
        at = self._clock()
        for source_id in await self._due():
            await asyncio.to_thread(self._enqueue, _id(source_id, at), source_id, "start")

    def answer(self, key: str, version: int, why: str = "asked") -> None:
        """Have a question worked on, soon. It is stored already, so nothing is lost if this is."""
        work = asyncio.to_thread(self._enqueue_question, key, version, why)
        task = asyncio.get_running_loop().create_task(work)
        self._soon.add(task)
        task.add_done_callback(self._soon.discard)

    async def close(self) -> None:
        """Stop; what is under way is resumed at the next start. Repeatable."""
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)

    def _launch(self) -> None:
        config: DBOSConfig = {
            "name": "newsdesk",
            "system_database_url": self._url,
            "application_version": _VERSION,
            "executor_id": self.worker,
            "log_level": "WARNING",
        }
        DBOS(config=config)
        self._refresh, sweep = self._workflows()
        self._settle = self._settling()
        DBOS.launch()
        DBOS.register_queue(
            _QUESTIONS, worker_concurrency=self.at_once, polling_interval_sec=_SOON_S
        )
        DBOS.register_queue(_QUEUE, worker_concurrency=_AT_ONCE, polling_interval_sec=_POLL_S)
        DBOS.apply_schedules([
            {"schedule_name": "sweep", "workflow_fn": sweep, "schedule": _EVERY_MINUTE}
        ])

    def _workflows(
        self,
    ) -> tuple[Callable[[str, str, str | None], None], Callable[[datetime, Any], None]]:
        """Plain functions, since DBOS marks what it registers; their names must not change."""

        @DBOS.workflow(name="refresh")
        def refresh(source_id: str, asked_by: str, confirmed: str | None) -> None:
            run = self._direct.begun(source_id, asked_by, DBOS.workflow_id or self._new_id())
            DBOS.run_step({"name": "read"}, lambda: self._here(self._read(run, confirmed)))

        @DBOS.workflow(name="sweep")
        def sweep(at: datetime, _context: Any) -> None:
            for source_id in DBOS.run_step({"name": "due"}, lambda: self._here(self._due())):
                self._enqueue(_id(source_id, at), source_id, "schedule")
            for key, version in DBOS.run_step({"name": "overdue"}, self._overdue):
                self._enqueue_question(key, version, f"{at:%Y%m%d%H%M}")
            DBOS.run_step({"name": "tidy"}, lambda: _tidy(at))
            DBOS.run_step({"name": "clean"}, lambda: self._here(self._clean()))

        return refresh, sweep

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

    def _enqueue(
        self, id: str, source_id: str, asked_by: str, confirmed: str | None = None
    ) -> None:
        """Queue a reading. A second one under the same id does nothing."""
        if self._refresh is None:
            raise RuntimeError("jobs are not launched")
        with SetWorkflowID(id):
            DBOS.enqueue_workflow(_QUEUE, self._refresh, source_id, asked_by, confirmed)

    async def _read(self, run: Run, confirmed: str | None) -> None:
        await self._direct.carry_out(run, confirmed=confirmed)

    async def _clean(self) -> None:
        """What a reading that was cut off has left of deleted texts, and what is kept no longer."""
        await self._direct.clean()
        await self.forget()

    async def _due(self) -> list[str]:
        at = self._clock()
        under_way = [r for r in await self._library.runs(100) if r.finished is None]
        busy = {r.source_id for r in under_way if at - r.started < _LONGEST}
        waiting = due(await self._library.sources(), at)
        return [s.id for s in waiting if s.id not in busy]

    def _here(self, work: Coroutine[Any, Any, T]) -> T:
        """Run on the server's loop, from a thread of DBOS."""
        if self._loop is None:
            raise RuntimeError("jobs are not launched")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


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


def _id(source_id: str, at: datetime) -> str:
    """One reading a source a minute, whoever asks for it."""
    return f"{source_id}-{at:%Y%m%d%H%M}"
