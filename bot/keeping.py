"""A desk that keeps the questions of the page and of the API, so that those who run the bot can look at them.

Nobody's name is kept: the page knows none. What chat platforms bring is kept by their conversations.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.converse.steps import new_id
from bot.measuring import Measuring
from bot.memory.store import SqlMemory
from bot.ports import Tell, quietly
from bot.talk import Asked, Kept, Place, State, Via
from bot.types import Question, Quoted, Reply, Status
from retrieval.errors import StoreUnavailable
from retrieval.types import Run

_LOG = logging.getLogger("newsdesk")
_NOBODY = "-"
_MOST = 5_000  # questions of a platform that are kept, the newest
_LOOKED_AFTER = 100  # questions


class Keeping:
    """The Desk port over another one. `memory` None: nothing is kept."""

    def __init__(
        self,
        desk: Measuring,
        memory: SqlMemory | None,
        platform: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._desk = desk
        self._memory = memory
        self._platform = platform
        self._clock = clock
        self._number = 0
        self._notes: set[asyncio.Task[None]] = set()

    async def ask(self, question: Question, tell: Tell = quietly) -> Reply:
        reply = await self._desk.ask(question, tell)
        if self._memory is not None and question.text.strip():
            task = asyncio.create_task(self._keep(self._memory, self._kept(question, reply)))
            self._notes.add(task)
            task.add_done_callback(self._notes.discard)
        return reply

    async def settled(self) -> None:
        """Wait for what is being kept."""
        await asyncio.gather(*self._notes)

    async def _keep(self, memory: SqlMemory, kept: Kept) -> None:
        """Beside the reply: who asked must not wait or suffer for it. Strangers cannot fill the store."""
        try:
            await memory.add(kept)
            if self._number % _LOOKED_AFTER == 0:
                await memory.trim(self._platform, _MOST)
        except StoreUnavailable as e:
            _LOG.warning("a question of the page was not kept: %s", e)

    async def status(self) -> Status:
        return await self._desk.status()

    async def ingest(self, location: str, *, asked_by: str) -> Run:
        return await self._desk.ingest(location, asked_by=asked_by)

    async def refresh(self, source_id: str, *, asked_by: str, confirmed: str | None = None) -> Run:
        return await self._desk.refresh(source_id, asked_by=asked_by, confirmed=confirmed)

    async def quoted(
        self, document_id: str, spans: Sequence[tuple[int, int]] = ()
    ) -> Quoted | None:
        return await self._desk.quoted(document_id, spans)

    def _kept(self, question: Question, reply: Reply) -> Kept:
        now = self._clock()
        self._number += 1
        key = f"{self._platform}/{now.timestamp():.6f}/{self._number}"
        asked = Asked(
            key=key,
            place=Place(platform=self._platform, tenant=_NOBODY, channel=_NOBODY),
            user=_NOBODY,
            text=question.text,
            at=question.now,
            via=Via.DIRECT,
            lang=question.lang,
            timezone=question.timezone,
        )
        return Kept(
            id=new_id(key),
            asked=asked,
            received=now,
            version=1,
            state=State.POSTED,
            outcome=reply,
            answered=1,
            shown=1,
        )
