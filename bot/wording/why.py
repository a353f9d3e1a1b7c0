"""How a reply came about, in paragraphs: for who asks why. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, tzinfo

from bot.types import Abstention, Answer, Judged, Reply, Trail, Usage, Weighed
from bot.wording.caveats import conflict_lines, published_line, unrefreshed_lines
from bot.wording.folding import plain
from bot.wording.lines import head_line, searched_lines, why_line
from bot.wording.phrases import known
from bot.wording.reasons import reason_line
from bot.wording.remarks import remarks
from bot.wording.stories import discussion_line, heard_line, link_lines
from bot.wording.voices import kind_name

_CUT = 300  # characters of a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    discussion: str
    claimed: str
    evidence: str
    read: str
    passage: str
    meaning: str
    words: str
    shown: str
    failed: str
    dropped: str
    because: str
    model: str
    no_model: str
    cost: str


_EN = _Words(
    discussion="- {title}: {read}",
    claimed="Statements that only people make and no article here: {n}.",
    evidence="Evidence that the question can be answered from what was found: {sure}; {least} is needed.",
    read="Read closely, best first:",
    passage="{n}. {title} ({by}) — rank {fused}{parts}",
    meaning="meaning {x}",
    words="words {x}",
    shown="Sentences of the model that stood up to the checks: {n}.",
    failed="Sentences of the model that were dropped: {n}.",
    dropped="Sentences of the model that were dropped:",
    because="“{text}” — {why}",
    model="Model: {model}; requests: {calls}, {read} tokens read, {written} written, {seconds} s{cost}.",
    no_model="No language model took part.",
    cost=", cost {cost}",
)
_KO = _Words(
    discussion="- {title}: {read}",
    claimed="기사 없이 사람들의 말에만 근거한 문장: {n}개",
    evidence="찾은 글로 답할 수 있다는 근거의 세기: {sure} (필요한 값: {least})",
    read="자세히 읽은 글(가까운 순서):",
    passage="{n}. {title} ({by}) — 순위값 {fused}{parts}",
    meaning="의미 {x}",
    words="단어 {x}",
    shown="언어 모델이 쓴 문장 가운데 검사를 통과한 것: {n}개",
    failed="언어 모델이 쓴 문장 가운데 버린 것: {n}개",
    dropped="언어 모델이 쓴 문장 가운데 버린 것:",
    because="“{text}” — {why}",
    model="언어 모델: {model}. 요청 {calls}번, 읽은 토큰 {read}개, 쓴 토큰 {written}개, {seconds}초{cost}",
    no_model="언어 모델을 쓰지 않았습니다.",
    cost=", 비용 {cost}",
)


def why_lines(
    reply: Reply, lang: str | None, zone: tzinfo = UTC, *, dropped: bool = True
) -> tuple[str, ...]:
    """What was understood, read, dropped and spent; plain texts that a platform escapes.

    `dropped`: with the words of the sentences that did not stand up to the checks.
    """
    return tuple(_lines(reply, known(lang), zone, dropped=dropped))


def _lines(reply: Reply, lang: str, zone: tzinfo, *, dropped: bool) -> Iterator[str]:
    words = _KO if lang == "ko" else _EN
    if isinstance(reply, Abstention):
        yield why_line(reply.why, lang)
    else:
        yield head_line(reply, lang, zone)
        yield from _answered(reply, words, lang, zone)
    yield from link_lines(reply.searched, lang, read=False, reasons=True)
    yield from searched_lines(reply, lang, zone)
    yield from unrefreshed_lines(reply.searched, lang, zone)
    sure, least = reply.searched.confidence, reply.searched.threshold
    if sure is not None and least is not None:
        yield words.evidence.format(sure=f"{sure:.2f}", least=f"{least:.2f}")
    if reply.trail is not None:
        yield from _trail(reply.trail, words, lang, zone, dropped=dropped)


def _answered(answer: Answer, words: _Words, lang: str, zone: tzinfo) -> Iterator[str]:
    """What is behind the statements: discussions, quarrels, claims."""
    heard = heard_line(answer, lang)
    if heard:
        rows = (
            words.discussion.format(title=plain(d.title), read=discussion_line(d, lang))
            for d in answer.heard
        )
        yield "\n".join((heard, *rows))
    number = remarks(lang).number
    marks = [number.format(n=n) for n in range(1, len(answer.statements) + 1)]
    yield from conflict_lines(answer, marks, lang, zone)
    claimed = sum(s.claimed for s in answer.statements)
    if claimed:
        yield words.claimed.format(n=claimed)


def _trail(trail: Trail, words: _Words, lang: str, zone: tzinfo, *, dropped: bool) -> Iterator[str]:
    if trail.passages:
        numbered = enumerate(trail.passages, start=1)
        rows = [_passage(n, p, words, lang, zone) for n, p in numbered]
        yield "\n".join((words.read, *rows))
    yield from _judged(trail, words, lang, dropped=dropped)
    yield _usage(trail.usage, words) if trail.usage else words.no_model


def _passage(n: int, of: Weighed, words: _Words, lang: str, zone: tzinfo) -> str:
    by = (kind_name(of, lang), plain(of.source), published_line(of.published, lang, zone))
    scores = ((words.meaning, of.cosine), (words.words, of.lexical))
    parts = "".join(f", {w.format(x=f'{x:.2f}')}" for w, x in scores if x is not None)
    title = plain(of.title)
    return words.passage.format(
        n=n, title=title, by=", ".join(by), fused=f"{of.fused:.2f}", parts=parts
    )


def _judged(trail: Trail, words: _Words, lang: str, *, dropped: bool) -> Iterator[str]:
    passed = [j for j in trail.judged if j.verdict.passed]
    failed = [j for j in trail.judged if not j.verdict.passed]
    if trail.judged:
        yield words.shown.format(n=len(passed))
    if failed and not dropped:
        yield words.failed.format(n=len(failed))
    elif failed:
        yield "\n".join((words.dropped, *(_dropped(j, words, lang) for j in failed)))


def _dropped(judged: Judged, words: _Words, lang: str) -> str:
    why = "; ".join(reason_line(plain(reason), lang) for reason in judged.verdict.reasons)
    return words.because.format(text=plain(judged.text)[:_CUT], why=why)


def _usage(usage: Usage, words: _Words) -> str:
    cost = words.cost.format(cost=f"{usage.cost:.4f}") if usage.cost is not None else ""
    return words.model.format(
        model=plain(usage.model),
        calls=usage.calls,
        read=f"{usage.prompt_tokens:,}",
        written=f"{usage.completion_tokens:,}",
        seconds=f"{usage.seconds:.1f}",
        cost=cost,
    )
