"""What retrieval asks of the outside, in its own words."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np
import numpy.typing as npt

from retrieval.types import (
    Change,
    Coverage,
    Document,
    Filter,
    Hit,
    Passage,
    Reading,
    Run,
    Shelved,
    Source,
    TimeRange,
)

Vector = npt.NDArray[np.float32]  # shape (dimensions,), unit length
Matrix = npt.NDArray[np.float32]  # shape (texts, dimensions), rows of unit length


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answered GET. `body` is decompressed and within the caps."""

    url: str  # where the body came from, after redirects
    status: int  # 200, or 304 with an empty body
    content_type: str
    charset: str | None
    body: bytes
    etag: str | None = (
        None  # this and the next: of the address that was asked for, never of another
    )
    last_modified: str | None = None
    moved_to: str | None = None  # set when every hop was a permanent redirect; never with 304


class Fetcher(Protocol):
    """Guarded HTTP GET."""

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """One conditional GET. Raises Forbidden, SourceUnavailable, BadInput."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The main text of a web page; `text` is plain, paragraphs parted by a blank line."""

    text: str
    title: str = ""
    author: str | None = None
    published: datetime | None = None
    url: str | None = None  # canonical
    site: str | None = None  # as the page calls its site


class ArticleExtractor(Protocol):
    """Main text of HTML."""

    async def extract(self, html: bytes, url: str) -> Article | None:
        """The article of a page, None when it has none. Never raises for bad HTML."""


class SourceReader(Protocol):
    """Reads one kind of source."""

    async def read(self, source: Source) -> Reading:
        """What the source has now. Raises SourceUnavailable, Forbidden, BadInput."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What planning must know of a stored document."""

    fingerprint: str
    gone: bool
    lacking: bool  # its text is less than the whole
    thread: str | None = None  # its `thread_url`
    text_mark: str | None = None  # hash of its text alone; None: not known
    edited: datetime | None = None
    url: str = ""  # its permalink
    held: bool = False  # missing from its source, and waits for a yes to be deleted


Known = Callable[[str, str], Awaitable[Mapping[str, Stored]]]


Waiting = Callable[[str], Awaitable[frozenset[str]]]


async def nothing_waits(_source_id: str) -> frozenset[str]:
    """For readers without a library."""
    return frozenset()


async def nothing_known(_source_id: str, _thread_url: str) -> Mapping[str, Stored]:
    """For readers without a library."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Base URLs of sites that have a kind of source of their own; without a slash at the end."""

    hackernews_search: str = "https://hn.algolia.com/api/v1"
    hackernews_items: str = "https://hacker-news.firebaseio.com/v0"
    geeknews: str = "https://news.hada.io"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTools:
    """What the readers of sources are made of; each module in retrieval.sources takes what it needs."""

    fetcher: Fetcher  # for addresses that an administrator named
    named: Fetcher  # for single pages that an administrator named: obeys robots.txt as well
    pages: Fetcher  # for addresses found in texts: so does this, and no network is opened to it
    extractor: ArticleExtractor
    clock: Callable[[], datetime]  # aware
    endpoints: Endpoints = field(default_factory=Endpoints)
    known: Known = nothing_known  # what is stored of a source's thread and not gone, by document id
    waiting: Waiting = nothing_waits  # `thread_url`s of a source whose missing texts wait for a yes
    backfill: timedelta = timedelta(days=3)  # how far back a new source of threads goes
    dead: bool = False  # whether what its site has hidden is kept, marked as such


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One transaction's worth of change to the library."""

    source: Source  # as it is to be afterwards
    documents: tuple[Document, ...] = ()  # to add or replace
    fingerprints: Mapping[str, str] = field(default_factory=dict)  # of these, by document id
    passages: tuple[Passage, ...] = ()  # all passages of these
    text_marks: Mapping[str, str] = field(default_factory=dict)  # hashes of their texts, by id
    gone: tuple[str, ...] = ()  # document ids to entomb
    held: tuple[str, ...] | None = None  # ids of all that wait for a yes now; None: as before


class Library(Protocol):
    """The truth. Every method raises StoreUnavailable when the store fails; nothing is half done.

    Passages, their log and their counts are those of one splitter; `Write.passages` are of all in use.
    """

    async def splitters(self) -> Sequence[str]:
        """The splitters whose passages are kept: those of the generations that are not dropped."""

    async def sources(self) -> Sequence[Source]:
        """All sources by name, but those that were only asked about."""

    async def source(self, source_id: str) -> Source | None:
        """One source, also one that was only asked about."""

    async def source_at(self, location: str) -> Source | None:
        """The source of a location, also one that was only asked about."""

    async def forget_asked(self, before: datetime, limit: int) -> int:
        """Remove sources that were only asked about and have not been read since; how many went."""

    async def save_source(self, source: Source) -> None:
        """Add or replace a source's own row.

        A source that is known to all is never made one again that was only asked about; its row stays then.
        """

    async def stored(self, source_id: str) -> Mapping[str, Stored]:
        """Fingerprints of the source's documents by document id."""

    async def thread(self, source_id: str, thread_url: str) -> Mapping[str, Stored]:
        """What is stored of one thread of a source and is not gone, by document id."""

    async def held_threads(self, source_id: str) -> frozenset[str]:
        """`thread_url`s of what is missing from a source and waits for a yes to be deleted."""

    async def store(self, write: Write) -> None:
        """Apply a plan and append its changes to the log, all in one transaction.

        What is said in a discussion loses its title when the discussion's own text goes.
        What a source that was only asked about holds is not logged: no index knows it. Nothing is stored for
        one that has become known to all meanwhile; it is read on its own.
        """

    async def found(self, hits: Sequence[str]) -> Mapping[str, tuple[Passage, Document, str]]:
        """Passage id -> passage, its document, its source's name; ids gone meanwhile are absent."""

    async def document(self, document_id: str) -> Document | None:
        """A document that is not gone."""

    async def documents(self, document_ids: Sequence[str]) -> Mapping[str, Document]:
        """Those of the documents that are not gone, by id."""

    async def roots_gone(self, urls: Sequence[str]) -> frozenset[str]:
        """Those of the addresses of discussions whose own text is deleted."""

    async def revised(self, after: int, limit: int) -> Sequence[tuple[int, str]]:
        """Documents that were deleted or lost words, by the number that the log then had, in order;
        those after a number. Also of sources that were only asked about.
        """

    async def passage(self, passage_id: str) -> tuple[Passage, Document, str] | None:
        """A passage that can still be cited, its document and its source's name."""

    async def at_urls(self, urls: Sequence[str], filter: Filter) -> Sequence[Document]:
        """Roots (no comments, no relays) that are not gone whose own address, thread or article is one
        of these, canonically.
        """

    async def shelf(self, stories: Sequence[str], filter: Filter, limit: int) -> Sequence[Shelved]:
        """Passages of stories, roots and then top-level comments first; at most `limit`."""

    async def roots(self, stories: Sequence[str], filter: Filter) -> Sequence[Document]:
        """Documents of stories that are no comments and no relays: articles, summaries, posts."""

    async def unlikened(self, limit: int) -> Mapping[str, datetime | None]:
        """Roots that were not compared with other stories yet, with when they were published; the oldest
        first. Sources that were only asked about are left out.
        """

    async def openings(self, range: TimeRange, limit: int) -> Sequence[Shelved]:
        """The first passage of each root that was published within a time, the oldest first.

        The documents come without their texts.
        """

    async def liken(self, compared: Sequence[str], pairs: Sequence[tuple[str, str]]) -> int:
        """Remember that these documents were compared, and make one story of those of each pair, unless
        the two would hold too much together; how many stories became others.
        """

    async def standing(self, passage_ids: Sequence[str]) -> frozenset[str]:
        """Those of the passages that can still be cited."""

    async def coverage(self) -> Coverage:
        """What there is to search."""

    async def changes(self, after: int, limit: int) -> Sequence[Change]:
        """The log after a sequence number, in order."""

    async def cursor(self, index: str) -> int:
        """How far an index (by its identity) has applied the log; 0 for an unknown one."""

    async def move_cursor(self, index: str, seq: int) -> None:
        """Record that an index has durably applied everything up to `seq`."""

    async def keys_within(self, filter: Filter, limit: int) -> Sequence[str] | None:
        """Keys of the passages that a filter lets through, None when more than `limit`."""

    async def keys_among(self, keys: Sequence[str], filter: Filter) -> Sequence[str]:
        """Those of the keys that a passage has which the filter lets through."""

    async def holders(self, keys: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Key -> ids of the passages that have it now; keys without any are absent."""

    async def save_run(self, run: Run) -> None:
        """Add or replace a run's record."""

    async def runs(self, limit: int) -> Sequence[Run]:
        """Newest first, but those of sources that were only asked about."""

    async def forget_titles(self, source_id: str) -> None:
        """Take out of a source's runs what they told of texts that were held back."""

    async def changes_after(self, seq: int) -> int:
        """How many changes of the log come after a sequence number."""

    async def close(self) -> None:
        """Release everything. Repeatable."""


Place = tuple[str, str]  # model, key


class VectorCache(Protocol):
    """Remembers vectors by model and text, so that unchanged text is embedded once."""

    async def load(self, model: str, keys: Sequence[str]) -> Mapping[str, Vector]:
        """Known vectors by key (a hash of the embedded text)."""

    async def save(self, model: str, vectors: Mapping[str, Vector]) -> None:
        """Add vectors; known keys are left as they are."""

    async def prune(self, after: Place | None, limit: int) -> Place | None:
        """Delete those of the next vectors that no passage has any more, and say which was the last that
        was looked at; None at the end. `after`: what the last call gave, None to begin.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How a text compares with a question, by the embedding model."""

    cosine: float  # of the two as wholes
    support: Vector  # for each token of the question, its best cosine with a token of the text


class Embedder(Protocol):
    """Turns text into vectors. `model` names weights and precision."""

    model: str
    dimensions: int

    async def embed_question(self, text: str) -> Vector:
        """Within milliseconds, also while passages are being embedded. Raises ModelUnavailable."""

    async def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """One row a text, in order. Raises ModelUnavailable."""

    async def compare(self, question: str, texts: Sequence[str]) -> Sequence[Likeness]:
        """Reads each text closely, token by token; for a few texts. Raises ModelUnavailable."""

    async def close(self) -> None:
        """Release threads. Repeatable."""


class PassageIndex(Protocol):
    """A disposable index over the passages. Raises StoreUnavailable."""

    name: str
    batch: int  # how many changes it takes at a time

    async def identity(self) -> str:
        """Names this very copy; a new one after its folder was deleted or its model changed."""

    async def search(self, text: str, limit: int, filter: Filter) -> Sequence[Hit]:
        """Best first, at most `limit`. A passage that does not match at all is not a hit."""

    async def apply(self, changes: Sequence[Change]) -> None:
        """Apply a slice of the log, durably, in order. Repeatable."""

    async def count(self) -> int:
        """How many passages it holds; those that are one text to it count once."""

    async def erase(self) -> None:
        """Delete all that it holds; it is not used afterwards."""

    async def close(self) -> None:
        """Release files and locks. Repeatable."""


__all__ = [
    "Article",
    "ArticleExtractor",
    "Embedder",
    "Fetched",
    "Fetcher",
    "Library",
    "Likeness",
    "Matrix",
    "PassageIndex",
    "SourceReader",
    "SourceTools",
    "Stored",
    "Vector",
    "VectorCache",
    "Write",
]
