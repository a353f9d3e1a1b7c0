"""Comments that are stored and no longer in their thread: asked about one by one, before anything is taken away.

The search leaves out deleted and dead comments, but also lags and fails, so its silence alone proves nothing. Where most
of a thread is missing at once, nobody is asked: the thread is handed on as read whole, and the guard against mass
deletion has an administrator look at it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from retrieval.errors import BadInput, Forbidden, SourceUnavailable
from retrieval.ports import Known
from retrieval.sources.hackernews.api import HackerNewsApi
from retrieval.sources.hackernews.bookmark import Tracked
from retrieval.sources.hackernews.documents import dead_comment
from retrieval.sources.hackernews.items import Item
from retrieval.sources.hackernews.line import Line
from retrieval.sources.hackernews.locations import item_at, permalink
from retrieval.sources.hackernews.tree import Thread
from retrieval.types import Document, Problem

_MOST_SHARE = 0.5
_MOST_LEAST = 10


@dataclass(slots=True)
class Lost:
    """What became of the absent comments of one thread, by their ids."""

    whole: bool = False  # so much is missing that the thread counts as read whole
    gone: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)  # alive, or not known to be otherwise
    doubts: list[int] = field(default_factory=list)  # of these, still to be asked about
    dead: list[int] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)  # of the dead
    problems: list[Problem] = field(default_factory=list)


class Absentees:
    """Asks about absent comments for all threads of one reading."""

    def __init__(
        self, *, source_id: str, api: HackerNewsApi, items: Line, known: Known, keep_dead: bool
    ) -> None:
        self._source_id = source_id
        self._api = api
        self._items = items
        self._known = known
        self._keep_dead = keep_dead

    async def of(self, thread: Thread, before: Tracked | None, now: datetime) -> Lost:
        """Compare a thread with what is stored of it. Raises Forbidden.

        What is stored counts, and not what is remembered: a reading may store more than it comes to remember.
        """
        stored = await self._known(self._source_id, permalink(thread.root.id))
        present = {thread.root.id, *(placed.item.id for placed in thread.comments)}
        dead = [id for id in (before.dead if before else ()) if id not in present]
        hidden = [] if self._keep_dead else dead
        lost = Lost(gone=hidden, dead=dead if self._keep_dead else [])
        known = {id for each in stored.values() if (id := item_at(each.url))}
        if missing := sorted(known - present - set(dead)):
            doubts = before.doubts if before else ()
            await self._settle(thread, doubts, missing, len(stored), lost, now)
        return lost

    async def waiting(self, root: Item, now: datetime) -> Lost:
        """What became of comments that wait to be deleted, where the thread itself is not to be had any more."""
        stored = await self._known(self._source_id, permalink(root.id))
        held = {id for s in stored.values() if s.held and (id := item_at(s.url))} - {root.id}
        lost = Lost()
        await self._ask(Thread(root=root), sorted(held), lost, now)
        return lost

    async def _settle(
        self,
        thread: Thread,
        before: Sequence[int],
        missing: Sequence[int],
        stored: int,
        lost: Lost,
        now: datetime,
    ) -> None:
        doubts = [id for id in missing if id in before]
        if thread.damaged:
            lost.kept, lost.doubts = list(missing), doubts
        elif len(missing) > max(_MOST_LEAST, stored * _MOST_SHARE):
            lost.whole = True
        else:
            room = max(self._items.left - len(doubts), 0)
            others = [id for id in missing if id not in doubts]
            asked = [*doubts, *others[:room]] if doubts else missing
            lost.kept = [id for id in missing if id not in asked]
            await self._ask(thread, asked, lost, now)

    async def _ask(self, thread: Thread, asked: Iterable[int], lost: Lost, now: datetime) -> None:
        places = {placed.item.id: placed for placed in thread.comments}
        for id in asked:
            found = await self._item(id, lost)
            if found is None:
                lost.kept.append(id)
                lost.doubts.append(id)
            elif not found.deleted and not found.dead and found.html:
                lost.kept.append(id)
            elif self._keep_dead and found.dead and found.html and not found.deleted:
                places[id], document = dead_comment(
                    self._source_id, thread.root, found, places, now
                )
                lost.dead.append(id)
                lost.documents += [document] if document.text else []
            else:
                lost.gone.append(id)

    async def _item(self, id: int, lost: Lost) -> Item | None:
        """None for what cannot be told now."""
        if not self._items.open:
            return None
        try:
            found = await self._items.ask(self._api.item(id))
        except Forbidden:
            raise
        except (SourceUnavailable, BadInput) as e:
            lost.problems.append(_unanswered(id, str(e)))
            return None
        if found is None:
            lost.problems.append(_unanswered(id, "Hacker News does not know it"))
        return found


def _unanswered(id: int, why: str) -> Problem:
    what = f"whether this comment was deleted is not known: {why}"
    return Problem(where=permalink(id), what=what, mend="It is asked about again.")
