"""Replies and documents as the page shows them. Pure: values in, views out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.web.views import (
    AbstentionView,
    AnswerView,
    Byline,
    DocumentView,
    Piece,
    QuoteView,
    StatementView,
)
from adapters.web.visitor import Visitor
from bot import links, wording
from bot.present import listings
from bot.types import Abstention, Answer, Citation, Nearest, Quoted, Reply, Statement, Why


def reply_view(reply: Reply, reader: Visitor, now: datetime) -> AnswerView | AbstentionView:
    """A reply in its own language, in the reader's time zone."""
    if isinstance(reply, Answer):
        return _answer(reply, reader, now)
    return _abstention(reply, reader, now)


def document_view(document_id: str, doc: Quoted, reader: Visitor, now: datetime) -> DocumentView:
    """A stored document in the language of the page."""
    start, end = doc.spans[0] if doc.spans else (0, 0)
    about = _Told(reader.lang, reader, now)
    return DocumentView(
        by=about.byline(
            doc,
            href=links.place(doc.url, doc.text[start:end], doc.text),
            stored=links.stored(document_id, start, end),
        ),
        lang=doc.lang,
        lacks=wording.lacks_line(doc.lacks, reader.lang),
        pieces=tuple(_pieces(doc.text, doc.spans)),
    )


def chosen_link(path: str, reader: Visitor) -> str:
    """A path of ours that keeps the language which the reader chose."""
    if reader.chosen is None:
        return path
    before, mark, fragment = path.partition("#")
    return f"{before}{'&' if '?' in before else '?'}lang={reader.chosen}{mark}{fragment}"


@dataclass(frozen=True, slots=True)
class _Told:
    """The language, the reader and the time that lines are written for."""

    lang: str
    reader: Visitor
    now: datetime

    def byline(self, of: Citation | Nearest | Quoted, *, href: str | None, stored: str) -> Byline:
        return Byline(
            title=wording.plain(of.title) or wording.voice_name(of.voice, self.lang),
            voice=wording.kind_name(of, self.lang),
            author=wording.author_name(of),
            source=wording.plain(of.source),
            date=wording.published_line(of.published, self.lang, self.reader.zone),
            iso=of.published.isoformat() if of.published else None,
            age=wording.age(of.published, self.now, self.lang) if of.published else None,
            href=href,
            stored=chosen_link(stored, self.reader),
            notes=self.notes(of),
        )

    def notes(self, of: Citation | Nearest | Quoted) -> tuple[str, ...]:
        if isinstance(of, Nearest):
            return ()
        return wording.source_notes(of, self.lang, self.reader.zone)

    def quote(self, of: Citation) -> QuoteView:
        return QuoteView(
            lead=wording.voice_line(of, self.lang) + wording.phrases(self.lang).colon,
            text=of.quote,
            lang=of.lang,
            by=self.byline(
                of,
                href=links.place(of.url, of.quote),
                stored=links.stored(of.document_id, of.start, of.end),
            ),
            lacks=wording.lacks_line(of.lacks, self.lang),
        )

    def statement(self, of: Statement) -> StatementView:
        quotes = tuple(map(self.quote, of.citations))
        text = None if of.quoted and quotes else self.said(of)
        return StatementView(text=text, quotes=quotes, claimed=wording.claimed_line(of, self.lang))

    def said(self, of: Statement) -> str:
        """The bot's own words, and who they are after where that is no article."""
        lead = wording.lead_line(of, self.lang)
        return f"{lead}{wording.phrases(self.lang).colon} {of.text}" if lead else of.text

    def nearest(self, of: Nearest) -> Byline:
        return self.byline(of, href=links.web(of.url), stored=links.stored(of.document_id, 0, 0))


def _answer(answer: Answer, reader: Visitor, now: datetime) -> AnswerView:
    lang, zone = wording.known(answer.lang), reader.zone
    told = _Told(lang, reader, now)
    heard = wording.heard_line(answer, lang)
    stale = wording.stale_line(answer, now, lang)
    return AnswerView(
        lang=lang,
        notices=(*((heard,) if heard else ()), wording.head_line(answer, lang, zone)),
        cautions=(
            *_conflicts(answer, reader),
            *wording.link_lines(answer.searched, lang, read=False),
            *((stale,) if stale else ()),
            *wording.unrefreshed_lines(answer.searched, lang, zone),
        ),
        statements=tuple(map(told.statement, answer.statements)),
        lists=listings(answer, now, lang),
        about=(
            wording.as_of_line(answer.as_of, lang, zone),
            *wording.searched_lines(answer, lang, zone),
        ),
        how=wording.why_lines(answer, lang, zone, dropped=False),
    )


def _conflicts(answer: Answer, reader: Visitor) -> tuple[str, ...]:
    """Statements are numbered on the page, not sources."""
    number = wording.remarks(answer.lang).number
    marks = [number.format(n=n) for n in range(1, len(answer.statements) + 1)]
    return wording.conflict_lines(answer, marks, answer.lang, reader.zone)


def _abstention(abstention: Abstention, reader: Visitor, now: datetime) -> AbstentionView:
    told = _Told(abstention.lang, reader, now)
    return AbstentionView(
        lang=wording.known(abstention.lang),
        why=wording.why_line(abstention.why, abstention.lang),
        cautions=(
            *wording.link_lines(abstention.searched, abstention.lang, read=False),
            *wording.unrefreshed_lines(abstention.searched, abstention.lang, reader.zone),
        ),
        about=wording.searched_lines(abstention, abstention.lang, reader.zone),
        suggestions=wording.suggestions(abstention, abstention.lang),
        nearest=tuple(map(told.nearest, abstention.nearest)),
        needs_source=abstention.why is Why.NOTHING_STORED,
        how=wording.why_lines(abstention, abstention.lang, reader.zone, dropped=False),
    )


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for number, (start, end) in enumerate(spans):
        yield Piece(text=text[at:start], marked=False)
        yield Piece(text=text[start:end], marked=True, first=number == 0)
        at = end
    yield Piece(text=text[at:], marked=False)
