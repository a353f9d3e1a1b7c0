"""From a question's text to ranked passages: all indexes at once, fused, one SQL read, ranked."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from retrieval import timewords
from retrieval.ports import Library, PassageIndex
from retrieval.ranking import Recency, fuse, rank
from retrieval.timewords.said import says
from retrieval.types import Filter, Found, Scores

_FROM_EACH = 100  # hits asked of an index
_READ = 40  # fused hits whose texts are read
_LATEST = 6.0  # how much more being new is worth to a question for the latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to look for. `zone` decides what "last week" means."""

    text: str
    now: datetime  # aware
    zone: ZoneInfo
    sources: frozenset[str] | None = None  # ids; None: all
    limit: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Ranked passages, and the time that the question named."""

    found: tuple[Found, ...]
    mention: timewords.TimeMention | None = None


class Search:
    """Searches a dense and a lexical index over one library."""

    def __init__(
        self, library: Library, dense: PassageIndex, lexical: PassageIndex, recency: Recency
    ) -> None:
        self._library = library
        self._dense = dense
        self._lexical = lexical
        self._recency = recency

    async def __call__(self, query: Query) -> Results:
        """Best first, at most `query.limit`. Raises StoreUnavailable, ModelUnavailable."""
        mention = timewords.find(query.text, query.now, query.zone)
        found = await self._read(await self._scored(query, mention))
        if mention is not None:
            found = [f for f in found if fits(f, mention)] or await self._undated(query)
        recency = recency_for(query.text, mention, self._recency)
        ranked = rank(found, query.now, recency, query.limit)
        return Results(found=tuple(ranked), mention=mention)

    async def at_any_time(self, query: Query) -> Results:
        """The same, as if the question had named no time."""
        found = await self._read(await self._fused(query.text, Filter(sources=query.sources)))
        return Results(found=tuple(rank(found, query.now, self._recency, query.limit)))

    async def _scored(
        self, query: Query, mention: timewords.TimeMention | None
    ) -> dict[str, Scores]:
        everywhere = Filter(sources=query.sources)
        if mention is None:
            return await self._fused(query.text, everywhere)
        within = Filter(sources=query.sources, published=mention.range)
        if mention.kind is timewords.Kind.RELATIVE:
            return await self._fused(query.text, within)
        inside = await self._fused(query.text, within)
        if len(inside) < query.limit:
            return await self._fused(query.text, everywhere) | inside
        return await self._saying(query.text, everywhere) | inside

    async def _saying(self, text: str, filter: Filter) -> dict[str, Scores]:
        """What names the time itself is found by its words; far cheaper than all over again."""
        return fuse([], await self._lexical.search(text, _READ // 2, filter))

    async def _undated(self, query: Query) -> Sequence[Found]:
        """Nothing is known to be of the time asked about: what bears no date may be."""
        anywhere = await self._read(await self._fused(query.text, Filter(sources=query.sources)))
        return [f for f in anywhere if f.document.published is None]

    async def _fused(self, text: str, filter: Filter) -> dict[str, Scores]:
        dense, lexical = await asyncio.gather(
            self._dense.search(text, _FROM_EACH, filter),
            self._lexical.search(text, _FROM_EACH, filter),
        )
        return dict(list(fuse(dense, lexical).items())[:_READ])

    async def _read(self, scores: Mapping[str, Scores]) -> Sequence[Found]:
        stored = await self._library.found(list(scores))
        return [
            Found(passage=passage, document=document, source_name=name, scores=scores[id])
            for id, (passage, document, name) in stored.items()
        ]


def fits(found: Found, mention: timewords.TimeMention) -> bool:
    """Whether a passage can speak of the time asked about.

    Published then, or, for a time named by the calendar, saying so itself; an undated text may
    speak of any calendar time.
    """
    published = found.document.published
    if published in mention.range:
        return True
    if mention.kind is timewords.Kind.RELATIVE:
        return False
    return published is None or says(found.passage.text, mention.words)


def recency_for(text: str, mention: timewords.TimeMention | None, usual: Recency) -> Recency:
    """Off for historical questions, strong for those that ask for the latest."""
    if mention is not None and mention.historical:
        return Recency(weight=0.0)
    if timewords.wants_latest(text):
        return Recency(weight=usual.weight * _LATEST, half_life=usual.half_life)
    return usual
