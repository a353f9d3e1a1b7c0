"""The words of retrieval: sources, documents, passages, searches. Frozen values, no behaviour but arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Voice(StrEnum):
    """Who speaks in a document."""

    ARTICLE = "article"
    SUMMARY = "summary"  # a site's summary of somebody else's article
    POST = "post"  # the submitter's own text
    COMMENT = "comment"  # a named commenter
    RELAY = "relay"  # unnamed people's comments, retold by someone else


COMMENTS = frozenset({Voice.COMMENT, Voice.RELAY})
"""What people say about a text, in their own words or retold. All other voices open a story."""


class Standing(StrEnum):
    """How its own site treats a text."""

    SHOWN = "shown"
    FLAGGED = "flagged"  # by its readers; still to be seen there
    DEAD = "dead"  # hidden there from most


class SourceState(StrEnum):
    """Whether a source is read on its schedule."""

    ACTIVE = "active"
    PAUSED = "paused"
    FAILING = "failing"
    LEAVING = "leaving"  # it is being removed, and is not read any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place that publishes. `bookmark` is understood by the source's reader alone."""

    id: str
    kind: str  # the name of a module in retrieval.sources
    location: str  # an http(s) URL or a file path
    name: str
    state: SourceState = SourceState.ACTIVE
    reason: str | None = None  # why it is failing or what was left out, one line
    bookmark: str | None = None
    every: timedelta | None = None  # None: only read when asked to
    checked_at: datetime | None = None
    changed_at: datetime | None = None
    read_at: datetime | None = None  # when a reading last went well
    asked: bool = False  # named in a question: read for who names it, and searched for nobody else
    held: int = 0  # documents that are missing from it and wait for a yes to be deleted
    held_mark: str | None = None  # names exactly these documents, for that yes
    documents: int = 0  # stored and not gone; filled in by the library


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing said by one speaker in one place. `text` is plain text in Unicode NFC."""

    id: str  # from `document_id`: stable over edits
    source_id: str
    url: str  # permalink; not http(s) for texts that live only here
    title: str
    text: str
    voice: Voice = Voice.ARTICLE
    author: str | None = None
    published: datetime | None = None  # aware
    updated: datetime | None = None  # aware
    lang: str | None = None  # ISO 639-1
    parent_url: str | None = None
    lacks: str | None = None  # why the text is less than the whole, one line
    publisher: str | None = None  # who publishes it; None: the source, by its name
    thread_url: str | None = None  # permalink of the discussion it stands in, its own for a root
    branch: str | None = None  # names the top-level comment that it is or stands under
    depth: int = 0  # of a comment; 0: top level
    about_url: str | None = None  # the article that a summary, post or comment is about
    retells_url: str | None = None  # the discussion whose comments a relay retells
    retold_from: str | None = None  # the site of these: "Hacker News"
    comments: int | None = None  # of a discussion's root: how many comments its site counts
    standing: Standing = Standing.SHOWN
    edited: datetime | None = None  # when a change of its text was noticed; not from readers
    story: str | None = None  # what it is about, together with others; not from readers


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A slice of a document that can be cited: `document.text[start:end] == text`."""

    id: str  # hash of document, place and text
    document_id: str
    start: int  # code points
    end: int
    text: str
    splitter: str = "sentences-700"  # that cut it; see retrieval.passages


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that went wrong and was survived."""

    where: str
    what: str
    mend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """What is to be tried once more, as far as a kind of source can tell it by."""

    documents: frozenset[str] = frozenset()  # ids of those that are less than the whole
    places: frozenset[str] = frozenset()  # where runs had problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader brought from a source."""

    documents: tuple[Document, ...] = ()
    bookmark: str | None = None
    unchanged: bool = False  # the source says that nothing is new since the bookmark
    whole: bool = False  # these are all documents of the source: an absent one is gone
    threads: frozenset[str] = (
        frozenset()
    )  # `thread_url`s read whole: what is absent of them is gone
    gone: tuple[str, ...] = ()  # ids of documents that the source says are deleted
    there: tuple[str, ...] = ()  # and of others that it says are still there, as they were
    problems: tuple[Problem, ...] = ()
    name: str | None = None  # what the source calls itself
    location: str | None = None  # where it has moved to for good


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRange:
    """Half-open span of aware times; None is unbounded."""

    since: datetime | None = None
    until: datetime | None = None

    def __contains__(self, when: datetime | None) -> bool:
        if when is None:
            return False
        return (self.since is None or when >= self.since) and (
            self.until is None or when < self.until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a search is limited to. An undated passage is in no range."""

    published: TimeRange | None = None
    sources: frozenset[str] | None = None  # source ids; None: all
    asked: frozenset[str] = (
        frozenset()
    )  # ids of sources that the question itself names, in addition


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A passage as an index needs it. Passages with one `key` are one text to the reader of a vector."""

    passage_id: str
    key: str  # hash of what is embedded
    text: str
    title: str
    source_id: str
    published: datetime | None
    lang: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """Change `seq` of the log: this passage is to be found."""

    seq: int
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Change `seq` of the log: this passage is not to be found any more."""

    seq: int
    passage_id: str
    key: str


Change = Put | Drop


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found by one index. Each index documents the units of its scores."""

    passage_id: str
    score: float  # comparable between questions
    raw: float  # as the index computes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How search came to rank a passage where it did."""

    dense: float | None  # standard deviations above the collection's mean cosine; None: not found
    cosine: float | None
    lexical: float | None  # BM25 as a share of the most that this question could score
    recency: float  # what its age added
    fused: float  # what it is ranked by


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A ranked passage with its document, as stored when it was searched."""

    passage: Passage
    document: Document
    source_name: str
    scores: Scores
    twins: tuple["Found", ...] = ()  # near copies in other documents, which were left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A stored passage with its document, and the key of its vector."""

    passage: Passage
    document: Document
    source_name: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What is searched at all: counts (of sources, those that hold anything), and the dates' span."""

    documents: int = 0
    passages: int = 0
    sources: int = 0
    first: datetime | None = None
    last: datetime | None = None


class RunKind(StrEnum):
    """What a run does."""

    REFRESH = "refresh"  # reads a source from where it was read last
    BACKFILL = "backfill"  # reads a source further back
    RETRY = "retry"  # reads again only what failed
    REINDEX = (
        "reindex"  # fills the indexes anew: of one source in place, of all beside the old ones
    )
    ROLLBACK = "rollback"  # goes back to the indexes before the last change-over
    REMOVE = "remove"  # deletes a source with its texts
    BACKUP = "backup"
    RESTORE = "restore"


class RunState(StrEnum):
    """Where a run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    HELD = "held"  # so much would be deleted that an admin must confirm
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One piece of long work: who asked for it, how far it is and what came of it."""

    id: str
    source_id: str  # empty for what concerns all sources
    asked_by: str
    state: RunState
    started: datetime  # while it is queued: when it was asked for
    finished: datetime | None = None
    added: int = 0
    changed: int = 0
    gone: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    message: str | None = None  # one line, set when it failed or is held
    kind: RunKind = RunKind.REFRESH
    asked_in: str = ""  # the place that it was asked for in, such as `discord/SERVER/CHANNEL`
    name: str = ""  # of what it is about, as it was called then
    options: Mapping[str, str] = field(default_factory=dict)  # see the work of its kind
    queued: datetime | None = None  # when it was asked for; None: it began at once
    beat: datetime | None = None  # when it last gave a sign of life
    done: int = 0  # of `total` steps, in units of its kind
    total: int = 0  # 0: not known yet
    current: str = ""  # what it is at, one line
    resumed: int = 0  # how often another process had to take it up

    @property
    def open(self) -> bool:
        """Whether it has not ended."""
        return self.finished is None


class GenerationState(StrEnum):
    """What a generation of the indexes is for."""

    BUILDING = "building"
    ACTIVE = "active"  # answers come from it
    PREVIOUS = "previous"  # kept for rollback
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """One filling of both indexes: with one embedding model, from passages of one splitter."""

    id: str  # names its collection and folder; FIRST for the one that data folders begin with
    spec: str  # the model as in NEWSDESK_EMBEDDING_MODEL; empty: the packaged one
    model: str  # name of weights and precision, as the embedder says
    splitter: str  # see retrieval.passages
    state: GenerationState
    created: datetime
    changed: datetime  # when its state last changed
