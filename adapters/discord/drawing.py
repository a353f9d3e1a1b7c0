"""What a Discord message shows, as values: no limits left to mind, nothing left to escape."""

from dataclasses import dataclass
from enum import StrEnum

VERSION = 1  # of the ids in buttons; raise it when what stands in them changes


class Act(StrEnum):
    """What a button does."""

    UP = "up"
    DOWN = "down"
    QUOTES = "quotes"
    REST = "rest"
    SHARE = "share"
    THREAD = "thread"
    AGAIN = "again"
    WHY = "why"


class Mode(StrEnum):
    """How a message is made."""

    COMPONENTS = "components"
    EMBED = "embed"


def custom_id(act: Act, id: str) -> str:
    """The id that a button is known by: what it does, and to which answer."""
    return f"nd:{VERSION}:{act}:{id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button. `act` and `id` come back when it is pressed."""

    act: Act
    id: str
    label: str
    emoji: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A button for those who run the bot. `custom_id` comes back when it is pressed."""

    custom_id: str
    label: str
    danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Markdown with a button beside it that opens a page."""

    markdown: str
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line between parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file, for what does not fit."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A message of components."""

    parts: tuple[Text | Linked | Rule, ...]
    buttons: tuple[Press | Lever, ...] = ()
    attached: Attached | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A message with an embed."""

    description: str
    fields: tuple[tuple[str, str], ...] = ()  # name, value
    footer: str = ""
    buttons: tuple[Press | Lever, ...] = ()
    attached: Attached | None = None


Drawing = Layout | Page
