"""Messages that are for the bot go to the front; what is not taken in gets one polite line."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

import discord

from adapters.discord import parse, sending
from adapters.discord.base import Bot
from adapters.discord.errors import FAILURES
from adapters.discord.handles import Origin
from adapters.discord.lists import note
from adapters.discord.notices import failure, refusal
from bot.asked import asked_in
from bot.talk import Admission, Asked, Receipt, Via
from bot.wording.chat import chat

_TOLD = 1000  # people who are remembered to have been told that they ask too much
_AGAIN = timedelta(minutes=1)  # when they are told again

Give = Callable[[Asked], Awaitable[Receipt | None]]


class Intake:
    """Takes messages, their edits and their deletions."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._told: OrderedDict[tuple[str, str, str], float] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    async def message(self, message: discord.Message, *, quiet: bool = False) -> None:
        """A message that somebody wrote. `quiet`: not now, so nothing but an answer is said to it."""
        asked = self._asked(message)
        if asked is None:
            return
        await self._take(asked, self._bot.front.receive, quiet=quiet)

    async def edited(self, message: discord.Message) -> None:
        """A message that somebody changed; Discord also tells when it adds a preview itself."""
        asked = self._asked(message) if message.edited_at else None
        if asked is not None and asked.text and not self._is_old(asked):
            await self._take(asked, self._bot.front.edited)

    async def deleted(self, channel: int, messages: set[int]) -> None:
        """Messages that are gone. Those too old to be kept are no concern."""
        oldest = discord.utils.utcnow() - timedelta(days=self._bot.settings.keep_days)
        for each in sorted(messages):
            if discord.utils.snowflake_time(each) >= oldest:
                await self._bot.front.deleted(parse.message_key(channel, each))

    def _is_old(self, asked: Asked) -> bool:
        """Whether nothing is kept of it, so that nobody knows whether it was answered."""
        return discord.utils.utcnow() - asked.at > timedelta(days=self._bot.settings.keep_days)

    def _asked(self, message: discord.Message) -> Asked | None:
        me = self._bot.user
        if me is None or not parse.is_for_us(message, me.id):
            return None
        return parse.of_message(message, me.id)

    async def _take(self, asked: Asked, give: Give, *, quiet: bool = False) -> None:
        try:
            line = await self._given(asked, give)
        except Exception as e:  # noqa: BLE001 - whatever breaks, the asker is told
            line = failure(e, self._bot.failed("a message", e), asked.lang or "en")
        if line and not quiet:
            await self._say(asked, line)

    async def _given(self, asked: Asked, give: Give) -> str | None:
        """What is to be said to it, if anything but its answer."""
        held = await self._bot.front.preferences(asked.place)
        if not asked.text and not (held.direct if asked.place.direct else held.on):
            return None
        words = chat(held.lang or asked_in(asked.text) or asked.lang)
        if held.on and held.private and asked.via is not Via.DIRECT:
            line = words.private_here.format(command=self._bot.mention("ask"))
            return line if self._is_new(asked, "private") else None
        if not asked.text:
            return words.empty if self._is_new(asked, "empty") else None
        return await self._received(asked, give)

    async def _received(self, asked: Asked, give: Give) -> str | None:
        if asked.place.direct:
            await self._bot.direct.used(int(asked.place.channel))
        receipt = await give(asked)
        if receipt is None or receipt.admission is Admission.OFF:
            return None
        taken = receipt.admission is Admission.ACCEPTED
        if taken and receipt.ahead >= self._bot.settings.answers_at_once:
            self._show_typing(asked)  # else it is worked on at once, and typing shows that
        told = self._is_new(asked, receipt.admission, receipt.until)
        return refusal(receipt) if told else None

    def _show_typing(self, asked: Asked) -> None:
        task = asyncio.create_task(self._type(asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _type(self, asked: Asked) -> None:
        with suppress(*FAILURES):
            await sending.place(self._bot, Origin.of(asked.handle)).typing()

    def _is_new(self, asked: Asked, what: str, until: datetime | None = None) -> bool:
        """Whether they have not just been told so: a line for each of a hundred messages is no help."""
        who, now = (asked.place.tenant, asked.user, what), asked.at.timestamp()
        if self._told.get(who, 0.0) > now:
            return False
        end = (until or asked.at + _AGAIN).timestamp()
        self._told[who] = min(end, now + _AGAIN.total_seconds())
        while len(self._told) > _TOLD:
            self._told.popitem(last=False)
        return True

    async def _say(self, asked: Asked, line: str) -> None:
        origin = Origin.of(asked.handle)
        channel = sending.place(self._bot, origin)
        drawing = note(line, self._bot.mode)
        try:
            await sending.send(channel, drawing, f"{asked.key}/notice", origin)
        except FAILURES as e:
            self._bot.log.info("Discord: a notice was not posted: %s", type(e).__name__)
