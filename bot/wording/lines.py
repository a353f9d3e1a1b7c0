"""The bot's own sentences about a reply. Pure; each takes the language, unknown ones mean English."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

from bot.types import Abstention, Answer, Citation, Nearest, Reply, Searched, Statement, Why
from bot.wording.dates import count, day, length, moment, span
from bot.wording.phrases import Phrases, known, phrases
from retrieval.types import Coverage, Voice

STALE_AFTER = timedelta(days=30)
_UNSEARCHED = frozenset({Why.NOTHING_STORED, Why.NO_QUESTION, Why.TOO_LONG})

_SAYS: dict[Voice, Callable[[Phrases, bool], str]] = {
    Voice.ARTICLE: lambda words, _: words.says_article,
    Voice.SUMMARY: lambda words, _: words.says_summary,
    Voice.POST: lambda words, named: words.says_post if named else words.says_post_unnamed,
    Voice.COMMENT: lambda words, named: words.says_comment if named else words.says_comment_unnamed,
    Voice.RELAY: lambda words, _: words.says_relay,
}


def voice_line(of: Citation | Nearest, lang: str | None) -> str:
    """Who speaks, to stand before a quote, without a colon: `jdoe, a commenter on HN, says`."""
    template = _SAYS[of.voice](phrases(lang), bool(of.author))
    return template.format(author=plain(of.author or ""), source=plain(of.source))


def voice_name(voice: Voice, lang: str | None) -> str:
    """What a document is: `Article`, `옮겨 전한 댓글`."""
    name: str = getattr(phrases(lang), f"name_{voice.value}")
    return name


def marked(statement: Statement) -> str:
    """A statement's text, in quotation marks where it is a quote. For places without block quotes."""
    return f"“{statement.text}”" if statement.quoted else statement.text


def quoted_line(answer: Answer, lang: str | None) -> str:
    """What the reader may rely on: that the text is verbatim, or that quotes back it."""
    words = phrases(lang)
    if all(s.quoted for s in answer.statements):
        return words.quoted
    across = any(not s.quoted and _is_foreign(s, answer.lang) for s in answer.statements)
    return f"{words.backed} {words.across}" if across else words.backed


def head_line(answer: Answer, lang: str | None, zone: tzinfo = UTC) -> str:
    """What the reader may rely on and, where a model should have written, why it has not."""
    why = answer.unwritten
    if why is None:
        return quoted_line(answer, lang)
    if why.until is None and why.why.value.endswith("_budget"):
        return phrases(lang).unwritten_too_dear
    until = moment(why.until, lang, zone) if why.until else ""
    template: str = getattr(phrases(lang), f"unwritten_{why.why.value}")
    return template.format(until=until)


def lead_line(statement: Statement, lang: str | None) -> str | None:
    """Who says what a statement says, where the reader must know: of quotes, and of people's words."""
    if not statement.citations:
        return None
    first = statement.citations[0]
    return voice_line(first, lang) if statement.quoted or first.voice is not Voice.ARTICLE else None


def reworded_line(reply: Reply, lang: str | None) -> str | None:
    """How a question that leans on an earlier one was understood; None where it stood alone."""
    return phrases(lang).reworded.format(question=plain(reply.reworded)) if reply.reworded else None


def as_of_line(as_of: datetime | None, lang: str | None, zone: tzinfo = UTC) -> str:
    """The publication date of the newest cited text."""
    words = phrases(lang)
    return words.as_of.format(day=day(as_of, lang, zone)) if as_of else words.as_of_unknown


def stale_line(
    answer: Answer, now: datetime, lang: str | None, after: timedelta = STALE_AFTER
) -> str | None:
    """A warning when the newest cited text is old; None when it is not, or when the past was asked for."""
    range = answer.searched.range
    past = range is not None and range.until is not None and range.until <= now
    if answer.as_of is None or past or now - answer.as_of <= after:
        return None
    return phrases(lang).stale.format(length=length(now - answer.as_of, lang))


def lacks_line(lacks: str | None, lang: str | None) -> str | None:
    """A note when the stored text is less than the whole."""
    return phrases(lang).lacks.format(reason=plain(lacks)) if lacks else None


def published_line(published: datetime | None, lang: str | None, zone: tzinfo = UTC) -> str:
    """A publication date, or that there is none."""
    return day(published, lang, zone) if published else phrases(lang).undated


def coverage_line(coverage: Coverage, lang: str | None, zone: tzinfo = UTC) -> str:
    """What was searched, and the span of its dates."""
    return _covered(phrases(lang).searched, coverage, lang, zone)


def holding_line(coverage: Coverage, lang: str | None, zone: tzinfo = UTC) -> str:
    """What there is to search, before anything was asked."""
    return _covered(phrases(lang).holds, coverage, lang, zone)


def range_line(searched: Searched, lang: str | None, zone: tzinfo = UTC) -> str | None:
    """How the time words of a question were understood; None when it had none."""
    if searched.range is None:
        return None
    words = phrases(lang)
    template = words.time_asked_words if searched.range_words else words.time_asked
    asked = plain(searched.range_words or "")
    return template.format(words=asked, range=span(searched.range, lang, zone))


def why_line(why: Why, lang: str | None) -> str:
    """Why there is no answer."""
    line: str = getattr(phrases(lang), f"why_{why.value}")
    return line


def searched_lines(reply: Reply, lang: str | None, zone: tzinfo = UTC) -> tuple[str, ...]:
    """What was looked through and for which time; nothing where nothing was."""
    if isinstance(reply, Abstention) and reply.why in _UNSEARCHED:
        return ()
    asked = (reworded_line(reply, lang), range_line(reply.searched, lang, zone))
    return (*(line for line in asked if line), coverage_line(reply.searched.coverage, lang, zone))


def suggestions(abstention: Abstention, lang: str | None) -> tuple[str, ...]:
    """What to try next, most promising first."""
    words = phrases(lang)
    tries = {
        Why.NOTHING_STORED: (words.try_source,),
        Why.NO_QUESTION: (words.try_example,),
        Why.TOO_LONG: (words.try_shorter,),
        Why.NO_EVIDENCE: (words.try_names, words.try_other_words, words.try_source),
        Why.NOTHING_IN_RANGE: (words.try_no_time, words.try_names),
        Why.NOTHING_CHECKED: (words.try_shorter, words.try_other_words),
        Why.NO_OPINIONS: (words.try_names, words.try_source),
        Why.LINK_UNREAD: (words.try_names, words.try_source),
        Why.WITHDRAWN: (words.try_other_words, words.try_source),
        Why.NOT_ANSWERED: (words.try_names, words.try_other_words, words.try_source),
    }[abstention.why]
    return (words.try_nearest, *tries) if abstention.nearest else tries


def abstention_lines(
    abstention: Abstention, lang: str | None, zone: tzinfo = UTC
) -> tuple[str, ...]:
    """Why there is no answer, what was searched, which dates are covered, what to try."""
    searched = searched_lines(abstention, lang, zone)
    return (why_line(abstention.why, lang), *searched, *suggestions(abstention, lang))


def error_line(message: str, reference: str, lang: str | None) -> str:
    """A failure whose message is fit for a user."""
    return phrases(lang).error.format(message=plain(message), reference=reference)


def unexpected_line(reference: str, lang: str | None) -> str:
    """A failure whose cause is only for the log."""
    return phrases(lang).unexpected.format(reference=reference)


def too_long_line(limit: int, lang: str | None) -> str:
    """A question over a platform's limit of characters."""
    return phrases(lang).too_long.format(limit=f"{limit:,}")


def plain(text: str) -> str:
    """One line without the invisible characters that could turn the rest of a sentence around."""
    folded = " ".join(text.split())
    return "".join(c for c in folded if unicodedata.category(c) not in {"Cc", "Cf"})


def _is_foreign(statement: Statement, lang: str) -> bool:
    return any(c.lang not in {None, known(lang)} for c in statement.citations)


def _covered(template: str, coverage: Coverage, lang: str | None, zone: tzinfo) -> str:
    words = phrases(lang)
    line = template.format(
        documents=count(coverage.documents, words.document),
        sources=count(coverage.sources, words.source),
    )
    dates = _dates(coverage, lang, zone)
    return f"{line} {dates}" if dates else line


def _dates(coverage: Coverage, lang: str | None, zone: tzinfo) -> str | None:
    if coverage.first is None or coverage.last is None:
        return None
    words = phrases(lang)
    first, last = (day(when, lang, zone) for when in (coverage.first, coverage.last))
    template = words.dated_one_day if first == last else words.dated
    return template.format(first=first, last=last)
