"""Posts, edits, finds and withdraws replies, in whatever way is left."""

from contextlib import suppress
from dataclasses import replace

import discord

from adapters.discord import errors, sending
from adapters.discord.base import Bot
from adapters.discord.errors import FAILURES, mapped
from adapters.discord.handles import Origin, Posted
from adapters.discord.sending import hook, place
from bot.errors import PlatformUnsure
from bot.ports import Sending
from bot.present import Card
from bot.talk import Asked


async def freely() -> None:
    """Nobody else needs to know before it is sent."""


class Delivery:
    """Replies through one connection. Every method raises PlatformBusy, -Unsure or -Refused.

    `before` is awaited before a new message. The reply of an interaction needs no such thing: it can be
    made again and again.
    """

    def __init__(self, bot: Bot, before: Sending) -> None:
        self._bot = bot
        self._before = before

    async def post(self, asked: Asked, card: Card) -> Posted:
        """As the reply of the interaction, or under the question, or alone in its channel."""
        origin = Origin.of(asked.handle)
        if not origin.token:
            return await self._in_channel(asked, card, origin)
        async with mapped(card.lang, repeatable=True):
            try:
                await self._bot.acks.done(origin.interaction)
                return await sending.edit_original(self._bot, origin, card, self._bot.mode)
            except discord.HTTPException as e:
                if not errors.is_expired(e):
                    raise
        at_status = await self._at_status(asked, card, origin)
        return at_status or await self._late(asked, card, origin)

    async def edit(self, asked: Asked, card: Card, posted: Posted) -> Posted:
        """In place; anew where it is gone."""
        origin = Origin.of(asked.handle)
        async with mapped(card.lang, repeatable=True):
            try:
                return await self._changed(card, origin, posted)
            except discord.HTTPException as e:
                if not errors.is_gone(e) and not errors.is_expired(e):
                    raise
            if posted.original and not asked.private:
                changed = await self._changed_in_channel(card, origin, posted)
                if changed is not None:
                    return changed
        return await self._late(asked, card, origin)

    async def withdraw(self, asked: Asked, posted: Posted) -> None:
        """Delete it. One that is gone already is well."""
        origin = Origin.of(asked.handle)
        async with mapped(asked.lang or "en", repeatable=True):
            try:
                if posted.original and asked.private:
                    await hook(self._bot, origin).delete_message(sending.ORIGINAL)
                else:
                    await place(self._bot, posted).get_partial_message(posted.message).delete()
            except discord.NotFound:
                return

    async def find(self, asked: Asked, id: str) -> Posted | None:
        """Look for it. Raises PlatformUnsure where one cannot look."""
        origin = Origin.of(asked.handle)
        try:
            if origin.token:
                return await self._find_original(asked, origin, id)
            return await sending.search(self._bot, origin, id)
        except discord.NotFound:
            return None  # its channel is gone: posting will tell
        except FAILURES as e:
            raise PlatformUnsure(type(e).__name__) from None

    async def tell(self, asked: Asked, card: Card) -> Posted:
        """To the asker alone: by the interaction if only they see that, else by a direct message."""
        origin = Origin.of(asked.handle)
        async with mapped(card.lang, repeatable=True):
            if origin.token and asked.private:
                with suppress(*FAILURES):
                    return await sending.edit_original(self._bot, origin, card, self._bot.mode)
            return await self._direct(asked, card, f"{asked.key}/told")

    async def _in_channel(self, asked: Asked, card: Card, origin: Origin) -> Posted:
        async with mapped(card.lang, repeatable=False):
            try:
                return await self._sent(place(self._bot, origin), card, asked.key, origin)
            except discord.HTTPException as e:
                if errors.is_unanswerable(e):  # it was deleted, and we have not been told
                    await self._bot.front.deleted(asked.key)
                if errors.code(e) != errors.NO_HISTORY:
                    raise
        return await self._alone(asked, card, origin)

    async def _alone(self, asked: Asked, card: Card, origin: Origin) -> Posted:
        """Under no question: it has to say itself what was asked."""
        told = replace(card, asked=card.asked or asked.text or asked.about)
        apart = replace(origin, message=None)
        async with mapped(card.lang, repeatable=False):
            return await self._sent(place(self._bot, origin), told, asked.key, apart)

    async def _at_status(self, asked: Asked, card: Card, origin: Origin) -> Posted | None:
        """In place of a status that the interaction left when it expired."""
        if asked.private or not origin.shows_status:
            return None
        async with mapped(card.lang, repeatable=True):
            with suppress(discord.Forbidden, discord.NotFound):
                status = await sending.status(self._bot, origin)
                if status is not None:
                    return await sending.over(status, card, origin, self._bot.mode)
        return None

    async def _late(self, asked: Asked, card: Card, origin: Origin) -> Posted:
        """After the interaction has expired, or its reply was deleted."""
        if asked.private:
            return await self._direct(asked, card, asked.key)
        if origin.message:
            return await self._in_channel(asked, card, origin)
        return await self._alone(asked, card, origin)

    async def _direct(self, asked: Asked, card: Card, key: str) -> Posted:
        told = replace(card, asked=card.asked or asked.text) if card.said else card
        async with mapped(card.lang, repeatable=False):
            channel = await self._bot.create_dm(discord.Object(int(asked.user)))
            return await self._sent(channel, told, key, Origin(channel=channel.id))

    async def _sent(
        self, channel: discord.abc.Messageable, card: Card, key: str, under: Origin
    ) -> Posted:
        await self._before()
        return await sending.send_card(channel, card, key, under, self._bot.mode)

    async def _changed(self, card: Card, origin: Origin, posted: Posted) -> Posted:
        if posted.original:
            return await sending.edit_original(self._bot, origin, card, posted.mode)
        await sending.edit(self._bot, card, posted, threads=origin.threads)
        return posted

    async def _changed_in_channel(
        self, card: Card, origin: Origin, posted: Posted
    ) -> Posted | None:
        """The reply of an interaction that expired is still a message of ours."""
        try:
            return await self._changed(card, origin, replace(posted, original=False))
        except discord.HTTPException as e:
            if not errors.is_gone(e):
                raise
        return None

    async def _find_original(self, asked: Asked, origin: Origin, id: str) -> Posted | None:
        try:
            return await sending.original(self._bot, origin, id)
        except discord.HTTPException as e:
            if asked.private or not (errors.is_expired(e) or errors.is_gone(e)):
                raise PlatformUnsure(type(e).__name__) from e
        return await sending.search(self._bot, origin, id)
