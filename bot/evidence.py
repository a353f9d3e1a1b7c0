"""Whether what was found holds an answer at all. Pure, calibrated on labelled questions.

A passage on the subject that lacks the thing asked for leaves some of the question's tokens without
support; cosines of whole texts hardly show that. So the sentences of the best passages are compared
with the question token by token, and the words that they share are weighed by how rare they are.
`make calibrate` fits the numbers; docs/benchmarks.md has the curve that the threshold was chosen on.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.ports import Likeness
from retrieval.tokens import content_terms, terms
from retrieval.types import Found

THRESHOLD = 0.565


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What speaks for an answer."""

    least: float  # support of the least supported token, in the passage where that is highest
    lexical: float  # the most that a passage scored of what BM25 could give for the question
    covered: float  # the largest share of the question's words that a passage and its title hold
    length: float  # logarithm of the question's tokens: more of them, less likely all supported


WEIGHTS = Signals(least=17.245, lexical=6.377, covered=1.388, length=0.694)
BIAS = -17.646


def signals(
    question: str, sentences: Sequence[Sequence[Likeness]], found: Sequence[Found]
) -> Signals | None:
    """From the sentences that were read closely, grouped by passage; None when there are none."""
    groups = [[s.support for s in group] for group in sentences if group]
    if not groups:
        return None
    return Signals(
        least=max(float(np.max(group, axis=0).min()) for group in groups),
        lexical=max((f.scores.lexical or 0.0 for f in found), default=0.0),
        covered=max((_covered(question, f) for f in found), default=0.0),
        length=math.log(len(groups[0][0])),
    )


def confidence(given: Signals | None) -> float:
    """Calibrated likelihood, 0 to 1, that the question can be answered."""
    if given is None:
        return 0.0
    value = (
        BIAS
        + WEIGHTS.least * given.least
        + WEIGHTS.lexical * given.lexical
        + WEIGHTS.covered * given.covered
        + WEIGHTS.length * given.length
    )
    return 1 / (1 + math.exp(-value))


def _covered(question: str, found: Found) -> float:
    asked = set(content_terms(question))
    held = set(terms(f"{found.document.title} {found.passage.text}"))
    return len(asked & held) / max(len(asked), 1)
