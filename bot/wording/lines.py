"""The bot's own sentences about a reply. Pure; each takes the language, unknown ones mean English."""

from datetime import UTC, tzinfo

from bot.types import Abstention, Answer, LinkOutcome, Reply, Searched, Statement, Why
from bot.wording.dates import count, day, moment, span
from bot.wording.folding import plain
from bot.wording.phrases import known, phrases
from bot.wording.stories import link_lines
from retrieval.types import Coverage

_UNSEARCHED = frozenset({Why.NOTHING_STORED, Why.NO_QUESTION, Why.TOO_LONG})


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


def reworded_line(reply: Reply, lang: str | None) -> str | None:
    """How a question that leans on an earlier one was understood; None where it stood alone."""
    return phrases(lang).reworded.format(question=plain(reply.reworded)) if reply.reworded else None


def lacks_line(lacks: str | None, lang: str | None) -> str | None:
    """A note when the stored text is less than the whole."""
    return phrases(lang).lacks.format(reason=plain(lacks)) if lacks else None


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
    """What was looked through, for which time and with which links; nothing where nothing was."""
    if isinstance(reply, Abstention) and reply.why in _UNSEARCHED:
        return ()
    asked = (reworded_line(reply, lang), range_line(reply.searched, lang, zone))
    read = link_lines(reply.searched, lang, read=True)
    covered = coverage_line(reply.searched.coverage, lang, zone)
    return (*(line for line in asked if line), *read, covered)


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
        Why.NOT_ANSWERED: (words.try_names, words.try_other_words, words.try_source),
        Why.NO_OPINIONS: (words.try_facts, words.try_names, words.try_discussions),
        Why.LINK_UNREAD: (words.try_open, words.try_unlinked),
        Why.WITHDRAWN: (words.try_again, words.try_source),
    }[abstention.why]
    late = any(link.outcome is LinkOutcome.LATE for link in abstention.searched.links)
    soon = (words.try_later,) if late else ()
    return (*((words.try_nearest,) if abstention.nearest else ()), *soon, *tries)


def abstention_lines(
    abstention: Abstention, lang: str | None, zone: tzinfo = UTC
) -> tuple[str, ...]:
    """Why there is no answer, what was searched, which dates are covered, what to try."""
    unread = link_lines(abstention.searched, lang, read=False)
    searched = searched_lines(abstention, lang, zone)
    return (why_line(abstention.why, lang), *unread, *searched, *suggestions(abstention, lang))


def error_line(message: str, reference: str, lang: str | None) -> str:
    """A failure whose message is fit for a user."""
    return phrases(lang).error.format(message=plain(message), reference=reference)


def unexpected_line(reference: str, lang: str | None) -> str:
    """A failure whose cause is only for the log."""
    return phrases(lang).unexpected.format(reference=reference)


def too_long_line(limit: int, lang: str | None) -> str:
    """A question over a platform's limit of characters."""
    return phrases(lang).too_long.format(limit=f"{limit:,}")


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
