"""Which of the things people said are about what is asked, where that is narrower than their story. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

import numpy as np

from bot.positions.asking import Leaning
from bot.positions.choosing import MOST, Excerpt, excerpts, placed, shortlist
from bot.positions.focus import Focus, besides_names, plain, share
from retrieval.ports import Vector
from retrieval.types import Found

SAYING = 30  # excerpts that have the words
EXCERPTS = 60  # with others, which may say it in other words
BESIDE = 30  # excerpts by which it is seen what is usual
ALSO = 16  # excerpts with the topic's own words, where the whole story is asked about
FEWEST = 8  # excerpts from which it can be told what is usual in a discussion
CLOSE = 2.0
"""Nearness from which an excerpt is about it, whatever its words. Chosen on 46 Korean discussions, asked in
English about subjects that they hold and, in both languages, about others: one of eight of the latter finds
something, mostly where the subject is touched in passing.
"""
CLOSER = 2.5  # where others say it in its words
NEXT = 1.85  # where another one is close
_BEHIND = (
    0.6  # of the nearest: where one is very near, what is much less so is about something else
)
_PARTLY, _RATHER = 0.5, 1.0  # share of the words, and nearness, that are enough together
_BESIDES = (
    0.25  # nearness to what is asked about a name, without it, where the words say part of it
)
_ITSELF = 1.2  # the same, where they do not
_SAYS = 2.0  # what having all of the words is worth


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An excerpt that may be about what is asked."""

    excerpt: Excerpt
    share: float  # of what is asked, that its words say


def candidates(focus: Focus, heard: Sequence[Found]) -> list[Candidate]:
    """Excerpts to compare with what is asked, from all passages of comments, best first."""
    replies = Counter(f.document.parent_url for f in heard if f.document.parent_url)
    shares = [share(focus, plain(f.passage.text)) for f in heard]
    order = sorted(range(len(heard)), key=lambda i: -shares[i])
    saying = [i for i in order if shares[i] > 0][:SAYING]
    others = [i for i in range(len(heard)) if shares[i] == 0][:EXCERPTS]
    first = [c for i in saying for c in _best(focus, excerpts(heard[i], placed(heard[i], replies)))]
    rest = _in_turn([excerpts(heard[i], placed(heard[i], replies)) for i in others])
    return [*first, *(Candidate(excerpt=e, share=0.0) for e in rest)][:EXCERPTS]


def also(
    topic: str, heard: Sequence[Found], given: Sequence[Excerpt], wanted: Leaning | None
) -> list[Excerpt]:
    """Excerpts with what a topic says besides names, which are not among those given."""
    focus = besides_names(topic)
    known = {e.found.document.id for e in given}
    said = [c.excerpt for c in candidates(focus, heard) if c.share > 0] if focus.terms else []
    new = [e for e in said if e.found.document.id not in known]
    return [e for e in new if wanted is None or e.leaning is wanted][:ALSO]


def others(
    heard: Sequence[Found], given: Sequence[Excerpt], wanted: Leaning | None
) -> list[Excerpt]:
    """Excerpts of any leaning beside a few of one: by them it is seen what is usual."""
    if wanted is None:
        return []
    room = max(BESIDE - len(given), 0)
    return [e for e in shortlist(heard) if e.leaning is not wanted][:room]


def usual(given: Sequence[Candidate]) -> list[int]:
    """Rows of excerpts that are probably about something else."""
    rows = [i for i, c in enumerate(given) if c.share == 0]
    return rows if len(rows) >= FEWEST else list(range(len(given)))


def enough(given: Sequence[Candidate]) -> bool:
    """Whether those that have all the words will do, so that no other has to be read closely."""
    return len({c.excerpt.found.document.id for c in given if c.share == 1}) >= MOST


def about(
    focus: Focus, given: Sequence[Candidate], near: Vector, besides: Vector | None = None
) -> list[int]:
    """Rows of the excerpts that are about it. `besides`: nearness to what is asked of a name, without it: a
    text that has the name is near to all that is asked of it.
    """
    said = any(c.share == 1 for c in given)
    partly = any(c.share >= _PARTLY for c in given)
    only = said and any(term.name for term in focus.terms)  # whoever names it, names it so
    alone = not partly and near.max(initial=0.0) >= CLOSE
    far = max(CLOSER if said else NEXT if alone else CLOSE, _BEHIND * near.max(initial=0.0))
    known = len(given) >= FEWEST
    rather = max(_RATHER, _BEHIND * near.max(initial=0.0))
    apart = np.full(len(given), np.inf) if besides is None else besides
    return [
        i
        for i, c in enumerate(given)
        if c.share == 1
        or (c.share >= _PARTLY and near[i] >= rather and apart[i] >= _BESIDES)
        or (known and near[i] >= far and apart[i] >= _ITSELF and not (only and c.share == 0))
    ]


def strength(given: Sequence[Candidate], near: Vector) -> Vector:
    """How much each is about it."""
    return near + _SAYS * np.array([c.share for c in given], np.float32)


def leaning_to(
    wanted: Leaning | None, rows: Sequence[int], given: Sequence[Candidate]
) -> list[int]:
    """Those of the leaning that is asked for; where words show none of it, those that show no other."""
    if wanted is None:
        return list(rows)
    sides = {i: given[i].excerpt.leaning for i in rows}
    return [i for i in rows if sides[i] is wanted] or [i for i in rows if sides[i] is None]


def _best(focus: Focus, of: Sequence[Excerpt]) -> Iterator[Candidate]:
    """The excerpt of a comment that says most of it."""
    rated = [Candidate(excerpt=e, share=share(focus, plain(e.text))) for e in of]
    best = max(rated, key=lambda c: (c.share, c.excerpt.worth), default=None)
    if best is not None and best.share > 0:
        yield best


def _in_turn(of: Sequence[Sequence[Excerpt]]) -> Iterator[Excerpt]:
    """The best of each, then the second best of each."""
    ranked = [sorted(own, key=lambda e: -e.worth) for own in of]
    return (e for e in chain.from_iterable(zip_longest(*ranked)) if e is not None)
