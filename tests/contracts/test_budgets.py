"""What the Budgets port promises, on SQLite and on PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import OverBudget
from bot.memory.budgets import Allowance, Limit, SqlBudgets, free_at, nameless
from bot.memory.schema import spending
from bot.memory.store import SqlMemory
from bot.types import Spender

NOW = datetime(2025, 12, 5, 9, 0, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ME = Spender(platform="fake", tenant="t1", channel="c1", user="u1")
OTHER = replace(ME, channel="c2", user="u2")
TEN = Limit(tokens=10)


def budgets(memory: SqlMemory, **limits: Limit) -> SqlBudgets:
    return SqlBudgets(memory._engine, Allowance(**limits))


async def over(
    of: SqlBudgets, spender: Spender | None = ME, tokens: int = 1, at: datetime = NOW
) -> tuple[str, datetime] | None:
    """Whose budget is used up until when; None when it was set aside."""
    try:
        await of.reserve(spender, tokens, 0.0, at)
    except OverBudget as e:
        return e.whose, e.until
    return None


async def rows(engine: AsyncEngine) -> list[tuple[str, str, int]]:
    async with engine.connect() as connection:
        query = select(spending.c.channel, spending.c.user, spending.c.tokens)
        return [tuple(row) for row in await connection.execute(query.order_by(spending.c.tokens))]


async def spent(memory: SqlMemory) -> tuple[int, float]:
    """By all together: tokens and cost, with what is set aside."""
    async with memory._engine.connect() as connection:
        query = select(func.sum(spending.c.tokens), func.sum(spending.c.cost))
        tokens, cost = (await connection.execute(query)).one()
        return int(tokens), float(cost)


async def test_without_limits_everything_is_allowed(memory: SqlMemory) -> None:
    """None and 0 are no limit; what was spent is noted all the same."""
    of = budgets(memory, user=Limit(tokens=0, cost=0.0), house=Limit())
    assert await over(of, tokens=10**9) is None
    assert await spent(memory) == (10**9, 0.0)


@pytest.mark.parametrize("whose", ["user", "channel", "tenant", "house"])
async def test_a_used_budget_says_whose_and_until_when(memory: SqlMemory, whose: str) -> None:
    """In whole minutes, upwards; exactly as much as allowed is allowed."""
    of = budgets(memory, **{whose: TEN})
    assert await over(of, tokens=10) is None
    assert await over(of, at=NOW + HOUR) == (whose, NOW.replace(minute=1, second=0) + DAY)


async def test_money_counts_like_tokens(memory: SqlMemory) -> None:
    """Ten times a tenth is one, whatever floating point makes of it."""
    of = budgets(memory, user=Limit(cost=1.0))
    for _ in range(10):
        await of.reserve(ME, 1, 0.1, NOW)
    with pytest.raises(OverBudget, match="user"):
        await of.reserve(ME, 1, 0.1, NOW)


async def test_budgets_of_others_are_others(memory: SqlMemory) -> None:
    """Another person, channel, or the same person elsewhere has one of their own."""
    of = budgets(memory, user=TEN, channel=TEN, tenant=TEN)
    assert await over(of, tokens=10) is None
    assert (await over(of, OTHER))[0] == "tenant"
    assert await over(of, replace(ME, tenant="t2"), 10) is None
    assert await over(of, replace(OTHER, platform="other"), 10) is None


async def test_where_there_is_no_server_none_is_counted(memory: SqlMemory) -> None:
    """People who write to the bot directly do not share a budget."""
    of = budgets(memory, user=TEN, tenant=TEN)
    alone = replace(ME, tenant="-")
    assert await over(of, alone, 10) is None
    assert await over(of, replace(OTHER, tenant="-"), 10) is None
    assert (await over(of, alone))[0] == "user"


async def test_nobody_in_particular_counts_for_the_house(memory: SqlMemory) -> None:
    """Questions of the page and the command line use up the house's budget alone."""
    of = budgets(memory, user=Limit(tokens=1), channel=Limit(tokens=1), house=TEN)
    assert await over(of, None, 5) is None
    assert await over(of, None, 5) is None
    assert (await over(of, ME))[0] == "house"


async def test_a_day_later_it_is_free(memory: SqlMemory) -> None:
    """The window rolls: what is 24 hours old counts no more."""
    of = budgets(memory, user=TEN)
    assert await over(of, tokens=6, at=NOW) is None
    assert await over(of, tokens=4, at=NOW + HOUR) is None
    assert await over(of, tokens=6, at=NOW + DAY) is None
    assert (await over(of, tokens=6, at=NOW + DAY))[1] == NOW.replace(minute=1, second=0) + 2 * DAY


async def test_what_it_took_replaces_what_was_set_aside(memory: SqlMemory) -> None:
    """So the rest may be spent; an amount that was never settled goes on to count."""
    of = budgets(memory, user=TEN)
    id = await of.reserve(ME, 9, 0.0, NOW)
    assert (await over(of, tokens=8))[0] == "user"
    await of.settle(id, 2, 0.0)
    assert await over(of, tokens=8) is None
    await of.settle("unknown", 5, 0.0)
    assert await spent(memory) == (10, 0.0)


async def test_of_several_the_last_to_be_free(memory: SqlMemory) -> None:
    """Who is told a time can go on then."""
    of = budgets(memory, user=Limit(tokens=5), channel=TEN)
    await over(of, replace(ME, user="u2"), 5, NOW - HOUR)
    await over(of, ME, 5, NOW)
    assert await over(of, ME, 6) == ("user", None)
    assert await over(of, ME, 5) == ("user", NOW.replace(minute=1, second=0) + DAY)


async def test_many_at_once_never_exceed(memory: SqlMemory) -> None:
    """Of fifty at the same time as many get through as fit."""
    of = budgets(memory, user=Limit(tokens=105))
    found = await asyncio.gather(*(over(of, tokens=10) for _ in range(50)))
    assert found.count(None) == 10
    assert await spent(memory) == (100, 0.0)


async def test_forgetting_a_person_leaves_amounts(memory: SqlMemory) -> None:
    """Without their name; no budget is refilled by it, not even their own."""
    of = budgets(memory, channel=TEN, user=Limit(tokens=8))
    await over(of, ME, 7)
    await over(of, replace(ME, user="u2"), 2)
    await memory.forget("fake", "t1", "u1")
    gone = nameless("fake", "t1", "u1")
    assert "u1" not in gone
    assert sorted(await rows(memory._engine)) == sorted([("c1", "u2", 2), ("c1", gone, 7)])
    assert (await over(of, ME, 2))[0] == "user"
    assert (await over(of, replace(ME, user="u2"), 2))[0] == "channel"


async def test_what_is_spent_goes_with_its_server(memory: SqlMemory) -> None:
    """And with time: after two days nothing counts it any more."""
    of = budgets(memory)
    await over(of, ME, 1)
    await over(of, replace(ME, tenant="t2"), 2, NOW - 3 * DAY)
    await over(of, None, 3)
    await memory.expire(NOW - 90 * DAY, forgotten=NOW - DAY)
    assert [tokens for *_, tokens in await rows(memory._engine)] == [1, 3]
    await memory.forget_tenant("fake", "t1")
    assert [tokens for *_, tokens in await rows(memory._engine)] == [3]


def test_what_never_fits() -> None:
    """More than the limit by itself: no time is told."""
    assert free_at([], TEN, 11, 0.0, NOW) is None


def test_as_many_old_ones_as_are_needed() -> None:
    """The time is when enough of them have passed, not all."""
    taken = [(NOW + n * HOUR, 4, 0.0) for n in range(-3, 0)]
    on_the_minute = NOW.replace(minute=1, second=0)
    assert free_at(taken, TEN, 2, 0.0, NOW) == on_the_minute - 3 * HOUR + DAY
    assert free_at(taken, TEN, 6, 0.0, NOW) == on_the_minute - 2 * HOUR + DAY
    assert free_at(taken, TEN, 10, 0.0, NOW) == on_the_minute - HOUR + DAY
