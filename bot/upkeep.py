"""Builds what runs are carried out with: one work for each kind, and where all of it is noted."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.admin import Books
from bot.answer import Answering
from bot.catalogue import Kind
from bot.insight import Ended
from bot.memory.audit import SqlAuditLog
from bot.memory.followers import SqlFollowers
from bot.memory.insight import SqlInsight
from bot.memory.store import SqlMemory
from bot.opening import wanted
from bot.performing import Performing, Work
from bot.queued import NewRuns
from bot.regression import failing
from bot.serving import Opened, Serving
from bot.settings import Settings
from bot.talk import Asked
from bot.tasks import TaskRunner
from bot.types import Answer
from bot.withdrawing import Cleaning
from bot.works.archiving import BackingUp, Restoring
from bot.works.reading import Reading, Rewinding
from bot.works.reindexing import Reindexing, Rollback
from bot.works.removing import Removing
from bot.works.verifying import Known, Verifying
from retrieval.ingest import Ingest
from retrieval.stores.sql.library import SqlLibrary
from retrieval.stores.sql.runs import SqlRuns
from retrieval.stores.sql.vectors import SqlVectorCache
from retrieval.types import GenerationState, Problem, Run, RunKind, RunState

_ASKED_AGAIN = 30  # answers of late
_LOOKED_FOR = 30  # titles
_CASES = 30
_READINGS = frozenset({RunKind.REFRESH, RunKind.BACKFILL, RunKind.RETRY})
_STOPPED_S = 2.0  # in which a cancelled run has ended, wherever it was
_OF_STRANGERS = frozenset({"web", "api"})  # nobody knows who asks there
_OLDEST = timedelta(days=365)  # acts and figures

NewId = Callable[[], str]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a data folder has opened."""

    settings: Settings
    library: SqlLibrary
    memory: SqlMemory
    ingest: Ingest
    serving: Serving
    kinds: Sequence[Kind]
    clock: Clock
    new_id: NewId


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """Runs, and who works on them."""

    performing: Performing
    reading: Reading
    tasks: TaskRunner
    books: Books
    insight: SqlInsight
    followers: SqlFollowers
    new_run: NewRuns
    clean: Cleaning
    serving: Serving
    settle: Callable[..., Awaitable[None]]  # see SqlLibrary

    async def tidy(self) -> None:
        """What was deleted goes out of stored answers, half-built indexes and old lines go. Repeatable."""
        await self.clean()
        await self.forget_unfinished()
        before = self.new_run.clock() - _OLDEST
        await self.books.log.expire(before)
        await self.insight.expire(before)

    async def forget_unfinished(self) -> None:
        """Delete indexes that are being built by nobody any more."""
        for generation in await self.serving.generations.all():
            if generation.state is GenerationState.BUILDING:
                run = await self.books.runs.run(generation.id)
                if run is None or not run.open:
                    await self.serving.drop(generation)


def make_upkeep(parts: Parts) -> Upkeep:
    """All of it over one engine."""
    engine, clock = parts.library.engine, parts.clock
    runs, insight = SqlRuns(engine), SqlInsight(engine, clock)
    performing = Performing(runs, clock)
    cleaning = Cleaning(parts.library, parts.memory, SqlVectorCache(engine))
    reading = Reading(parts.library, runs, parts.ingest, clock, _rewinding(parts.kinds))
    reading.clean, reading.liken = cleaning, parts.serving.liken
    performing.works = _works(parts, performing, reading, cleaning, insight)
    followers = SqlFollowers(engine)
    upkeep = Upkeep(
        performing=performing,
        reading=reading,
        tasks=TaskRunner(performing),
        books=Books(
            library=parts.library,
            runs=runs,
            generations=parts.serving.generations,
            log=SqlAuditLog(engine),
            followers=followers,
            wanted=wanted(parts.settings),
        ),
        insight=insight,
        followers=followers,
        new_run=NewRuns(clock=clock, new_id=parts.new_id),
        clean=cleaning,
        serving=parts.serving,
        settle=parts.library.settle,
    )
    performing.on_end = lambda run: _after(run, upkeep)
    return upkeep


async def _after(run: Run, upkeep: Upkeep) -> None:
    """What a run leaves that does not come to its end: half an index, or a source that is still due."""
    if run.state in {RunState.DONE, RunState.HELD}:
        return
    if run.kind in {RunKind.REINDEX, RunKind.RESTORE}:
        await upkeep.forget_unfinished()
    elif run.kind in _READINGS and run.source_id:
        await upkeep.settle(run.source_id, checked_at=run.finished)


def _works(
    parts: Parts,
    performing: Performing,
    reading: Reading,
    cleaning: Cleaning,
    insight: SqlInsight,
) -> Mapping[RunKind, Work]:
    library, ingest, serving, clock = parts.library, parts.ingest, parts.serving, parts.clock
    verifying = Verifying(
        serving.generations.sizes, lambda: _known(serving, insight), _failing(insight), clock
    )
    reindexing = Reindexing(library, ingest, serving, verifying, clock)

    async def alone(run: Run) -> None:
        others = [r for r in await performing.runs.recent(1000, is_open=True) if r.id != run.id]
        for other in others:
            await performing.cancel(other)
        await asyncio.sleep(_STOPPED_S if others else 0)

    return {
        RunKind.REFRESH: reading,
        RunKind.BACKFILL: reading,
        RunKind.RETRY: reading,
        RunKind.REINDEX: reindexing,
        RunKind.ROLLBACK: Rollback(serving, verifying, clock),
        RunKind.REMOVE: Removing(library, ingest, cleaning, clock),
        RunKind.BACKUP: BackingUp(library.engine, clock),
        RunKind.RESTORE: Restoring(library.engine, reindexing, alone),
    }


def _rewinding(kinds: Sequence[Kind]) -> Mapping[str, Rewinding]:
    return {k.name: Rewinding(further=k.further, again=k.again) for k in kinds}


async def _known(serving: Serving, insight: SqlInsight) -> Sequence[Known]:
    """Answers that were given of late, with what they cited, and titles, which must find their texts."""
    kept = await insight.recent(_ASKED_AGAIN, ended=Ended.ANSWER)
    answered = {
        asked.casefold(): Known(question=asked, documents=_cited(reply))
        for k in kept
        if isinstance(reply := k.outcome, Answer)
        and _is_public(k.asked)
        and (asked := reply.trail.question if reply.trail else k.asked.text)
    }
    titles = await serving.generations.sample(_LOOKED_FOR)
    return [*answered.values(), *(Known(question=t, documents=frozenset({id})) for t, id in titles)]


def _is_public(asked: Asked) -> bool:
    """Asked before others, by somebody who is known: strangers do not decide which index is taken."""
    return not (asked.private or asked.place.direct or asked.place.platform in _OF_STRANGERS)


def _cited(reply: Answer) -> frozenset[str]:
    return frozenset(c.document_id for s in reply.statements for c in s.citations)


def _failing(insight: SqlInsight) -> Callable[[Opened], Awaitable[Sequence[Problem]]]:
    async def failing_cases(opened: Opened) -> Sequence[Problem]:
        """Asked without a language model and without links: what is compared is the index."""
        means = replace(opened.answering.means, writing=None, links=None)
        asked = Answering(means, opened.answering.threshold)
        cases = (await insight.cases())[-_CASES:]
        return [
            # Runs are shown to many; a case may be of a private question: the console has its words.
            Problem(where=f"case {case.id}", what="its reply is not as it must be")
            for case, _ in await failing(cases, asked)
        ]

    return failing_cases
