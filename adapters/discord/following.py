"""Messages that show how a run goes: posted once, then edited in place for as long as it goes on."""

import asyncio
from typing import Final

import discord

from adapters.discord import parse
from adapters.discord.base import Bot
from adapters.discord.drawing import Drawing
from adapters.discord.errors import mapped
from adapters.discord.handles import Origin, Posted
from adapters.discord.panel import draw, tries
from adapters.discord.replying import Interaction
from adapters.discord.sending import first_taken, hook, place
from adapters.discord.texts import texts
from adapters.discord.views import body
from bot.administration import Follower
from bot.errors import PlatformBusy
from bot.panels import Panel
from bot.talk import Handle
from bot.wording.runs import panel
from retrieval.types import Run

_OLD_S: Final = 3600  # Discord takes few edits of a message that is older
_RARELY_S: Final = 120.0
_MOST: Final = 1000  # messages whose last edit is remembered


async def show(interaction: Interaction, run: Run, lang: str, *, alone: bool) -> None:
    """Show a run in answer to an interaction that was acknowledged, and have it followed.

    The answer is an ordinary message, which the bot edits also when the interaction is long over;
    `alone`: shown to the one who acted, it can be edited for a quarter of an hour.
    """
    bot = interaction.client
    shown = panel(run, bot.front.now(), lang)
    mode, sent = await first_taken(
        tries(shown, bot.mode, _foot(bot, lang) if alone else ""),
        lambda drawn: _give(interaction, drawn, alone=alone),
    )
    posted = Posted(
        channel=interaction.channel_id or 0,
        message=sent.id,
        guild=interaction.guild_id,
        mode=mode,
        original=alone,
    )
    handle = _with_token(posted, interaction) if alone else posted.handle()
    await bot.front.admin.follow(
        Follower(run_id=run.id, platform=parse.NAME, handle=handle, lang=lang)
    )


class Reports:
    """Edits what follows runs, no more often than Discord takes."""

    def __init__(self) -> None:
        self._edited: dict[int, float] = {}  # message to the time of the loop

    async def report(self, bot: Bot, follower: Follower, panel: Panel) -> None:
        """Raises PlatformBusy, -Unsure or -Refused."""
        posted = Posted.of(follower.handle)
        if not panel.final:
            self._wait(posted.message)
        async with mapped(panel.lang, repeatable=True):
            await _edit(bot, follower.handle, posted, panel)
        self._note(posted.message, final=panel.final)

    def _wait(self, message: int) -> None:
        """Raises PlatformBusy for an old message that was edited lately."""
        made = discord.utils.snowflake_time(message)
        if (discord.utils.utcnow() - made).total_seconds() < _OLD_S:
            return
        left = self._edited.get(message, -_RARELY_S) + _RARELY_S - _time()
        if left > 0:
            raise PlatformBusy("Discord takes few edits of an old message", after=left)

    def _note(self, message: int, *, final: bool) -> None:
        self._edited.pop(message, None)
        if not final:
            self._edited[message] = _time()
        while len(self._edited) > _MOST:
            self._edited.pop(next(iter(self._edited)))


async def _edit(bot: Bot, handle: Handle, posted: Posted, panel: Panel) -> None:
    if posted.original:
        drawn = draw(panel, posted.mode, _foot(bot, panel.lang))
        await hook(bot, Origin.of(handle)).edit_message(posted.message, **body(drawn))
        return
    message = place(bot, posted).get_partial_message(posted.message)
    await message.edit(**body(draw(panel, posted.mode)))


async def _give(interaction: Interaction, drawn: Drawing, *, alone: bool) -> discord.Message:
    """In place of "thinking" after a command, as a message of its own after a press."""
    kind = interaction.response.type
    if kind is discord.InteractionResponseType.deferred_channel_message:
        return await interaction.edit_original_response(**body(drawn))
    return await interaction.followup.send(**body(drawn), ephemeral=alone, wait=True)


def _with_token(posted: Posted, interaction: Interaction) -> Handle:
    origin = parse.interaction_origin(interaction)
    return {
        **posted.handle(),
        "application": str(origin.application),
        "token": origin.token,
    }


def _foot(bot: Bot, lang: str) -> str:
    return f"-# {texts(lang).followed_alone.format(command=bot.mention('runs'))}"


def _time() -> float:
    return asyncio.get_running_loop().time()
