"""What one sentence tells that another source may contradict: figures of something, dates, denials. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from bot.conflicts.lexicon import EVENTS, ONCE, SCOPES, SURENESS, THINGS, compiled, which
from bot.support.aliases import known, known_forms
from bot.support.dates import Day, dated
from bot.support.polarity import is_negative
from bot.support.quantities import Quantity, quantities
from bot.support.source import Sentence, sentence
from bot.support.words import folded, is_korean
from retrieval.tokens import STOP_WORDS

_AT_LEAST = re.compile(
    r"\b(?:more than|over|above|at least|exceed\w*|surpass\w*|past|upwards of|topp\w+)\s*[^0-9]{0,6}$"
)
_AT_MOST = re.compile(
    r"\b(?:less than|under|below|up to|at most|nearly|almost|fewer than|max\w* of)\s*[^0-9]{0,6}$|최대\s?$"
)
_AT_LEAST_AFTER = re.compile(
    r"^\s?(?:[가-힣]{0,3}\s?)?(?:이상|넘|여\s?(?:명|개|건|곳)?|을 넘|를 넘|초과|돌파|or more|plus\b|\+)"
)
_AT_MOST_AFTER = re.compile(r"^\s?(?:[가-힣]{0,3}\s?)?(?:이하|미만|or less|or fewer|가까|에 육박)")
_ABOUT = re.compile(
    r"(?:\b(?:about|around|roughly|some|approximately|circa)|~|약|대략|어림잡아)\s*[^0-9]{0,3}$"
)
_SPEAKS = re.compile(
    r",? according to [^,.;]+|,? (?:[\w.'-]+ ){0,4}?(?:told|tells) [^,.;]+|\b(?:said|says|reported|reports|wrote|announced|confirmed|stated)"
    r"(?: (?:on|last|this) (?:[a-z]+day|week|month|[a-z]+\.? [0-9]{1,2}(?:,? [0-9]{4})?|[0-9]{1,2} [a-z]+))",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing)|rebut(?:s|ted)?|debunk(?:s|ed)?|disput(?:e|es|ed|ing)|reject(?:s|ed)? (?:claims?|reports?|rumou?rs?|allegations?|the (?:claim|report))"
    r"|dismiss(?:es|ed)? (?:claims?|reports?|rumou?rs?|the (?:claim|report|rumou?r))|not true|untrue|(?:is|was|are|were|as) (?:false|fake|wrong|baseless|incorrect|inaccurate)|false (?:report|claim|rumou?r)s?"
    r"|no truth|no plans? to|no intention)\b|사실이 아니|사실무근|사실과 다르|부인|반박|일축|허위|오보|근거 없|계획이 없|계획은 없|검토한 (?:바|적) 없|한 (?:바|적) ?(?:이|은|도)? ?없",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![0-9.,$₩€£])(?:19|20)[0-9]{2}(?![0-9,%]|\.[0-9]|년)")
_RELATIVE = re.compile(
    r"\bover the (?:week|month|quarter|year)|\bon (?:mon|tues|wednes|thurs|fri|satur|sun)day|[월화수목금토일]요일"
    r"|\b(?:last|this|next|previous) (?:week|month|quarter|year|spring|summer|autumn|fall|winter)\b|\b(?:a|[0-9]+|one|two|three|five|ten) (?:years?|months?|weeks?) (?:ago|earlier|before)\b"
    r"|작년|지난해|올해|내년|재작년|지난달|이번 ?달|다음 ?달|지난주|이번 주|다음 주|전년|상반기|하반기|[0-9]+(?:년|개월|주) ?전|first half|second half"
)
_COUNTER = re.compile(
    r"^\s?(명|개|대|건|곳|만 명|배|권|편|회|번|위|점|종|석|채|가구|살|세|kg|km|gb|tb|mah|kwh|인치|나노|nm|시간)"
)
_NEXT = re.compile(r"^[ -]?((?:[a-z]+[ -]){0,3}[a-z]+)")
_BEFORE = re.compile(r"(?<![\w'])([a-z][a-z-]*|[가-힣]+) $")
_DESCRIBES = re.compile(r"[가-힣](?:의|은|는|이|가|을|를|에|로|된|한|할|온|인|간|진)$")
_FIGURE_WORD = re.compile(r"[0-9]|illion|percent|thousand|[만억조]$|달러|명$")
_PART = re.compile("[a-z0-9]+")
_COUNTRIES = frozenset({"usa", "uk", "eu", "ceo", "ai"})
_AFTER = re.compile(r"[a-z]{3,}")
_CLAUSE = re.compile(
    r"[,.;:()]| (?:and|but|while|as|that|which|who|than|from|led|after|before|up|down) "
)
_INTO = re.compile(r"([가-힣a-z0-9]+)(?:에|에게|에서) $")
_FEW = 5  # words
_MODEL = re.compile(
    r"(?:iphone|galaxy|pixel|version|windows|gpt|gemini|claude|android|ios|macos|python|series|model|아이폰|갤럭시|버전|픽셀|윈도우)"
    r"[ -]?(?:[a-z] ?)?([0-9]+(?:\.[0-9]+)*)"
)
_IDLE_UNITS = frozenset({"quarter"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in a sentence, with what may keep it from contradicting another."""

    value: Decimal
    unit: str  # of `Quantity`; empty for bare numbers
    least: bool = False  # "more than"
    most: bool = False  # "up to"
    about: bool = False
    after: frozenset[str] = (
        frozenset()
    )  # English words up to the next comma; in Korean, what it goes to
    counted: frozenset[str] = frozenset()  # English words after a bare number, or a Korean counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One sentence, as contradictions are looked for in it."""

    whole: Sentence
    korean: bool
    names: frozenset[str]
    things: frozenset[int]
    events: frozenset[int]
    qualified: frozenset[str]  # words right before a thing: "cloud revenue"
    scopes: frozenset[int]
    sureness: frozenset[int]
    models: frozenset[str]  # versions and model numbers
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    times: frozenset[str]  # relative ones, quarters and years, as they are written
    denies: bool
    negative: bool
    once: bool  # tells of what happens to a thing no second time
    published: datetime | None


@lru_cache(maxsize=512)
def telling(text: str, published: datetime | None) -> Telling:
    """Of one sentence."""
    bare = _SPEAKS.sub(" ", text)
    plain = folded(bare)
    read = sentence(bare)
    found, rest = dated(plain)
    days = tuple(day for _, _, day in found)
    years = frozenset(_YEAR.findall(rest))
    return Telling(
        whole=read,
        korean=is_korean(text),
        names=_names(read, plain),
        things=which(THINGS, plain),
        qualified=_qualifiers(rest) - {name.removesuffix("'s") for name in read.mentions},
        events=which(EVENTS, plain),
        scopes=which(SCOPES, plain),
        sureness=which(SURENESS, rest),
        models=read.facts.codes | frozenset(_MODEL.findall(rest)),
        figures=tuple(_figures(rest)),
        days=days,
        times=frozenset(m[0] for m in _RELATIVE.finditer(plain)) | years | _quarters(rest),
        denies=bool(_DENIES.search(plain)),
        negative=is_negative(plain),
        once=not ONCE.isdisjoint(which(EVENTS, plain)),
        published=published,
    )


def _names(read: Sentence, plain: str) -> frozenset[str]:
    """What it names, each once: of a Korean name the Latin part is no other one."""
    parts = {part for form in known_forms(plain) for part in _PART.findall(form)}
    first = [read.first] if read.first and not read.korean else []
    said = {name.removesuffix("'s") for name in (*read.mentions, *first)}
    return frozenset(known(plain)) | frozenset(said - parts - _COUNTRIES)


def _qualifiers(text: str) -> frozenset[str]:
    """Words right before the things that are measured, where these are nouns."""
    found = (
        _BEFORE.search(text[: match.start()])
        for form in compiled(THINGS)
        for match in form.finditer(text)
        if not match[0].endswith(("ed", "ing"))
    )
    return frozenset(m[1] for m in found if m and not _is_idle(m[1]))


def _is_idle(word: str) -> bool:
    return (
        word in STOP_WORDS
        or bool(_FIGURE_WORD.search(word) or _DESCRIBES.search(word))
        or bool(known(word))
    )


def _quarters(text: str) -> frozenset[str]:
    return frozenset(f"{q.value:f}Q" for q in quantities(text) if q.unit == "quarter")


def _figures(text: str) -> list[Figure]:
    """Of a folded text without its dates, left to right."""
    at, figures = 0, []
    for number in quantities(_YEAR.sub(lambda year: ";" * len(year[0]), text)):
        at = text.find(number.said, at)
        if at < 0:
            break
        end = at + len(number.said)
        if number.certain and number.unit not in _IDLE_UNITS and not _is_name(text, at):
            figures.append(_figure(number, text[:at], text[end:]))
        at = end
    return figures


def _figure(number: Quantity, before: str, after: str) -> Figure:
    found = _COUNTER.match(after) or _NEXT.match(after)
    counted = re.split("[ -]", found[1]) if found and not number.unit else []
    return Figure(
        value=number.value,
        unit=number.unit,
        least=bool(_AT_LEAST.search(before) or _AT_LEAST_AFTER.match(after)),
        most=bool(_AT_MOST.search(before) or _AT_MOST_AFTER.match(after)),
        about=bool(_ABOUT.search(before)),
        after=_goes_to(before, after),
        counted=frozenset(counted),
    )


def _goes_to(before: str, after: str) -> frozenset[str]:
    """What a figure is of: the words after it in English, what it is put into in Korean."""
    words = _AFTER.findall(_CLAUSE.split(after, maxsplit=1)[0])[:_FEW]
    return (frozenset(words) - STOP_WORDS) | frozenset(_INTO.findall(before))


def _is_name(text: str, at: int) -> bool:
    """The 17 of "iPhone 17" counts nothing."""
    return any(match.start(1) == at for match in _MODEL.finditer(text))
