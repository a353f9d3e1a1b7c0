"""Which filling of the indexes answers come from. A question keeps to the one that it began with."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answer import Answering
from bot.ports import Tell, quietly
from bot.types import Question, Reply
from retrieval.errors import ModelUnavailable, StoreUnavailable
from retrieval.filling import fill
from retrieval.ingest import Ingest
from retrieval.likeness import Liken
from retrieval.ports import Embedder, Library, PassageIndex
from retrieval.search import Search
from retrieval.types import Generation, GenerationState
from retrieval.upkeep import Generations

_LOOK_S = 0.05


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opened:
    """An opened generation: everything that depends on its model and its passages."""

    generation: Generation
    library: Library  # with its passages
    embedder: Embedder
    indexes: Sequence[PassageIndex]
    search: Search
    answering: Answering
    liken: Liken

    async def fill(self) -> int:
        """Apply the next slice of the log to each index; how many changes that were."""
        return sum(await asyncio.gather(*(fill(self.library, i) for i in self.indexes)))


Open = Callable[[Generation], Awaitable[Opened]]


class Serving:
    """Answers from the active generation, and changes over to another one without a pause."""

    def __init__(
        self,
        generations: Generations,
        ingest: Ingest,
        open: Open,
        clock: Callable[[], datetime],
        first: Opened,
    ) -> None:
        self.generations = generations
        self.current = first
        self._ingest = ingest
        self._open = open
        self._clock = clock
        self._opened = {first.generation.id: first}
        self._busy = Counter[str]()
        self._one = asyncio.Lock()

    async def __call__(self, question: Question, tell: Tell = quietly) -> Reply:
        """The reply, all of it from one generation. Raises StoreUnavailable, ModelUnavailable."""
        opened = self.current
        id = opened.generation.id
        self._busy[id] += 1
        try:
            return await opened.answering(question, tell)
        finally:
            self._busy[id] -= 1

    def indexes(self) -> Sequence[PassageIndex]:
        """Those that answers come from."""
        return self.current.indexes

    async def liken(self) -> int:
        """Join stories by likeness, with the active model."""
        return await self.current.liken()

    async def opened(self, generation: Generation) -> Opened:
        """A generation's indexes, opened once. Raises StoreUnavailable, ModelUnavailable."""
        async with self._one:
            if generation.id not in self._opened:
                self._opened[generation.id] = await self._open(generation)
            return self._opened[generation.id]

    async def swap(self, opened: Opened) -> None:
        """Let answers come from it, in the store in one step and then here.

        Questions under way end with what they began with. Other processes follow within seconds.
        """
        await asyncio.shield(self._swapped(opened))  # in the store and here, or in neither

    async def _swapped(self, opened: Opened) -> None:
        if not await self.generations.swap(opened.generation.id, self._clock()):
            raise StoreUnavailable("the index was deleted meanwhile; reindex once more")
        self._switch(opened)
        await self._ingest.drain()

    async def follow(self) -> None:
        """Change over to what another process has made active, once the indexes here have caught up.

        Meanwhile answers come from what they came from: no question waits. Repeatable.
        """
        kept = {g.id: g for g in await self.generations.all()}
        for id in [
            id for id in self._opened if id not in kept and id != self.current.generation.id
        ]:
            await self._erase(id)  # another process has dropped it
        active = await self.generations.active()
        if active is None or active.id == self.current.generation.id:
            return
        opened = await self.opened(active)
        while await opened.fill():
            pass
        if await self.generations.active() == active:
            self._switch(opened)

    async def drop(self, generation: Generation) -> None:
        """Delete a generation's indexes once no question uses them. The active one is left as it is."""
        if generation.id == self.current.generation.id:
            return
        with suppress(ModelUnavailable):  # what there is of its indexes goes at the next start
            await self.opened(generation)
        await self.generations.drop(generation.id, self._clock())
        await self._erase(generation.id)

    async def close(self) -> None:
        """Release all indexes. Repeatable."""
        for id in list(self._opened):
            await self._close(id)

    async def _erase(self, id: str) -> None:
        async with self._one:
            opened = self._opened.pop(id, None)
        if opened is None:
            return
        while self._busy[id]:  # noqa: ASYNC110 - a question takes seconds at the most
            await asyncio.sleep(_LOOK_S)
        for index in opened.indexes:
            await index.erase()
        await _closed(opened)

    async def _close(self, id: str) -> None:
        await _closed(self._opened.pop(id))

    def _switch(self, opened: Opened) -> None:
        active = replace(opened.generation, state=GenerationState.ACTIVE)
        self.current = replace(opened, generation=active)
        self._opened[active.id] = self.current
        self._ingest.serve(opened.library, opened.indexes)


async def _closed(opened: Opened) -> None:
    for index in opened.indexes:
        await index.close()
    writing = opened.answering.means.writing
    if writing is not None:
        await writing.close()
