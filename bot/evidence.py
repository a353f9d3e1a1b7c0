"""Whether what was found holds an answer at all. Pure, calibrated on labelled questions.

Two signals, both read token by token with the embedding model: the question's least supported token
in the best passage, taken as a whole, and the same when each sentence of a passage is read alone. A
passage that is about the subject but lacks the thing asked for leaves some token without support;
cosines of whole texts do not show that. `make calibrate` fits the numbers; docs/benchmarks.md has
the curve that the threshold was chosen on.
"""

import math
from collections.abc import Sequence

import numpy as np

from retrieval.ports import Likeness

WHOLE_WEIGHT = 9.56
SENTENCES_WEIGHT = 29.30
BIAS = -30.46
THRESHOLD = 0.66


def confidence(passages: Sequence[Likeness], sentences: Sequence[Sequence[Likeness]]) -> float:
    """Calibrated likelihood, 0 to 1, that the question can be answered.

    `passages` as wholes, `sentences` one group for each passage whose sentences were read alone.
    """
    whole = max((float(p.support.min()) for p in passages), default=0.0)
    parts = max((_together(group) for group in sentences if group), default=0.0)
    return _logistic(WHOLE_WEIGHT * whole + SENTENCES_WEIGHT * parts + BIAS)


def _together(group: Sequence[Likeness]) -> float:
    """The least supported token when every sentence of a passage may lend its support."""
    return float(np.max([s.support for s in group], axis=0).min())


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
