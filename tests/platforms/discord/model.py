"""The values of the loopback Discord: who there is, where they talk, and what was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, IntFlag
from typing import Any

Json = dict[str, Any]

EPOCH_MS = 1_420_070_400_000  # Discord's ids count milliseconds from here
EPHEMERAL, LOADING, HAS_THREAD, V2 = 1 << 6, 1 << 7, 1 << 5, 1 << 15


class Kind(IntEnum):
    """What a channel is, by Discord's numbers."""

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    NEWS = 5
    NEWS_THREAD = 10
    THREAD = 11
    PRIVATE_THREAD = 12
    STAGE = 13
    FORUM = 15


THREADS = frozenset({Kind.NEWS_THREAD, Kind.THREAD, Kind.PRIVATE_THREAD})
SPEAKABLE = frozenset(Kind) - {Kind.CATEGORY, Kind.FORUM}


class Permission(IntFlag):
    """The permissions that this server knows, under Discord's names."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


NOTHING = Permission(0)
EVERYTHING = Permission(sum(Permission))
EVERYONE = EVERYTHING & ~(
    Permission.ADMINISTRATOR
    | Permission.MANAGE_CHANNELS
    | Permission.MANAGE_GUILD
    | Permission.MANAGE_MESSAGES
    | Permission.MENTION_EVERYONE
    | Permission.MANAGE_THREADS
)


@dataclass(frozen=True)
class User:
    """`permissions` come on top of what everyone may do in a guild."""

    id: int
    name: str
    locale: str = "en-US"
    permissions: Permission = NOTHING
    bot: bool = False
    takes_dms: bool = True

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(frozen=True)
class Guild:
    """`thread_limit` is how many active threads it may have."""

    id: int
    name: str
    owner_id: int
    locale: str = "en-US"
    thread_limit: int = 1000


@dataclass(frozen=True)
class Overwrite:
    """What one user may (`allow`) or may not (`deny`) do in a channel, whatever the guild says."""

    user_id: int
    allow: Permission = NOTHING
    deny: Permission = NOTHING


@dataclass(frozen=True)
class Channel:
    """A channel, thread or direct conversation."""

    id: int
    name: str
    kind: Kind
    guild_id: int | None = None
    parent_id: int | None = None
    owner_id: int | None = None
    recipient: User | None = None
    overwrites: tuple[Overwrite, ...] = ()
    archived: bool = False
    locked: bool = False
    archive_after: int = 1440

    @property
    def is_thread(self) -> bool:
        return self.kind in THREADS

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"


@dataclass(frozen=True)
class Upload:
    """A file that came with a message."""

    id: int
    name: str
    data: bytes
    description: str | None = None


@dataclass(frozen=True)
class Button:
    """A button as a reader sees it; `custom_id` or `url` is set."""

    label: str
    custom_id: str | None = None
    url: str | None = None
    disabled: bool = False


@dataclass(frozen=True)
class Choice:
    """One suggestion of an autocomplete."""

    name: str
    value: str | int | float


def walk(components: object) -> Iterator[Json]:
    """Every component of a list, nested ones included, in reading order."""
    for each in components if isinstance(components, list | tuple) else ():
        if isinstance(each, dict):
            yield each
            yield from walk(each.get("components"))
            yield from walk([each.get("accessory"), each.get("component")])


def embed_text(embed: Json) -> Iterator[str]:
    """What is read in an embed, from top to bottom."""
    yield (embed.get("author") or {}).get("name") or ""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or []:
        yield field.get("name") or ""
        yield field.get("value") or ""
    yield (embed.get("footer") or {}).get("text") or ""


@dataclass(frozen=True)
class Message:
    """A message as it was when it was looked up: `Discord.current(message)` has it as it is."""

    id: int
    channel: Channel
    author: User
    content: str = ""
    embeds: tuple[Json, ...] = ()
    components: tuple[Json, ...] = ()
    files: tuple[Upload, ...] = ()
    flags: int = 0
    mentions: tuple[User, ...] = ()
    mentions_everyone: bool = False
    reference: Json | None = None
    kind: int = 0
    nonce: str | None = None
    webhook_id: int | None = None
    metadata: Json | None = None
    thread_id: int | None = None
    edits: tuple[float, ...] = ()  # by time.time()

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def v2(self) -> bool:
        return bool(self.flags & V2)

    @property
    def replies_to(self) -> int | None:
        found = (self.reference or {}).get("message_id")
        return None if found is None else int(found)

    def text(self) -> str:
        """All that can be read, in order: content, embeds, text displays."""
        parts = [self.content]
        for embed in self.embeds:
            parts += embed_text(embed)
        parts += [each["content"] for each in walk(self.components) if each.get("type") == 10]
        return "\n".join(part for part in parts if part)

    def buttons(self) -> list[Button]:
        return [
            Button(
                label=each.get("label") or (each.get("emoji") or {}).get("name") or "",
                custom_id=each.get("custom_id"),
                url=each.get("url"),
                disabled=each.get("disabled") or False,
            )
            for each in walk(self.components)
            if each.get("type") == 2
        ]


def made_at(snowflake: int) -> str:
    """The time in an id, as Discord writes times."""
    return stamp(((snowflake >> 22) + EPOCH_MS) / 1000)


def stamp(seconds: float) -> str:
    """A time as Discord writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
