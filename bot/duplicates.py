"""The same story from several sources is one answer with several sources. Pure.

Three things make that so: a sentence that others print too cites them all; a sentence that another
statement says already is left out; and where else a story is told stands below, once a publisher.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from bot.quotes import citation, doubted, located, widened
from bot.support import support, undecided
from bot.support.meaning import Meaning
from bot.types import Citation, Related, Statement
from retrieval.text import language
from retrieval.tokens import terms
from retrieval.types import COMMENTS, Document, Found, Standing, Voice
from retrieval.urls import canonical, site, web_url

_REPORTED = frozenset({Voice.ARTICLE, Voice.SUMMARY})
_ORDER = (Voice.ARTICLE, Voice.SUMMARY, Voice.POST)  # roots alone

Texts = tuple[str, str]  # a document's, and that of a claim
_NONE: Mapping[str, str] = {}


def with_copies(found: Sequence[Found]) -> list[Found]:
    """Found passages and the near copies that were left out for them: all that may be cited."""
    return [each for f in found for each in (f, *f.twins)]


def with_twins(statements: Sequence[Statement], found: Sequence[Found]) -> list[Statement]:
    """Each quoted statement cites the near copies too in which its sentence stands, to the letter.

    What people say stays theirs alone: only articles and summaries print one another's sentences.
    """
    twins = {f.passage.id: f.twins for f in found}
    return [_cited_too(s, twins) if s.quoted else s for s in statements]


def related(
    cited: Sequence[Citation],
    roots: Sequence[Document],
    limit: int = 3,
    names: Mapping[str, str] = _NONE,
) -> tuple[Related, ...]:
    """Where else the stories that are cited are told, at most `limit` a story, articles first.

    `roots` are those of the stories, `names` what their sources are called, by id. A publisher stands
    there once a story, and so does an address; an article whose publisher is cited does not.
    """
    taken = {canonical(c.url) for c in cited}
    stories = dict.fromkeys(c.story for c in cited if c.story)
    found: list[Related] = []
    for story in stories:
        publishers = {c.source for c in cited if c.story == story and c.voice in _REPORTED}
        own = sorted((d for d in roots if d.story == story), key=_first)
        some = _one_each([_entry(d, names) for d in own if _may_be_opened(d)], publishers, taken)
        found.extend(some[:limit])
        taken |= {canonical(r.url) for r in some[:limit]}
    return tuple(found)


def to_compare(statements: Sequence[Statement]) -> list[Texts]:
    """What `not_told_twice` has to know the meaning of: the claim, token by token, in each sentence that
    `bot.support.compared_with` names of the document.
    """
    both = [pair for one, other in _doubles(statements) for pair in ((one, other), (other, one))]
    texts = [(statements[a].text, statements[b].text) for a, b in both]
    return [pair for pair in dict.fromkeys(texts) if undecided(*pair)]


def not_told_twice(
    statements: Sequence[Statement], meanings: Mapping[Texts, Meaning], lang: str
) -> list[Statement]:
    """Without what another statement of the same story says as well, in other words or another language.

    The one in the asker's language stays, else the first. Each must say all that the other says, with
    the same figures and names and without denying it; in doubt both stay. `meanings` are those of
    `to_compare`.
    """
    dropped: set[int] = set()
    for pair in _doubles(statements):
        one, other = (statements[i].text for i in pair)
        if dropped.isdisjoint(pair) and _say_the_same(one, other, meanings):
            dropped.add(_worse(statements, pair, lang))
    return [s for i, s in enumerate(statements) if i not in dropped]


def _cited_too(statement: Statement, twins: Mapping[str, Sequence[Found]]) -> Statement:
    """The statement with the citations of copies after its own, one an address."""
    cited = {canonical(c.url): c for c in statement.citations}
    for own in statement.citations:
        for twin in twins.get(own.passage_id, ()):
            copy = _copy(own, twin)
            if copy is not None:
                cited.setdefault(canonical(copy.url), copy)
    copies = [c for c in cited.values() if c not in statement.citations]
    return replace(statement, citations=(*statement.citations, *copies))


def _copy(own: Citation, twin: Found) -> Citation | None:
    """The same sentence in another text, if it is a whole one there and nothing takes it back."""
    document, text = twin.document, twin.passage.text
    if own.voice not in _REPORTED or document.voice not in _REPORTED:
        return None
    span = located(own.quote, text)
    whole = widened(span, text, document.lang) if span else None
    if whole is None or terms(text[slice(*whole)]) != terms(own.quote) or doubted(whole, text):
        return None
    return citation(twin, *whole)


def _first(document: Document) -> tuple[int, int, float]:
    """Articles before discussions; the earliest of these, the longest of those."""
    published = document.published.timestamp() if document.published else float("inf")
    voice = _ORDER.index(document.voice) if document.voice in _ORDER else len(_ORDER)
    return voice, -(document.comments or 0) if document.voice is Voice.POST else 0, published


def _may_be_opened(document: Document) -> bool:
    return document.standing is not Standing.DEAD and web_url(_address(document)) is not None


def _address(document: Document) -> str:
    """A post that does no more than link to an article is opened as its discussion."""
    is_post = document.voice is Voice.POST
    return document.thread_url if is_post and document.thread_url else document.url


def _entry(document: Document, names: Mapping[str, str]) -> Related:
    url = _address(document)
    return Related(
        document_id=document.id,
        url=url,
        title=document.title,
        publisher=document.publisher or names.get(document.source_id) or site(url),
        voice=document.voice,
        published=document.published,
        comments=document.comments,
    )


def _one_each(
    entries: Sequence[Related], publishers: set[str], addresses: set[str]
) -> list[Related]:
    """The first of each publisher and of each address, without those that are cited."""
    kept: list[Related] = []
    for entry in entries:
        cited_there = entry.voice in _REPORTED and entry.publisher in publishers
        told = any(k.publisher == entry.publisher for k in kept)
        place = canonical(entry.url)
        if not cited_there and not told and place not in addresses:
            kept.append(entry)
            addresses = {*addresses, place}
    return kept


def _doubles(statements: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """Pairs that may say the same: quotes of one story, from two texts, by the same kind of speaker."""
    for one, other in combinations(range(len(statements)), 2):
        a, b = statements[one], statements[other]
        if a.quoted and b.quoted and a.citations and b.citations and _may_repeat(a, b):
            yield one, other


def _may_repeat(one: Statement, other: Statement) -> bool:
    a, b = one.citations[0], other.citations[0]
    if a.story is None or a.story != b.story or a.document_id == b.document_id:
        return False
    voices = {a.voice, b.voice}
    return voices <= _REPORTED or voices == COMMENTS


def _say_the_same(one: str, other: str, meanings: Mapping[Texts, Meaning]) -> bool:
    """Whether each bears out the other."""
    return all(
        support(document, claim, meanings.get((document, claim))).accepted
        for document, claim in ((one, other), (other, one))
    )


def _worse(statements: Sequence[Statement], pair: tuple[int, int], lang: str) -> int:
    """The one that is in another language than the asker's, else the second."""
    first, second = pair
    theirs = [_language(statements[i]) == lang for i in pair]
    return first if theirs[1] and not theirs[0] else second


def _language(statement: Statement) -> str | None:
    return language(statement.text) or statement.citations[0].lang
