"""What a workspace is made of: teams, users, channels, messages, views."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

DEFAULT_SCOPES = frozenset({
    "app_mentions:read",
    "chat:write",
    "commands",
    "im:history",
    "assistant:write",
})


class SlackError(Exception):
    """An answer of `ok: false`."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


@dataclass
class Settings:
    """What a test may change, at any time. Seconds throughout."""

    ack_timeout: float = 3.0
    retry_schedule: tuple[float, ...] = (0.0, 60.0, 300.0)  # waits before retries 1, 2, 3
    trigger_ttl: float = 3.0
    stream_ttl: float = 300.0
    response_url_ttl: float = 1800.0
    response_url_uses: int = 5
    rate_limits: bool = True
    burst: int = 4  # messages at once in one channel
    sessions_available: bool = True
    dedupe_client_msg_id: bool = False
    subscribe_message_channels: bool = False
    echo_own_messages: bool = True  # message events of what the bot itself posts
    ping_interval: float = 10.0
    max_connections: int = 10
    ticket_ttl: float = 30.0
    lone_thread_error: str | None = "thread_not_found"  # thread_ts of a message that never was


@dataclass(frozen=True)
class User:
    id: str
    name: str
    team_id: str
    locale: str = "en-US"
    admin: bool = False
    is_bot: bool = False


@dataclass
class Team:
    """A workspace and the app's installation in it."""

    id: str
    name: str
    domain: str
    bot_token: str
    bot_user_id: str
    bot_id: str
    enterprise_id: str | None = None
    scopes: set[str] = field(default_factory=lambda: set(DEFAULT_SCOPES))
    barred: str | None = None  # token_revoked, account_inactive, invalid_auth


@dataclass
class Channel:
    id: str
    name: str
    team_id: str
    kind: str = "channel"  # channel, group, im
    members: set[str] = field(default_factory=set)
    user: str | None = None  # the person of a direct message
    archived: bool = False
    deleted: bool = False
    restricted: bool = False


@dataclass(frozen=True)
class Edit:
    """How a message was before it was changed."""

    at: float
    text: str
    blocks: list[Json]


@dataclass(frozen=True)
class Button:
    """Something that can be pressed. Feedback buttons are two of these with one action_id."""

    action_id: str
    block_id: str
    type: str
    text: str = ""
    value: str | None = None
    url: str | None = None
    accessibility_label: str | None = None


@dataclass
class View:
    id: str
    team_id: str
    user: str
    body: Json  # what the bot sent, with block ids given
    hash: str = ""
    root_id: str = ""
    previous_id: str | None = None
    open: bool = True

    @property
    def type(self) -> str:
        return str(self.body.get("type"))

    @property
    def blocks(self) -> list[Json]:
        return list(self.body.get("blocks", []))

    @property
    def callback_id(self) -> str:
        return str(self.body.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.body.get("private_metadata", ""))

    @property
    def title(self) -> str:
        return str(self.body.get("title", {}).get("text", ""))


@dataclass(frozen=True)
class Status:
    """One call of setStatus."""

    at: float
    channel: str
    thread_ts: str | None
    status: str
    method: str
    title: str | None = None
    loading_messages: tuple[str, ...] = ()
