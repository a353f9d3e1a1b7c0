"""One reading: what comes of each story whose turn it is."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from retrieval.errors import Absent, BadInput, Forbidden, RetrievalError, SourceUnavailable
from retrieval.sources.hackernews import schedule
from retrieval.sources.hackernews.absent import Absentees, Lost
from retrieval.sources.hackernews.api import HackerNewsApi
from retrieval.sources.hackernews.bookmark import Tracked, ids
from retrieval.sources.hackernews.documents import documents_of, id_of, story
from retrieval.sources.hackernews.items import Item
from retrieval.sources.hackernews.line import Line
from retrieval.sources.hackernews.locations import permalink
from retrieval.sources.hackernews.tree import Thread
from retrieval.types import Document, Problem, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of one story. `error`: its thread could not be had; it is tried again."""

    tracked: Tracked | None = None
    item: Item | None = None  # the story itself, where it is known
    documents: tuple[Document, ...] = ()
    gone: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    whole: str | None = None  # its `thread_url`, when it counts as read whole
    problems: tuple[Problem, ...] = ()
    error: RetrievalError | None = None


class Visit:
    """Reads stories one after the other."""

    def __init__(  # noqa: PLR0913 (what one reading consists of)
        self,
        *,
        source_id: str,
        api: HackerNewsApi,
        search: Line,
        items: Line,
        absentees: Absentees,
        keep_dead: bool,
        now: datetime,
    ) -> None:
        self._source_id = source_id
        self._api = api
        self._search = search
        self._items = items
        self._absentees = absentees
        self._keep_dead = keep_dead
        self._now = now

    async def story(self, id: int, listed: Item | None, before: Tracked | None) -> Told:
        """Read a story. Raises Forbidden; all else that hosts do is told."""
        if listed and costs_nothing(listed, before):
            return await self._read(Thread(root=listed), listed, before)
        try:
            thread = await self._search.ask(self._api.thread(id))
        except Absent:
            return await self._without_thread(id, listed, before)
        except Forbidden:
            raise
        except (SourceUnavailable, BadInput) as e:
            return self._failed(id, listed, before, e)
        if thread.root.id != id or not thread.root.title or not thread.root.author:
            return await self._without_thread(id, listed, before)
        return await self._read(thread, listed, before)

    async def _read(self, thread: Thread, listed: Item | None, before: Tracked | None) -> Told:
        lost = await self._absentees.of(thread, before, self._now)
        root, present = thread.root, {placed.item.id for placed in thread.comments}
        counted = listed.comments if listed else None
        count = max(counted or 0, len(present))
        documents = await asyncio.to_thread(
            lambda: tuple(documents_of(self._source_id, thread, count, self._now))
        )
        seen = counted if counted is not None else len(present)
        tracked = replace(
            before or _new(root, self._now),
            read=self._seconds(),
            seen=None if thread.damaged or lost.whole else seen,
            mark=schedule.mark(listed) if listed else "",
            hidden=False,
            comments=ids((*present, *lost.kept)),
            doubts=ids(lost.doubts),
            dead=ids(lost.dead),
        )
        return Told(
            tracked=tracked,
            item=root,
            documents=(*documents, *lost.documents),
            gone=(*self._gone(lost), *self._wordless(thread, before, documents)),
            whole=permalink(root.id) if lost.whole else None,
            problems=(*lost.problems, *_damage(thread)),
        )

    async def _without_thread(self, id: int, listed: Item | None, before: Tracked | None) -> Told:
        """The search does not have it (any more, or yet), so what became of the story is asked elsewhere."""
        if not self._items.open:
            error = SourceUnavailable(f"{permalink(id)} is asked about in the next reading")
            return self._failed(id, listed, before, error)
        try:
            item = await self._items.ask(self._api.item(id))
        except Forbidden:
            raise
        except (SourceUnavailable, BadInput) as e:
            return self._failed(id, listed, before, e)
        if item is None:
            error = SourceUnavailable(f"{permalink(id)} is not known to Hacker News; check its id")
            return self._failed(id, listed, before, error)
        if item.dead or item.deleted:
            return await self._hidden(item, listed, before)
        return self._early(item, before)

    async def _hidden(self, item: Item, listed: Item | None, before: Tracked | None) -> Told:
        """The story is gone; its comments are still to be seen at their own addresses, so they stay."""
        shown = self._keep_dead and item.dead and not item.deleted
        standing = Standing.DEAD
        kept = (
            tuple(story(self._source_id, item, item.comments, self._now, standing)) if shown else ()
        )
        lost = await self._absentees.waiting(item, self._now)
        tracked = replace(
            before or _new(item, self._now),
            read=self._seconds(),
            seen=None if lost.doubts else (listed.comments if listed else None) or 0,
            mark=schedule.mark(listed) if listed else "",
            tries=None,
            hidden=True,
        )
        gone = () if kept else (id_of(self._source_id, item.id),)
        sure = [id for id in lost.kept if id not in lost.doubts]
        return Told(
            tracked=tracked,
            documents=(*kept, *lost.documents),
            gone=(*gone, *self._gone(lost)),
            there=tuple(id_of(self._source_id, id) for id in sure),
            problems=tuple(lost.problems),
        )

    def _early(self, item: Item, before: Tracked | None) -> Told:
        """It is alive, and the search does not have its thread yet."""
        if item.kind == "comment" or not item.title:
            what = f"{permalink(item.id)} is not to be found with its thread yet; try again later"
            return self._failed(item.id, None, before, SourceUnavailable(what))
        alone = tuple(story(self._source_id, item, item.comments, self._now))
        tracked = replace(before or _new(item, self._now), seen=None, hidden=False)
        return Told(tracked=tracked, item=item, documents=alone)

    def _failed(
        self, id: int, listed: Item | None, before: Tracked | None, error: RetrievalError
    ) -> Told:
        """A story that was not known is at least stored as its list tells it."""
        alone = (
            tuple(story(self._source_id, listed, listed.comments, self._now))
            if listed and not before
            else ()
        )
        after = before or (_new(listed, self._now) if listed else None)
        problem = Problem(where=permalink(id), what=str(error), mend="It is tried again.")
        return Told(
            tracked=replace(after, seen=None) if after else None,
            item=listed,
            documents=alone,
            problems=(problem,),
            error=error,
        )

    def _gone(self, lost: Lost) -> tuple[str, ...]:
        return tuple(id_of(self._source_id, id) for id in lost.gone)

    def _wordless(
        self, thread: Thread, before: Tracked | None, documents: tuple[Document, ...]
    ) -> tuple[str, ...]:
        """Comments that were known and have no words of their own left."""
        known, said = frozenset(before.comments if before else ()), {d.id for d in documents}
        own = (id_of(self._source_id, p.item.id) for p in thread.comments if p.item.id in known)
        return tuple(id for id in own if id not in said)

    def _seconds(self) -> int:
        return int(self._now.timestamp())


def costs_nothing(listed: Item | None, before: Tracked | None) -> bool:
    """Whether a list told all of a story: it has no comments, and had none."""
    return listed is not None and not listed.comments and not (before and before.comments)


def _new(item: Item, now: datetime) -> Tracked:
    created = item.created or now
    return Tracked(id=item.id, created=int(created.timestamp()), tries=0 if item.url else None)


def _damage(thread: Thread) -> tuple[Problem, ...]:
    if not thread.damaged:
        return ()
    what = f"{thread.damaged} parts of the thread could not be understood and were left out"
    return (Problem(where=permalink(thread.root.id), what=what, mend="It is read again."),)
