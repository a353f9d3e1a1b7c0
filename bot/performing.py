"""Carries runs out, a slice at a time: notes how far each is, gives signs of life, stops what is cancelled.

A slice may be repeated after a crash. Whoever calls `slice` again and again, until it says that nothing is
left, brings a run to its end: DBOS in a server, a task in a command.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot import records
from bot.errors import BotError
from bot.traces import traced
from retrieval.errors import RetrievalError, StoreUnavailable
from retrieval.ingest import TellRun
from retrieval.types import Run, RunKind, RunState
from retrieval.upkeep import RunStore

_LOG = logging.getLogger("newsdesk")
_BEAT_S = 1.0  # a run that another process cancelled is stopped within that
_TOLD_EVERY = timedelta(seconds=0.5)
_LONGEST_S = 3600.0  # of a slice
_TRIES = 5  # of a slice whose store fails
_PAUSE_S = 0.1


class Work(Protocol):
    """What a kind of run does."""

    async def __call__(self, run: Run, tell: TellRun) -> Run:
        """Do a slice of it: the run with what came of it, `finished` when that was the last one.

        Repeatable: what a slice did that was cut off is done again or found done. Raises what it cannot
        go on after; a failed run keeps its message.
        """


class Performing:
    """Works on runs. `works` are set before the first slice."""

    def __init__(self, runs: RunStore, clock: Callable[[], datetime]) -> None:
        self.runs = runs
        self.works: Mapping[RunKind, Work] = {}
        self.on_end: Callable[[Run], Awaitable[None]] = _nothing  # repeatable
        self.on_change: Callable[[Run], None] = lambda run: records.ran(_LOG, run)
        self._clock = clock
        self._mine: set[str] = set()
        self._tasks: dict[str, asyncio.Task[Run]] = {}
        self._stumbles = Counter[str]()
        self._told: dict[str, Run] = {}  # how far a slice has come, by run
        self._callers: set[asyncio.Task[object]] = set()
        self._closing = False

    async def slice(self, run_id: str) -> bool:
        """Do the next slice of a run; whether more is left. Raises StoreUnavailable.

        While this is being closed it raises CancelledError, and the run goes on another time.
        """
        if self._closing:
            raise asyncio.CancelledError
        caller = asyncio.current_task()
        with traced("run", run_id), _among(self._callers, caller):
            return await self._slice(run_id)

    async def cancel(self, run: Run) -> Run:
        """End a run, whoever works on it; the run as it is then. Raises StoreUnavailable."""
        task = self._tasks.get(run.id)
        if task is not None:  # first, since it may be this that keeps the store from being written
            task.cancel()
        ended = await self.runs.cancel(run.id, self._clock())
        if task is None and ended is not None and run.open:
            await self._over(ended)
        return ended or run

    def is_at(self, run_id: str) -> bool:
        """Whether a run is worked on here."""
        return run_id in self._tasks

    async def close(self) -> None:
        """Break off all slices before the stores close. Their runs are taken up by the next start."""
        self._closing = True
        for caller in list(self._callers):
            caller.cancel()
        await asyncio.gather(*self._callers, return_exceptions=True)

    async def _slice(self, run_id: str) -> bool:
        run = await self.runs.run(run_id)
        if run is None or not run.open:
            return False
        new = run_id not in self._mine
        run = await self.runs.save(self._taken_up(run))
        if new and run.open:
            self.on_change(run)
        done = await self._ended(run, await self._worked(run)) if run.open else run
        if not done.open:
            await self._over(done)
        return done.open

    async def _over(self, run: Run) -> None:
        self._mine.discard(run.id)
        self.on_change(run)
        await self.on_end(run)

    def _taken_up(self, run: Run) -> Run:
        now, again = self._clock(), run.state is RunState.RUNNING and run.id not in self._mine
        self._mine.add(run.id)
        started = run.started if run.state is RunState.RUNNING else now
        resumed = run.resumed + (1 if again else 0)
        return replace(run, state=RunState.RUNNING, started=started, beat=now, resumed=resumed)

    async def _worked(self, run: Run) -> Run:
        """What a slice made of the run; what went wrong in it is the run's end."""
        task = asyncio.create_task(self.works[run.kind](run, self._telling()))
        self._tasks[run.id] = task
        beating = asyncio.create_task(self._beat(run.id, task))
        try:
            async with asyncio.timeout(_LONGEST_S):
                done = await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.cancelled():  # it is this caller who is: the run goes on another time
                raise
            last = self._told.get(run.id, run)
            return replace(last, state=RunState.CANCELLED, finished=self._clock(), current="")
        except StoreUnavailable as e:
            return await self._stumbled(self._told.get(run.id, run), e)
        except Exception as e:  # noqa: BLE001 - whatever breaks ends this run, and is told
            return self._failed(self._told.get(run.id, run), e)
        else:
            self._stumbles.pop(run.id, None)
            return done
        finally:
            self._tasks.pop(run.id, None)
            beating.cancel()
            await _broken_off(task)
            self._told.pop(run.id, None)

    async def _ended(self, run: Run, done: Run) -> Run:
        """Stored; a run that was cancelled in the meantime stays so."""
        return await self.runs.save(replace(done, beat=self._clock(), resumed=run.resumed))

    async def _stumbled(self, run: Run, error: StoreUnavailable) -> Run:
        """A store that is busy for a moment is no reason to fail: the slice is done again, a few times."""
        self._stumbles[run.id] += 1
        tries = self._stumbles[run.id]
        if tries < _TRIES and await self._is_open(run.id):
            await asyncio.sleep(_PAUSE_S * 2**tries)
            return run
        del self._stumbles[run.id]
        await self._broken(run, str(error))
        raise error

    async def _is_open(self, run_id: str) -> bool:
        try:
            run = await self.runs.run(run_id)
        except StoreUnavailable:
            return True
        return run is not None and run.open

    async def _broken(self, run: Run, message: str) -> None:
        """The store does not take what was done: say so, where it takes at least that."""
        with suppress(StoreUnavailable):
            ended = replace(run, state=RunState.FAILED, finished=self._clock(), message=message)
            await self._over(await self.runs.save(ended))

    def _failed(self, run: Run, error: Exception) -> Run:
        known = isinstance(error, BotError | RetrievalError)
        if not known:
            _LOG.error("run %s: %s", run.id, type(error).__name__, exc_info=error)
        told = "it took too long" if isinstance(error, TimeoutError) else type(error).__name__
        message = str(error) if known else f"{told}; the log has more under {run.id}"
        return replace(run, state=RunState.FAILED, finished=self._clock(), message=message)

    def _telling(self) -> TellRun:
        last, counts = self._clock() - _TOLD_EVERY, (0, 0, 0)

        async def tell(run: Run) -> None:
            nonlocal last, counts
            now, counted = self._clock(), (run.added, run.changed, run.gone)
            self._told[run.id] = run
            if now - last < _TOLD_EVERY and counted == counts:
                return
            last, counts = now, counted
            if not (await self.runs.save(replace(run, beat=now))).open:
                raise asyncio.CancelledError

        return tell

    async def _beat(self, run_id: str, task: asyncio.Task[Run]) -> None:
        while True:
            await asyncio.sleep(_BEAT_S)
            with suppress(StoreUnavailable):  # busy for a moment
                if not await self.runs.beat(run_id, self._clock()):
                    task.cancel()


@contextmanager
def _among(callers: set[asyncio.Task[object]], task: asyncio.Task[object] | None) -> Iterator[None]:
    if task is not None:
        callers.add(task)
    try:
        yield
    finally:
        if task is not None:
            callers.discard(task)


async def _broken_off(task: asyncio.Task[Run]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _nothing(_run: Run) -> None:
    """Nobody waits for the ends of runs."""
