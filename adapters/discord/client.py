"""The running client: events to the front, commands and buttons to their handlers."""

import asyncio
import hashlib
import json
import sys
from typing import Any, Final

import discord
import stamina
from discord import app_commands
from typing_extensions import override

from adapters.discord import parse, replying
from adapters.discord.base import Acks, Bot, is_ready
from adapters.discord.buttons import AnswerButton
from adapters.discord.catchup import catch_up
from adapters.discord.commands import Translator, commands
from adapters.discord.errors import FAILURES
from adapters.discord.home import Home
from adapters.discord.intake import Intake
from adapters.discord.presses import RunButton, SourceButton
from adapters.discord.privacy import ForgetButton
from bot.ports import Front
from bot.tools import PlatformTools
from retrieval.errors import StoreUnavailable

_GRACE_S = 3.0
NOTE: Final = "discord/commands"  # what was registered, and under which ids


class Tree(app_commands.CommandTree[Bot]):
    """The commands; what breaks in one is told by a reference."""

    @override
    async def on_error(
        self, interaction: discord.Interaction[Bot], error: app_commands.AppCommandError, /
    ) -> None:
        await replying.apologise(interaction, "a command", error.__cause__ or error)


class Client(Bot):
    """Listens."""

    def __init__(self, front: Front, tools: PlatformTools, acks: Acks, home: Home) -> None:
        super().__init__(front, tools, acks, home)
        self._intake = Intake(self)
        self._catching_up: set[asyncio.Task[None]] = set()
        self._tree = Tree(self)

    @override
    async def setup_hook(self) -> None:
        """Once, after the token was accepted and before the first event."""
        self.add_dynamic_items(AnswerButton, ForgetButton, RunButton, SourceButton)
        await self._tree.set_translator(Translator())
        for command in commands():
            self._tree.add_command(command)
        try:
            await self.home.read()
            await self._register()
        except (*FAILURES, StoreUnavailable) as e:
            self.failed("registering the commands", e)

    async def on_shard_ready(self, shard: int) -> None:
        """Connected anew; what was said meanwhile was not heard."""
        self.log.info("Discord: connected, in %d servers", len(self.guilds))
        task = asyncio.create_task(self._catch_up(shard))
        self._catching_up.add(task)
        task.add_done_callback(self._catching_up.discard)

    async def on_ready(self) -> None:
        """All connections are there, so all servers are known."""
        await self._look_home()

    async def on_guild_join(self, _guild: discord.Guild) -> None:
        """The bot was added to a server."""
        await self._look_home()

    async def on_message(self, message: discord.Message) -> None:
        """Something was written."""
        await self._intake.message(message)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """Something was changed, however long ago it was written."""
        await self._intake.edited(event.message)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Something was deleted."""
        await self._intake.deleted(event.channel_id, {event.message_id})

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Many were deleted at once."""
        await self._intake.deleted(event.channel_id, event.message_ids)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server; an outage of Discord is another event."""
        await self.front.left(parse.NAME, str(guild.id))

    @override
    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        error = sys.exception()
        if error is not None:
            self.failed(event_method, error)

    @override
    async def close(self) -> None:
        if self._catching_up:  # cut off in the middle it would leave the store's connection
            _, late = await asyncio.wait(self._catching_up, timeout=_GRACE_S)
            for task in late:
                task.cancel()
        await super().close()

    async def _catch_up(self, shard: int) -> None:
        try:
            await catch_up(self, shard, lambda message: self._intake.message(message, quiet=True))
        except Exception as e:  # noqa: BLE001 - what comes in live is answered all the same
            self.failed("catching up", e)

    @stamina.retry(on=StoreUnavailable, attempts=5)
    async def _look_home(self) -> None:
        if is_ready(self):
            await self.home.look([guild.id for guild in self.guilds])

    async def _register(self) -> None:
        """Tell Discord the commands, if they are others than last time: it allows that rarely."""
        digest = await self._digest()
        noted = json.loads(await self.notes.note(NOTE) or "{}")
        if noted.get("digest") != digest:
            registered = await self._tree.sync()
            noted = {"digest": digest, "ids": {each.name: each.id for each in registered}}
            await self.notes.set_note(NOTE, json.dumps(noted))
        self.commands = dict(noted["ids"])

    async def _digest(self) -> str:
        payloads = [
            await command.get_translated_payload(self._tree, Translator()) for command in commands()
        ]
        told = json.dumps([self.application_id, payloads], sort_keys=True, default=str)
        return hashlib.sha256(told.encode()).hexdigest()
