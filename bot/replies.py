"""Makes replies of what was found, chosen and checked. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.types import (
    Abstention,
    Answer,
    Nearest,
    Question,
    Searched,
    Statement,
    Trail,
    Unwritten,
    Weighed,
    Why,
)
from retrieval.text import language
from retrieval.types import Found

_NEAREST = 5
_TITLE = 100  # characters of a text that stand in for a missing title


def answer(
    lang: str,
    statements: Sequence[Statement],
    searched: Searched,
    trail: Trail,
    unwritten: Unwritten | None = None,
) -> Answer:
    """An answer, as of the newest text that it cites."""
    dates = [c.published for s in statements for c in s.citations if c.published]
    newest: datetime | None = max(dates, default=None)
    return Answer(
        lang=lang,
        statements=tuple(statements),
        searched=searched,
        as_of=newest,
        unwritten=unwritten,
        trail=trail,
    )


def abstention(
    lang: str, why: Why, searched: Searched, found: Sequence[Found], trail: Trail | None = None
) -> Abstention:
    """No answer, and the items that come nearest, one a document."""
    documents = {f.document.id: f for f in reversed(found)}
    nearest = [documents[id] for id in dict.fromkeys(f.document.id for f in found)]
    return Abstention(
        lang=lang,
        why=why,
        searched=searched,
        nearest=tuple(_near(f) for f in nearest[:_NEAREST]),
        trail=trail,
    )


def weighed(found: Found) -> Weighed:
    """A passage that was read, for who asks why."""
    document, scores = found.document, found.scores
    return Weighed(
        passage_id=found.passage.id,
        document_id=document.id,
        url=document.url,
        title=_title(found),
        voice=document.voice,
        author=document.author,
        published=document.published,
        source=document.publisher or found.source_name,
        fused=round(scores.fused, 3),
        cosine=None if scores.cosine is None else round(scores.cosine, 3),
        lexical=None if scores.lexical is None else round(scores.lexical, 3),
        retold_from=document.retold_from,
    )


def _near(found: Found) -> Nearest:
    document = found.document
    return Nearest(
        document_id=document.id,
        url=document.url,
        title=_title(found),
        voice=document.voice,
        author=document.author,
        published=document.published,
        source=document.publisher or found.source_name,
        retold_from=document.retold_from,
    )


def _title(found: Found) -> str:
    return found.document.title or found.passage.text[:_TITLE]


def reply_language(question: Question) -> str:
    """The language of the bot's own words: as asked for, else that of the question."""
    return question.lang or language(question.text) or "en"
