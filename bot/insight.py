"""The words and the port of what those who run the bot look at: answers, feedback, texts, figures, cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.administration import Act
from bot.talk import Feedback, Kept
from bot.types import Why
from retrieval.types import Document, Passage, Voice


class Ended(StrEnum):
    """How a question ended."""

    ANSWER = "answer"
    ABSTENTION = "abstention"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One question that was answered, without its text and without who asked."""

    at: datetime
    platform: str  # discord, slack, web, api, cli
    lang: str
    ended: Ended
    why: Why | None  # of an abstention
    seconds: float  # from being taken up to the reply
    tokens: int = 0  # of a language model
    cost: float = 0.0
    generation: str = ""  # of the indexes that it was answered from


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The questions of one day, UTC. `p50` and `p95` in seconds; None on a day without questions."""

    day: date
    answers: int = 0
    abstentions: int = 0
    failures: int = 0
    p50: float | None = None
    p95: float | None = None

    @property
    def questions(self) -> int:
        """All of them."""
        return self.answers + self.abstentions + self.failures


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How many documents there were at the end of a day, UTC, as far as runs tell it."""

    day: date
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A reader's view, with the question that it is about while that is kept."""

    feedback: Feedback
    at: datetime
    kept: Kept | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A stored document in a list. `passages`: of the generation that answers now."""

    id: str
    title: str
    url: str
    voice: Voice
    author: str | None
    published: datetime | None
    lang: str | None
    letters: int
    passages: int
    lacks: str | None
    held: bool  # missing at its source, and waits for a yes to be deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a list, and how long the whole is."""

    items: Sequence[Listed]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question with what its reply must be: an answer once given that is to stay so, or one put right.

    A run of the cases fails one whose reply is of another kind, whose answer cites none of `documents`,
    or says one of `never`.
    """

    id: str  # 16 hexadecimal digits
    question: str
    lang: str | None
    timezone: str
    asked_at: datetime  # what "last week" counts from
    ended: Ended  # ANSWER or ABSTENTION
    documents: tuple[str, ...] = ()  # ids, of which an answer must cite one
    never: tuple[str, ...] = ()  # quotes that must not be shown
    note: str = ""  # why it is a case
    added: datetime
    added_by: str


class Insight(Protocol):
    """Reads, and the few things that are noted about answers. All may raise StoreUnavailable."""

    async def measured(self, told: Measured) -> None:
        """Note how a question ended. Never raises: who asked must not suffer for it."""

    async def days(self, since: datetime) -> Sequence[Day]:
        """One for each day since then, oldest first, also for those without questions."""

    async def growth(self, since: datetime) -> Sequence[Growth]:
        """One for each day since then, oldest first; the last is as it is now."""

    async def recent(
        self, limit: int, *, ended: Ended | None = None, before: datetime | None = None
    ) -> Sequence[Kept]:
        """Questions with an outcome, newest first. What its asker wanted forgotten or withdrew is not among them."""

    async def kept(self, id: str) -> Kept | None:
        """One of them."""

    async def rated(self, limit: int, *, wrong_citation: bool = False) -> Sequence[Rated]:
        """Readers' views, newest first; only reports of wrong citations, if that is wanted."""

    async def unanswered(self, limit: int) -> Sequence[tuple[str, int]]:
        """Questions that were abstained from, with how often; alike ones counted together, the most frequent first."""

    async def documents(self, source_id: str, text: str, *, limit: int, offset: int) -> Page:
        """Documents of a source that are not gone, newest first; `text`: those with these words in title or text."""

    async def document(self, document_id: str) -> tuple[Document, Sequence[Passage]] | None:
        """A document that is not gone, with its passages in order; of sources that questions linked to, too."""

    async def cases(self) -> Sequence[Case]:
        """All cases, oldest first."""

    async def add_case(self, case: Case) -> None:
        """Keep a case; one with the same id is replaced."""

    async def drop_case(self, id: str) -> bool:
        """Delete a case; False where there is none."""


class AuditLog(Protocol):
    """Who did what. Lines are added and, when they are old, expire; none is changed."""

    async def note(self, act: Act) -> None:
        """Add a line. Raises StoreUnavailable."""

    async def acts(self, limit: int) -> Sequence[Act]:
        """Newest first."""

    async def expire(self, before: datetime) -> int:
        """Delete older lines; how many."""
