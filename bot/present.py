"""A reply as a card: what a chat platform shows, in order, in the reader's language. Pure.

Platforms draw cards and decide nothing. Every text is plain: a platform escapes all of it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import StrEnum

from bot import links, wording
from bot.talk import Failure
from bot.types import Abstention, Answer, Citation, Nearest, Reply
from bot.wording.chat import chat
from retrieval.types import Voice


class Kind(StrEnum):
    """What a card holds."""

    ANSWER = "answer"
    ABSTENTION = "abstention"
    FAILURE = "failure"
    NOTE = "note"  # a line of the bot's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One sentence with the numbers of its sources. They must never be parted."""

    lead: str | None  # who speaks: "The article says"; None for the bot's own words
    text: str
    quoted: bool  # the text is a quote, to the letter
    numbers: tuple[int, ...]


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

    @property
    def byline(self) -> str:
        """`Article · The Verge · 2 December 2025`."""
        parts = (self.voice, self.author, self.publisher, self.day)
        return " · ".join(p for p in parts if p)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A reply to be drawn."""

    id: str  # names the question in buttons; empty for a note that has none
    kind: Kind
    lang: str  # of the bot's own words: "en" or "ko"
    head: str  # what the reader may rely on, or why there is no answer
    said: tuple[Said, ...] = ()
    cited: tuple[Cited, ...] = ()  # sources of an answer
    nearest: tuple[Cited, ...] = ()  # items near a question without an answer
    tips: tuple[str, ...] = ()  # what to try next
    foot: tuple[str, ...] = ()  # as of, what was searched, how old
    notice: str | None = None  # made by a machine, may be wrong
    private: bool = False  # for the asker alone
    shared_by: str | None = None  # id of the person who shows a private answer to all
    asked: str | None = None  # the question, where the reply does not stand under it


def reply_card(id: str, reply: Reply, now: datetime, zone: tzinfo) -> Card:
    """An answer or an abstention."""
    if isinstance(reply, Answer):
        return _answer(id, reply, now, zone)
    return _abstention(id, reply, zone)


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


def _answer(id: str, answer: Answer, now: datetime, zone: tzinfo) -> Card:
    lang = wording.known(answer.lang)
    documents = list(dict.fromkeys(c.document_id for s in answer.statements for c in s.citations))
    numbers = {document: n for n, document in enumerate(documents, start=1)}
    stale = wording.stale_line(answer, now, lang)
    as_of = wording.as_of_line(answer.as_of, lang, zone)
    searched = wording.searched_lines(answer, lang, zone)
    return Card(
        id=id,
        kind=Kind.ANSWER,
        lang=lang,
        head=wording.head_line(answer, lang, zone),
        said=tuple(
            Said(
                lead=wording.lead_line(s, lang),
                text=s.text,
                quoted=s.quoted,
                numbers=tuple(dict.fromkeys(numbers[c.document_id] for c in s.citations)),
            )
            for s in answer.statements
        ),
        cited=tuple(_cited(n, _of(answer, d), lang, zone) for d, n in numbers.items()),
        foot=(as_of, *((stale,) if stale else ()), *searched),
        notice=chat(lang).notice,
    )


def _abstention(id: str, abstention: Abstention, zone: tzinfo) -> Card:
    lang = wording.known(abstention.lang)
    return Card(
        id=id,
        kind=Kind.ABSTENTION,
        lang=lang,
        head=wording.why_line(abstention.why, lang),
        nearest=tuple(
            _source(n, item, lang, zone) for n, item in enumerate(abstention.nearest, start=1)
        ),
        tips=wording.suggestions(abstention, lang),
        foot=wording.searched_lines(abstention, lang, zone),
        notice=chat(lang).notice,
    )


def _of(answer: Answer, document: str) -> list[Citation]:
    cited = (c for s in answer.statements for c in s.citations if c.document_id == document)
    return list(dict.fromkeys(cited))


def _cited(number: int, citations: list[Citation], lang: str, zone: tzinfo) -> Cited:
    first = citations[0]
    extracts = tuple(
        Extract(
            lead=wording.voice_line(c, lang) + wording.phrases(lang).colon,
            text=c.quote,
            url=links.place(c.url, c.quote),
            lang=c.lang,
        )
        for c in citations
    )
    source = _source(number, first, lang, zone)
    url = extracts[0].url or source.url
    return replace(source, url=url, extracts=extracts, lacks=wording.lacks_line(first.lacks, lang))


def _source(number: int, of: Citation | Nearest, lang: str, zone: tzinfo) -> Cited:
    named = of.author and of.voice is not Voice.RELAY
    return Cited(
        number=number,
        title=wording.plain(of.title) or wording.voice_name(of.voice, lang),
        voice=wording.voice_name(of.voice, lang),
        author=wording.plain(of.author or "") if named else None,
        publisher=wording.plain(of.source),
        published=of.published,
        day=wording.published_line(of.published, lang, zone),
        url=links.web(of.url),
    )
