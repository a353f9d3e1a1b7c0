"""A chat platform without a network. It may be told to fail, before or after it has posted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from typing_extensions import override

from bot.administration import Follower
from bot.panels import Panel
from bot.ports import Front, Platform, Sending, Tell
from bot.present import Card
from bot.talk import Asked, Handle, Place, Via
from bot.types import Progress

CHANNEL = Place(platform="fake", tenant="t1", channel="c1")
ASKED_AT = datetime(2025, 12, 5, 9, tzinfo=UTC)


def asked(number: int = 1, text: str = "What was announced?", **given: object) -> Asked:
    """A mention in a channel."""
    base = Asked(
        key=f"fake/c1/{number}",
        place=CHANNEL,
        user="u1",
        text=text,
        at=ASKED_AT,
        via=Via.MENTION,
        handle={"message": str(number)},
    )
    return replace(base, **given)


@dataclass
class FakePlatform(Platform):
    """What stands in its channels, by the number of the message."""

    name: str = "fake"
    posted: dict[str, tuple[Asked, Card]] = field(default_factory=dict)
    told: list[tuple[Asked, Card]] = field(default_factory=list)
    edits: int = 0
    worked_on: list[str] = field(default_factory=list)
    told_of: list[Progress] = field(default_factory=list)
    reported: list[tuple[Follower, Panel]] = field(default_factory=list)
    before: list[Exception] = field(default_factory=list)  # raised instead of posting, in turn
    after: list[Exception] = field(default_factory=list)  # raised once it has posted
    find_fails: Exception | None = None
    tell_fails: Exception | None = None
    gate: asyncio.Event | None = None  # posting waits for it
    shown: asyncio.Event | None = None  # what was posted is told of only after it

    @override
    async def run(self, front: Front) -> None:
        await asyncio.Event().wait()

    @override
    async def connected(self) -> bool:
        return True

    @override
    @asynccontextmanager
    async def working(self, asked: Asked) -> AsyncIterator[Tell]:
        self.worked_on.append(asked.key)

        async def tell(progress: Progress) -> None:
            self.told_of.append(progress)

        yield tell

    @override
    async def post(self, asked: Asked, card: Card, sending: Sending) -> Handle:
        if self.gate:
            await self.gate.wait()
        if self.before:
            raise self.before.pop(0)
        await sending()
        number = str(len(self.posted) + 1)
        self.posted[number] = (asked, card)
        if self.after:
            raise self.after.pop(0)
        if self.shown:
            await self.shown.wait()
        return {"number": number}

    @override
    async def edit(self, asked: Asked, card: Card, posted: Handle) -> Handle:
        if self.before:
            raise self.before.pop(0)
        self.edits += 1
        self.posted[posted["number"]] = (asked, card)
        return posted

    @override
    async def find(self, asked: Asked, id: str) -> Handle | None:
        if self.find_fails:
            raise self.find_fails
        here = (n for n, (_, card) in self.posted.items() if card.id == id)
        return next(({"number": n} for n in here), None)

    @override
    async def withdraw(self, asked: Asked, posted: Handle) -> None:
        if self.before:
            raise self.before.pop(0)
        self.posted.pop(posted["number"], None)

    @override
    async def tell(self, asked: Asked, card: Card) -> None:
        if self.tell_fails:
            raise self.tell_fails
        self.told.append((asked, card))

    @override
    async def report(self, follower: Follower, panel: Panel) -> None:
        if self.before:
            raise self.before.pop(0)
        self.reported.append((follower, panel))

    @property
    def cards(self) -> list[Card]:
        """What was posted and stands."""
        return [card for _, card in self.posted.values()]
