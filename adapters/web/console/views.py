"""What lists and tables of the console are made of. Frozen values; templates escape every text."""

from dataclasses import dataclass
from datetime import datetime

from adapters.web.console.frame import Told
from bot import wording
from bot.wording.folding import shortened

TITLE = 160  # characters of a title in a list
LINE = 400  # of a line in a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a byline; `iso` is set for a time."""

    text: str
    iso: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing of a list. `state`: key for the style, beside its label in words."""

    title: str
    href: str = ""
    state: str = ""
    state_label: str = ""
    parts: tuple[Part, ...] = ()
    lines: tuple[str, ...] = ()
    id: str = ""  # for a button beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label with its value."""

    label: str
    value: str
    iso: str = ""
    state: str = ""  # key for the style


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that can be chosen."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link beside others; `current`: it leads here."""

    href: str
    label: str
    current: bool = False


def title(text: str) -> str:
    """A title of somebody else's, on one line."""
    return shortened(text, TITLE)


def line(text: str | None) -> tuple[str, ...]:
    """A line of somebody else's, if there is one."""
    short = shortened(text or "", LINE)
    return (short,) if short else ()


def part(text: str | None) -> tuple[Part, ...]:
    """A part of a byline, if there is one."""
    short = shortened(text or "", TITLE)
    return (Part(text=short),) if short else ()


def since(when: datetime, told: Told) -> Part:
    """How long ago."""
    return Part(text=wording.age(when, told.now, told.lang), iso=when.isoformat())


def moment(label: str, when: datetime, told: Told) -> Fact:
    """A point in time, with how long ago that was."""
    at = wording.moment(when, told.lang, told.reader.zone)
    return Fact(
        label=label, value=f"{at} ({wording.age(when, told.now, told.lang)})", iso=when.isoformat()
    )
