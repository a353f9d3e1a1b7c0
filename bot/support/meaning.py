"""What the embedding model sees of a statement in its quotes. Pure: it is handed in as a value.

It tells which sentence a statement in another language retells, and whether all of it is there. It
hardly tells 5 from 6 or yes from no: that is for the checks that read figures, names and denials.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.ports import Likeness

MEAN = 0.83
"""Least mean, over a statement's tokens, of the best cosine with a token of the quote's sentence."""
WEAKEST = 0.775
"""The same of its weakest tokens: one quarter of them. tests/evals/fit_support.py measures both."""
_QUARTER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A statement compared with its quotes' sentences: one likeness each, in order."""

    likeness: tuple[Likeness, ...]

    def close(self) -> tuple[int, ...]:
        """The sentences that hold all that the statement says, as far as the model sees, best first."""
        means = [mean_support(found) for found in self.likeness]
        order = sorted(range(len(means)), key=lambda i: -means[i])
        return tuple(
            i for i in order if means[i] >= MEAN and weakest_support(self.likeness[i]) >= WEAKEST
        )


def mean_support(found: Likeness) -> float:
    """Of all tokens of a statement."""
    return float(found.support.mean()) if found.support.size else 0.0


def weakest_support(found: Likeness) -> float:
    """Of the quarter of them that is supported least."""
    ordered: Sequence[float] = np.sort(found.support).tolist()
    least = ordered[: max(1, len(ordered) // _QUARTER)]
    return sum(least) / max(len(least), 1)
