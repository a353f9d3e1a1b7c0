"""Fuses what the indexes found and orders it. Pure.

The fusion adds two calibrated strengths. Dense: how many standard deviations the passage's cosine is
above the collection's mean for this question. Lexical: its BM25 as a share of the most that the
question could score. Both say how strong a match is and not just its rank, so the index that knows
little about a question (the lexical one, when question and passage are in different languages) adds
little, and the one that is sure decides. Rank fusion throws that away and loses to its better half.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from retrieval.tokens import terms
from retrieval.types import Found, Hit, Scores

LEXICAL_WEIGHT = 15.0  # this and the power were chosen on five sets, see docs/benchmarks.md
LEXICAL_POWER = (
    1.5  # a few shared words say less than their share: they are often a name and no more
)
_SAME = 0.8  # share of common terms from which two passages are copies


@dataclass(frozen=True, slots=True, kw_only=True)
class Recency:
    """What being new is worth: `weight` (in the fused unit) today, half of it every half-life."""

    weight: float = 0.3
    half_life: timedelta = timedelta(days=30)

    def bonus(self, published: datetime | None, now: datetime) -> float:
        """0 for an undated text."""
        if published is None or not self.weight:
            return 0.0
        age = max((now - published) / self.half_life, 0.0)
        return float(self.weight * 0.5**age)


def fuse(dense: Sequence[Hit], lexical: Sequence[Hit]) -> dict[str, Scores]:
    """Scores by passage id, best first; recency is added later, when dates are known.

    A passage that only the lexical index found is taken to be as near as the last dense hit.
    """
    by_dense, by_lexical = _by_id(dense), _by_id(lexical)
    floor = min((h.score for h in dense), default=0.0)
    scores = {
        id: _scores(by_dense.get(id), by_lexical.get(id), floor)
        for id in dict.fromkeys([*by_dense, *by_lexical])
    }
    return dict(sorted(scores.items(), key=lambda item: -item[1].fused))


def rank(
    found: Sequence[Found], now: datetime, recency: Recency, limit: int | None = None
) -> list[Found]:
    """Best first with recency added, one of each group of near copies, at most `limit`."""
    dated = [_with_recency(f, recency.bonus(f.document.published, now)) for f in found]
    ordered = sorted(dated, key=lambda f: (-f.scores.fused, f.passage.id))
    return list(_one_each(ordered, limit))


def _by_id(hits: Sequence[Hit]) -> Mapping[str, Hit]:
    return {hit.passage_id: hit for hit in hits}


def _scores(dense: Hit | None, lexical: Hit | None, floor: float) -> Scores:
    strength = dense.score if dense else floor
    share = lexical.score if lexical else 0.0
    return Scores(
        dense=dense.score if dense else None,
        cosine=dense.raw if dense else None,
        lexical=lexical.score if lexical else None,
        recency=0.0,
        fused=strength + LEXICAL_WEIGHT * share**LEXICAL_POWER,
    )


def _with_recency(found: Found, bonus: float) -> Found:
    scores = found.scores
    return replace(
        found, scores=replace(scores, recency=bonus, fused=scores.fused - scores.recency + bonus)
    )


def _one_each(ordered: Sequence[Found], limit: int | None) -> Iterator[Found]:
    kept: list[tuple[frozenset[str], Found, list[Found]]] = []
    for found in ordered:
        words = frozenset(terms(found.passage.text))
        twin = next((k for k in kept if near_copy(words, k[0])), None)
        if twin is None and len(kept) == limit:
            break
        if twin is None:
            kept.append((words, found, []))
        elif found.document.url not in {f.document.url for f in (twin[1], *twin[2])}:
            twin[2].append(found)
    for _, found, twins in kept:
        yield replace(found, twins=tuple(twins))


def near_copy(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two texts, given as their terms, are copies of one report."""
    smaller, larger = sorted((len(words), len(others)))
    if not larger or smaller < _SAME * larger:
        return False
    if len(words.intersection(others)) < _SAME * len(words.union(others)):
        return False
    return _figures(words) == _figures(others)  # two versions of a number are two reports


def _figures(words: frozenset[str]) -> set[str]:
    return {word for word in words if any(c.isdigit() for c in word)}
