"""Brings a question to its end: answered once, its reply kept true to it. Every step is repeatable.

What is wanted and what was done are both in the memory; `settle` compares them and does the rest. It may
be called for the same question by several workers, at any time and after any crash.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import stamina

from bot import wording
from bot.converse import steps
from bot.converse.posting import Posting, current
from bot.converse.steps import Step
from bot.converse.worker import Worker
from bot.ports import Memory, Newsroom, Platform, Tell
from bot.talk import Failure, Kept, Preferences
from bot.traces import hide, traced
from bot.types import Question, Reply
from bot.wording.chat import chat
from retrieval.errors import StoreUnavailable

_CONNECT_S = 10.0  # then others are worked on, and the sweep comes back to it
_POLL_S = 0.1
_TURNS = 3  # earlier questions that one may lean on
_EARLIER = timedelta(days=7)
_FORGOTTEN_FOR = timedelta(days=1)
_OVERDUE = timedelta(minutes=3)  # longer than an answer and its posting take


class Settling:
    """Works on questions. `platforms` are set before the first call."""

    def __init__(self, desk: Newsroom, memory: Memory, worker: Worker) -> None:
        self._desk = desk
        self._memory = memory
        self._worker = worker
        self._posting = Posting(memory, worker, desk.rechecked)
        self._under_way: set[str] = set()
        self._once_more: set[str] = set()
        self._stopping = False
        self.platforms: Mapping[str, Platform] = {}

    async def __call__(self, key: str) -> None:
        """Do all that is to be done for a question now. Raises StoreUnavailable.

        Who is called while the same question is worked on has that done once more, and does not wait.
        """
        if self._stopping:
            return
        if key in self._under_way:
            self._once_more.add(key)
            return
        self._under_way.add(key)
        try:
            with traced("question", steps.new_id(key)):
                await self._settle(key)
                while key in self._once_more:
                    self._once_more.discard(key)
                    await self._settle(key)
        finally:
            self._under_way.discard(key)
            self._once_more.discard(key)

    async def unfinished(self) -> Sequence[tuple[str, int]]:
        """Keys and versions of questions that wait since before this process began."""
        grace = timedelta(0) if self._worker.alone else _OVERDUE
        return await self._waiting(self._worker.clock() - grace)

    async def overdue(self) -> Sequence[tuple[str, int]]:
        """Keys and versions of questions that wait for too long; forgets what is kept for too long."""
        now = self._worker.clock()
        await self._memory.expire(now - self._worker.keep, forgotten=now - _FORGOTTEN_FOR)
        waiting = await self._waiting(now - _OVERDUE)
        return [(key, version) for key, version in waiting if key not in self._under_way]

    async def drain(self, seconds: float) -> None:
        """Begin nothing new, and let what was begun come to its end for so long."""
        self._stopping = True
        try:
            async with asyncio.timeout(seconds):
                while self._under_way:  # noqa: ASYNC110 - only at the very end
                    await asyncio.sleep(_POLL_S)
        except TimeoutError:
            self._worker.log.info("%d questions go on after the next start", len(self._under_way))

    async def _waiting(self, before: datetime) -> list[tuple[str, int]]:
        return [(k.asked.key, k.version) for k in await self._memory.waiting(before)]

    async def _settle(self, key: str) -> None:
        kept = await self._memory.load(key)
        if kept is not None:
            hide(kept.asked.text)
        while kept is not None and not self._stopping:
            step = steps.next_step(kept)
            platform = self.platforms.get(kept.asked.place.platform)
            if platform is None or step is Step.NONE:
                return
            if step is Step.ANSWER:
                kept = await self._answered(kept, platform) or await self._memory.load(key)
            elif await _connected(platform) and await self._moved(step, kept, platform):
                kept = await self._memory.load(key)
            else:
                return  # the sweep comes back to it

    async def _answered(self, kept: Kept, platform: Platform) -> Kept | None:
        """The question with its outcome; None when it was changed meanwhile."""
        async with platform.working(kept.asked) as tell:
            outcome = await self._outcome(kept, tell)
        answered = replace(kept, outcome=outcome, answered=kept.version)
        return answered if await self._memory.save(answered, expected=kept.version) else None

    async def _moved(self, step: Step, kept: Kept, platform: Platform) -> bool:
        if step is Step.SHOW:
            return await self._posting.show(platform, kept)
        return await self._posting.withdraw(platform, kept)

    async def _outcome(self, kept: Kept, tell: Tell) -> Reply | Failure:
        preferences = await self._memory.preferences(kept.asked.place)
        lang = wording.known(steps.reply_lang(kept.asked, preferences))
        try:
            async with asyncio.timeout(self._worker.answer_within.total_seconds()):
                return await self._asked(await self._question(kept, preferences), tell)
        except TimeoutError as e:
            message: str | None = chat(lang).too_slow
            error: Exception = e
        except Exception as e:  # noqa: BLE001 - whatever breaks, the asker is told
            message, error = None, e
        reference = self._worker.reference(f"question {kept.id} was not answered", error)
        return Failure(lang=lang, reference=reference, message=message)

    async def _question(self, kept: Kept, preferences: Preferences) -> Question:
        """With what was asked before it in the same conversation."""
        asked = kept.asked
        earlier = await self._memory.earlier(asked, kept.received - _EARLIER, _TURNS)
        turns = steps.turns([await current(one, self._desk.rechecked) for one in earlier])
        return steps.question(asked, preferences, self._worker.timezone, turns)

    async def _asked(self, question: Question, tell: Tell) -> Reply:
        """A store that is busy for a moment is no reason to fail."""
        async for attempt in stamina.retry_context(on=StoreUnavailable, attempts=3):
            with attempt:
                reply = await self._desk.ask(question, tell)
        return reply


async def _connected(platform: Platform) -> bool:
    """Wait a little for a platform that is not connected."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_CONNECT_S):
            while not await platform.connected():  # noqa: ASYNC110 - platforms have no such event
                await asyncio.sleep(_POLL_S)
            return True
    return False
