"""A desk whose questions are counted and timed, without their texts."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import records
from bot.insight import Ended, Insight, Measured
from bot.ports import Newsroom, Tell, quietly
from bot.traces import hide
from bot.types import Abstention, Answer, Question, Quoted, Reply, Status
from retrieval.types import Run

_LOG = logging.getLogger("newsdesk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """What questions are measured with."""

    insight: Insight
    clock: Callable[[], datetime]
    timer: Callable[[], float]  # seconds, from any point
    platform: str  # of questions that no chat platform brought: web, api or cli
    generation: Callable[[], str] = lambda: ""  # of the indexes that answer now
    answered: Callable[[Measured], None] = lambda told: records.answered(_LOG, told)


class Measuring:
    """The Newsroom port over another one. Each try of a question counts; one that took too long has failed.

    A note is made beside the reply, which does not wait for it; `settled` does, before the store closes.
    """

    def __init__(self, desk: Newsroom, meter: Meter) -> None:
        self._desk = desk
        self._meter = meter
        self._notes: set[asyncio.Task[None]] = set()

    async def ask(self, question: Question, tell: Tell = quietly) -> Reply:
        hide(question.text)
        began, generation = self._meter.timer(), self._meter.generation()
        try:
            reply = await self._desk.ask(question, tell)
        except (Exception, asyncio.CancelledError):
            self._note(question, None, began, generation)
            raise
        self._note(question, reply, began, generation)
        return reply

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

    async def rechecked(self, reply: Reply) -> Reply:
        return await self._desk.rechecked(reply)

    async def settled(self) -> None:
        """Wait for the notes that are being made."""
        await asyncio.gather(*self._notes)

    def _note(self, question: Question, reply: Reply | None, began: float, generation: str) -> None:
        told = Measured(
            at=self._meter.clock(),
            platform=question.spender.platform if question.spender else self._meter.platform,
            lang=(reply.lang if reply else question.lang) or "",
            ended=_ended(reply),
            why=reply.why if isinstance(reply, Abstention) else None,
            seconds=self._meter.timer() - began,
            tokens=_tokens(reply),
            cost=_cost(reply),
            generation=generation,
        )
        self._meter.answered(told)
        task = asyncio.create_task(self._meter.insight.measured(told))
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)


def _ended(reply: Reply | None) -> Ended:
    if reply is None:
        return Ended.FAILURE
    return Ended.ANSWER if isinstance(reply, Answer) else Ended.ABSTENTION


def _tokens(reply: Reply | None) -> int:
    usage = reply.trail.usage if reply and reply.trail else None
    return usage.prompt_tokens + usage.completion_tokens if usage else 0


def _cost(reply: Reply | None) -> float:
    usage = reply.trail.usage if reply and reply.trail else None
    return usage.cost or 0.0 if usage else 0.0
