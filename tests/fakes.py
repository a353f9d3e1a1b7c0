"""One fake a port, held to the same contract tests as the real adapter."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from retrieval.ports import Likeness, Matrix, Vector
from retrieval.tokens import terms
from retrieval.types import Reading, Source

SIZE = 64


class FakeEmbedder:
    """Texts with the same words are alike. Counts what it was given."""

    model = "fake"
    dimensions = SIZE

    def __init__(self) -> None:
        self.embedded: list[str] = []

    async def embed_question(self, text: str) -> Vector:
        return _vector(text)

    async def embed_passages(self, texts: Sequence[str]) -> Matrix:
        self.embedded.extend(texts)
        return (
            np.stack([_vector(text) for text in texts])
            if texts
            else np.zeros((0, SIZE), np.float32)
        )

    async def compare(self, question: str, texts: Sequence[str]) -> Sequence[Likeness]:
        asked = terms(question) or [""]
        return [_likeness(question, asked, text) for text in texts]

    async def close(self) -> None:
        """Nothing to release."""


class FakeReader:
    """Reads what it was told last; raises it, when it is an error."""

    def __init__(self, *readings: Reading | Exception) -> None:
        self.readings = list(readings)

    async def read(self, source: Source) -> Reading:
        reading = self.readings.pop(0) if len(self.readings) > 1 else self.readings[0]
        if isinstance(reading, Exception):
            raise reading
        own = tuple(replace(d, source_id=source.id) for d in reading.documents)
        return replace(reading, documents=own)


def _likeness(question: str, asked: Sequence[str], text: str) -> Likeness:
    held = set(terms(text))
    support = np.array([0.97 if term in held else 0.85 for term in asked], np.float32)
    return Likeness(cosine=float(_vector(question) @ _vector(text)), support=support)


def _vector(text: str) -> Vector:
    """A bag of hashed terms of unit length."""
    vector = np.full(SIZE, 1e-3, np.float32)
    for term in terms(text):
        vector[int(hashlib.sha256(term.encode()).hexdigest(), 16) % SIZE] += 1
    unit: Vector = vector / np.linalg.norm(vector)
    return unit
