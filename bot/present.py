"""A reply as a card: what a chat platform shows, in order, in the reader's language. Pure.

Platforms draw cards and decide nothing. Every text is plain: a platform escapes all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from bot import links, wording
from bot.talk import Failure
from bot.types import Abstention, Answer, Citation, Discussion, Nearest, Related, Reply, Statement
from bot.wording.chat import chat


class Kind(StrEnum):
    """What a card holds."""

    ANSWER = "answer"
    ABSTENTION = "abstention"
    FAILURE = "failure"
    NOTE = "note"  # a line of the bot's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One sentence with the numbers of its sources. They must never be parted."""

    lead: str | None  # who speaks: "The Paper reports"; None for the bot's own words
    text: str
    quoted: bool  # the text is a quote, to the letter
    numbers: tuple[int, ...]
    note: str | None = None  # stands before it: that only people say so


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """An exact quote, and who says it."""

    lead: str
    text: str
    url: str | None  # opens at the quote
    lang: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A numbered source: what it is, whose, from when."""

    number: int
    title: str
    voice: str  # "Article", "댓글"
    author: str | None  # None too where the one who posted has not said it
    publisher: str
    published: datetime | None
    day: str  # the date in words, or that there is none
    url: str | None  # http(s); None for texts that live only here
    extracts: tuple[Extract, ...] = ()
    lacks: str | None = None
    age: str | None = (
        None  # when the card was made; what is shown must not depend on how long it is
    )
    notes: tuple[str, ...] = ()  # edited, flagged, hidden

    @property
    def who(self) -> str:
        """`Article · Ada Muster · The Verge`."""
        return _dotted(self.voice, self.author, self.publisher)

    @property
    def dated(self) -> str:
        """`2 December 2025, 11 months ago`."""
        return ", ".join(p for p in (self.day, self.age) if p)

    @property
    def byline(self) -> str:
        """`Article · Ada Muster · The Verge · 2 December 2025, 11 months ago`."""
        return _dotted(self.who, self.dated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page worth opening, of which nothing is quoted."""

    title: str
    who: str  # whose it is, and what
    age: str | None  # None where it says nothing
    comments: str | None
    url: str | None  # http(s)

    @property
    def byline(self) -> str:
        """`The Verge · Article · 3 days ago · 512 comments`."""
        return _dotted(self.who, self.age, self.comments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Such pages under a heading."""

    heading: str
    items: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A reply to be drawn."""

    id: str  # names the question in buttons; empty for a note that has none
    kind: Kind
    lang: str  # of the bot's own words: "en" or "ko"
    head: str  # what the reader may rely on, or why there is no answer
    about: tuple[str, ...] = ()  # under it: sources that disagree, links that were not read
    said: tuple[Said, ...] = ()
    cited: tuple[Cited, ...] = ()  # sources of an answer
    nearest: tuple[Cited, ...] = ()  # items near a question without an answer
    tips: tuple[str, ...] = ()  # what to try next
    lists: tuple[Listing, ...] = ()  # to be shortened before all else
    foot: tuple[str, ...] = ()  # as of, how old, what was searched
    notice: str | None = None  # made by a machine, may be wrong
    private: bool = False  # for the asker alone
    shared_by: str | None = None  # id of the person who shows a private answer to all
    asked: str | None = None  # the question, where the reply does not stand under it


def reply_card(id: str, reply: Reply, now: datetime, zone: tzinfo) -> Card:
    """An answer or an abstention."""
    told = _Told(lang=wording.known(reply.lang), now=now, zone=zone)
    if isinstance(reply, Answer):
        return _answer(id, reply, told)
    return _abstention(id, reply, told)


def failure_card(id: str, failure: Failure) -> Card:
    """What went wrong, with the reference that finds it in the log."""
    lang = wording.known(failure.lang)
    if failure.message is None:
        head = wording.unexpected_line(failure.reference, lang)
    else:
        head = wording.error_line(failure.message, failure.reference, lang)
    return Card(id=id, kind=Kind.FAILURE, lang=lang, head=head)


def note_card(text: str, lang: str, *, id: str = "") -> Card:
    """A line of the bot's own."""
    return Card(id=id, kind=Kind.NOTE, lang=wording.known(lang), head=text)


def listings(answer: Answer, now: datetime, lang: str) -> tuple[Listing, ...]:
    """The discussions that were read for opinions, and the same story elsewhere."""
    words = wording.remarks(lang)
    heard = tuple(_discussion(each, lang) for each in answer.heard)
    elsewhere = tuple(_related(each, now, lang) for each in answer.elsewhere)
    both = ((words.heard_title, heard), (words.elsewhere_title, elsewhere))
    return tuple(Listing(heading=heading, items=items) for heading, items in both if items)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """The language, the time and the zone that lines are written for."""

    lang: str
    now: datetime
    zone: tzinfo

    def said(self, of: Statement, numbers: dict[str, int]) -> Said:
        return Said(
            lead=wording.lead_line(of, self.lang),
            text=of.text,
            quoted=of.quoted,
            numbers=tuple(dict.fromkeys(numbers[c.document_id] for c in of.citations)),
            note=wording.claimed_line(of, self.lang),
        )

    def cited(self, number: int, citations: Sequence[Citation]) -> Cited:
        first = citations[0]
        extracts = tuple(map(self.extract, citations))
        source = self.source(number, first)
        return replace(
            source,
            url=extracts[0].url or source.url,
            extracts=extracts,
            lacks=wording.lacks_line(first.lacks, self.lang),
            notes=wording.source_notes(first, self.lang, self.zone),
        )

    def extract(self, of: Citation) -> Extract:
        return Extract(
            lead=wording.voice_line(of, self.lang) + wording.phrases(self.lang).colon,
            text=of.quote,
            url=links.place(of.url, of.quote),
            lang=of.lang,
        )

    def source(self, number: int, of: Citation | Nearest) -> Cited:
        kind = wording.kind_name(of, self.lang)
        return Cited(
            number=number,
            title=wording.plain(of.title) or kind,
            voice=kind,
            author=wording.author_name(of),
            publisher=wording.plain(of.source),
            published=of.published,
            day=wording.published_line(of.published, self.lang, self.zone),
            url=links.web(of.url),
            age=wording.age_line(of.published, self.now, self.lang),
        )


def _answer(id: str, answer: Answer, told: _Told) -> Card:
    lang, zone = told.lang, told.zone
    documents = list(dict.fromkeys(c.document_id for s in answer.statements for c in s.citations))
    numbers = {document: n for n, document in enumerate(documents, start=1)}
    said = tuple(told.said(s, numbers) for s in answer.statements)
    marks = ["".join(f"[{n}]" for n in s.numbers) for s in said]
    parts = (wording.heard_line(answer, lang), wording.head_line(answer, lang, zone))
    return Card(
        id=id,
        kind=Kind.ANSWER,
        lang=lang,
        head=" ".join(part for part in parts if part),
        about=(
            *wording.conflict_lines(answer, marks, lang, zone),
            *wording.link_lines(answer.searched, lang, read=False),
        ),
        said=said,
        cited=tuple(told.cited(n, _of(answer, d)) for d, n in numbers.items()),
        lists=listings(answer, told.now, lang),
        foot=_foot(answer, told),
        notice=chat(lang).notice,
    )


def _foot(answer: Answer, told: _Told) -> tuple[str, ...]:
    stale = wording.stale_line(answer, told.now, told.lang)
    return (
        wording.as_of_line(answer.as_of, told.lang, told.zone),
        *((stale,) if stale else ()),
        *wording.unrefreshed_lines(answer.searched, told.lang, told.zone),
        *wording.searched_lines(answer, told.lang, told.zone),
    )


def _abstention(id: str, abstention: Abstention, told: _Told) -> Card:
    lang, zone, searched = told.lang, told.zone, abstention.searched
    return Card(
        id=id,
        kind=Kind.ABSTENTION,
        lang=lang,
        head=wording.why_line(abstention.why, lang),
        about=wording.link_lines(searched, lang, read=False),
        nearest=tuple(told.source(n, item) for n, item in enumerate(abstention.nearest, start=1)),
        tips=wording.suggestions(abstention, lang),
        foot=(
            *wording.unrefreshed_lines(searched, lang, zone),
            *wording.searched_lines(abstention, lang, zone),
        ),
        notice=chat(lang).notice,
    )


def _of(answer: Answer, document: str) -> list[Citation]:
    cited = (c for s in answer.statements for c in s.citations if c.document_id == document)
    return list(dict.fromkeys(cited))


def _discussion(of: Discussion, lang: str) -> Listed:
    return Listed(
        title=wording.plain(of.title) or wording.plain(of.publisher),
        who="" if of.retold else wording.plain(of.publisher),  # the line says it then
        age=None,
        comments=wording.discussion_line(of, lang),
        url=links.web(of.url),
    )


def _related(of: Related, now: datetime, lang: str) -> Listed:
    who = wording.related_name(of, lang)
    return Listed(
        title=wording.plain(of.title) or who,
        who=who,
        age=wording.age_line(of.published, now, lang) or wording.published_line(None, lang),
        comments=wording.comments_line(of.comments, lang),
        url=links.web(of.url),
    )


def _dotted(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
