"""The state of the loopback Slack: who and what there is, and what was said."""

import itertools
import time
from dataclasses import dataclass, field

from platforms.slack.deliveries import Delivery
from platforms.slack.model import (
    Button,
    Channel,
    Edit,
    Json,
    SlackError,
    Status,
    Team,
    User,
    View,
)
from platforms.slack.reading import buttons_of, readable


@dataclass(eq=False)
class Message:
    """A message as everyone sees it now."""

    ts: str
    channel: str
    team_id: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    bot_id: str | None = None
    thread_ts: str | None = None
    parent_user_id: str | None = None
    metadata: Json | None = None
    client_msg_id: str | None = None
    ephemeral_to: str | None = None
    deleted: bool = False
    edited_ts: str | None = None
    edits: list[Edit] = field(default_factory=list)
    streaming: bool = False
    streamed: bool = False
    started: float = field(default_factory=time.monotonic)
    reactions: list[str] = field(default_factory=list)
    replies: int = 0
    deliveries: list[Delivery] = field(default_factory=list)  # events that told the bot of it

    def readable(self) -> str:
        """All that is read, in order: the blocks where there are any, else the text."""
        parts = [self.text] if self.streamed or not self.blocks else []
        return "\n".join([*parts, *readable(self.blocks)])

    def buttons(self) -> list[Button]:
        return buttons_of(self.blocks)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    def remember(self) -> None:
        self.edits.append(Edit(time.monotonic(), self.text, self.blocks))


class Ids:
    """New ids of Slack's shapes."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._last = 0

    def id(self, prefix: str) -> str:
        return f"{prefix}0{next(self._numbers):09X}"

    def number(self) -> int:
        return next(self._numbers)

    def ts(self) -> str:
        """A time in microseconds that was never given before."""
        self._last = max(self._last + 100, int(time.time() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


class World:
    """Everything that Slack stores."""

    def __init__(self) -> None:
        self.ids = Ids()
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}  # by user
        self.statuses: list[Status] = []
        self.prompts: dict[str, Json] = {}  # by channel
        self.titles: dict[tuple[str, str], str] = {}

    def team_of(self, token: str) -> Team:
        """The installation whose bot token this is."""
        for team in self.teams.values():
            if team.bot_token == token:
                if team.barred:
                    raise SlackError(team.barred)
                return team
        raise SlackError("invalid_auth")

    def channel(self, team: Team, channel_id: str) -> Channel:
        """A channel that the bot's team has; a person's id means the direct message."""
        if channel_id in self.users and self.users[channel_id].team_id == team.id:
            return self.direct(team, channel_id)
        channel = self.channels.get(channel_id)
        if channel is None or channel.deleted or channel.team_id != team.id:
            raise SlackError("channel_not_found")
        if channel.kind != "channel" and team.bot_user_id not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def direct(self, team: Team, user_id: str) -> Channel:
        for channel in self.channels.values():
            if channel.kind == "im" and channel.user == user_id and not channel.deleted:
                return channel
        members = {user_id, team.bot_user_id}
        made = Channel(
            self.ids.id("D"), "directmessage", team.id, "im", members=members, user=user_id
        )
        self.channels[made.id] = made
        return made

    def message(self, channel_id: str, ts: str) -> Message | None:
        for each in self.messages:
            if each.channel == channel_id and each.ts == ts and each.ephemeral_to is None:
                return each
        return None

    def post(self, message: Message) -> Message:
        """Adds a message, with ids for its blocks; its thread counts it."""
        message.blocks = self.with_block_ids(message.blocks)
        root = self.message(message.channel, message.thread_ts or "") if message.is_reply else None
        if root is not None and message.ephemeral_to is None:
            root.thread_ts = root.ts
            root.replies += 1
            message.parent_user_id = root.user
        self.messages.append(message)
        return message

    def with_block_ids(self, blocks: list[Json]) -> list[Json]:
        return [
            {**block, "block_id": block.get("block_id") or self._block_id()} for block in blocks
        ]

    def _block_id(self) -> str:
        return f"b{self.ids.number():x}"

    def thread(self, channel_id: str, thread_ts: str) -> list[Message]:
        return [
            each
            for each in self.messages
            if each.channel == channel_id
            and each.ephemeral_to is None
            and thread_ts in {each.ts, each.thread_ts}
        ]
