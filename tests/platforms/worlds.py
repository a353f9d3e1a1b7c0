"""Both loopback platforms behind one face, for tests that are the same for all of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

from platforms.discord.interactions import Interaction
from platforms.discord.server import Discord, discord_platform
from platforms.processes import free_port
from platforms.slack.model import DEFAULT_SCOPES
from platforms.slack.server import SlackPlatform, slack_platform
from platforms.slack.state import Message

WORLDS = ("slack-socket", "slack-http", "discord")
HISTORY = "slack-history"  # Socket Mode, with the optional scopes


class World(Protocol):
    """A platform with fifty channels and many people, and the settings that lead the bot there."""

    settings: dict[str, object]

    async def ask(self, channel: int, user: int, text: str) -> Any:
        """A mention of the bot; the message."""

    async def command(self, channel: int, user: int, text: str) -> Any:
        """The same in the way in which the platform waits for an acknowledgement."""

    def replies(self, message: Any) -> int:
        """How many replies to it stand."""

    def told(self, message: Any) -> int:
        """How many lines were told to its asker alone."""

    def acknowledged_after(self, message: Any) -> float | None:
        """Seconds until the platform knew that the event had arrived."""

    def limited(self) -> int:
        """How often the platform said that it was asked too much."""

    def faults(self) -> list[str]:
        """What the bot did against the platform's rules, pings included."""


class SlackWorld:
    """Questions are mentions in channels; replies stand in their threads."""

    def __init__(self, slack: SlackPlatform, settings: dict[str, object]) -> None:
        self.slack = slack
        self.settings = settings
        self._channels = [slack.add_channel(f"channel-{n}") for n in range(50)]
        self._users: dict[int, Any] = {}

    async def ask(self, channel: int, user: int, text: str) -> Message:
        if user not in self._users:
            self._users[user] = self.slack.add_user(f"user{user}")
        words = f"<@{self.slack.bot_user_id}> {text}"
        return await self.slack.say(self._channels[channel], self._users[user], words)

    async def command(self, channel: int, user: int, text: str) -> Message:
        return await self.ask(channel, user, text)

    def replies(self, message: Message) -> int:
        channel = next(c for c in self._channels if c.id == message.channel)
        return len(self.slack.posts(channel, message.ts))

    def told(self, message: Message) -> int:
        channel = next(c for c in self._channels if c.id == message.channel)
        user = next(u for u in self._users.values() if u.id == message.user)
        return len(self.slack.ephemerals(channel, user))

    def acknowledged_after(self, message: Message) -> float | None:
        return message.deliveries[0].acknowledged_after

    def limited(self) -> int:
        return len(self.slack.rate_limited)

    def faults(self) -> list[str]:
        return [*self.slack.violations, *map(str, self.slack.pings)]


class DiscordWorld:
    """Questions are mentions in channels, and slash commands where acknowledgements are measured."""

    def __init__(self, discord: Discord) -> None:
        self.discord = discord
        self.settings: dict[str, object] = {
            "discord_token": discord.token,
            "discord_api_url": discord.api_url,
        }
        guild = discord.add_guild("Team")
        self._channels = [discord.add_channel(guild, f"channel-{n}") for n in range(50)]
        self._users: dict[int, Any] = {}

    async def ask(self, channel: int, user: int, text: str) -> Any:
        words = f"{self.discord.mention} {text}"
        return await self.discord.say(self._channels[channel], self._user(user), words)

    async def command(self, channel: int, user: int, text: str) -> Any:
        place, who = self._channels[channel], self._user(user)
        return await self.discord.slash(place, who, "ask", question=text)

    def replies(self, message: Any) -> int:
        if isinstance(message, Interaction):
            return len(message.followups) + (message.original is not None and message.touched)
        answers = self.discord.answers(message.channel)
        return sum(each.replies_to == message.id for each in answers)

    def told(self, message: Any) -> int:
        author = message.user if isinstance(message, Interaction) else message.author
        return len(self.discord.answers(self.discord.open_dm(author)))

    def acknowledged_after(self, message: Any) -> float | None:
        return message.acknowledged_after if isinstance(message, Interaction) else None

    def limited(self) -> int:
        return sum(request.status == 429 for request in self.discord.requests)

    def faults(self) -> list[str]:
        return [*self.discord.violations, *self.discord.pings]

    def _user(self, number: int) -> Any:
        if number not in self._users:
            self._users[number] = self.discord.add_user(f"user{number}")
        return self._users[number]


@asynccontextmanager
async def open_world(which: str, **rules: Any) -> AsyncIterator[World]:
    """A platform by its name in WORLDS. `rules` are the loopback Slack's own settings."""
    if which == "discord":
        async with discord_platform() as discord:
            yield DiscordWorld(discord)
    else:
        async with _slack(which, rules) as world:
            yield world


@asynccontextmanager
async def _slack(which: str, rules: dict[str, Any]) -> AsyncIterator[World]:
    mode = "http" if which == "slack-http" else "socket"
    async with slack_platform(mode=mode, **rules) as slack:
        if which == HISTORY:
            slack.scopes(*DEFAULT_SCOPES, "channels:history", "groups:history")
        settings: dict[str, object] = {
            "slack_bot_token": slack.bot_token,
            "slack_api_url": slack.api_url,
            "slack_mode": mode,
        }
        if mode == "http":
            port = free_port()
            settings |= {"slack_signing_secret": slack.signing_secret, "slack_port": port}
            slack.http_target = f"http://127.0.0.1:{port}/slack/events"
        else:
            settings["slack_app_token"] = slack.app_token
        yield SlackWorld(slack, settings)
