"""Joins stories that share no address, by what they say: across languages, and copies of one report.

Two texts are one story when each is the other's nearest of those that were published within a few days,
clearly nearer than any other story. What is compared are their first passages, which the dense index has
embedded already: no text is embedded for this alone. Vectors of one language lie together, whatever their texts are about;
so each is first moved by the mean of its language, which more than halves the errors across languages.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from retrieval.passages import embedded_text
from retrieval.ports import Embedder, Library, Matrix, VectorCache
from retrieval.ranking import near_copy
from retrieval.text import language
from retrieval.tokens import content_terms, terms
from retrieval.types import Document, Shelved, TimeRange
from retrieval.urls import canonical

WITHIN = timedelta(days=4)  # from one publication of a story to another
AT_ONCE = 200  # new documents a run
MOST_AROUND = 10_000  # documents that they are compared with
_FEWEST = 10  # documents of a language from which its mean says anything
_COPY_COSINE = 0.8  # from which two texts are looked at as copies
_COPY_TERMS = 12  # that a copy has at least: short texts are alike by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How near two texts must be: `strength` is their cosine and how far the next story is behind."""

    cosine: float
    strength: float


ACROSS = Bar(cosine=0.4, strength=0.7)
"""Between two languages. Chosen on one half of 503 pairs of Korean and English reports, all of one day,
with partners for a third of them: from 0.65 on, one join of a hundred is wrong, and those are of one affair.
The next step is taken, since most news has no partner at all. `make eval-stories` prints the table.
"""
WITHIN_ONE = Bar(cosine=0.75, strength=0.95)
"""Within a language, where texts on one subject lie nearer. There are no labelled pairs: read off what this
joined among the 1,006 texts of these pairs, and between two papers of one year.
"""
ONE_FRONT_PAGE = Bar(cosine=0.3, strength=0.4)
"""When both link to the same front page: a product's, as a rule. Set by hand, not measured."""
_TINY = 1e-6
_MOST_MARGIN = 0.3  # that counts: a text that resembles nothing else is not therefore like this one

_NOTHING = np.zeros((0, 0), np.float32)

Mask = npt.NDArray[np.bool_]


class Liken:
    """Compares what is new with what was published around the same time. For one caller at a time."""

    def __init__(self, library: Library, embedder: Embedder, cache: VectorCache) -> None:
        self._library = library
        self._embedder = embedder
        self._cache = cache
        self._lock = asyncio.Lock()

    async def __call__(self, most: int = AT_ONCE) -> int:
        """How many stories became one with others. Repeatable; what is left over is for the next run.

        Raises StoreUnavailable, ModelUnavailable.
        """
        async with self._lock:
            new = await self._library.unlikened(most)
            undated = [id for id, published in new.items() if published is None]
            await self._library.liken(undated, [])
            groups = _by_time([(published, id) for id, published in new.items() if published])
            return sum([await self._join(group) for group in groups])

    async def _join(self, new: Sequence[tuple[datetime, str]]) -> int:
        """For documents of the same days, in order."""
        around = TimeRange(since=new[0][0] - 2 * WITHIN, until=new[-1][0] + 2 * WITHIN)
        ids = {id for _, id in new}
        openings = await self._library.openings(around, MOST_AROUND)
        vectors = await self._vectors(openings)
        pairs = await asyncio.to_thread(alike, openings, vectors, ids.__contains__)
        return await self._library.liken(sorted(ids), pairs)

    async def _vectors(self, openings: Sequence[Shelved]) -> Matrix:
        model = self._embedder.model
        known = dict(await self._cache.load(model, [o.key for o in openings]))
        new = {o.key: _embedded(o) for o in openings if o.key not in known}
        for some in _slices(list(new)):
            rows = await self._embedder.embed_passages([new[k] for k in some])
            fresh = dict(zip(some, rows, strict=True))
            await self._cache.save(model, fresh)
            known |= fresh
        return np.stack([known[o.key] for o in openings]) if openings else _NOTHING


def alike(
    openings: Sequence[Shelved], vectors: Matrix, is_new: Callable[[str], bool]
) -> list[tuple[str, str]]:
    """Pairs of ids of documents whose stories are one, each with at least one that is new. Pure.

    `vectors` are those of the openings, row by row. Takes one product of a row with the matrix for each new
    document and each of its nearest.
    """
    field = _Field(openings, vectors)
    ids = [o.document.id for o in openings]
    new = [i for i, id in enumerate(ids) if is_new(id)]
    found = {(min(i, j), max(i, j)) for i in new for j in field.joins(i)}
    return [(ids[i], ids[j]) for i, j in sorted(found)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """The nearest of a document, and how far the next story is behind it."""

    place: int
    cosine: float
    margin: float


class _Field:
    """Documents and their vectors, each moved by the mean of its language."""

    def __init__(self, openings: Sequence[Shelved], vectors: Matrix) -> None:
        self._openings = openings
        self._documents = documents = [o.document for o in openings]
        self._languages = np.array([_language(o) for o in openings], dtype=object)
        self._rows, self._comparable = _moved(vectors, self._languages)
        self._times = np.array([_seconds(d) for d in documents])
        self._stories = _numbered([d.story or d.id for d in documents])
        self._tellers = _numbered([d.publisher or d.source_id for d in documents])
        self._sources = _numbered([d.source_id for d in documents])

    def joins(self, i: int) -> Iterator[int]:
        """Its copies, and what tells the same story in each language."""
        cosines = self._rows @ self._rows[i]
        yield from self._copies(i, cosines)
        if not self._comparable[i]:
            return
        for lang in dict.fromkeys(self._languages[self._comparable]):
            near = self._nearest(i, lang, cosines)
            if near is not None and self._is_one(i, near):
                yield near.place

    def _copies(self, i: int, cosines: npt.NDArray[np.float32]) -> Iterator[int]:
        own = _words(self._openings[i])
        if len(own) < _COPY_TERMS:
            return
        near = self._others(i) & (self._languages == self._languages[i]) & (cosines >= _COPY_COSINE)
        for j in map(int, np.flatnonzero(near)):
            if near_copy(own, _words(self._openings[j])):
                yield j

    def _is_one(self, i: int, near: _Near) -> bool:
        """Whether the nearest is so by far, and this one is the nearest of it."""
        j = near.place
        bar = self._bar(i, j)
        same = self._languages[i] == self._languages[j]
        titles = self._documents[i].title, self._documents[j].title
        if near.cosine < bar.cosine or _at_odds(*titles, same_language=bool(same)):
            return False
        back = self._nearest(j, self._languages[i], self._rows @ self._rows[j])
        if back is None or self._stories[back.place] != self._stories[i]:
            return False
        return near.cosine + min(near.margin, back.margin, _MOST_MARGIN) >= bar.strength

    def _bar(self, i: int, j: int) -> Bar:
        if _shares_front_page(self._documents[i], self._documents[j]):
            return ONE_FRONT_PAGE
        return ACROSS if self._languages[i] != self._languages[j] else WITHIN_ONE

    def _nearest(self, i: int, lang: str, cosines: npt.NDArray[np.float32]) -> _Near | None:
        """Of those in a language that somebody else has published within a few days."""
        told = self._others(i) & self._comparable & (self._languages == lang)
        told &= (self._tellers != self._tellers[i]) & (self._sources != self._sources[i])
        if not told.any():
            return None
        seen = np.where(told, cosines, -1.0)
        best = int(seen.argmax())
        rest = seen[self._stories != self._stories[best]]
        second = float(rest.max()) if len(rest) else -1.0
        return _Near(
            place=best, cosine=float(seen[best]), margin=float(seen[best]) - max(second, 0.0)
        )

    def _others(self, i: int) -> Mask:
        """Of other stories, published within a few days."""
        close = np.abs(self._times - self._times[i]) <= WITHIN.total_seconds()
        mask: Mask = close & (self._stories != self._stories[i])
        return mask


def _moved(vectors: Matrix, languages: npt.NDArray[np.object_]) -> tuple[Matrix, Mask]:
    """Rows of unit length without what all of their language share; those that too few share it with are
    left as they are, and compare with copies alone.
    """
    rows: Matrix = vectors.astype(np.float32, copy=True)
    comparable: Mask = np.zeros(len(rows), np.bool_)
    for lang in dict.fromkeys(languages):
        own = languages == lang
        if lang and own.sum() >= _FEWEST:
            rows[own] -= rows[own].mean(axis=0)
            comparable |= own
    if len(rows):
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), _TINY)
    return rows, comparable


def _numbered(names: Sequence[str]) -> npt.NDArray[np.intp]:
    """The same number for the same name: numbers are compared a hundred times faster."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], np.intp)


def _at_odds(one: str, other: str, *, same_language: bool) -> bool:
    """Whether two titles name figures of which none is the same: two versions, two years.

    Within one language it is enough that each has one that the other lacks.
    """
    mine, yours = _figures(one), _figures(other)
    if same_language:
        return bool(mine - yours and yours - mine)
    return bool(mine and yours and not mine & yours)


def _figures(text: str) -> set[str]:
    return {term for term in content_terms(text) if any(c.isdigit() for c in term)}


def _shares_front_page(one: Document, other: Document) -> bool:
    if not one.about_url or not other.about_url:
        return False
    place = canonical(one.about_url)
    return place == canonical(other.about_url) and "/" not in place and "?" not in place


def _words(opening: Shelved) -> frozenset[str]:
    return frozenset(terms(f"{opening.document.title}\n{opening.passage.text}"))


def _language(opening: Shelved) -> str:
    document = opening.document
    return document.lang or language(f"{document.title}\n{opening.passage.text}") or ""


def _seconds(document: Document) -> float:
    return document.published.timestamp() if document.published else float("nan")


def _embedded(opening: Shelved) -> str:
    document = opening.document
    return embedded_text(document.title, document.published, opening.passage.text)


def _by_time(dated: Sequence[tuple[datetime, str]]) -> Iterator[list[tuple[datetime, str]]]:
    """In order, in groups that span a few days each."""
    group: list[tuple[datetime, str]] = []
    for each in sorted(dated):
        if group and each[0] - group[0][0] > WITHIN:
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _slices(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many that a run that breaks off has not embedded in vain."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
