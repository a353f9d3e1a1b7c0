"""The dense index: vectors in Chroma, in process or on a server."""

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings
from chromadb.errors import InternalError, NotFoundError

from retrieval.passages import embedded_text
from retrieval.ports import Embedder, Library, Matrix, Vector, VectorCache
from retrieval.stores.threads import Worker, unavailable
from retrieval.types import Change, Entry, Filter, Hit, Put

_HNSW = {"hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 16, "ef_search": 200}}
_MEND = "delete this folder and run `newsdesk reindex`: it is refilled from the database"
_PREFIX = "passages-"  # of the names of collections
_SAMPLE = 1000  # vectors that stand for the collection when a cosine is judged
_SIFTED = 500  # nearest of all, of which a filter may let enough through
_ENOUGH = 15
_MANY = 20_000  # ids that a query can be limited to


def open_client(url: str, folder: Path) -> Any:
    """A Chroma client: `url` empty for files in `folder`, http(s)://host:port for a server.

    Raises StoreUnavailable.
    """
    try:
        return _client(url, folder)
    except Exception as e:  # Chroma's own kinds, ValueError for a silent server, OSError
        mend = "start it, or correct NEWSDESK_CHROMA_URL" if url else _MEND
        raise unavailable(url or str(folder), mend, e) from e


def _client(url: str, folder: Path) -> Any:
    settings = Settings(anonymized_telemetry=False)
    if not url:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(str(folder), settings=settings)
    host, _, port = url.split("://", 1)[1].rstrip("/").partition(":")
    return chromadb.HttpClient(
        host, int(port or 8000), ssl=url.startswith("https:"), settings=settings
    )


def forget_collections(client: Any, is_left_over: Callable[[str], bool]) -> None:
    """Delete the collections of generations that are not kept any more, by their ids."""
    for collection in client.list_collections():
        if is_left_over(collection.name.removeprefix(_PREFIX)):
            client.delete_collection(collection.name)


class ChromaIndex:
    """One record a key: passages that are the same text to the model share a vector.

    `Hit.raw` is the cosine of question and passage, `Hit.score` how many standard deviations that
    is above the mean cosine of this question with a sample of the collection. Cosines of one model
    lie close together and shift with the question; their distance from the rest does not.
    """

    name = "dense"
    batch = 256

    def __init__(
        self,
        client: Any,
        embedder: Embedder,
        library: Library,
        cache: VectorCache,
        where: str,
        collection: str = "",
    ) -> None:
        """`collection` names the records of one generation; empty: those that a data folder begins with."""
        self._named = collection
        self._searching = Worker("dense-search", where, _MEND)
        self._writing = Worker("dense-write", where, _MEND)
        self._client = client
        self._embedder = embedder
        self._library = library
        self._cache = cache
        self._opened: Any = None
        self._sample: tuple[int, Matrix] | None = None  # size when drawn, rows
        self._added = 0  # since then

    async def identity(self) -> str:
        collection = await self._collection()
        return f"{self.name}:{collection.id}"

    async def search(self, text: str, limit: int, filter: Filter) -> Sequence[Hit]:
        collection = await self._collection()
        question = await self._embedder.embed_question(text)
        keys = await self._nearest(collection, question, limit, filter)
        if not keys:
            return []
        mean, spread = await self._searching(lambda: self._background(collection, question))
        held = await self._library.holders(list(keys))
        hits = [
            Hit(passage_id=id, score=(cosine - mean) / spread, raw=cosine)
            for key, cosine in keys.items()
            for id in held.get(key, ())
        ]
        return hits[:limit]

    async def apply(self, changes: Sequence[Change]) -> None:
        collection = await self._collection()
        entries = {c.entry.key: c.entry for c in changes if isinstance(c, Put)}
        dropped = [c.key for c in changes if not isinstance(c, Put)]
        held = await self._library.holders([*entries, *dropped])
        unheld = [key for key in {*entries, *dropped} if key not in held]
        await self._writing(lambda: _delete(collection, unheld))
        vectors = await self._vectors({key: e for key, e in entries.items() if key in held})
        await self._writing(lambda: _add(collection, vectors))
        self._added += len(vectors)

    async def count(self) -> int:
        collection = await self._collection()
        return await self._searching(lambda: int(collection.count()))

    async def erase(self) -> None:
        """Delete all records, after what is under way. Repeatable."""
        await self._writing(self._erase)

    async def close(self) -> None:
        self._searching.close()
        self._writing.close()
        self._client.close()

    async def _collection(self) -> Any:
        if self._opened is None:
            self._opened = await self._writing(self._open)
        return self._opened

    @property
    def _name(self) -> str:
        model = uuid.uuid5(uuid.NAMESPACE_URL, self._embedder.model).hex[:12]
        return f"{_PREFIX}{self._named or model}"

    def _erase(self) -> None:
        self._opened = None
        with suppress(NotFoundError):
            self._client.delete_collection(self._name)

    def _open(self) -> Any:
        return self._client.get_or_create_collection(
            self._name,
            embedding_function=None,
            metadata={"model": self._embedder.model},
            configuration=_HNSW,
        )

    async def _nearest(
        self, collection: Any, question: Vector, limit: int, filter: Filter
    ) -> dict[str, float]:
        """Cosines by key, nearest first. Chroma's own range filter would cost by the row."""
        if filter == Filter():
            return await self._searching(lambda: _query(collection, question, limit, None))
        some = await self._searching(lambda: _query(collection, question, _SIFTED, None))
        among = set(await self._library.keys_among(list(some), filter))
        if len(among) >= _ENOUGH:
            return {key: cosine for key, cosine in some.items() if key in among}
        within = await self._library.keys_within(filter, _MANY)
        if within is None:
            return {key: cosine for key, cosine in some.items() if key in among}
        return await self._searching(lambda: _query(collection, question, limit, within))

    async def _vectors(self, entries: dict[str, Entry]) -> dict[str, Vector]:
        known = dict(await self._cache.load(self._embedder.model, list(entries)))
        new = {key: e for key, e in entries.items() if key not in known}
        if new:
            texts = [embedded_text(e.title, e.published, e.text) for e in new.values()]
            rows = await self._embedder.embed_passages(texts)
            made = dict(zip(new, rows, strict=True))
            await self._cache.save(self._embedder.model, made)
            known |= made
        return known

    def _background(self, collection: Any, question: Vector) -> tuple[float, float]:
        cosines = self._sampled(collection) @ question
        if len(cosines) < 2:  # noqa: PLR2004
            return 0.0, 1.0
        return float(cosines.mean()), max(float(cosines.std()), 1e-3)

    def _sampled(self, collection: Any) -> Matrix:
        """Some vectors from all over the collection, drawn anew when it has grown by half."""
        if self._sample is None or self._added > self._sample[0] / 2:
            count = collection.count()
            self._sample, self._added = (count, _draw(collection, count)), 0
        return self._sample[1]


def _draw(collection: Any, count: int) -> Matrix:
    pages, page = 10, _SAMPLE // 10
    step = max(page, count // pages)
    rows = [
        collection.get(limit=page, offset=offset, include=["embeddings"])["embeddings"]
        for offset in range(0, max(count, 1), step)
    ]
    return np.concatenate(
        [np.asarray(r, np.float32).reshape(len(r), -1) for r in rows if len(r)]
        or [np.zeros((0, 0), np.float32)]
    )


def _query(
    collection: Any, question: Vector, limit: int, keys: Sequence[str] | None
) -> dict[str, float]:
    """Cosines by key, nearest first, among the given keys or all."""
    if keys is None:
        return _nearest_of(collection, question, limit)
    try:
        return _nearest_of(collection, question, limit, ids=list(keys)) if keys else {}
    except InternalError:  # Chroma fails for an id that it lacks: the log is not drained yet
        known = [k for some in _slices(keys) for k in _known(collection, some)]
        return _nearest_of(collection, question, limit, ids=known) if known else {}


def _nearest_of(
    collection: Any, question: Vector, limit: int, **among: list[str]
) -> dict[str, float]:
    found = collection.query(
        query_embeddings=[question], n_results=limit, include=["distances"], **among
    )
    return {
        key: 1.0 - distance
        for key, distance in zip(found["ids"][0], found["distances"][0], strict=True)
    }


def _slices(keys: Sequence[str]) -> list[list[str]]:
    return [list(keys[i : i + 5000]) for i in range(0, len(keys), 5000)]


def _delete(collection: Any, keys: list[str]) -> None:
    if keys:
        collection.delete(ids=keys)


def _known(collection: Any, keys: list[str]) -> set[str]:
    return set(collection.get(ids=keys, include=[])["ids"]) if keys else set()


def _add(collection: Any, vectors: dict[str, Vector]) -> None:
    if vectors:
        collection.upsert(ids=list(vectors), embeddings=np.stack(list(vectors.values())))
