"""The Budgets port on SQL: what models' work may take in any 24 hours, in tokens and in money."""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import OverBudget
from bot.memory.schema import spending
from bot.types import Spender
from retrieval.stores.sql.engine import writing

_WINDOW = timedelta(hours=24)
_MINUTE = timedelta(minutes=1)
_ONE_AT_A_TIME = 20251203  # any number of our own
_ROUNDING = 1e-9  # what sums of money may be off by
_NO_TENANT = "-"
_S = spending.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """In any 24 hours. 0 and None: as much as they like."""

    tokens: int | None = None
    cost: float | None = None  # in the currency of the prices that are set

    def __bool__(self) -> bool:
        return bool(self.tokens or self.cost)

    def allows(self, tokens: int, cost: float) -> bool:
        """Whether so much may be spent."""
        few = not self.tokens or tokens <= self.tokens
        return few and (not self.cost or cost <= self.cost + _ROUNDING)


NO_LIMIT = Limit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """Of each person in a server or workspace, each channel, each server or workspace, and all together."""

    user: Limit = NO_LIMIT
    channel: Limit = NO_LIMIT
    tenant: Limit = NO_LIMIT
    house: Limit = NO_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class _Purse:
    whose: str
    limit: Limit
    theirs: ColumnElement[bool]


class SqlBudgets:
    """On tables that `open_memory` has brought up to date.

    What is set aside is checked and noted in one transaction, and all of them one after the other: the
    sums never exceed a limit, however many processes there are. After a crash the amount that was set
    aside counts for its day, as if it had been spent. Of who wants to be forgotten a hash stays for two
    days, so that nobody gets a new budget that way.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        allowance: Allowance,
        new_id: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        self._engine = engine
        self._allowance = allowance
        self._new_id = new_id

    async def reserve(self, spender: Spender | None, tokens: int, cost: float, at: datetime) -> str:
        async with writing(self._engine) as connection:
            await _alone(connection)
            over = [
                (await _free_at(connection, purse, tokens, cost, at), purse.whose)
                for purse in _purses(self._allowance, spender)
                if not purse.limit.allows(*await _plus(connection, purse, tokens, cost, at))
            ]
            if over:
                raise _latest(over)
            id = self._new_id()
            values = _owner(spender) | {"id": id, "at": at, "tokens": tokens, "cost": cost}
            await connection.execute(insert(spending).values(values))
            return id

    async def settle(self, id: str, tokens: int, cost: float) -> None:
        took = update(spending).where(_S.id == id).values(tokens=tokens, cost=cost)
        async with writing(self._engine) as connection:
            await connection.execute(took)


def _latest(over: Sequence[tuple[datetime | None, str]]) -> OverBudget:
    """What is told of several: one that never suffices, or the one that is free last."""
    never = next((whose for until, whose in over if until is None), None)
    if never is not None:
        return OverBudget(never, until=None)
    until, whose = max((until, whose) for until, whose in over if until is not None)
    return OverBudget(whose, until=until)


def nameless(platform: str, tenant: str, user: str) -> str:
    """What stands for a person who is forgotten."""
    return "#" + hashlib.sha256(f"{platform}/{tenant}/{user}".encode()).hexdigest()[:40]


def free_at(
    taken: Sequence[tuple[datetime, int, float]],
    limit: Limit,
    tokens: int,
    cost: float,
    at: datetime,
) -> datetime | None:
    """When enough is past for so much more, if `taken`, oldest first, is all of the last 24 hours.

    In whole minutes. None: it is more than the limit by itself.
    """
    if not limit.allows(tokens, cost):
        return None
    tokens += sum(entry[1] for entry in taken)
    cost += math.fsum(entry[2] for entry in taken)
    for when, its_tokens, its_cost in taken:
        tokens, cost = tokens - its_tokens, cost - its_cost
        if limit.allows(tokens, cost):
            return _whole_minutes(when + _WINDOW)
    return _whole_minutes(at)


def _purses(allowance: Allowance, spender: Spender | None) -> list[_Purse]:
    """Those that have a limit. Where there is no server or workspace, none is counted for it."""
    all_purses = [_Purse(whose="house", limit=allowance.house, theirs=true())]
    if spender is not None:
        there = and_(_S.platform == spender.platform, _S.tenant == spender.tenant)
        gone = nameless(spender.platform, spender.tenant, spender.user)
        user = and_(there, _S.user.in_([spender.user, gone]))
        channel = and_(there, _S.channel == spender.channel)
        tenant = NO_LIMIT if spender.tenant == _NO_TENANT else allowance.tenant
        all_purses += [
            _Purse(whose="user", limit=allowance.user, theirs=user),
            _Purse(whose="channel", limit=allowance.channel, theirs=channel),
            _Purse(whose="tenant", limit=tenant, theirs=there),
        ]
    return [purse for purse in all_purses if purse.limit]


async def _alone(connection: AsyncConnection) -> None:
    """SQLite's write lock is held already."""
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")


async def _plus(
    connection: AsyncConnection, purse: _Purse, tokens: int, cost: float, at: datetime
) -> tuple[int, float]:
    spent, paid = await _sums(connection, purse.theirs & (_S.at > at - _WINDOW))
    return spent + tokens, paid + cost


async def _sums(connection: AsyncConnection, of: ColumnElement[bool]) -> tuple[int, float]:
    query = select(func.sum(_S.tokens), func.sum(_S.cost)).where(of)
    tokens, cost = (await connection.execute(query)).one()
    return int(tokens or 0), float(cost or 0.0)


async def _free_at(
    connection: AsyncConnection, purse: _Purse, tokens: int, cost: float, at: datetime
) -> datetime | None:
    of = purse.theirs & (_S.at > at - _WINDOW)
    query = select(_S.at, _S.tokens, _S.cost).where(of).order_by(_S.at)
    taken = [(row.at, row.tokens, row.cost) for row in await connection.execute(query)]
    return free_at(taken, purse.limit, tokens, cost, at)


def _owner(spender: Spender | None) -> dict[str, Any]:
    of = ("platform", "tenant", "channel", "user")
    return {name: getattr(spender, name) if spender else "" for name in of}


def _whole_minutes(time: datetime) -> datetime:
    floor = time.replace(second=0, microsecond=0)
    return floor if floor == time else floor + _MINUTE
