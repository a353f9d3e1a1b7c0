"""How near a text is to a few words, so that one number says the same of every question. Pure.

A cosine alone does not: some texts are near to whatever is asked, and some questions to whatever is said. So
what a text has with everyday phrases that have nothing to do with it is taken off, and then what the usual
text of the same discussion has. Beside that counts how well each token of the words is met, for the texts
that were read closely. Units: 1 is what the two measures differ by among texts that are about something else.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from retrieval.ports import Likeness, Matrix, Vector

GROUND = (
    "the price",
    "remote work",
    "privacy",
    "the design",
    "children",
    "performance",
    "a new law",
    "security",
    "the weather",
    "football",
    "electric cars",
    "music",
    "the economy",
    "climate change",
    "hiring",
    "batteries",
    "food",
    "travel",
    "education",
    "health",
    "politics",
    "open source",
    "documentation",
    "art",
)
"""Phrases of many kinds: what a text has with all of them, it has with anything."""
CLOSELY = 14  # texts that are read closely: those nearest to the words
BESIDES = 6  # and others, to know what is usual
_COSINE = 0.02
_SUPPORT = 0.03
_LEAST_SPREAD = 1e-3


def apart(vectors: Matrix, ground: Matrix, asked: Vector) -> Vector:
    """Nearness by vectors alone; its zero says nothing, see `above`."""
    near: Vector = (vectors @ asked - (vectors @ ground.T).mean(axis=1)) / _COSINE
    return near


def above(near: Vector, usual: Sequence[int]) -> Vector:
    """Above that of the usual texts, given by their rows; of all where there are none."""
    rows = list(usual) or list(range(len(near)))
    lifted: Vector = near - near[rows].mean()
    return lifted


def to_read(near: Vector) -> tuple[list[int], list[int]]:
    """Rows to read closely, the nearest first, and some of the rest, which say what is usual."""
    order = [int(i) for i in np.argsort(-near, kind="stable")]
    best, rest = order[:CLOSELY], order[CLOSELY:]
    step = max(len(rest) // BESIDES, 1)
    return best, rest[step - 1 :: step][:BESIDES]


def read_closely(near: Vector, read: Mapping[int, Likeness], usual: Sequence[int]) -> Vector:
    """Nearness with what was read closely: `usual` are rows of `read`. Others keep theirs."""
    support = {row: float(likeness.support.mean()) for row, likeness in read.items()}
    base = float(np.mean([support[row] for row in usual or support] or [0.0]))
    both = near.copy()
    for row, value in support.items():
        both[row] = (near[row] + (value - base) / _SUPPORT) / 2
    return both


def spread(near: Vector) -> Vector:
    """In standard deviations, around the mean."""
    deviations: Vector = (near - near.mean()) / max(float(near.std()), _LEAST_SPREAD)
    return deviations
