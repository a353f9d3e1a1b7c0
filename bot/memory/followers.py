"""Which messages show how runs go, on SQL: they are kept true also after a restart."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.administration import Follower
from bot.memory.rows import Values, handle_of
from bot.memory.schema import followers
from bot.memory.writes import upsert
from bot.talk import Handle
from retrieval.stores.sql.engine import reading, writing

_F = followers.c


class SqlFollowers:
    """On tables that `open_memory` has brought up to date. Every method may raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, follower: Follower) -> None:
        """Have a message follow a run; the same one again replaces it."""
        async with writing(self._engine) as connection:
            await upsert(connection, followers, _values(follower))

    async def all(self, run_id: str | None = None) -> Sequence[Follower]:
        """All of them, or those of one run, in an order that stays."""
        query = select(followers).order_by(_F.run_id, _F.platform, _F.digest)
        if run_id is not None:
            query = query.where(_F.run_id == run_id)
        async with reading(self._engine) as connection:
            return [_follower(row) for row in await connection.execute(query)]

    async def shows(self, follower: Follower, shown: str) -> bool:
        """Note what a message shows now, as a digest; False when it follows no more."""
        change = update(followers).where(_same(follower)).values(shown=shown)
        async with writing(self._engine) as connection:
            return (await connection.execute(change)).rowcount > 0

    async def drop(self, follower: Follower) -> None:
        """Let a message follow no more. Repeatable."""
        async with writing(self._engine) as connection:
            await connection.execute(delete(followers).where(_same(follower)))


async def forget_tenant(connection: AsyncConnection, platform: str, tenant: str) -> None:
    """Let the messages of a server or workspace follow no more, as far as their handles tell it."""
    query = select(_F.digest, _F.handle).where(_F.platform == platform)
    rows = (await connection.execute(query)).all()
    gone = [row.digest for row in rows if tenant in _tenants(handle_of(row.handle) or {})]
    if gone:
        own = (_F.platform == platform, _F.digest.in_(gone))
        await connection.execute(delete(followers).where(*own))


def _tenants(handle: Handle) -> set[str | None]:
    """What platforms call it in their handles."""
    return {handle.get("tenant"), handle.get("guild")}


def _values(follower: Follower) -> Values:
    handle = _handle(follower)
    return {
        "run_id": follower.run_id,
        "platform": follower.platform,
        "digest": hashlib.sha256(handle.encode()).hexdigest(),
        "handle": handle,
        "lang": follower.lang,
        "shown": follower.shown,
    }


def _same(follower: Follower) -> ColumnElement[bool]:
    values = _values(follower)
    keys = (column.name for column in followers.primary_key)
    return and_(*(_F[key] == values[key] for key in keys))


def _handle(follower: Follower) -> str:
    return json.dumps(dict(follower.handle), sort_keys=True)


def _follower(row: Row[Any]) -> Follower:
    return Follower(
        run_id=row.run_id,
        platform=row.platform,
        handle=handle_of(row.handle) or {},
        lang=row.lang,
        shown=row.shown,
    )
