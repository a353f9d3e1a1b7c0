"""Fills the indexes anew: of one source in place, of all sources beside the old ones, with a safe change-over.

Of all: a new generation is filled while answers come from the old one. Then its counts are compared with the
database, and known questions are searched in both. Only what stands up is changed over to, in one step; the
old one is kept, so that a rollback is another such step.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import BadRequest
from bot.serving import Opened, Serving
from bot.works.verifying import Verifying
from retrieval.filling import behind
from retrieval.ingest import Ingest, TellRun
from retrieval.ports import Library
from retrieval.types import Generation, GenerationState, Run, RunState

_CUT_AT_ONCE = 200  # documents a slice
_SLICE = timedelta(seconds=2)  # so often a cancelled run is noticed, and a crash costs no more
_SETTLE = 5  # tries to count while sources are read


class Reindexing:
    """All sources, where a run names none. Options: `model` and `splitter`, as in Generation."""

    def __init__(
        self,
        library: Library,
        ingest: Ingest,
        serving: Serving,
        verifying: Verifying,
        clock: Callable[[], datetime],
    ) -> None:
        self._library = library
        self._ingest = ingest
        self._serving = serving
        self._verifying = verifying
        self._clock = clock

    async def __call__(self, run: Run, tell: TellRun) -> Run:
        return await (self._source if run.source_id else self.all)(run, tell)

    async def all(self, run: Run, tell: TellRun) -> Run:
        """The next slice of a new generation, up to the change-over to it."""
        generation = await self._building(run)
        opened = await self._serving.opened(generation)
        if generation.state is GenerationState.ACTIVE:  # a crash came right after the change-over
            counted = await self._verifying.counts(opened)
            return replace(self._done(run), added=counted.passages)
        if generation.model != opened.embedder.model:
            named = replace(generation, model=opened.embedder.model)
            await self._serving.generations.add(named)
        if await self._cut(generation.splitter):
            so_far, _ = await self._serving.generations.sizes(generation.splitter)
            return replace(run, current=f"cutting texts into passages: {so_far:,} so far")
        run = await self._filled(opened, run, tell)
        if run.done < run.total:
            return run
        return await self._changed_over(opened, run, tell)

    async def _source(self, run: Run, tell: TellRun) -> Run:
        """Its passages are logged anew and taken by the indexes again, over what they hold: no gap."""
        source = await self._library.source(run.source_id)
        if source is None:
            raise BadRequest(f"{run.source_id}: the source was removed")
        active = self._serving.current.generation
        ids = await self._serving.generations.relog(
            source.id, run.options.get("after", ""), _CUT_AT_ONCE
        )
        done = run.done + len(ids)
        run = replace(run, done=done, total=max(source.documents, done), current=active.id)
        if ids:
            await self._serving.generations.resplit(ids, active.splitter)
            return replace(run, options={**run.options, "after": ids[-1]})
        await tell(run)
        await self._ingest.drain()
        return replace(self._done(run), changed=done)

    async def _building(self, run: Run) -> Generation:
        """The generation that a run builds, begun if it is not there."""
        kept = {g.id: g for g in await self._serving.generations.all()}
        if run.id in kept:
            return kept[run.id]
        active, now = self._serving.current.generation, self._clock()
        made = Generation(
            id=run.id,
            spec=run.options.get("model", active.spec),
            model="",
            splitter=run.options.get("splitter", active.splitter),
            state=GenerationState.BUILDING,
            created=now,
            changed=now,
        )
        return await self._serving.generations.add(made)

    async def _cut(self, splitter: str) -> bool:
        """Cut some documents that the splitter has not cut yet; whether there were any."""
        left = await self._serving.generations.unsplit(splitter, "", _CUT_AT_ONCE)
        if left:
            await self._serving.generations.resplit(left, splitter)
        return bool(left)

    async def _filled(self, opened: Opened, run: Run, tell: TellRun) -> Run:
        """A slice of time's worth of filling. `done` and `total` count passages, in both indexes."""
        until = self._clock() + _SLICE
        total = len(opened.indexes) * await opened.library.changes_after(0)
        current = opened.generation.spec or opened.embedder.model
        while True:
            applied = await opened.fill()
            left = sum([await behind(opened.library, index) for index in opened.indexes])
            total = max(total, left)
            run = replace(run, done=total - left, total=total, current=current)
            await tell(run)
            if not applied or self._clock() >= until:
                return run

    async def _changed_over(self, opened: Opened, run: Run, tell: TellRun) -> Run:
        run = replace(run, current="comparing with the database and with known questions")
        await tell(run)
        for _ in range(_SETTLE):
            while await opened.fill():
                pass
            counted = await self._verifying.counts(opened)
            if counted.exact:
                break
        checked = await self._verifying.compared(self._serving.current, opened)
        problems = (*counted.problems, *checked)
        if problems:
            what = "the new index was not taken: it does not stand up to its checks"
            failed = replace(run, state=RunState.FAILED, message=what, problems=problems)
            return replace(failed, finished=self._clock(), current="")
        for old in await self._serving.generations.all():
            if old.state is GenerationState.PREVIOUS:
                await self._serving.drop(old)
        while await opened.fill():  # what was read while it was compared
            pass
        await self._serving.swap(opened)
        return replace(self._done(run), added=counted.passages)

    def _done(self, run: Run) -> Run:
        ended = replace(run, state=RunState.DONE, finished=self._clock(), current="")
        return replace(ended, done=run.total)


class Rollback:
    """Back to the previous generation, once it has caught up with what was read since."""

    def __init__(
        self, serving: Serving, verifying: Verifying, clock: Callable[[], datetime]
    ) -> None:
        self._serving = serving
        self._verifying = verifying
        self._clock = clock

    async def __call__(self, run: Run, tell: TellRun) -> Run:  # noqa: ARG002 - it is quick
        wanted = run.options.get("generation")
        kept = await self._serving.generations.all()
        done = replace(run, state=RunState.DONE, finished=self._clock(), current="")
        if wanted and any(g.id == wanted and g.state is GenerationState.ACTIVE for g in kept):
            return done  # a crash came right after the change-over
        previous = next((g for g in kept if g.state is GenerationState.PREVIOUS), None)
        if previous is None:
            raise BadRequest("rollback: there is no earlier index; it is kept after a reindex only")
        if wanted is None:
            return replace(run, options={**run.options, "generation": previous.id})
        if wanted != previous.id:
            raise BadRequest(f"rollback: the index {wanted} is not kept any more")
        opened = await self._serving.opened(previous)
        left = sum([await behind(opened.library, index) for index in opened.indexes])
        if left:
            await opened.fill()
            total = max(run.total, left)
            return replace(run, total=total, done=total - left, current="catching up")
        counted = await self._verifying.counts(opened)
        if counted.problems:
            failed = replace(done, state=RunState.FAILED, problems=counted.problems)
            return replace(failed, message="the earlier index does not agree with the database")
        await self._serving.swap(opened)
        return replace(done, added=counted.passages, done=run.total)
