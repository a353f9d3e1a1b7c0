"""Searches inside stories: every passage is compared, so nothing of a long discussion is missed."""

from collections.abc import Sequence

import numpy as np

from retrieval.passages import embedded_text
from retrieval.ports import Embedder, Library, Matrix, VectorCache
from retrieval.ranking import LEXICAL_POWER, LEXICAL_WEIGHT
from retrieval.tokens import content_terms, terms
from retrieval.types import Filter, Found, Scores, Shelved

MOST = 6000  # passages of the stories of one question
_NEW = 500  # that are embedded for one question; the indexes embed the rest in their time
_LEAST_SPREAD = 1e-3


class Within:
    """Exact search over the passages of a few stories, with the vectors that the indexes have cached."""

    def __init__(self, library: Library, embedder: Embedder, cache: VectorCache) -> None:
        self._library = library
        self._embedder = embedder
        self._cache = cache

    async def __call__(self, text: str, stories: Sequence[str], filter: Filter) -> list[Found]:
        """Best first, all of them. Raises StoreUnavailable, ModelUnavailable."""
        shelved = await self._library.shelf(stories, filter, MOST)
        known, rows = await self._vectors(shelved)
        if not known:
            return []
        cosines = rows @ await self._embedder.embed_question(text)
        strengths = (cosines - cosines.mean()) / max(float(cosines.std()), _LEAST_SPREAD)
        asked = frozenset(content_terms(text))
        found = [
            _found(each, float(cosine), float(strength), asked)
            for each, cosine, strength in zip(known, cosines, strengths, strict=True)
        ]
        return sorted(found, key=lambda f: (-f.scores.fused, f.passage.id))

    async def _vectors(self, shelved: Sequence[Shelved]) -> tuple[list[Shelved], Matrix]:
        """Those that have a vector or are given one, and their vectors row by row."""
        model = self._embedder.model
        vectors = dict(await self._cache.load(model, [s.key for s in shelved]))
        new = {s.key: s for s in shelved if s.key not in vectors}
        some = dict(list(new.items())[:_NEW])
        if some:
            made = await self._embedder.embed_passages([_embedded(s) for s in some.values()])
            fresh = dict(zip(some, made, strict=True))
            await self._cache.save(model, fresh)
            vectors |= fresh
        known = [s for s in shelved if s.key in vectors]
        rows = [vectors[s.key] for s in known]
        return known, np.stack(rows) if rows else np.zeros((0, 0), np.float32)


def _embedded(shelved: Shelved) -> str:
    document = shelved.document
    return embedded_text(document.title, document.published, shelved.passage.text)


def _found(shelved: Shelved, cosine: float, strength: float, asked: frozenset[str]) -> Found:
    share = len(asked & frozenset(terms(shelved.passage.text))) / max(len(asked), 1)
    return Found(
        passage=shelved.passage,
        document=shelved.document,
        source_name=shelved.source_name,
        scores=Scores(
            dense=strength,
            cosine=cosine,
            lexical=share or None,
            recency=0.0,
            fused=strength + LEXICAL_WEIGHT * share**LEXICAL_POWER,
        ),
    )
