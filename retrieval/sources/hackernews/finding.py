"""Finds out whose turn it is in one reading: what a list names, and what changed among the stories that are followed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from retrieval.errors import BadInput, Forbidden, SourceUnavailable
from retrieval.sources.hackernews import schedule
from retrieval.sources.hackernews.api import AT_ONCE, HackerNewsApi
from retrieval.sources.hackernews.bookmark import Bookmark, Tracked
from retrieval.sources.hackernews.items import Item
from retrieval.sources.hackernews.line import Line
from retrieval.sources.hackernews.locations import Listing, Place
from retrieval.sources.hackernews.visit import costs_nothing
from retrieval.types import Problem

_ASKED = 5  # requests about stories that are in no list any more
_LEAST_ROOM = 3  # threads; with less a reading does not go back


@dataclass(slots=True)
class Turn:
    """What one reading is about."""

    listed: dict[int, Item] = field(default_factory=dict)  # as the lists tell them now
    missing: set[int] = field(default_factory=set)  # asked about, and in no list
    named: set[int] = field(default_factory=set)  # with comments that changed just now
    due: list[int] = field(default_factory=list)  # in the order in which they are read
    back: tuple[int, int] | None = None  # what is to be gone back over once all these are read
    root: int | None = None
    problems: list[Problem] = field(default_factory=list)


class Finding:
    """Asks both APIs what is new; a handful of requests, whatever is followed."""

    def __init__(
        self, *, api: HackerNewsApi, search: Line, items: Line, backfill: timedelta, now: datetime
    ) -> None:
        self._api = api
        self._search = search
        self._items = items
        self._backfill = backfill
        self._now = now
        self._seconds = int(now.timestamp())

    async def turn(self, where: Place, before: Bookmark | None) -> Turn:
        """Whose turn it is. Raises what keeps the list itself from being read, and Forbidden."""
        known = before.stories if before else {}
        turn = Turn()
        if where.listing:
            await self._list(where.listing, turn)
            await self._unlisted(known, turn)
        elif where.item:
            await self._thread(where.item, before, turn)
        await self._changed(known, turn)
        turn.due = self._due(turn, known)
        if where.listing:
            await self._past(where.listing, before, turn)
        return turn

    def begin(self) -> tuple[int, int] | None:
        """The span that a new source goes back over."""
        span = int(self._backfill.total_seconds())
        return (self._seconds - span, self._seconds) if span > 0 else None

    async def _list(self, listing: Listing, turn: Turn) -> None:
        if listing.endpoint:
            found = await self._api.stories(listing.endpoint, listing.tags)
        else:
            ranked = await self._api.ranked(listing.ids)
            hits = {hit.id: hit for hit in await self._api.about(ranked)} if ranked else {}
            found = [hits[id] for id in ranked if id in hits]
        if not found:
            what = "its list came empty; nothing was changed"
            turn.problems.append(Problem(where=listing.name, what=what, mend="It is asked again."))
        oldest = (
            self._now - listing.follow
        )  # old ones are left in the search's front page by mistake
        turn.listed = {each.id: each for each in found if each.created and each.created > oldest}

    async def _thread(self, item: int, before: Bookmark | None, turn: Turn) -> None:
        """The story is the item itself, or what it is a comment on; that is asked once."""
        root = (before and before.root) or item
        found = await self._api.about([root])
        if not found and root not in (before.stories if before else {}):
            root = await self._story_of(root)
            found = await self._api.about([root]) if root != item else []
        turn.root = root
        turn.listed = {each.id: each for each in found if each.id == root}

    async def _story_of(self, item: int) -> int:
        try:
            top = (await self._api.thread(item)).root
        except Forbidden:
            raise
        except SourceUnavailable:  # the visit asks again, and tells what is wrong
            return item
        return top.story or item if top.kind == "comment" else item

    async def _unlisted(self, known: Mapping[int, Tracked], turn: Turn) -> None:
        """Stories that fell off the list: all of them with a few requests."""
        asked = [
            id
            for id in schedule.to_ask_about(known.values(), self._seconds)
            if id not in turn.listed
        ]
        for start in range(0, min(len(asked), _ASKED * AT_ONCE), AT_ONCE):
            some = asked[start : start + AT_ONCE]
            found = await self._tried(turn, some)
            if found is None:
                return
            turn.listed |= {each.id: each for each in found}
            turn.missing |= set(some) - turn.listed.keys()

    async def _tried(self, turn: Turn, ids: Sequence[int]) -> Sequence[Item] | None:
        try:
            return await self._search.ask(self._api.about(ids), cost=0)
        except Forbidden:
            raise
        except (SourceUnavailable, BadInput) as e:
            turn.problems.append(_problem("stories that are followed", e))
            return None

    async def _changed(self, known: Mapping[int, Tracked], turn: Turn) -> None:
        """Stories one of whose comments was edited, answered or deleted in the last minutes."""
        if not any(story.comments for story in known.values()):
            return
        try:
            changed = await self._items.ask(self._api.changed(), cost=0)
        except Forbidden:
            raise
        except (SourceUnavailable, BadInput) as e:
            turn.problems.append(_problem("latest changes", e))
            return
        turn.named = {id for id, story in known.items() if not changed.isdisjoint(story.comments)}

    def _due(self, turn: Turn, known: Mapping[int, Tracked]) -> list[int]:
        """New ones first, then in the order of the list, then the rest."""
        order = dict.fromkeys((*turn.listed, *([turn.root] if turn.root else ()), *known))
        due = [id for id in order if self._is_due(id, turn, known.get(id))]
        return [*(id for id in due if id not in known), *(id for id in due if id in known)]

    def _is_due(self, id: int, turn: Turn, story: Tracked | None) -> bool:
        return schedule.due(
            story,
            turn.listed.get(id),
            named=id in turn.named,
            asked=id in turn.missing or id == turn.root,
            now=self._seconds,
        )

    async def _past(self, listing: Listing, before: Bookmark | None, turn: Turn) -> None:
        """Go back by as many stories as this reading has room for."""
        span = before.back if before else self.begin()
        known = before.stories if before else {}
        turn.back = span
        needed = sum(not costs_nothing(turn.listed.get(id), known.get(id)) for id in turn.due)
        room = min(self._search.left - needed, AT_ONCE)
        if span is None or room < _LEAST_ROOM or self._search.stopped:
            return
        try:
            asked = self._api.past(listing.back_tags, span, listing.back_points, room)
            found, more = await self._search.ask(asked, cost=0)
        except Forbidden:
            raise
        except (SourceUnavailable, BadInput) as e:
            turn.problems.append(_problem("stories of the last days", e))
            return
        new = [each for each in found if each.id not in known and each.id not in turn.listed]
        turn.listed |= {each.id: each for each in new}
        turn.due += [each.id for each in new]
        turn.back = _rest(span, found) if more else None


def _rest(span: tuple[int, int], found: Iterable[Item]) -> tuple[int, int] | None:
    """What lies before the earliest that was found."""
    times = [int(each.created.timestamp()) for each in found if each.created]
    until = min(times, default=span[0])
    return (span[0], until) if span[0] < until < span[1] else None


def _problem(where: str, error: Exception) -> Problem:
    return Problem(where=f"Hacker News: {where}", what=str(error), mend="It is asked again.")
