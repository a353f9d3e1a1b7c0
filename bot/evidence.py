"""Whether what was found holds an answer at all. Pure, calibrated on labelled questions.

A passage on the subject that lacks the thing asked for leaves some of the question's tokens without
support; cosines of whole texts hardly show that. So the sentences of the best passages are compared
with the question token by token, and the words that they share are weighed by how rare they are.

A passage in another language shares next to no words with the question, and supports its tokens less
even where it answers. Such passages have a calibration of their own, on the same scale, so that one
threshold does for both. `make calibrate` fits the numbers; docs/benchmarks.md has the curve that the
threshold was chosen on.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.asked import asked_in
from retrieval.ports import Likeness, Vector
from retrieval.text import language
from retrieval.tokens import content_terms, terms
from retrieval.types import Found

THRESHOLD = 0.565
_LOW = 0.1  # share of a question's tokens that may go without support in another language


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What speaks for an answer."""

    least: float  # support of the least supported token, in the passage where that is highest
    lexical: float  # the most that a passage scored of what BM25 could give for the question
    covered: float  # the largest share of the question's words that a passage and its title hold
    length: float  # logarithm of the question's tokens: more of them, less likely all supported


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalsAcross:
    """What speaks for an answer in another language than the question's."""

    low: (
        float  # support that all but a tenth of the tokens have, in the passage where it is highest
    )
    cosine: float  # of the question with the nearest passage


WEIGHTS = Signals(least=17.245, lexical=6.377, covered=1.388, length=0.694)
BIAS = -17.646
WEIGHTS_ACROSS = SignalsAcross(low=24.136, cosine=8.647)
BIAS_ACROSS = -24.494


def sure(
    question: str, sentences: Mapping[str, Sequence[Likeness]], found: Sequence[Found]
) -> float:
    """Calibrated likelihood, 0 to 1, that the question can be answered from what was found.

    `sentences`: those that were read closely, by the id of their passage. The better of what all
    passages say together and what those in another language than the question's say by their measure.
    """
    abroad = across(question, found)
    ids = {f.passage.id for f in abroad}
    read = [group for id, group in sentences.items() if id in ids]
    return max(
        confidence(signals(question, list(sentences.values()), found)),
        confidence_across(signals_across(read, abroad)),
    )


def across(question: str, found: Sequence[Found]) -> list[Found]:
    """The passages in another language than the question's."""
    asked = asked_in(question)
    return [f for f in found if _foreign(f.document.lang or language(f.passage.text), asked)]


def _foreign(one: str | None, other: str | None) -> bool:
    """Names alone, in Latin script, may be English but are not Korean."""
    return one != other and {one, other} != {None, "en"}


def signals(
    question: str, sentences: Sequence[Sequence[Likeness]], found: Sequence[Found]
) -> Signals | None:
    """From the sentences that were read closely, grouped by passage; None when there are none."""
    groups = _supports(sentences)
    if not groups:
        return None
    return Signals(
        least=max(float(np.max(group, axis=0).min()) for group in groups),
        lexical=max((f.scores.lexical or 0.0 for f in found), default=0.0),
        covered=max((_covered(question, f) for f in found), default=0.0),
        length=math.log(len(groups[0][0])),
    )


def signals_across(
    sentences: Sequence[Sequence[Likeness]], found: Sequence[Found]
) -> SignalsAcross | None:
    """The same of passages that are all in another language than the question's."""
    groups = _supports(sentences)
    if not groups:
        return None
    return SignalsAcross(
        low=max(float(np.quantile(np.max(group, axis=0), _LOW)) for group in groups),
        cosine=max((f.scores.cosine or 0.0 for f in found), default=0.0),
    )


def confidence(given: Signals | None) -> float:
    """Calibrated likelihood, 0 to 1, that the question can be answered."""
    if given is None:
        return 0.0
    return _likelihood(
        BIAS
        + WEIGHTS.least * given.least
        + WEIGHTS.lexical * given.lexical
        + WEIGHTS.covered * given.covered
        + WEIGHTS.length * given.length
    )


def confidence_across(given: SignalsAcross | None) -> float:
    """The same from passages in another language than the question's."""
    if given is None:
        return 0.0
    weights = WEIGHTS_ACROSS
    return _likelihood(BIAS_ACROSS + weights.low * given.low + weights.cosine * given.cosine)


def _likelihood(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def _supports(sentences: Sequence[Sequence[Likeness]]) -> list[list[Vector]]:
    return [[s.support for s in group] for group in sentences if group]


def _covered(question: str, found: Found) -> float:
    asked = set(content_terms(question))
    held = set(terms(f"{found.document.title} {found.passage.text}"))
    return len(asked & held) / max(len(asked), 1)
