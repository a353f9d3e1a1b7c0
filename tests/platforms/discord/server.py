"""A Discord on 127.0.0.1: REST and gateway for an unpatched discord.py, driven by a test.

    async with discord_platform() as discord:
        channel = discord.add_channel(discord.add_guild("Team"), "general")
        ann = discord.add_user("Ann")
        await discord.say(channel, ann, f"{discord.mention} what is new?")
        await discord.until(lambda: discord.answers(channel))
        assert discord.violations == []

A client is led here with `discord.http.Route.BASE = discord.api_url` and
`discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(discord.gateway_url)`.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Unpack

from aiohttp import web
from platforms.discord import routes_apps, routes_interactions, routes_messages, routes_threads
from platforms.discord.faults import Fault, FaultOptions
from platforms.discord.gateway import Gateway, Identify
from platforms.discord.limits import Limits
from platforms.discord.model import (
    NOTHING,
    Channel,
    Guild,
    Kind,
    Message,
    Overwrite,
    Permission,
    User,
)
from platforms.discord.people import People
from platforms.discord.rest import PREFIX, Request, Rest
from platforms.discord.state import Event, Settings, Sync, World
from platforms.discord.telling import tell_channel, tell_guild, tell_role

ROUTES = [
    *routes_apps.ROUTES,
    *routes_messages.ROUTES,
    *routes_threads.ROUTES,
    *routes_interactions.ROUTES,
]
TOKEN = "bG9vcGJhY2s.test.token-of-the-loopback"  # noqa: S105
BOT_PERMISSIONS = Permission(309_237_730_304)  # as the bot asks for when it is installed


class Discord(People):
    """The server and everything a test can do with it; see People for what users do."""

    def __init__(self) -> None:
        world = World(TOKEN)
        super().__init__(world, Gateway(world))
        world.emit = self.gateway.publish
        world.bot = world.add_user(replace(world.bot, permissions=BOT_PERMISSIONS))
        self.rest = Rest(world)
        self.api_url = ""
        self.gateway_url = ""

    # What can be read

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def bot(self) -> User:
        return self.world.bot

    @property
    def mention(self) -> str:
        return self.world.bot.mention

    @property
    def settings(self) -> Settings:
        return self.world.settings

    @property
    def limits(self) -> Limits:
        return self.rest.limits

    @property
    def requests(self) -> list[Request]:
        return self.rest.requests

    @property
    def violations(self) -> list[str]:
        """What the bot should never have sent."""
        return self.world.violations

    @property
    def pings(self) -> list[str]:
        """Mentions in the bot's messages that would have pinged somebody."""
        return self.world.pings

    @property
    def syncs(self) -> list[Sync]:
        return self.world.syncs

    @property
    def identifies(self) -> list[Identify]:
        return self.gateway.identifies

    @property
    def resumes(self) -> list[float]:
        return self.gateway.resumes

    def typings(self, channel: Channel) -> list[float]:
        """When the bot typed there, by time.monotonic()."""
        return [at for at, channel_id in self.world.typings if channel_id == channel.id]

    def asked(self, method: str, path: str) -> list[Request]:
        """The requests whose path contains `path`."""
        return [each for each in self.requests if each.method == method and path in each.path]

    def invalid_requests(self) -> list[Request]:
        """Those answered 401, 403 or 429, of which Discord allows 10,000 in 10 minutes."""
        return [each for each in self.requests if each.is_invalid]

    async def connected(self, within: float = 10.0) -> None:
        """Wait until every shard has a session."""
        await self.until(lambda: len(self.gateway.live()) >= self.settings.shards, within)

    # What there is

    def add_guild(self, name: str, *, locale: str = "en-US", shard: int | None = None) -> Guild:
        """A guild with the bot in it, on a given shard if need be."""
        guild_id = self.world.new_id()
        while shard is not None and (guild_id >> 22) % self.settings.shards != shard:
            guild_id = self.world.new_id()
        guild = Guild(guild_id, name, self.bot.id, locale)
        self.world.guilds[guild.id] = guild
        tell_guild(self.world, guild)
        return guild

    def add_channel(self, guild: Guild, name: str, *, kind: Kind = Kind.TEXT) -> Channel:
        channel = Channel(self.world.new_id(), name, kind, guild.id)
        tell_channel(self.world, "CHANNEL_CREATE", self.world.put_channel(channel))
        return channel

    def add_user(
        self,
        name: str,
        *,
        locale: str = "en-US",
        permissions: Permission = NOTHING,
        takes_dms: bool = True,
        bot: bool = False,
    ) -> User:
        """A member of every guild."""
        user_id = self.world.new_id()
        user = self.world.add_user(User(user_id, name, locale, permissions, bot, takes_dms))
        if permissions:
            tell_role(self.world, user)
        return user

    def deny(self, channel: Channel, denied: Permission, *, announce: bool = True) -> Channel:
        """Take permissions from the bot in a channel; NOTHING gives all back.

        Without `announce` the bot's own picture of its permissions stays as it was.
        """
        own = (Overwrite(self.bot.id, deny=denied),) if denied else ()
        new = self.world.put_channel(replace(self.world.channels[channel.id], overwrites=own))
        self.world.refresh(new)
        if announce:
            tell_channel(self.world, "CHANNEL_UPDATE", new)
        return new

    def limit_threads(self, guild: Guild, count: int) -> None:
        """How many active threads a guild may have."""
        self.world.guilds[guild.id] = replace(self.world.guilds[guild.id], thread_limit=count)

    def limit_edits(self, message: Message, left: int) -> None:
        """Treat a message as an old one, of which only so many edits are left."""
        self.settings.edits_left[message.id] = left

    # What goes wrong

    def fault(self, method: str, path: str, **how: Unpack[FaultOptions]) -> None:
        """Let the next requests fail whose path matches a regular expression; see Fault."""
        self.rest.faults.add(Fault(method, path, **how))

    async def cut(self, code: int | None = 4000, *, resumable: bool = True) -> None:
        """Close every gateway connection; None drops it without a closing frame."""
        self.gateway.cut(code, resumable=resumable)

    async def order_reconnect(self) -> None:
        """Opcode 7."""
        self.gateway.order(7)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Opcode 9."""
        self.gateway.order(9, resumable)

    def refuse_gateway(self, times: int) -> None:
        """Answer the next connections to the gateway with 503."""
        self.gateway.refusals = times

    def expire_tokens(self, code: int = 10015) -> None:
        """End the life of all interaction tokens so far. 50027 is what Discord does today."""
        self.settings.expired_code = code
        for each in self.world.interactions.values():
            each.expired = True

    @contextmanager
    def held(self) -> Iterator[list[Event]]:
        """Keep back all events; what was kept is for `out_of_order`."""
        self.gateway.held = []
        try:
            yield self.gateway.held
        finally:
            self.gateway.held = None


@asynccontextmanager
async def discord_platform(port: int = 0) -> AsyncIterator[Discord]:
    """A Discord on a free port, or on a given one; it ends with the context."""
    discord = Discord()
    app = web.Application(client_max_size=32 * 1024 * 1024)
    app.router.add_get("/gateway", discord.gateway.connect)
    discord.rest.register(app, ROUTES)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        host = f"127.0.0.1:{runner.addresses[0][1]}"
        discord.api_url = f"http://{host}{PREFIX}"
        discord.gateway_url = discord.world.gateway_url = f"ws://{host}/gateway"
        yield discord
    finally:
        discord.rest.closing.set()
        await discord.gateway.close()
        await runner.cleanup()
