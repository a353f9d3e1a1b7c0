"""Answers and how they came about, as the console shows them. Pure: values in, views out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from adapters.web.console.documents import document_link
from adapters.web.console.frame import Told
from adapters.web.console.views import Fact, Part, Row, moment, part, since, title
from bot import wording
from bot.insight import Ended
from bot.talk import Failure, Kept
from bot.types import Abstention, Answer, Citation, Judged, Nearest, Reply, Trail, Usage, Weighed
from bot.wording import plain
from bot.wording.reasons import reason_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A document that an answer cites, or that was near the question."""

    id: str
    label: str
    cited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPage:
    """A question and how its outcome came about."""

    id: str
    question: str
    ended: str  # key for the style
    ended_label: str
    facts: tuple[Fact, ...]
    failure: str  # where there was one
    lines: tuple[str, ...]  # what was understood and searched, in paragraphs
    passages: tuple[Row, ...]
    judged: tuple[Row, ...]
    spent: tuple[Fact, ...]
    no_model: bool


def kept_row(kept: Kept, told: Told) -> Row:
    """A question in a list."""
    ended = ended_of(kept)
    return Row(
        title=title(kept.asked.text) or told.words.untitled,
        href=answer_link(kept, told),
        state=ended.value if ended else "",
        state_label=ended_label(ended, told),
        parts=(since(kept.asked.at, told), *part(kept.asked.place.platform)),
    )


def answer_link(kept: Kept, told: Told) -> str:
    """To its page."""
    return told.link(f"/console/answers/{quote(kept.id, safe='')}")


def ended_of(kept: Kept) -> Ended | None:
    """How it ended; None: not yet."""
    match kept.outcome:
        case Answer():
            return Ended.ANSWER
        case Abstention():
            return Ended.ABSTENTION
        case Failure():
            return Ended.FAILURE
        case None:
            return None


def ended_label(ended: Ended | None, told: Told) -> str:
    """The same in words."""
    label: str = getattr(told.words, f"ended_{ended.value}") if ended else told.words.ended_not
    return label


def why_page(kept: Kept, told: Told) -> WhyPage:
    """A question by itself."""
    reply = kept.outcome if isinstance(kept.outcome, Answer | Abstention) else None
    trail = (reply.trail if reply else None) or Trail(question="")
    ended = ended_of(kept)
    return WhyPage(
        id=kept.id,
        question=plain(kept.asked.text) or told.words.untitled,
        ended=ended.value if ended else "",
        ended_label=ended_label(ended, told),
        facts=tuple(_facts(kept, trail, told)),
        failure=_failure(kept, told),
        lines=_lines(reply, told) if reply else (),
        passages=tuple(_passage(n, p, told) for n, p in enumerate(trail.passages, start=1)),
        judged=tuple(_judged(each, told) for each in trail.judged),
        spent=tuple(_spent(trail.usage, told)) if trail.usage else (),
        no_model=reply is not None and trail.usage is None,
    )


def cited(reply: Reply) -> tuple[Cited, ...]:
    """Documents that an answer cites, then those that were only read; each once."""
    own = [c for s in reply.statements for c in s.citations] if isinstance(reply, Answer) else []
    near = reply.nearest if isinstance(reply, Abstention) else ()
    read = reply.trail.passages if reply.trail else ()
    found: dict[str, Cited] = {}
    every: tuple[Citation | Nearest | Weighed, ...] = (*own, *near, *read)
    for each in every:
        label = " — ".join(p for p in (title(each.title), title(each.source)) if p)
        made = Cited(id=each.document_id, label=label, cited=each in own)
        found.setdefault(each.document_id, made)
    return tuple(found.values())


def quotes(reply: Reply) -> tuple[str, ...]:
    """What an answer quotes, each once."""
    if not isinstance(reply, Answer):
        return ()
    return tuple(dict.fromkeys(c.quote for s in reply.statements for c in s.citations))


def _lines(reply: Reply, told: Told) -> tuple[str, ...]:
    """All but the trail, which has parts of the page to itself."""
    return wording.why_lines(replace(reply, trail=None), told.lang, told.reader.zone)


def _facts(kept: Kept, trail: Trail, told: Told) -> Iterator[Fact]:
    words, place = told.words, kept.asked.place
    where = "/".join(p for p in (place.platform, place.tenant, place.channel, place.thread) if p)
    yield moment(words.asked_at, kept.asked.at, told)
    yield Fact(label=words.asked_where, value=plain(where))
    yield Fact(label=words.asked_by, value=plain(kept.asked.user))
    if trail.question and trail.question != kept.asked.text:
        yield Fact(label=words.understood, value=plain(trail.question))
    if kept.outcome is not None:
        yield Fact(label=words.language, value=kept.outcome.lang)
    yield Fact(label=words.version, value=str(kept.version))
    yield Fact(label=words.posting, value=getattr(words, f"posting_{kept.state.value}"))


def _failure(kept: Kept, told: Told) -> str:
    if not isinstance(kept.outcome, Failure):
        return ""
    failure = kept.outcome
    if failure.message is None:
        return wording.unexpected_line(failure.reference, told.lang)
    return wording.error_line(plain(failure.message), failure.reference, told.lang)


def _passage(n: int, of: Weighed, told: Told) -> Row:
    words = told.words
    scores = (
        (words.score_fused, of.fused),
        (words.score_meaning, of.cosine),
        (words.score_words, of.lexical),
    )
    dated = wording.published_line(of.published, told.lang, told.reader.zone)
    return Row(
        title=f"{n}. {title(of.title) or words.untitled}",
        href=document_link(of.document_id, told),
        parts=(
            Part(text=wording.kind_name(of, told.lang)),
            *part(of.source),
            Part(text=dated),
            *(Part(text=f"{w} {x:.2f}") for w, x in scores if x is not None),
        ),
    )


def _judged(of: Judged, told: Told) -> Row:
    words, passed = told.words, of.verdict.passed
    reasons = tuple(reason_line(plain(reason), told.lang) for reason in of.verdict.reasons)
    again = (Part(text=words.repaired),) if of.round > 1 else ()
    return Row(
        title=plain(of.text),
        state="passed" if passed else "dropped",
        state_label=words.passed if passed else words.dropped,
        parts=again,
        lines=(*reasons, *(f"“{plain(q)}”" for q in of.quotes)),
    )


def _spent(usage: Usage, told: Told) -> Iterator[Fact]:
    words = told.words
    yield Fact(label=words.model, value=plain(usage.model))
    yield Fact(label=words.requests, value=f"{usage.calls:,}")
    yield Fact(label=words.tokens_read, value=f"{usage.prompt_tokens:,}")
    yield Fact(label=words.tokens_written, value=f"{usage.completion_tokens:,}")
    yield Fact(label=words.spent_seconds, value=words.seconds.format(n=f"{usage.seconds:.1f}"))
    if usage.cost is not None:
        yield Fact(label=words.cost, value=f"{usage.cost:.4f}")
