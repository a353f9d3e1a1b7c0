"""The words of answering: question, statement, citation, reply. Frozen values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from retrieval.types import Coverage, Generation, Run, Source, Standing, TimeRange, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An earlier question of a conversation, as it was understood, and what was shown."""

    question: str
    reply: str  # the sentences of the answer; empty when there was none


@dataclass(frozen=True, slots=True, kw_only=True)
class Spender:
    """Whose question costs a model's work."""

    platform: str
    tenant: str
    channel: str
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person asked. `now` and `timezone` decide what "last week" means."""

    text: str
    now: datetime  # aware
    timezone: str = "UTC"  # IANA name
    lang: str | None = None  # language of the reply's own words; None: that of the question
    sources: frozenset[str] | None = None  # source ids that may be searched; None: all
    earlier: tuple[Turn, ...] = ()  # of the same conversation, oldest first
    spender: Spender | None = None  # whose budget a model's work is counted on; None: the house's


class Phase(StrEnum):
    """What is being done for a question."""

    SEARCHING = "searching"
    READING = "reading"  # passages
    WRITING = "writing"
    CHECKING = "checking"  # sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an answer is. `count`: of passages or sentences, 0 where there is nothing to count."""

    phase: Phase
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A passage and the exact quote in it. `document.text[start:end] == quote`."""

    passage_id: str
    document_id: str
    quote: str
    start: int  # code points in the document's stored text
    end: int
    url: str  # permalink of the document; not http(s) for texts that live only here
    title: str
    voice: Voice
    author: str | None
    published: datetime | None
    source: str  # the source's name
    lang: str | None
    lacks: str | None = None  # why the stored text is less than the whole
    retold_from: str | None = None  # of a relay: the site whose comments are retold
    edited: datetime | None = None  # when its text was seen to have changed
    standing: Standing = Standing.SHOWN
    story: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What checking found. `reasons` say why a statement failed, for people."""

    passed: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of an answer. `quoted`: its text is the quote itself, not the bot's words."""

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    quoted: bool = True
    claimed: bool = False  # no article here says it: only people do, and a fact was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """An item close to a question that nothing answers."""

    document_id: str
    url: str
    title: str  # or the beginning of the text, where there is no title
    voice: Voice
    author: str | None
    published: datetime | None
    source: str
    retold_from: str | None = None


class Rift(StrEnum):
    """How two sources contradict each other."""

    FIGURES = "figures"
    DATES = "dates"
    DENIAL = "denial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two statements of an answer, by their places in it, whose sources contradict each other."""

    one: int
    other: int
    rift: Rift


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """A discussion that was read for opinions. `total`: what its site counts, None where it does not."""

    url: str
    title: str
    publisher: str
    read: int  # comments that are stored, and were looked through
    total: int | None
    retold: bool = False  # its comments are retold by somebody else


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """The same story elsewhere: not quoted, but worth opening."""

    document_id: str
    url: str
    title: str
    publisher: str
    voice: Voice
    published: datetime | None
    comments: int | None = None  # that its site counts


class LinkOutcome(StrEnum):
    """What became of a link in a question."""

    KNOWN = "known"  # it was stored already
    FETCHED = "fetched"  # it was read for who asked, or for somebody else a moment ago
    REFUSED = "refused"  # its host does not let us read it
    UNREADABLE = "unreadable"  # there is no text to be had from it
    LATE = "late"  # it did not arrive in time
    OFF = "off"  # links are not read here, or no more for now


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in a question."""

    url: str
    outcome: LinkOutcome
    title: str = ""
    reason: str | None = None  # one line, in English, where it was not read
    documents: tuple[str, ...] = ()  # ids of those whose title it shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrefreshed:
    """A source of an answer whose last reading failed."""

    source: str
    since: datetime | None  # when it was last read well


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What was looked through, and how sure the search is that it holds an answer."""

    coverage: Coverage
    range: TimeRange | None = None  # the time asked about, when the question named one
    range_words: str | None = None  # the words of the question that named it
    confidence: float | None = None  # 0 to 1
    threshold: float | None = None
    links: tuple[Link, ...] = ()  # of the question
    unrefreshed: tuple[Unrefreshed, ...] = ()


class Quoting(StrEnum):
    """Why an answer is quotes alone, although a model is set up to write it."""

    UNAVAILABLE = "unavailable"  # it could not be reached, or broke off
    SLOW = "slow"  # it took too long
    BUSY = "busy"  # its server takes no more for now
    REFUSED = "refused"  # wrong key, unknown model, or it will not do this
    UNREADABLE = "unreadable"  # what it wrote is no answer
    UNCHECKED = "unchecked"  # what it wrote did not stand up to the checks
    USER_BUDGET = "user_budget"
    CHANNEL_BUDGET = "channel_budget"
    TENANT_BUDGET = "tenant_budget"
    HOUSE_BUDGET = "house_budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritten:
    """What kept a model from writing the answer."""

    why: Quoting
    until: datetime | None = None  # when a budget is free again


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A passage that was read for a question, with what it was ranked by."""

    passage_id: str
    document_id: str
    url: str
    title: str
    voice: Voice
    author: str | None
    published: datetime | None
    source: str
    fused: float
    cosine: float | None
    lexical: float | None
    retold_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A sentence that a model wrote, and what checking found. `round`: 1, or 2 for the repaired ones."""

    text: str
    quotes: tuple[str, ...]
    verdict: Verdict
    round: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a model's work took."""

    model: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    cost: float | None = None  # in the currency of the prices that are set; None: none are


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """How a reply came about, for whoever asks why."""

    question: str  # as it was understood
    passages: tuple[Weighed, ...] = ()  # best first
    judged: tuple[Judged, ...] = ()
    usage: Usage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Statements in the order to read them. `as_of`: publication date of the newest cited text."""

    lang: str
    statements: tuple[Statement, ...]
    searched: Searched
    as_of: datetime | None = None
    reworded: str | None = None  # the question made complete, where it leaned on an earlier one
    unwritten: Unwritten | None = None
    trail: Trail | None = None
    conflicts: tuple[Conflict, ...] = ()
    heard: tuple[Discussion, ...] = ()  # of an answer about opinions
    elsewhere: tuple[Related, ...] = ()  # the same stories, at most a few each
    latest: bool = False  # the newest was asked for, so that a few days are old


class Why(StrEnum):
    """Why there is no answer."""

    NOTHING_STORED = "nothing_stored"
    NO_QUESTION = "no_question"
    TOO_LONG = "too_long"
    NO_EVIDENCE = "no_evidence"
    NOTHING_IN_RANGE = "nothing_in_range"
    NOTHING_CHECKED = "nothing_checked"  # evidence, but no statement passed its checks
    NOT_ANSWERED = "not_answered"  # a model read the passages and found no answer in them
    NO_OPINIONS = "no_opinions"  # opinions were asked for, and nobody's are stored
    LINK_UNREAD = "link_unread"  # the question is about a link that could not be read
    WITHDRAWN = "withdrawn"  # what the answer quoted has been deleted by its author or site


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """The sources do not support an answer. `nearest`: at most five, best first."""

    lang: str
    why: Why
    searched: Searched
    nearest: tuple[Nearest, ...] = ()
    reworded: str | None = None
    trail: Trail | None = None


Reply = Answer | Abstention


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """How far an index is behind the truth."""

    name: str
    passages: int
    behind: int  # changes of the log still to apply


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What there is and what is going on."""

    coverage: Coverage
    sources: tuple[Source, ...] = ()
    indexes: tuple[IndexState, ...] = ()
    runs: tuple[Run, ...] = ()  # newest first
    model: str = ""
    generations: tuple[Generation, ...] = ()  # of the indexes, newest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A stored document and a span of it to be marked."""

    title: str
    text: str
    url: str
    voice: Voice
    author: str | None
    published: datetime | None
    source: str
    lacks: str | None
    lang: str | None
    spans: tuple[tuple[int, int], ...] = field(default=())  # code points, in order, apart
    retold_from: str | None = None
    edited: datetime | None = None
    standing: Standing = Standing.SHOWN
