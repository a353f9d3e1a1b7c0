"""Puts an outcome where it was asked for: once, or else tells the asker why not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot import wording
from bot.converse import steps
from bot.converse.worker import Worker
from bot.errors import PlatformBusy, PlatformRefused, PlatformUnsure
from bot.ports import Memory, Platform
from bot.present import Card, note_card
from bot.talk import Failure, Handle, Kept, State
from bot.types import Abstention, Answer, Reply
from bot.wording.chat import Chat, chat
from retrieval.errors import StoreUnavailable

_TRIES = 6
_OTHERS = timedelta(seconds=30)  # how long another process may take to post
_POLL_S = 0.2
_LOOKS = 3  # for a reply of which nobody can tell
_UNSURE_S = 2.0  # what was sent may still arrive
_LONGEST_PAUSE_S = 15.0  # what takes longer is left to the sweep
_GIVEN_UP = timedelta(hours=1)

Recheck = Callable[[Reply], Awaitable[Reply]]


async def current(kept: Kept, recheck: Recheck) -> Kept:
    """A question with what can still be shown of its outcome."""
    if kept.outcome is None or isinstance(kept.outcome, Failure):
        return kept
    return replace(kept, outcome=await recheck(kept.outcome))


class _OtherPostsError(Exception):
    """Another process is about to post this reply."""


class _LaterError(Exception):
    """The platform takes nothing for now."""


class Posting:
    """Notes in the memory that it is about to post, and where it has; so a crash between is noticed."""

    def __init__(self, memory: Memory, worker: Worker, recheck: Recheck) -> None:
        self._memory = memory
        self._worker = worker
        self._recheck = recheck

    async def show(self, platform: Platform, kept: Kept) -> bool:
        """Post the outcome, or change what was posted; False when it must be tried again later.

        Raises StoreUnavailable.
        """
        kept = await self._as_it_stands(kept)
        zone = ZoneInfo(kept.asked.timezone or self._worker.timezone)
        card = steps.outcome_card(kept, self._worker.clock(), zone)
        if card is None:
            return False
        try:
            posted = await self._tried(platform, kept, card)
        except _OtherPostsError:
            await asyncio.sleep(
                _POLL_S
            )  # what it does is seen when the question is looked up again
        except _LaterError:
            return False
        except StoreUnavailable:
            raise
        except Exception as e:  # noqa: BLE001 - whatever breaks, the asker is told
            await self._give_up(platform, kept, self._line(e, kept, chat(card.lang)), card.lang)
        else:
            await self._memory.end_posting(kept.asked.key, posted, kept.version)
        return True

    async def _as_it_stands(self, kept: Kept) -> Kept:
        """Without what was deleted while it was answered or waited, in the memory, too.

        Whoever cleans the memory after a deletion may have looked before this outcome was stored.
        """
        now = await current(kept, self._recheck)
        if now.outcome != kept.outcome and isinstance(now.outcome, Answer | Abstention):
            await self._memory.rewrite(kept, now.outcome)
        return now

    async def withdraw(self, platform: Platform, kept: Kept) -> bool:
        """Delete what was posted; False when it must be tried again later. Raises StoreUnavailable."""
        try:
            posted = kept.posted or await self._left_behind(platform, kept)
            if posted is not None:
                await platform.withdraw(kept.asked, posted)
        except _OtherPostsError:
            await asyncio.sleep(_POLL_S)
            return True
        except PlatformBusy:
            return False
        except (PlatformRefused, PlatformUnsure) as e:
            self._worker.log.warning("question %s: its reply was not withdrawn: %s", kept.id, e)
        await self._memory.end_posting(kept.asked.key, None, None)
        return True

    async def _left_behind(self, platform: Platform, kept: Kept) -> Handle | None:
        """What somebody posted who could not note it."""
        gone = await self._gone(kept.asked.key)
        return await platform.find(kept.asked, kept.id) if gone else None

    async def _tried(self, platform: Platform, kept: Kept, card: Card) -> Handle:
        """Raises PlatformRefused, _LaterError, and PlatformUnsure when nobody can tell what was posted."""
        unsure = 0
        for _ in range(_TRIES):
            try:
                return await self._placed(platform, kept, card)
            except PlatformBusy as e:
                await self._pause(e, kept)
            except PlatformUnsure:
                unsure += 1
                if unsure == _LOOKS:
                    raise
                await asyncio.sleep(_UNSURE_S)
        raise self._later(kept)

    async def _pause(self, busy: PlatformBusy, kept: Kept) -> None:
        """A short one. Raises _LaterError rather than keeping others waiting."""
        await self._memory.stop_posting(kept.asked.key, self._worker.name)
        if busy.after > _LONGEST_PAUSE_S:
            raise self._later(kept)
        await asyncio.sleep(busy.after)

    def _later(self, kept: Kept) -> Exception:
        """Questions are tried for an hour."""
        if self._worker.clock() - kept.received > _GIVEN_UP:
            return PlatformRefused(chat(kept.asked.lang).overloaded)
        return _LaterError()

    async def _placed(self, platform: Platform, kept: Kept, card: Card) -> Handle:
        key, posted, gone = kept.asked.key, kept.posted, None
        if posted is None:
            gone = await self._gone(key)
            posted = await platform.find(kept.asked, kept.id) if gone else None
        if posted is not None:
            return await platform.edit(kept.asked, card, posted)
        return await platform.post(kept.asked, card, lambda: self._begin(key, gone))

    async def _begin(self, key: str, gone: str | None) -> None:
        """Note that the reply is on its way. Raises _OtherPostsError."""
        at, name = self._worker.clock(), self._worker.name
        if await self._memory.begin_posting(key, name, at, instead_of=gone):
            return
        mark = await self._memory.posting(key)
        if mark is None or mark[0] != name:  # ours: the platform asks a second time
            raise _OtherPostsError

    async def _gone(self, key: str) -> str | None:
        """Who began to post and can no longer end it; None when nobody did. Raises _OtherPostsError."""
        mark = await self._memory.posting(key)
        if mark is None:
            return None
        name, since = mark
        late = self._worker.clock() - since > _OTHERS
        if self._worker.alone or name == self._worker.name or late:
            return name
        raise _OtherPostsError

    def _line(self, error: Exception, kept: Kept, words: Chat) -> str:
        """What the asker is told."""
        if isinstance(error, PlatformRefused):
            return words.unreachable.format(reason=error, question=kept.asked.text)
        if isinstance(error, PlatformUnsure):
            return words.interrupted.format(button=words.again)
        reference = self._worker.reference(f"question {kept.id} was not posted", error)
        return wording.unexpected_line(reference, kept.asked.lang)

    async def _give_up(self, platform: Platform, kept: Kept, line: str, lang: str) -> None:
        """Let it rest, and tell the asker."""
        failed = replace(kept, state=State.FAILED)
        if not await self._memory.save(failed, expected=kept.version):
            return  # it was changed meanwhile: the newer version is tried
        await self._memory.stop_posting(kept.asked.key, None)
        self._worker.log.warning("question %s could not be replied to", kept.id)
        try:
            await platform.tell(kept.asked, note_card(line, lang, id=kept.id))
        except (PlatformRefused, PlatformBusy, PlatformUnsure) as e:
            self._worker.log.warning("question %s: its asker could not be told: %s", kept.id, e)
