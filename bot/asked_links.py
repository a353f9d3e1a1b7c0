"""Links in a question: read for whoever asks, answered from, and found by nobody who does not name them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalogue import Catalogue, new_source
from bot.link_reading import LinkReading, Outcome
from bot.question_links import linked
from bot.types import Link, LinkOutcome, Question
from retrieval.ports import Library
from retrieval.types import Document, Filter, Source
from retrieval.urls import canonical, web_url

_OFF = Outcome(what=LinkOutcome.OFF, reason="links in questions are not read here")
_NO_ADDRESS = Outcome(what=LinkOutcome.REFUSED, reason="it is no web address that is read here")
_A_LIST = Outcome(
    what=LinkOutcome.UNREADABLE, reason="it is a list of many texts; name one of them"
)
_A_SOURCE = Outcome(
    what=LinkOutcome.UNREADABLE, reason="it is a source of many texts that is read here anyway"
)
_ELSEWHERE = Outcome(
    what=LinkOutcome.UNREADABLE, reason="it belongs to a source that is not searched here"
)
_FAILING = Outcome(what=LinkOutcome.UNREADABLE, reason="it cannot be read for now")
_GONE = "there is no text any more"
_LOOKED_AT = 3  # documents of a source that stand at another address than its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What the links of a question led to.

    Texts are searched by `Within(text, stories, Filter(sources=question.sources, asked=asked))`.
    `stories` may be there although a link was not read: others have said something about it.
    """

    text: str  # the question without its links; all of it where it is nothing else
    links: tuple[Link, ...] = ()
    stories: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()  # ids of sources, for `Filter.asked`


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    link: Link
    documents: Sequence[Document] = ()
    asked: str | None = None  # a source's id


class AskedLinks:
    """Resolves the links of questions."""

    def __init__(self, library: Library, catalogue: Catalogue, reading: LinkReading) -> None:
        self._library = library
        self._catalogue = catalogue
        self._reading = reading

    async def __call__(self, question: Question) -> Resolved:
        """All its links, read at the same time where need be. Raises StoreUnavailable."""
        given = linked(question.text)
        if not given.links:
            return Resolved(text=question.text)
        found = await asyncio.gather(*(self._found(url, question) for url in given.links))
        stories = (d.story for f in found for d in f.documents if d.story)
        return Resolved(
            text=given.text,
            links=tuple(f.link for f in found),
            stories=tuple(dict.fromkeys(stories)),
            asked=frozenset(f.asked for f in found if f.asked),
        )

    async def close(self) -> None:
        """Break off what is still being read. Repeatable."""
        await self._reading.close()

    async def _found(self, url: str, question: Question) -> _Found:
        """What is public is enough where it is the very text, and the whole of it."""
        known = await self._library.at_urls([url], Filter(sources=question.sources))
        if any(_is_whole(document, url) for document in known):
            return _told(url, Outcome(what=LinkOutcome.KNOWN), known)
        source = await self._source(url)
        if isinstance(source, Outcome):
            return _told(url, source, known)
        outcome = await self._read(source, question)
        source = await self._library.source(source.id) or source  # it may have become public
        own = await self._documents(url, source, question)
        if not own and outcome.what in {LinkOutcome.KNOWN, LinkOutcome.FETCHED}:
            outcome = Outcome(what=LinkOutcome.UNREADABLE, reason=_GONE)
        return _told(url, outcome, [*own, *known], source.id if own and source.asked else None)

    async def _source(self, url: str) -> Source | Outcome:
        """The source that a link is read as, or why it is not read."""
        if not self._reading.terms.on:
            return _OFF
        if web_url(url) is None:
            return _NO_ADDRESS
        kind = self._catalogue.single(url)
        if kind is None:
            return _A_LIST
        made = new_source(kind.name, url, every=None, asked=True)
        kept = await self._library.source(made.id) or await self._library.source_at(url) or made
        return kept if kept.kind == made.kind else _A_SOURCE

    async def _read(self, source: Source, question: Question) -> Outcome:
        """A source that is public is read on its schedule."""
        if source.asked:
            return await self._reading(source, question.spender)
        if not _is_in_scope(source, question):
            return _ELSEWHERE
        return Outcome(what=LinkOutcome.KNOWN) if source.documents else _FAILING

    async def _documents(self, url: str, source: Source, question: Question) -> list[Document]:
        """What the source has at the link, or at the address that the link led to."""
        if not source.asked and not _is_in_scope(source, question):
            return []
        one, none = frozenset({source.id}), frozenset[str]()
        its = Filter(sources=none, asked=one) if source.asked else Filter(sources=one)
        found = await self._library.at_urls([url], its)
        if found:
            return list(found)
        stored = await self._library.stored(source.id)
        ids = [id for id, s in stored.items() if not s.gone][:_LOOKED_AT]
        others = [await self._library.document(id) for id in ids]
        return [d for d in others if d is not None]


def _is_in_scope(source: Source, question: Question) -> bool:
    """Whether a source that is public is searched where the question was asked."""
    return question.sources is None or source.id in question.sources


def _is_whole(document: Document, url: str) -> bool:
    """Whether a stored text is what stands at an address, rather than about it."""
    own = {canonical(each) for each in (document.url, document.thread_url) if each}
    return canonical(url) in own and document.lacks is None


def _told(
    url: str, outcome: Outcome, documents: Sequence[Document], asked: str | None = None
) -> _Found:
    """A link that was not read is known all the same where something of it or about it is stored."""
    what = outcome.what
    if documents and what is not LinkOutcome.FETCHED:
        what = LinkOutcome.KNOWN
    named = [d for d in documents if d.title][:1]
    link = Link(
        url=url,
        outcome=what,
        title="".join(d.title for d in named),
        reason=outcome.reason,
        documents=tuple(d.id for d in named),
    )
    return _Found(link=link, documents=documents, asked=asked)
