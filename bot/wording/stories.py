"""What was read besides what is quoted: discussions, the same story elsewhere, links. Pure."""

from bot.types import Answer, Discussion, Link, LinkOutcome, Related, Searched
from bot.wording.dates import count
from bot.wording.folding import address, plain, shortened
from bot.wording.phrases import known
from bot.wording.remarks import remarks
from bot.wording.voices import voice_name

_READ = frozenset({LinkOutcome.KNOWN, LinkOutcome.FETCHED})
_REASON = 160  # characters


def heard_line(answer: Answer, lang: str | None) -> str | None:
    """How many comments opinions were picked from, and that they are no poll; None without opinions."""
    if not answer.heard:
        return None
    words, read = remarks(lang), sum(d.read for d in answer.heard)
    discussions = count(len(answer.heard), words.discussion)
    retold = sum(d.read for d in answer.heard if d.retold)
    parts = (
        _read(read, _total(answer.heard), lang, (words.heard, words.heard_of), discussions),
        words.heard_retold.format(n=f"{retold:,}") if retold else "",
        words.heard_picked,
    )
    return " ".join(part for part in parts if part)


def discussion_line(of: Discussion, lang: str | None) -> str:
    """How much of a discussion was read: `214 of 230 comments read`."""
    words = remarks(lang)
    if of.retold:
        comments = count(of.read, words.comment)
        return words.read_retold.format(comments=comments, source=plain(of.publisher))
    return _read(of.read, _total((of,)), lang, (words.read, words.read_of))


def related_name(of: Related, lang: str | None) -> str:
    """What and whose an item of the same story is: `The Verge · Article`."""
    return " · ".join(p for p in (plain(of.publisher), voice_name(of.voice, lang)) if p)


def comments_line(comments: int | None, lang: str | None) -> str | None:
    """How many comments there are: `512 comments`; None where nobody counts them."""
    return None if comments is None else count(comments, remarks(lang).comment)


def link_lines(
    searched: Searched, lang: str | None, *, read: bool, reasons: bool | None = None
) -> tuple[str, ...]:
    """What became of the question's links, of those that were read or of those that were not.

    `reasons`: with the reason in English; None: only in English lines.
    """
    told = known(lang) == "en" if reasons is None else reasons
    fit = (link for link in searched.links if (link.outcome in _READ) is read)
    return tuple(_link(link, lang, reasons=told) for link in fit)


def _link(of: Link, lang: str | None, *, reasons: bool) -> str:
    words, where = remarks(lang), address(of.url)
    title = shortened(of.title)
    named = words.titled.format(title=title, address=where) if title else where
    template: str = getattr(words, f"link_{of.outcome.value}")
    reason = shortened(of.reason or "", _REASON) if reasons else ""
    return template.format(link=named) + (words.because.format(reason=reason) if reason else "")


def _total(discussions: tuple[Discussion, ...]) -> int | None:
    """Of comments that the sites count; None where one does not, or counts fewer than were read."""
    totals = [d.total for d in discussions if d.total is not None and d.total >= d.read]
    return sum(totals) if len(totals) == len(discussions) else None


def _read(
    read: int, total: int | None, lang: str | None, forms: tuple[str, str], discussions: str = ""
) -> str:
    words = remarks(lang)
    alone, part = forms
    comments = count(read if total is None else total, words.comment)
    template = alone if total is None else part
    return template.format(read=f"{read:,}", comments=comments, discussions=discussions)
