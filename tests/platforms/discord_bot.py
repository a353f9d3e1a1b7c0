"""The bot on a loopback Discord: a server, a channel, two people, and a scripted desk behind it all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatting import Talk, open_front
from fakes_admin import FakeAdmin
from fakes_desk import FakeDesk
from platforms.discord.model import Channel, Guild, Message, Permission, User
from platforms.discord.server import Discord, discord_platform

from adapters.discord.platform import make
from bot.limits import Limits
from bot.ports import Platform

_DRAIN_S = 3.0  # what is cut off in the middle of writing leaves the store's connection behind


@dataclass
class Scene:
    """Where a test plays."""

    discord: Discord
    talk: Talk
    desk: FakeDesk
    platform: Platform
    guild: Guild
    channel: Channel
    ann: User
    bob: User
    running: asyncio.Task[None]
    admin: FakeAdmin

    async def ask(self, text: str, *, channel: Channel | None = None) -> Message:
        """Ann mentions the bot."""
        words = f"{self.discord.mention} {text}"
        return await self.discord.say(channel or self.channel, self.ann, words)

    async def answer(self, channel: Channel | None = None, nth: int = 1) -> Message:
        """The bot's message in a channel, once it is there."""
        where = channel or self.channel
        found = await self.discord.until(lambda: self.discord.answers(where)[nth - 1 : nth], 15)
        return found[0]

    async def replied(self, text: str = "What about the memo?") -> Message:
        """The reply to a question of Ann's."""
        await self.ask(text)
        return await self.answer()

    async def quiet(self) -> None:
        """Until nothing is worked on, and a little longer: what should not come would have come."""
        await asyncio.sleep(0.2)
        await self.talk.settled()

    async def stop(self) -> None:
        """End the platform, as a server does when it is stopped."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)

    async def start(self) -> None:
        """A new process's platform."""
        made = make(self.talk.tools)
        assert made is not None
        self.platform = made
        self.running = self.talk.serve(made)
        await connected(self)


async def connected(scene: Scene, within: float = 15) -> None:
    """Until the platform says that it is."""
    async with asyncio.timeout(within):
        while not await scene.platform.connected():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@asynccontextmanager
async def scene(
    folder: Path,
    *,
    desk: FakeDesk | None = None,
    admin: FakeAdmin | None = None,
    limits: Limits | None = None,
    lenient: bool = False,
    **settings: Any,
) -> AsyncIterator[Scene]:
    """The bot connected. Afterwards it must not have broken a rule of the platform or pinged anybody."""
    desk, admin = desk or FakeDesk(), admin or FakeAdmin()
    more: dict[str, Any] = {"limits": limits} if limits else {}
    async with discord_platform() as discord:
        guild = discord.add_guild("Team")
        channel = discord.add_channel(guild, "general")
        ann = discord.add_user("Ann")
        bob = discord.add_user("Bob", permissions=Permission.MANAGE_GUILD)
        given = {"discord_token": discord.token, "discord_api_url": discord.api_url} | settings
        async with open_front(folder, desk=desk, admin=admin, **more, **given) as talk:
            platform = make(talk.tools)
            assert platform is not None
            running = talk.serve(platform)
            here = Scene(discord, talk, desk, platform, guild, channel, ann, bob, running, admin)
            await connected(here)
            yield here
            await talk.settling.drain(_DRAIN_S)
        assert lenient or discord.violations == [], discord.violations
        assert discord.pings == [], discord.pings
