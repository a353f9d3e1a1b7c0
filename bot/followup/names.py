"""The names in a question: where they stand, and what sort of thing they name. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from bot.support.aliases import known
from bot.support.words import PARTICLES, folded, is_korean
from retrieval.tokens import STOP_WORDS


class Sort(Enum):
    """What a name names, as far as it is known."""

    COMPANY = auto()
    PERSON = auto()
    PLACE = auto()
    THING = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in a text."""

    text: str
    start: int
    end: int
    sort: Sort
    owned: bool = False  # "'s" or 의 follows


_COMPANIES = frozenset(
    "openai google alphabet apple samsung microsoft amazon aws meta nvidia intel amd qualcomm tsmc hynix lg "
    "naver kakao coupang tesla spacex anthropic deepseek mistral alibaba tencent baidu huawei xiaomi bytedance "
    "softbank sony nintendo oracle ibm adobe mozilla cloudflare netflix".split()
) | {"hugging face"}
_PEOPLE = frozenset("altman musk zuckerberg jensen nadella pichai elon".split())
_PLACES = frozenset("usa uk eu korea china japan taiwan germany france seoul".split())
_COMMON = frozenset(  # capitals that name nothing in particular
    "ai api apis app apps ar ceo cfo coo cpu cpus cto ev evs gpu gpus hbm ios ipo iot it llm llms ml ok os pc pcs "
    "pr rss sf tv ui url ux vr agi npu ram ssd 인공지능".split()
)
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday q1 q2 q3 q4 월요일 화요일 수요일 목요일 금요일 토요일 일요일".split()
)
_WORD = re.compile(r"[A-Za-z0-9가-힣]+(?:[.+&/\-][A-Za-z0-9가-힣]+)*[+#]*")
_PARTICLE = re.compile(rf"(?:{PARTICLES}|이랑|랑|하고)(?:요)?$")
_JOINS = re.compile(r"(?!(?:19|20)\d\d$)\d+(?:\.\d+)*$|[B-HJ-Z]$")  # what goes on with a name
_OWNER = re.compile(r"['’]s?\b|의(?![가-힣])")
_JOINED = re.compile(
    r"\s*(?:,|/|\b(?:and|or|vs\.?|versus)\b|&)\s*(?:the\s+)?|(?:와|과|이랑|랑|하고)\s*"
)


def names(text: str, *, begins: bool = True) -> list[Name]:
    """In the order of the text. `begins`: its first word has a capital for that alone."""
    found: list[Name] = []
    for word in _words(text, begins=begins):
        last = found[-1] if found else None
        if last and text[last.end : word.start] == " ":
            found[-1] = _run(text, last, word)
        elif not _JOINS.match(word.text):
            found.append(word)
    return [replace(n, sort=_sort(n.text)) for n in found]


def same(one: str, other: str) -> bool:
    """Whether two names are one."""
    return (
        known(folded(one)) == known(folded(other))
        if known(folded(one))
        else folded(one) == folded(other)
    )


def whole(text: str, found: Sequence[Name], at: int) -> Name:
    """A name with its owner before it: Apple's iPhone Fold."""
    name = found[at]
    if (
        at
        and found[at - 1].owned
        and _OWNER.sub("", text[found[at - 1].end : name.start], 1) in {" ", " the "}
    ):
        start = found[at - 1].start
        return replace(name, start=start, text=text[start : name.end])
    return name


def joined(text: str, found: Sequence[Name]) -> bool:
    """Whether some of the names stand in a row, so that it cannot be told which of them is meant."""
    return any(_JOINED.fullmatch(text[a.end : b.start]) for a, b in pairwise(found))


def _words(text: str, *, begins: bool) -> Iterator[Name]:
    for match in _WORD.finditer(text):
        first = begins and match.start() == 0
        stem = _stem(match[0]) if is_korean(match[0]) else match[0]
        inside = _JOINS.match(stem) and not first
        if stem and (inside or _is_name(stem, first=first, korean=is_korean(text))):
            end = match.start() + len(stem)
            owned = bool(_OWNER.match(text, end))
            yield Name(text=stem, start=match.start(), end=end, sort=Sort.UNKNOWN, owned=owned)


def _stem(word: str) -> str:
    """Without its particle, where what is left is a name: 구글이 -> 구글."""
    ending = _PARTICLE.search(word)
    while ending:
        stem = word[: ending.start()]
        if stem and (not is_korean(stem) or known(folded(stem))):
            return stem
        ending = _PARTICLE.search(word, ending.start() + 1)
    return word


def _is_name(word: str, *, first: bool, korean: bool) -> bool:
    plain = folded(word)
    if plain in _COMMON | _CALENDAR or len(word) == 1:
        return False
    if known(plain):
        return plain not in STOP_WORDS
    if is_korean(word):
        return (
            bool(re.match(r"[A-Z]|[a-z]+[0-9A-Z]", word)) and not _PARTICLE.sub("", word).isdigit()
        )
    marked = any(c.isupper() for c in word[1:]) or bool(re.search(r"[A-Za-z].*\d", word))
    if plain in STOP_WORDS and not (marked and word.isupper()):
        return False
    return marked or (word[0].isalpha() and (korean or (word[0].isupper() and not first)))


def _run(text: str, name: Name, word: Name) -> Name:
    return replace(name, text=text[name.start : word.end], end=word.end, owned=word.owned)


def _sort(name: str) -> Sort:
    found = known(folded(name))
    if not found:
        return Sort.THING if any(c.isdigit() for c in name) else Sort.UNKNOWN
    for sort, table in ((Sort.COMPANY, _COMPANIES), (Sort.PERSON, _PEOPLE), (Sort.PLACE, _PLACES)):
        if found[-1] in table:
            return sort
    return Sort.THING
