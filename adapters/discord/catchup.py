"""Questions that came while the bot was away: Discord does not send them again, so they are looked for."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

import discord

from adapters.discord.base import Bot
from adapters.discord.errors import FAILURES

BACK: Final = timedelta(minutes=30)
_CHANNELS, _MESSAGES, _AT_ONCE = 50, 100, 4
_DIRECT_SHARD = 0  # the one that direct messages come to

Channel = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
Take = Callable[[discord.Message], Awaitable[None]]


async def catch_up(bot: Bot, shard: int, take: Take) -> None:
    """Give a shard's messages of the last half hour to `take`, which knows those it has had."""
    since = discord.utils.utcnow() - BACK
    turns = asyncio.Semaphore(_AT_ONCE)
    lively = sorted(_lively(bot, shard, since), key=_newest, reverse=True)[:_CHANNELS]
    direct = await bot.direct.channels() if shard == _DIRECT_SHARD else ()
    await asyncio.gather(*(_read(bot, place, since, turns, take) for place in (*lively, *direct)))


def _lively(bot: Bot, shard: int, since: datetime) -> Iterator[Channel]:
    """Channels and threads that something was written in, and that may be read."""
    for guild in (g for g in bot.guilds if g.shard_id == shard):
        every: tuple[Channel, ...] = (
            *guild.text_channels,
            *guild.voice_channels,
            *guild.stage_channels,
            *guild.threads,
        )
        for channel in every:
            if discord.utils.snowflake_time(_newest(channel)) > since and _is_readable(channel):
                yield channel


def _newest(channel: Channel) -> int:
    return channel.last_message_id or 0


def _is_readable(channel: Channel) -> bool:
    may = channel.permissions_for(channel.guild.me)
    return may.view_channel and may.read_message_history


async def _read(
    bot: Bot,
    place: Channel | int,
    since: datetime,
    turns: asyncio.Semaphore,
    take: Take,
) -> None:
    """The newest messages, in the order in which they were written."""
    try:
        async with turns:
            channel = await _direct(bot, place) if isinstance(place, int) else place
            history = channel.history(limit=_MESSAGES, after=since, oldest_first=False)
            for message in reversed([message async for message in history]):
                await take(message)
    except FAILURES as e:
        id = place if isinstance(place, int) else place.id
        bot.log.info("Discord: channel %d was not caught up: %s", id, type(e).__name__)


async def _direct(bot: Bot, id: int) -> discord.DMChannel:
    """A conversation, so that its messages are known to be direct ones."""
    channel = await bot.fetch_channel(id)
    if not isinstance(channel, discord.DMChannel):
        raise discord.InvalidData(f"{id} is no direct conversation")
    return channel
