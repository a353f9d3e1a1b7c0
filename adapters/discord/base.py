"""The connection to Discord, and what all that hang on it need."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Final

import discord

from adapters.discord.direct import Direct
from adapters.discord.drawing import Mode
from adapters.discord.errors import log_failure
from adapters.discord.home import Home
from bot.ports import Front
from bot.settings import Settings
from bot.tools import Notes, PlatformTools

INTENTS: Final = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
_RATE_LIMIT_S = 60  # a longer wait is an error, so that it can be told


class Acks:
    """Interactions that are being acknowledged: nothing can be posted to one before that is done."""

    def __init__(self) -> None:
        self._open: dict[int, asyncio.Event] = {}

    @contextmanager
    def pending(self, interaction: int) -> Iterator[None]:
        """The acknowledgement is under way in the block."""
        event = self._open[interaction] = asyncio.Event()
        try:
            yield
        finally:
            event.set()
            self._open.pop(interaction, None)

    async def done(self, interaction: int | None) -> None:
        """Wait until it was acknowledged, if that is under way in this process."""
        if interaction in self._open:
            await self._open[interaction].wait()


class Bot(discord.AutoShardedClient):
    """A client of Discord that knows the front. `ask` is the id of its command, once that is known."""

    def __init__(self, front: Front, tools: PlatformTools, acks: Acks, home: Home) -> None:
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=_RATE_LIMIT_S,
        )
        self.front = front
        self.settings: Settings = tools.settings
        self.notes: Notes = tools.notes
        self.log: logging.Logger = tools.log
        self.acks = acks
        self.home = home
        self.direct = Direct(tools.notes)
        self.mode = Mode(tools.settings.discord_render)
        self.commands: dict[str, int] = {}  # ids by name

    def mention(self, command: str) -> str:
        """A command as it is written into a message, to be pressed where its id is known."""
        name = command.split(" ", maxsplit=1)[0]
        return f"</{command}:{self.commands[name]}>" if name in self.commands else f"/{command}"

    def failed(self, what: str, error: BaseException) -> str:
        """Log that something broke; the reference that finds it."""
        reference = token_hex(4)
        log_failure(self.log, what, error, reference)
        return reference


def is_ready(client: discord.AutoShardedClient) -> bool:
    """Whether events arrive over all connections."""
    up = client.is_ready() and not client.is_closed()
    return up and not any(shard.is_closed() for shard in client.shards.values())
