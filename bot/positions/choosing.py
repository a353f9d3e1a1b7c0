"""Picks a few opinions that differ: of different people, branches and minds. Pure."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np

from bot.positions.asking import Leaning
from bot.positions.leaning import leaning
from bot.positions.quotable import LONGEST, stands_alone, substance
from bot.quotes import citation
from bot.types import Statement, Verdict
from retrieval.passages import sentences, weight
from retrieval.ports import Matrix, Vector
from retrieval.types import Found, Voice

MOST = 5  # positions
LOOKED_AT = 800  # comments whose words are looked at, those nearest to the topic first
COMMENTS = 60  # that are read closely
EXCERPTS = 40  # that are compared: embedding them takes most of the time
_SIDE = 8  # of these, so many of each leaning at least, where there are
_OF_BRANCH, _OF_AUTHOR = 4, 2  # comments read closely
_RELEVANCE = 0.4  # what a standard deviation of closeness to the topic is worth
_LEANS = 0.2  # what taking a side is worth
_REDUNDANCY = 1.5  # what saying the very same costs
_SAME = 0.9  # from which two excerpts say the same, where 1 is the same text and 0 the usual
_COPY = 0.97  # cosine of what is the same text, but for a word
_TELLS = 0.5  # substance of an excerpt that gives a reason, an experience or a judgement
_LEAST_SPREAD = 1e-3
T = TypeVar("T")
_PLACES = {0: 0.3, 1: 0.1}  # what a comment's depth is worth
_ANSWERED, _MOST_ANSWERED = 0.15, 0.45  # what replies are worth


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Words of one comment; the span is in its passage's text."""

    found: Found
    start: int
    end: int
    worth: float  # of itself, and of the place of its comment
    leaning: Leaning | None

    @property
    def text(self) -> str:
        return self.found.passage.text[self.start : self.end]


def shortlist(heard: Sequence[Found], wanted: Leaning | None = None) -> list[Excerpt]:
    """Excerpts worth comparing, best first, from all passages of comments, best first."""
    replies = Counter(f.document.parent_url for f in _by_document(heard) if f.document.parent_url)
    read = _some(heard, replies)
    made = [e for f in read for e in _two(excerpts(f, placed(f, replies)))]
    if wanted is not None:
        made = [e for e in made if e.leaning is wanted]
    ranked = sorted(_telling(made), key=lambda e: (-e.worth, e.found.passage.id, e.start))
    return _of_all_minds(ranked, [e.leaning for e in ranked], EXCERPTS)


def choose(given: Sequence[Excerpt], vectors: Matrix, near: Vector) -> list[Excerpt]:
    """At most five, best first; `vectors` are those of the excerpts, `near` how much each is about what is
    asked, above what is usual.

    One of a branch and one of an author, and each leaning that occurs has a place: the rarer one too.
    """
    if not given:
        return []
    points = [e.worth + _RELEVANCE * float(z) for e, z in zip(given, near, strict=True)]
    alike = _alike(vectors)
    chosen: list[int] = []
    while len(chosen) < MOST:
        costs = alike[:, chosen].max(axis=1) if chosen else np.zeros(len(given), np.float32)
        open_to = _eligible(given, chosen, costs)
        if not open_to:
            break
        chosen.append(max(open_to, key=lambda i: (points[i] - _REDUNDANCY * costs[i], -i)))
    return [given[i] for i in chosen]


def statement(excerpt: Excerpt) -> Statement:
    """An excerpt as a quoted statement. Who is retold has no name."""
    cited = citation(excerpt.found, excerpt.start, excerpt.end)
    unnamed = replace(cited, author=None) if cited.voice is Voice.RELAY else cited
    verdict = Verdict(passed=False, reasons=("not checked",))
    return Statement(text=cited.quote, citations=(unnamed,), verdict=verdict)


def _telling(excerpts: Sequence[Excerpt]) -> list[Excerpt]:
    """Without those that tell little, where there are enough others; the only ones of a leaning stay."""
    telling = [e for e in excerpts if substance(e.text) >= _TELLS]
    if len({e.found.document.id for e in telling}) < MOST:
        return list(excerpts)
    held = {e.leaning for e in telling} | {None}
    return telling + [e for e in excerpts if e.leaning not in held]


def _by_document(found: Sequence[Found]) -> list[Found]:
    """The best passage of each document."""
    first: dict[str, Found] = {}
    for each in found:
        first.setdefault(each.document.id, each)
    return list(first.values())


def _some(heard: Sequence[Found], replies: Counter[str]) -> list[Found]:
    """The comments to read closely: the best, and some of each leaning."""
    near = sorted(_by_document(heard), key=lambda f: -_at_a_glance(f, replies))[:LOOKED_AT]
    ranked = sorted(near, key=lambda f: -_at_a_glance(f, replies) - substance(f.passage.text))
    spread = list(_spread(ranked))
    return _of_all_minds(spread, [leaning(f.passage.text) for f in spread], COMMENTS)


def _of_all_minds(ranked: Sequence[T], sides: Sequence[Leaning | None], most: int) -> list[T]:
    """The first ones, and the first of each leaning among the others, in order."""
    kept = dict.fromkeys(range(most - len(Leaning) * _SIDE))
    for side in Leaning:
        kept |= dict.fromkeys([n for n, own in enumerate(sides) if own is side][:_SIDE])
    kept |= dict.fromkeys(range(len(ranked)))
    return [ranked[n] for n in sorted(list(kept)[:most]) if n < len(ranked)]


def _at_a_glance(found: Found, replies: Counter[str]) -> float:
    """Worth of a comment before its words are looked at."""
    return _RELEVANCE * (found.scores.dense or 0.0) + placed(found, replies)


def _spread(ranked: Sequence[Found]) -> Iterator[Found]:
    """Without more than a few of one branch or author."""
    branches, authors = Counter[str](), Counter[str]()
    for found in ranked:
        branch, author = _branch(found), _author(found)
        if branches[branch] < _OF_BRANCH and (author is None or authors[author] < _OF_AUTHOR):
            branches[branch] += 1
            authors[author or ""] += 1
            yield found


def placed(found: Found, replies: Counter[str]) -> float:
    """What the place of a comment is worth, and the replies to it; `replies` by address."""
    document = found.document
    answered = min(_ANSWERED * math.log1p(replies[document.url]), _MOST_ANSWERED)
    return _PLACES.get(document.depth, 0.0) + answered


def excerpts(found: Found, placed: float) -> list[Excerpt]:
    """What a passage of a comment says that stands alone, best first; `placed`: the worth of its place."""
    made = (_excerpt(found, start, end, placed) for start, end in _spans(found))
    return sorted(made, key=lambda e: -e.worth)


def _two(made: Sequence[Excerpt]) -> list[Excerpt]:
    """The best excerpt of a comment, and the best that leans another way."""
    other = [e for e in made if e.leaning is not None and e.leaning is not made[0].leaning]
    return [*made[:1], *other[:1]]


def _spans(found: Found) -> Iterator[tuple[int, int]]:
    """Sentences that stand alone, and these with the next one of the same line."""
    text = found.passage.text
    spans = sentences(text, found.document.lang)
    alone = [span for span in spans if _stands_alone(text, span)]
    yield from alone
    for one, other in pairwise(spans):
        joined = (one[0], other[1])
        whole = text[joined[0] : joined[1]]
        if "\n" not in whole and weight(whole) <= LONGEST and _stands_alone(text, joined):
            yield joined


def _stands_alone(text: str, span: tuple[int, int]) -> bool:
    """What answers a quoted line does not."""
    before = text[: span[0]].rstrip().rpartition("\n")[2]
    return not before.lstrip().startswith(">") and stands_alone(text[span[0] : span[1]])


def _excerpt(found: Found, start: int, end: int, placed: float) -> Excerpt:
    text = found.passage.text[start:end]
    side = leaning(text)
    worth = substance(text) + placed + (_LEANS if side else 0.0)
    return Excerpt(found=found, start=start, end=end, worth=worth, leaning=side)


def _alike(vectors: Matrix) -> Matrix:
    """How much two excerpts say the same: 0 what two of them usually do, 1 the same text."""
    cosines = vectors @ vectors.T
    usual = float(np.median(cosines))
    scaled: Matrix = np.clip((cosines - usual) / max(1 - usual, _LEAST_SPREAD), 0, 1)
    return np.maximum(scaled, (cosines >= _COPY).astype(np.float32))


def _eligible(given: Sequence[Excerpt], chosen: Sequence[int], costs: Vector) -> list[int]:
    """Who may be next: of a new author, saying something else; of a new branch, if there is any; and of a
    leaning that has no place yet, when only so many places are left.
    """
    authors = {_author(given[i].found) for i in chosen} - {None}
    documents = {given[i].found.document.id for i in chosen}
    new = [
        i
        for i, e in enumerate(given)
        if e.found.document.id not in documents
        and _author(e.found) not in authors
        and costs[i] < _SAME
    ]
    missing = {e.leaning for e in given} - {given[i].leaning for i in chosen} - {None}
    if MOST - len(chosen) <= len(missing):
        new = _if_any(new, lambda i: given[i].leaning in missing)
    branches = {_branch(given[i].found) for i in chosen}
    return _if_any(new, lambda i: _branch(given[i].found) not in branches)


def _if_any(places: list[int], fits: Callable[[int], bool]) -> list[int]:
    """Those that fit, or all if none does."""
    return [i for i in places if fits(i)] or places


def _branch(found: Found) -> str:
    return found.document.branch or found.document.url


def _author(found: Found) -> str | None:
    """Names are those of one site."""
    document = found.document
    if document.author is None or document.voice is Voice.RELAY:
        return None
    return f"{document.publisher or found.source_name}\n{document.author}"
