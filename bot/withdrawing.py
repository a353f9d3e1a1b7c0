"""Looks up what is left of what replies mention, and takes out of them what is not."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from bot.talk import Failure, Kept
from bot.types import Reply
from bot.withdrawn import Left, Mentioned, mentioned, without
from retrieval.ports import Library, Place, VectorCache

CLEANED = "replies"
"""The name of the cursor."""
_DOCUMENTS = 200  # revised ones looked up at once
_REPLIES = 50  # stored ones looked at in one go
_VECTORS = 20_000  # looked at in one go


class Replies(Protocol):
    """Where replies are kept."""

    async def mentioning(
        self, documents: Sequence[str], *, after: str = "", limit: int = 100
    ) -> tuple[Sequence[Kept], str | None]:
        """Questions whose outcomes show something of the documents, and after which id the next are."""

    async def rewrite(self, was: Kept, outcome: Reply) -> bool:
        """Put another outcome in the place of one, unless the question was answered anew meanwhile."""


class Cleaning:
    """Takes deleted and changed words out of stored replies, and the vectors of texts that are no more.

    It follows the library by a cursor that moves only after the replies are rewritten. So it may be cut
    off anywhere, and be carried out at any time, by several processes.
    """

    def __init__(self, library: Library, replies: Replies, vectors: VectorCache) -> None:
        self._library = library
        self._replies = replies
        self._vectors = vectors
        self._place: Place | None = None
        self._one = asyncio.Lock()

    async def __call__(self) -> None:
        """Do what is to be done by now. Raises StoreUnavailable."""
        async with self._one:
            seq = await self._library.cursor(CLEANED)
            while revised := await self._library.revised(seq, _DOCUMENTS):
                await self._rewrite([id for _, id in revised])
                seq = revised[-1][0]
                await self._library.move_cursor(CLEANED, seq)
            self._place = await self._vectors.prune(self._place, _VECTORS)

    async def _rewrite(self, documents: Sequence[str]) -> None:
        after: str | None = ""
        while after is not None:
            kept, after = await self._replies.mentioning(documents, after=after, limit=_REPLIES)
            known = [
                (k, k.outcome) for k in kept if k.outcome and not isinstance(k.outcome, Failure)
            ]
            now = await all_standing(self._library, [outcome for _, outcome in known])
            for (was, outcome), reply in zip(known, now, strict=True):
                if reply != outcome:
                    await self._replies.rewrite(was, reply)


async def still_standing(library: Library, reply: Reply) -> Reply:
    """What of a reply may be shown now; the same when everything still stands.

    Raises StoreUnavailable.
    """
    return (await all_standing(library, [reply]))[0]


async def all_standing(library: Library, replies: Sequence[Reply]) -> list[Reply]:
    """The same for several replies, by three queries for all of them."""
    left = await _left(library, [mentioned(reply) for reply in replies])
    return [without(reply, left) for reply in replies]


async def _left(library: Library, of: Sequence[Mentioned]) -> Left:
    passages = frozenset[str]().union(*(m.passages for m in of))
    documents = frozenset[str]().union(*(m.documents for m in of))
    discussions = frozenset[str]().union(*(m.discussions for m in of))
    return Left(
        passages=await library.standing(sorted(passages)),
        documents=await library.documents(sorted(documents)),
        roots_gone=await library.roots_gone(sorted(discussions)) if discussions else frozenset(),
    )
