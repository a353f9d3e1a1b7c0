"""The arithmetic of evaluation. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

CUT = 10


def ranks_report(ranks: Sequence[int | None]) -> dict[str, float]:
    """Recall at 1, 5, 10 and mean reciprocal rank from 0-based ranks; None: not among the first ten."""
    count = max(len(ranks), 1)
    found = [r for r in ranks if r is not None and r < CUT]
    report = {f"recall@{k}": sum(r < k for r in found) / count for k in (1, 5, 10)}
    return report | {"mrr@10": sum(1 / (r + 1) for r in found) / count}


def quantile(values: Sequence[float], share: float) -> float:
    """Nearest rank; 0 for no values."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def share(part: int, whole: int) -> float | None:
    """A ratio, None of nothing."""
    return part / whole if whole else None


def auc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """How often a positive scores above a negative, ties counted half."""
    if not positive or not negative:
        return None
    ordered = sorted(negative)
    return sum(_below(ordered, score) for score in positive) / (len(positive) * len(negative))


def balanced_accuracy(hits: int, positives: int, rejections: int, negatives: int) -> float | None:
    """Mean of the shares of positives and of negatives told rightly."""
    if not positives or not negatives:
        return None
    return (hits / positives + rejections / negatives) / 2


def trade_off(answerable: Sequence[float], unanswerable: Sequence[float]) -> list[dict[str, float]]:
    """Refusals at thresholds from 0 to 1: of what can be answered, and of what cannot."""
    return [
        {
            "threshold": step / 40,
            "refused_when_answerable": _refused(answerable, step / 40),
            "refused_when_unanswerable": _refused(unanswerable, step / 40),
        }
        for step in range(41)
    ]


def _refused(scores: Sequence[float], threshold: float) -> float:
    return sum(s < threshold for s in scores) / max(len(scores), 1)


def _below(ordered: Sequence[float], score: float) -> float:
    left, right = bisect_left(ordered, score), bisect_right(ordered, score)
    return left + (right - left) / 2
