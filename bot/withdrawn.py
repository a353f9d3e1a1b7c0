"""Takes out of a reply what can no longer be cited: what was deleted, or changed, since it was made. Pure.

A quote that still stands to the letter in the present text of its document stays, with the passage that
holds it now. A statement goes with its last citation, and an answer with its last statement.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from bot.grounding import folded, is_verbatim
from bot.quotes import doubted, widened
from bot.types import (
    Abstention,
    Answer,
    Citation,
    Conflict,
    Discussion,
    Judged,
    Link,
    Nearest,
    Related,
    Reply,
    Searched,
    Statement,
    Trail,
    Weighed,
    Why,
)
from retrieval.passages import split
from retrieval.types import Document, Passage, Voice
from retrieval.urls import canonical

_MOST_PLACES = 50  # of a quote in one text that are looked at
_TITLE = 100  # characters of a text that stand in for a missing title
_OF_ARTICLES = frozenset({Voice.ARTICLE, Voice.SUMMARY})

_Item = Citation | Nearest | Related | Weighed
I = TypeVar("I", Citation, Nearest, Related, Weighed)  # noqa: E741 - an item of a reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """What a reply shows something of: ids of passages and documents, addresses of discussions."""

    passages: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    discussions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is still there of what replies mention."""

    passages: frozenset[str] = frozenset()  # ids of those that can be cited
    documents: Mapping[str, Document] = field(default_factory=dict)  # as they are now, by id
    roots_gone: frozenset[str] = frozenset()  # addresses of discussions whose own text is deleted


def mentioned(reply: Reply) -> Mentioned:
    """All that must still be there for a reply to be shown as it is."""
    items = list(_items(reply))
    heard = reply.heard if isinstance(reply, Answer) else ()
    return Mentioned(
        passages=frozenset(i.passage_id for i in items if isinstance(i, Citation | Weighed)),
        documents=frozenset(i.document_id for i in items).union(
            *(link.documents for link in reply.searched.links)
        ),
        discussions=frozenset(each.url for each in heard),
    )


def without(reply: Reply, left: Left) -> Reply:
    """The reply without what is gone; the same when everything is still there."""
    searched, trail = _searched(reply, left), _trail(reply, left)
    if isinstance(reply, Abstention):
        nearest = tuple(_present(reply.nearest, left))
        return replace(reply, searched=searched, nearest=nearest, trail=trail)
    kept = {
        place: now
        for place, statement in enumerate(reply.statements)
        if (now := _statement(statement, left, opinions=bool(reply.heard)))
    }
    if not kept:
        return Abstention(
            lang=reply.lang,
            why=Why.WITHDRAWN,
            searched=searched,
            reworded=reply.reworded,
            trail=trail,
        )
    statements = tuple(kept.values())
    return replace(
        reply,
        statements=statements,
        searched=searched,
        as_of=reply.as_of if statements == reply.statements else _newest(statements),
        trail=trail,
        conflicts=tuple(_renumbered(reply.conflicts, list(kept))),
        heard=tuple(_discussion(each, left) for each in reply.heard),
        elsewhere=tuple(_present(reply.elsewhere, left)),
    )


def _items(reply: Reply) -> Iterator[_Item]:
    """Everything in a reply that shows a document."""
    if isinstance(reply, Answer):
        yield from (c for s in reply.statements for c in s.citations)
        yield from reply.elsewhere
    else:
        yield from reply.nearest
    yield from reply.trail.passages if reply.trail else ()


def _statement(statement: Statement, left: Left, *, opinions: bool) -> Statement | None:
    """With the citations that are left, each of which bears it out by itself; None without any."""
    now = [_citation(c, left) for c in statement.citations]
    citations = tuple(dict.fromkeys(c for c in now if c is not None))
    if not citations or citations == statement.citations:
        return statement if citations else None
    text = statement.text
    if statement.quoted and not any(is_verbatim(text, c.quote) for c in citations):
        text = citations[0].quote  # another source's words for the same
    reported = any(c.voice in _OF_ARTICLES for c in citations)
    was_reported = any(c.voice in _OF_ARTICLES for c in statement.citations)
    claimed = statement.claimed or (was_reported and not reported and not opinions)
    return replace(statement, text=text, citations=citations, claimed=claimed)


def _citation(citation: Citation, left: Left) -> Citation | None:
    document = left.documents.get(citation.document_id)
    if document is None:
        return None
    stands = citation.passage_id in left.passages
    now = citation if stands else _moved(citation, document)
    return now and replace(
        now,
        title=_title(now.title, document),
        author=document.author,
        lacks=document.lacks,
        edited=document.edited,
        standing=document.standing,
    )


def _moved(citation: Citation, document: Document) -> Citation | None:
    """The citation where its quote stands now, if it does as whole sentences that nothing takes back."""
    passages = split(document)
    for start in _places(citation, document.text):
        end = start + len(citation.quote)
        holder = next((p for p in passages if p.start <= start and end <= p.end), None)
        if holder and _can_be_quoted((start - holder.start, end - holder.start), holder, document):
            return replace(citation, passage_id=holder.id, start=start, end=end)
    return None


def _places(citation: Citation, text: str) -> list[int]:
    """Where its quote begins in a text, the nearest to its old place first."""
    found: list[int] = []
    at = text.find(citation.quote)
    while at >= 0 and len(found) < _MOST_PLACES:
        found.append(at)
        at = text.find(citation.quote, at + 1)
    return sorted(found, key=lambda start: abs(start - citation.start))


def _can_be_quoted(span: tuple[int, int], passage: Passage, document: Document) -> bool:
    whole = widened(span, passage.text, document.lang) == span
    return whole and not doubted(span, passage.text)


def _present(items: Sequence[I], left: Left) -> Iterator[I]:
    """Those whose documents are there, under titles that they have now."""
    for item in items:
        document = left.documents.get(item.document_id)
        if document is not None:
            yield replace(item, title=_title(item.title, document))


def _title(title: str, document: Document) -> str:
    """The title, if it or the text that it is the beginning of still says so; else the present one."""
    still = folded(title) in folded(document.title) or is_verbatim(title, document.text)
    return title if still else document.title or document.text[:_TITLE]


def _newest(statements: Sequence[Statement]) -> datetime | None:
    dates = [c.published for s in statements for c in s.citations if c.published]
    return max(dates, default=None)


def _renumbered(conflicts: Sequence[Conflict], kept: Sequence[int]) -> Iterator[Conflict]:
    """Those between statements that are left, by their places now."""
    places = {old: new for new, old in enumerate(kept)}
    for c in conflicts:
        if c.one in places and c.other in places:
            yield replace(c, one=places[c.one], other=places[c.other])


def _discussion(heard: Discussion, left: Left) -> Discussion:
    """Under its site's name where its own title is deleted. How much was read stays true."""
    return replace(heard, title=heard.publisher) if heard.url in left.roots_gone else heard


def _searched(reply: Reply, left: Left) -> Searched:
    gone = {canonical(i.url) for i in _items(reply) if i.document_id not in left.documents}
    links = tuple(_link(link, gone, left) for link in reply.searched.links)
    return replace(reply.searched, links=links)


def _link(link: Link, gone: set[str], left: Left) -> Link:
    """Under a title that one of its documents still has. Whose title it is must be known."""
    titles = [left.documents[id].title for id in link.documents if id in left.documents]
    stands = any(folded(link.title) in folded(title) for title in titles)
    if not link.title or (stands and canonical(link.url) not in gone):
        return link
    return replace(link, title=next(filter(None, titles), ""))


def _trail(reply: Reply, left: Left) -> Trail | None:
    if reply.trail is None:
        return None
    passages = tuple(_present(reply.trail.passages, left))
    return replace(reply.trail, passages=passages, judged=tuple(_judged(reply, left)))


def _judged(reply: Reply, left: Left) -> Iterator[Judged]:
    """Once something is gone, only sentences whose every quote still stands in what was read."""
    was = mentioned(reply)
    whole = was.passages <= left.passages and was.documents <= left.documents.keys()
    texts = [folded(d.text) for id, d in left.documents.items() if id in was.documents]
    for judged in reply.trail.judged if reply.trail else ():
        stands = all(any(folded(quote) in text for text in texts) for quote in judged.quotes)
        if whole or (judged.quotes and stands):
            yield judged
