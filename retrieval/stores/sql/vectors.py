"""The VectorCache port on SQL: half-precision vectors by model and key."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from retrieval.ports import Place, Vector
from retrieval.stores.sql import log
from retrieval.stores.sql.engine import reading, writing
from retrieval.stores.sql.schema import passages, vectors

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class SqlVectorCache:
    """Shares the library's engine. Half precision changes a cosine by less than 0.001."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def load(self, model: str, keys: Sequence[str]) -> Mapping[str, Vector]:
        found: dict[str, Vector] = {}
        async with reading(self._engine) as connection:
            for some in log.chunks(keys):
                query = select(vectors.c.key, vectors.c.vector).where(
                    vectors.c.model == model, vectors.c.key.in_(some)
                )
                found.update(
                    (row.key, _vector(row.vector)) for row in await connection.execute(query)
                )
        return found

    async def save(self, model: str, new: Mapping[str, Vector]) -> None:
        rows = [
            {"model": model, "key": key, "vector": vector.astype(np.float16).tobytes()}
            for key, vector in new.items()
        ]
        insert = _INSERTS[self._engine.dialect.name]
        if rows:
            async with writing(self._engine) as connection:
                await connection.execute(insert(vectors).on_conflict_do_nothing(), rows)

    async def prune(self, after: Place | None, limit: int) -> Place | None:
        place = tuple_(vectors.c.model, vectors.c.key)
        some = select(vectors.c.model, vectors.c.key).order_by(vectors.c.model, vectors.c.key)
        later = some if after is None else some.where(place > tuple_(*after))
        async with reading(self._engine) as connection:
            next = [(row.model, row.key) for row in await connection.execute(later.limit(limit))]
            unheld = await _unheld(connection, next)
        for model in dict.fromkeys(model for model, _ in unheld):
            for keys in log.chunks(key for of, key in unheld if of == model):
                async with writing(self._engine) as connection:
                    own = (vectors.c.model == model, vectors.c.key.in_(keys))
                    await connection.execute(delete(vectors).where(*own, ~_HELD))
        return next[-1] if len(next) == limit else None


_HELD = select(passages.c.id).where(passages.c.key == vectors.c.key).exists()


async def _unheld(connection: AsyncConnection, places: Sequence[Place]) -> list[Place]:
    """Those whose key no passage has."""
    held: set[str] = set()
    for keys in log.chunks(dict.fromkeys(key for _, key in places)):
        query = select(passages.c.key).where(passages.c.key.in_(keys))
        held.update((await connection.execute(query)).scalars())
    return [(model, key) for model, key in places if key not in held]


def _vector(stored: bytes) -> Vector:
    return np.frombuffer(stored, np.float16).astype(np.float32)
