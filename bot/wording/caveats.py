"""How old an answer is and what stands against it: ages, edits, quarrels, sources gone quiet. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from bot.types import Answer, Citation, Conflict, Quoted, Searched, Statement, Unrefreshed
from bot.wording.dates import age, day, length
from bot.wording.folding import plain, shortened
from bot.wording.phrases import phrases
from bot.wording.remarks import Remarks, remarks
from retrieval.types import Standing

STALE_AFTER = timedelta(days=30)
LATEST_STALE_AFTER = timedelta(days=3)  # where the newest was asked for
_SITE = 60  # characters of a name


def as_of_line(as_of: datetime | None, lang: str | None, zone: tzinfo = UTC) -> str:
    """The publication date of the newest cited text."""
    words = phrases(lang)
    return words.as_of.format(day=day(as_of, lang, zone)) if as_of else words.as_of_unknown


def stale_line(answer: Answer, now: datetime, lang: str | None) -> str | None:
    """A warning when the newest cited text is old; None when it is not, or when the past was asked for."""
    range = answer.searched.range
    past = range is not None and range.until is not None and range.until <= now
    after = LATEST_STALE_AFTER if answer.latest else STALE_AFTER
    if answer.as_of is None or past or now - answer.as_of <= after:
        return None
    return remarks(lang).stale.format(length=length(now - answer.as_of, lang))


def unrefreshed_lines(searched: Searched, lang: str | None, zone: tzinfo = UTC) -> tuple[str, ...]:
    """Which of the sources could not be read of late, so that they may say something else by now."""
    return tuple(_unrefreshed(each, lang, zone) for each in searched.unrefreshed)


def published_line(published: datetime | None, lang: str | None, zone: tzinfo = UTC) -> str:
    """A publication date, or that there is none."""
    return day(published, lang, zone) if published else phrases(lang).undated


def age_line(published: datetime | None, now: datetime, lang: str | None) -> str | None:
    """How old a text is; None for an undated one."""
    return age(published, now, lang) if published else None


def source_notes(of: Citation | Quoted, lang: str | None, zone: tzinfo = UTC) -> tuple[str, ...]:
    """That a text was changed after it was published, and how its own site treats it."""
    words, source = remarks(lang), shortened(of.source, _SITE)
    edited = words.edited.format(day=day(of.edited, lang, zone)) if of.edited else ""
    standing = {
        Standing.SHOWN: "",
        Standing.FLAGGED: words.standing_flagged.format(source=source),
        Standing.DEAD: words.standing_dead.format(source=source),
    }[of.standing]
    return tuple(note for note in (edited, standing) if note)


def conflict_lines(
    answer: Answer, marks: Sequence[str], lang: str | None, zone: tzinfo = UTC
) -> tuple[str, ...]:
    """Which statements contradict each other, with their dates, and never which of them is right.

    `marks`: what each statement is found by, such as `[1]`.
    """
    count = min(len(marks), len(answer.statements))
    fit = (c for c in answer.conflicts if {c.one, c.other} <= set(range(count)))
    return tuple(_conflict(c, answer.statements, marks, lang, zone) for c in fit)


def _conflict(
    conflict: Conflict,
    statements: Sequence[Statement],
    marks: Sequence[str],
    lang: str | None,
    zone: tzinfo,
) -> str:
    words = remarks(lang)
    both = conflict.one, conflict.other
    dates = [_newest(statements[n]) for n in both]
    one, other = (
        words.dated.format(mark=marks[n], day=published_line(date, lang, zone))
        for n, date in zip(both, dates, strict=True)
    )
    template: str = getattr(words, f"rift_{conflict.rift.value}")
    newer = _newer(dates, [marks[n] for n in both], words, zone)
    return " ".join(part for part in (template.format(one=one, other=other), newer) if part)


def _newer(
    dates: Sequence[datetime | None], marks: Sequence[str], words: Remarks, zone: tzinfo
) -> str:
    """Which of two came out on a later day; empty where that cannot be told."""
    days = [date and date.astimezone(zone).date() for date in dates]
    one, other = days
    if one is None or other is None or one == other or marks[0] == marks[1]:
        return ""
    return words.newer.format(mark=marks[0 if one > other else 1])


def _newest(statement: Statement) -> datetime | None:
    return max((c.published for c in statement.citations if c.published), default=None)


def _unrefreshed(of: Unrefreshed, lang: str | None, zone: tzinfo) -> str:
    words, source = remarks(lang), plain(of.source)
    if of.since is None:
        return words.unrefreshed_ever.format(source=source)
    return words.unrefreshed.format(source=source, day=day(of.since, lang, zone))
