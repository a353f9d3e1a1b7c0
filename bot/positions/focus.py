"""What a topic is after that is narrower than the story it is found in, and which texts speak of it. Pure.

"OpenAI's pre-training", asked of a story that is headed "OpenAI declares a code red", is after pre-training:
a comment on anything else does not answer it, however true it is. Words that the story's titles have are
those of all its comments, and tell nothing of one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.positions.subjects import pattern, said_as
from bot.support.aliases import canonical, known
from bot.support.names import names
from bot.support.stems import Held, Word, held, missing, stem, words
from bot.support.words import bare, folded, is_korean
from retrieval.ports import Vector

_SPACE = re.compile(r"\S+")
_EDGES = "\"'“”‘’()[]{}「」『』.,:;!?…"
_FRAMES = frozenset(  # they say nothing without what they are of
    "possibility possible potential likelihood chance prospect prospects idea ideas issue issues problem problems matter matters way"
    " ways fact facts case cases question questions thing things topic story stories news article announcement decision"
    " plan plans move step situation state future impact effect effects influence role use using used part parts kind"
    " comparison compare compares compared comparing likening likened recent recently latest upcoming today general whole"
    " entire overall release released launch launched launching announced announcing introduction introducing introduced"
    " version versions experience experiences tried trying people person it its this that these those claim claims"
    " 가능성 여부 문제 이유 방식 방법 결정 계획 상황 사태 영향 효과 변화 경우 사례 경험 경험담 사용기 후기 비유 비교 관련 전망 미래 소식 뉴스"
    " 발표 공개 출시 기사 이야기 정도 부분 점 자체 최근 요즘 앞으로 향후 전체 전반 새 새로운 신규 이번 현재 지금 주장 논의 논란 생각 반응 것 거 건 게".split()
)
_STEMS = frozenset(map(stem, _FRAMES)) | _FRAMES
_OWNER = re.compile(r"'s?$")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+'-]*[A-Za-z0-9+]|[A-Za-z]")
_MUCH_NEARER, _NEARER, _FAR = 1.2, 0.2, -0.6
_SEVERAL = 2
_HALF = 0.5
_USUAL = 8  # texts from which it can be told what is usual
_CLASS = re.compile(r"[A-Z]{2,5}s?(?![A-Za-z])")  # an LLM, a CEO
_PART = 4  # letters of a word that can stand for a whole name
_ENDINGS = r"(?:e|es|s|ed|d|ing|ings|er|ers|or|ors|ly|ment|ments|ion|ions|'s)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing that is asked about: by which words a text speaks of it."""

    form: re.Pattern[str]  # for `plain` texts
    name: bool  # of somebody or something


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """What is asked about."""

    phrase: str  # as the topic says it
    terms: tuple[Term, ...]
    words: tuple[str, ...] = ()  # those of the phrase that tell something
    besides: str = ""  # what it says besides names, where it says both


def narrowed(topic: str, titles: Iterable[str]) -> Focus | None:
    """What of a topic the titles of its story do not say; None when that is all of it."""
    told = _told(titles)
    chunks = [m for m in _SPACE.finditer(topic) if _tells(m[0])]
    own = [m for m in chunks if missing(_telling(m[0]), told)]
    if not own:
        return None
    terms = tuple(_terms(topic, own))
    own = [m for m in own if not _CLASS.match(m[0])] or own
    others = [m for m in own if not _is_name(topic, m)]
    both = any(term.name for term in terms) and bool(others)
    return Focus(
        phrase=_phrase(topic, chunks, own),
        terms=terms,
        words=tuple(m[0].strip(_EDGES) for m in own),
        besides=_phrase(topic, chunks, others) if both else "",
    )


def _phrase(topic: str, chunks: Sequence[re.Match[str]], own: Sequence[re.Match[str]]) -> str:
    """From the first to the last of its own words, without what the titles say."""
    first, last = own[0].start(), own[-1].end()
    if all(not _telling(word) for word in topic[last:].split()):
        last = len(topic)
    told = {m.span() for m in chunks} - {m.span() for m in own}
    within = [m for m in _SPACE.finditer(topic) if first <= m.start() and m.end() <= last]
    return " ".join(m[0] for m in within if m.span() not in told).strip(_EDGES)


def subject(topic: str, titles: Iterable[str]) -> Focus:
    """All that a topic and the titles of its story name."""
    every = [topic, *titles]
    terms = [
        t
        for text in every
        for t in _terms(text, [m for m in _SPACE.finditer(text) if _tells(m[0])])
    ]
    return Focus(phrase=topic, terms=tuple(terms))


def besides_names(topic: str) -> Focus:
    """What a topic says besides names; without terms where that is nothing."""
    terms = tuple(term for term in subject(topic, ()).terms if not term.name)
    return Focus(phrase=topic, terms=terms)


def covered(focus: Focus, text: str) -> bool:
    """Whether a text says all of it."""
    read = plain(text)
    return all(term.form.search(read) for term in focus.terms)


def on_subject(every: Focus, own: Focus, texts: Sequence[str], near: Vector) -> list[int]:
    """Places of the texts that speak of what a story is about, and of a few texts all. `near`: in standard
    deviations.

    They have the topic's `own` words or are nearer to it than usual. Where hardly any has these words, it is
    enough to name what `every` word of topic and titles is about.
    """
    read = [plain(text) for text in texts]
    shares = [share(own, text) for text in read]
    says = [s == 1 or (s >= _HALF and near[i] >= _NEARER) for i, s in enumerate(shares)]
    if len(texts) < _USUAL:
        return list(range(len(texts)))
    far = _MUCH_NEARER
    if sum(says) < _SEVERAL:
        says = [near[i] >= _FAR and _names_it(every, text) for i, text in enumerate(read)]
        far = _NEARER
    kept = [i for i, said in enumerate(says) if said or near[i] >= far]
    others = sorted(set(range(len(texts))) - set(kept), key=lambda i: -near[i])
    return sorted([*kept, *others[: max(_SEVERAL - len(kept), 0)]])


def _names_it(focus: Focus, text: str) -> bool:
    """By a name, or by two of its other words: one alone may have been used of anything."""
    found = {term.form.pattern: term.name for term in focus.terms if term.form.search(text)}
    return any(found.values()) or len(found) > 1


def share(focus: Focus, text: str) -> float:
    """How much of what is asked about a `plain` text speaks of, 0 to 1: nothing, where it names others."""
    if not focus.terms:
        return 0.0
    found = [term for term in focus.terms if term.form.search(text)]
    if any(t.name for t in focus.terms) and not any(t.name for t in found):
        return 0.0
    return len(found) / len(focus.terms)


def plain(text: str) -> str:
    """A text as terms are looked for in it: folded, names in one form, Korean syllables as letters."""
    return unicodedata.normalize("NFD", canonical(folded(text)))


def _told(titles: Iterable[str]) -> Held:
    text = folded("\n".join(titles))
    return held(text, words(text))


def _tells(chunk: str) -> bool:
    """Whether a word says what is asked about."""
    return any(not word.readings & _STEMS for word in _telling(chunk))


def _telling(chunk: str) -> tuple[Word, ...]:
    """Its telling words; a noun that may be read as an ending (해고) is one where it is a subject."""
    said = _OWNER.sub("", folded(chunk.strip(_EDGES)))
    noun = bare(said)
    return words(said) or (Word(noun, frozenset({noun})),) * bool(said_as(noun))


def _terms(topic: str, own: Sequence[re.Match[str]]) -> Iterator[Term]:
    """Names that follow one another are one."""
    run: list[re.Match[str]] = []
    for match in own:
        is_name = _is_name(topic, match)
        if run and not (is_name and topic[run[-1].end() : match.start()] == " "):
            yield _name(run)
            run = []
        if is_name:
            run.append(match)
        else:
            yield from _each(match[0])
    if run:
        yield _name(run)


def _is_name(topic: str, match: re.Match[str]) -> bool:
    """Not of a class of things."""
    named = frozenset(names(f"of {topic}" if topic[:1].isupper() else topic))
    said = [part for part in _LATIN.findall(match[0]) if part in named]
    own = any(not part.islower() and not _CLASS.fullmatch(part) for part in said)
    return own or bool(known(folded(match[0])))


def _name(run: Sequence[re.Match[str]]) -> Term:
    """By any of its parts that can stand for it, or by all of them."""
    parts = [word for match in run for word in _telling(match[0])]
    long = [w for w in parts if len(w.said) >= _PART or known(w.said)] or parts
    return Term(form=_any(form for word in long for form in _forms(word)), name=True)


def _each(chunk: str) -> Iterator[Term]:
    for word in _telling(chunk):
        if not word.readings & _STEMS:
            yield Term(form=_any(_forms(word)), name=bool(known(word.said)))


def _forms(word: Word) -> Iterator[str]:
    """Its stems, and how both languages say it."""
    readings = sorted(word.readings | {word.said})
    for reading in readings:
        if is_korean(reading):
            if len(reading) > 1:
                yield pattern(reading)
        else:
            yield _english(reading)
        yield from map(pattern, said_as(reading))


def _english(stem: str) -> str:
    apart = r"[-\s/.]?".join(map(re.escape, re.split(r"[-\s/.]", stem)))
    return rf"(?<![a-z0-9]){apart}{_ENDINGS}(?![a-z0-9])"


def _any(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(dict.fromkeys(forms)) or r"(?!)")
