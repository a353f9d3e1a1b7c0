"""The world of the loopback Discord: every guild, channel, message, command and interaction."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from platforms.discord.errors import ApiError
from platforms.discord.interactions import Interaction
from platforms.discord.model import (
    EPOCH_MS,
    EVERYONE,
    EVERYTHING,
    THREADS,
    Channel,
    Guild,
    Json,
    Kind,
    Message,
    Permission,
    User,
)


@dataclass(frozen=True)
class Event:
    """Something that the gateway tells. `intent` 0 is told to all; `full` to who may read."""

    name: str
    data: Json
    guild_id: int | None = None
    intent: int = 0
    full: Json | None = None


@dataclass(frozen=True)
class Sync:
    """One bulk overwrite of commands; `guild_id` None is the global one."""

    guild_id: int | None
    commands: tuple[Json, ...]
    at: float


@dataclass
class Settings:
    """What a test may change about this Discord."""

    shards: int = 1
    heartbeat_ms: int = 41_250
    acknowledge_within: float = 3.0
    token_lifetime: float = 900.0
    expired_code: int = 10015  # 50027 is what Discord has been seen to answer
    nonce_window: float = 300.0
    privileged_intents: int = 0  # that the application may ask for
    edits_left: dict[int, int] = field(default_factory=dict)  # by message id, then 30046
    edit_retry_after: float = 1.0


class World:
    """All state. Lookups raise what Discord answers when there is no such thing."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.gateway_url = ""
        self.settings = Settings()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.interactions: dict[int, Interaction] = {}
        self.nonces: dict[str, tuple[float, int]] = {}
        self.commands: dict[int | None, list[Json]] = {None: []}
        self.syncs: list[Sync] = []
        self.typings: list[tuple[float, int]] = []  # when, channel id
        self.violations: list[str] = []
        self.pings: list[str] = []
        self.emit: Callable[[Event], None] = lambda _event: None
        self._last_ms = 0
        self.bot = self.add_user(User(self.new_id(), "Newsdesk", bot=True))

    def new_id(self) -> int:
        self._last_ms = max(self._last_ms + 1, int(time.time() * 1000) - EPOCH_MS)
        return self._last_ms << 22

    def add_user(self, user: User) -> User:
        self.users[user.id] = user
        return user

    def put_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def channel(self, channel_id: int) -> Channel:
        if channel_id not in self.channels:
            raise ApiError(10003)
        return self.channels[channel_id]

    def guild(self, guild_id: int) -> Guild:
        if guild_id not in self.guilds:
            raise ApiError(10004)
        return self.guilds[guild_id]

    def message(self, channel_id: int, message_id: int) -> Message:
        """A message that everyone in the channel sees."""
        found = self.messages.get(message_id)
        if found is None or found.channel.id != channel_id or found.ephemeral:
            raise ApiError(10008)
        return found

    def put_message(self, message: Message) -> Message:
        self.messages[message.id] = message
        return message

    def said_in(self, channel_id: int) -> list[Message]:
        return [
            each
            for each in self.messages.values()
            if each.channel.id == channel_id and not each.ephemeral
        ]

    def dm_with(self, user: User) -> Channel:
        for each in self.channels.values():
            if each.recipient is not None and each.recipient.id == user.id:
                return each
        return self.put_channel(Channel(self.new_id(), user.name, Kind.DM, recipient=user))

    def threads(self, guild_id: int) -> Iterator[Channel]:
        for each in self.channels.values():
            if each.guild_id == guild_id and each.kind in THREADS and not each.archived:
                yield each

    def allowed(self, channel: Channel, user: User) -> Permission:
        """What a user may do in a channel."""
        if channel.guild_id is None:
            return EVERYTHING
        if user.permissions & Permission.ADMINISTRATOR:
            return EVERYTHING
        place = self.channels.get(channel.parent_id or 0, channel) if channel.is_thread else channel
        may = EVERYONE | user.permissions
        for each in place.overwrites:
            if each.user_id == user.id:
                may = (may & ~each.deny) | each.allow
        return may

    def require(self, channel: Channel, *needed: Permission) -> None:
        """Refuse unless the bot sees the channel and has the permissions."""
        may = self.allowed(channel, self.bot)
        if not may & Permission.VIEW_CHANNEL:
            raise ApiError(50001)
        if not all(may & each for each in needed):
            raise ApiError(50013)

    def refresh(self, channel: Channel) -> None:
        """Let the messages of a channel know of its new form."""
        for each in [each for each in self.messages.values() if each.channel.id == channel.id]:
            self.messages[each.id] = replace(each, channel=channel)
