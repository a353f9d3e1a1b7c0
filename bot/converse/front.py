"""The Front port: takes questions in, durably, and answers what platforms ask about them."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import stamina

from bot import limits, wording
from bot.administration import Admin
from bot.converse import steps
from bot.converse.batch import Batch
from bot.converse.posting import current
from bot.errors import NotAllowed
from bot.limits import Limits
from bot.ports import Memory, Newsroom
from bot.present import Card
from bot.talk import (
    Admission,
    Asked,
    Failure,
    Feedback,
    Forgotten,
    Handle,
    Kept,
    Place,
    Preferences,
    Receipt,
    Situation,
    State,
    Via,
)
from bot.wording.chat import chat
from retrieval.errors import StoreUnavailable
from retrieval.types import Source

_REMEMBERED = 10_000  # deletions of messages that were no questions, or that come as one later
_HELD_FOR = timedelta(seconds=2)  # another process may change preferences
_RENEWED = 10  # times that one question is answered anew, for edits or failures

_OVER = frozenset({State.WITHDRAWN, State.FORGOTTEN})

Enqueue = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What holds for every conversation."""

    limits: Limits
    timezone: str  # IANA name, for askers whose platform does not tell theirs
    direct: bool  # whether direct messages are answered at all
    keep: timedelta  # how long questions are kept
    clock: Callable[[], datetime]


class Reception:
    """Stores before it says yes; `enqueue` has the question worked on and may be called twice."""

    def __init__(
        self, desk: Newsroom, memory: Memory, house: House, enqueue: Enqueue, admin: Admin
    ) -> None:
        self.admin = admin
        self._desk = desk
        self._memory = memory
        self._house = house
        self._enqueue = enqueue
        self._deleted: OrderedDict[str, None] = OrderedDict()
        self._admitted = Batch(self._admit)
        self._held: OrderedDict[tuple[str, str, str], tuple[datetime, Preferences]] = OrderedDict()

    async def receive(self, asked: Asked) -> Receipt:
        receipt = await self._admitted(asked)
        if receipt.admission is Admission.ACCEPTED:
            self._enqueue(asked.key, 1)
            if asked.key in self._deleted:  # while it was stored
                await self.deleted(asked.key)
        return receipt

    async def edited(self, asked: Asked) -> Receipt | None:
        known = await self._memory.load(asked.key)
        if known is None:
            old = (
                self._house.clock() - asked.at > self._house.keep
            )  # and may have been answered once
            return None if old else await self.receive(asked)
        if known.state in _OVER or known.asked.text == asked.text:
            return None
        changed = replace(known.asked, text=asked.text, lang=asked.lang or known.asked.lang)
        return await self._renew(known, replace(known, asked=changed))

    @stamina.retry(on=StoreUnavailable, attempts=5)
    async def deleted(self, key: str) -> None:
        known = await self._memory.load(key)
        if known is None:
            self._deleted[key] = None
            while len(self._deleted) > _REMEMBERED:
                self._deleted.popitem(last=False)
        elif known.state not in _OVER:
            await self._withdraw(known)

    async def kept(self, id: str) -> Kept | None:
        return await self._memory.by_id(id)

    async def card(self, kept: Kept) -> Card | None:
        kept = await current(kept, self._desk.rechecked)
        return steps.outcome_card(kept, self._house.clock(), self._zone(kept.asked))

    async def why(self, kept: Kept, lang: str) -> Sequence[str]:
        kept = await current(kept, self._desk.rechecked)
        if kept.outcome is None or isinstance(kept.outcome, Failure):
            return (chat(lang).why_none,)
        return wording.why_lines(kept.outcome, lang, self._zone(kept.asked))

    async def latest(self, place: Place, user: str) -> Kept | None:
        return await self._memory.latest(place, user)

    async def share(self, id: str, by: str, handle: Handle) -> Receipt | None:
        known = await self._memory.by_id(id)
        if known is None or not known.asked.private or known.asked.user != by:
            return None
        if known.outcome is None or isinstance(known.outcome, Failure):
            return None
        asked = replace(
            known.asked,
            key=f"{known.asked.key}/shared",
            via=Via.SHARED,
            private=False,
            handle=handle,
        )
        if not (await self.preferences(asked.place)).on:
            return None
        outcome = await self._desk.rechecked(known.outcome)
        shared = replace(self._new(asked), outcome=outcome, answered=1)
        added = await self._memory.add(shared)
        return await self._queued(shared, added=added)

    async def again(self, id: str, by: str, handle: Handle) -> Receipt | None:
        known = await self._memory.by_id(id)
        if known is None or known.asked.user != by or not _failed(known):
            return None
        asked = replace(known.asked, handle={**known.asked.handle, **handle})
        return await self._renew(known, replace(known, asked=asked))

    async def rate(self, feedback: Feedback) -> bool:
        if await self._memory.by_id(feedback.id) is None:
            return False
        await self._memory.rate(feedback, self._house.clock())
        return True

    async def preferences(self, place: Place) -> Preferences:
        key, now = (place.platform, place.tenant, place.channel), self._house.clock()
        until, held = self._held.get(key, (now, None))
        if held is None or until <= now:
            found = await self._memory.preferences(place)
            held = replace(found, direct=found.direct and self._house.direct)
            self._held[key] = (now + _HELD_FOR, held)
            while len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)
        return held

    async def prefer(
        self, place: Place, preferences: Preferences, *, by: str, admin: bool
    ) -> Preferences:
        if not admin:
            raise NotAllowed(chat(preferences.lang).not_allowed)
        await self._memory.prefer(place, preferences, by, self._house.clock())
        self._held.clear()
        return await self.preferences(place)

    async def sources(self, place: Place) -> Sequence[Source]:
        allowed = (await self.preferences(place)).sources
        every = (await self._desk.status()).sources
        return [s for s in every if allowed is None or s.id in allowed]

    async def forget(self, platform: str, tenant: str, user: str) -> Forgotten:
        return await self._memory.forget(platform, tenant, user)

    @stamina.retry(on=StoreUnavailable, attempts=5)
    async def left(self, platform: str, tenant: str) -> None:
        await self._memory.forget_tenant(platform, tenant)
        self._held.clear()

    def now(self) -> datetime:
        return self._house.clock()

    async def _admit(self, batch: Sequence[Asked]) -> Sequence[Receipt]:
        """One transaction for all that arrive at once."""
        now = self._house.clock()
        receipts: list[Receipt] = []

        def decide(asked: Asked, situation: Situation) -> Kept | None:
            receipts.append(self._receipt(asked, self._allowed(situation), now))
            return self._new(asked) if receipts[-1].admission is Admission.ACCEPTED else None

        await self._memory.admit(batch, limits.windows(now), decide)
        return receipts

    def _receipt(self, asked: Asked, situation: Situation, now: datetime) -> Receipt:
        admitted, until = limits.admission(
            situation, self._house.limits, now, direct=asked.place.direct
        )
        if asked.key in self._deleted:
            admitted = Admission.DUPLICATE
        return Receipt(
            admission=admitted,
            id=steps.new_id(asked.key),
            lang=wording.known(steps.reply_lang(asked, situation.preferences)),
            until=until,
            ahead=situation.waiting,
        )

    def _allowed(self, found: Situation) -> Situation:
        direct = found.preferences.direct and self._house.direct
        return replace(found, preferences=replace(found.preferences, direct=direct))

    async def _renew(self, known: Kept, wanted: Kept) -> Receipt | None:
        """Have the question answered once more, but not without end, and where it still may be."""
        held = await self.preferences(known.asked.place)
        allowed = held.direct if known.asked.place.direct else held.on
        if known.version > _RENEWED or not allowed:
            return None
        renewed = replace(wanted, version=known.version + 1, state=State.WAITING)
        saved = await self._memory.save(renewed, expected=known.version)
        return await self._queued(renewed, added=True) if saved else None

    async def _withdraw(self, known: Kept) -> None:
        asked = replace(known.asked, text="", about=None)
        wanted = replace(
            known, asked=asked, outcome=None, state=State.WITHDRAWN, version=known.version + 1
        )
        if await self._memory.save(wanted, expected=known.version):
            self._enqueue(asked.key, wanted.version)
        else:  # it was edited at the same moment
            await self.deleted(asked.key)

    async def _queued(self, kept: Kept, *, added: bool) -> Receipt:
        if added:
            self._enqueue(kept.asked.key, kept.version)
        lang = steps.reply_lang(kept.asked, await self.preferences(kept.asked.place))
        admitted = Admission.ACCEPTED if added else Admission.DUPLICATE
        return Receipt(admission=admitted, id=kept.id, lang=wording.known(lang))

    def _new(self, asked: Asked) -> Kept:
        return Kept(
            id=steps.new_id(asked.key),
            asked=asked,
            received=self._house.clock(),
            version=1,
            state=State.WAITING,
        )

    def _zone(self, asked: Asked) -> tzinfo:
        return ZoneInfo(asked.timezone or self._house.timezone)


def _failed(kept: Kept) -> bool:
    """And nobody has had it tried again yet. Who sees the failure may be quicker than our noting it."""
    if kept.state is State.FAILED:
        return True
    told = kept.state in {State.WAITING, State.POSTED} and kept.answered == kept.version
    return told and isinstance(kept.outcome, Failure)
