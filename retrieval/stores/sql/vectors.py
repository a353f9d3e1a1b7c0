"""The VectorCache port on SQL: half-precision vectors by model and key."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from retrieval.ports import Vector
from retrieval.stores.sql import log
from retrieval.stores.sql.engine import reading, writing
from retrieval.stores.sql.schema import vectors

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


def _vector(stored: bytes) -> Vector:
    return np.frombuffer(stored, np.float16).astype(np.float32)
