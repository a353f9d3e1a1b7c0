"""What the templates show of replies and documents. Frozen values.

Views hold text only; templates escape it. An `href` is either checked to be http(s) or a path of ours.
"""

from dataclasses import dataclass

from bot.present import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Where a text comes from."""

    title: str
    voice: str
    author: str | None
    source: str
    date: str
    iso: str | None  # for <time>
    age: str | None
    href: str | None  # the publisher's page
    stored: str  # ours
    notes: tuple[str, ...] = ()  # edited, flagged, hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """A quote, introduced by who says it."""

    lead: str
    text: str
    lang: str | None
    by: Byline
    lacks: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """A numbered statement. `text` is None where the quote says it all."""

    text: str | None
    quotes: tuple[QuoteView, ...]
    claimed: str | None  # a label, where only people say so


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer with the lines about it."""

    lang: str
    notices: tuple[str, ...]
    cautions: tuple[str, ...]  # what stands against it
    statements: tuple[StatementView, ...]
    lists: tuple[Listing, ...]
    about: tuple[str, ...]
    how: tuple[str, ...]  # paragraphs on how it came about
    kind: str = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class AbstentionView:
    """Why there is no answer, and how to go on."""

    lang: str
    why: str
    cautions: tuple[str, ...]
    about: tuple[str, ...]
    suggestions: tuple[str, ...]
    nearest: tuple[Byline, ...]
    needs_source: bool
    how: tuple[str, ...]
    kind: str = "abstention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a stored text."""

    text: str
    marked: bool
    first: bool = False  # the mark that the page is opened at


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A stored text with its marks."""

    by: Byline
    lang: str | None
    lacks: str | None
    pieces: tuple[Piece, ...]
