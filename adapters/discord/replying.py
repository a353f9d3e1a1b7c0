"""Answers to interactions: within three seconds, and in their place."""

import asyncio
from dataclasses import dataclass, replace

import discord

from adapters.discord import parse
from adapters.discord.base import Bot
from adapters.discord.drawing import Drawing
from adapters.discord.errors import ACKNOWLEDGED, FAILURES, code, is_expired
from adapters.discord.lists import note
from adapters.discord.notices import MANY, failure, refusal
from adapters.discord.texts import texts
from adapters.discord.views import body, files
from bot.talk import Admission, Asked, Place, Receipt
from bot.wording.chat import chat

PATIENCE_S = 0.8  # of the three seconds that Discord waits, for each of two looks into the store

Interaction = discord.Interaction[Bot]


async def say(interaction: Interaction, markdown: str) -> None:
    """A line for the one who acted, alone."""
    await show(interaction, note(markdown, interaction.client.mode))


async def show(interaction: Interaction, drawing: Drawing) -> None:
    """Something for the one who acted, alone: in place of "thinking" where that is shown."""
    parts = body(drawing)
    if not interaction.response.is_done():
        await interaction.response.send_message(**parts, files=files(drawing), ephemeral=True)
    elif interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(**parts, attachments=files(drawing))
    else:
        await interaction.followup.send(**parts, files=files(drawing), ephemeral=True)


async def apologise(interaction: Interaction, what: str, error: BaseException) -> None:
    """Log what broke, and tell the reference that finds it."""
    if not (is_expired(error) or code(error) == ACKNOWLEDGED):
        reference = interaction.client.failed(what, error)
        try:
            await say(interaction, failure(error, reference, parse.lang(interaction.locale)))
        except FAILURES as e:
            interaction.client.log.info("Discord: nobody could be told: %s", type(e).__name__)


async def receive(interaction: Interaction, asked: Asked) -> None:
    """Store a question, then acknowledge it; where storing takes long, the other way round."""
    bot = interaction.client
    with bot.acks.pending(interaction.id):
        private = asked.private or await _is_private(bot, asked.place)
        wanted = replace(asked, private=private)
        receiving = asyncio.create_task(bot.front.receive(wanted))
        await asyncio.wait({receiving}, timeout=PATIENCE_S)
        if not receiving.done():
            await _thinking(interaction, private=private)
        await _acknowledge(interaction, wanted, await receiving)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button of an answer that somebody pressed."""

    interaction: Interaction
    id: str

    @property
    def bot(self) -> Bot:
        """The client that heard of it."""
        return self.interaction.client

    @property
    def lang(self) -> str:
        """Of the one who pressed."""
        return parse.lang(self.interaction.locale)

    @property
    def user(self) -> str:
        """The id of the one who pressed."""
        return str(self.interaction.user.id)


async def _acknowledge(interaction: Interaction, asked: Asked, receipt: Receipt) -> None:
    if receipt.admission is Admission.DUPLICATE:
        return  # the first delivery of it is acknowledged by whoever got that
    refused = refusal(receipt)
    if refused is not None:
        await say(interaction, refused)
    elif not interaction.response.is_done():
        await _begin(interaction, asked, receipt)


async def _begin(interaction: Interaction, asked: Asked, receipt: Receipt) -> None:
    if receipt.ahead < MANY:
        await _thinking(interaction, private=asked.private)
        return
    nobody = discord.AllowedMentions.none()
    await interaction.response.send_message(
        _queued(receipt), ephemeral=asked.private, allowed_mentions=nobody
    )


def _queued(receipt: Receipt) -> str:
    """A status of its own, and plain like the others, so that they can take its place."""
    line = chat(receipt.lang).queued.format(n=receipt.ahead)
    return texts(receipt.lang).status.format(line=line)


async def _thinking(interaction: Interaction, *, private: bool) -> None:
    try:
        await interaction.response.defer(ephemeral=private, thinking=True)
    except FAILURES as e:  # the question is stored, and its answer finds another way
        interaction.client.log.info("Discord: not acknowledged: %s %d", type(e).__name__, code(e))


async def _is_private(bot: Bot, place: Place) -> bool:
    """Whether replies are for the asker alone there; yes, where that cannot be known in time."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            return (await bot.front.preferences(place)).private
    except TimeoutError:
        return True
