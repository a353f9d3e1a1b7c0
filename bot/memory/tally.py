"""What is counted of questions: one row each, without texts and people, told by the day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Select, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.insight import Day, Ended, Growth, Measured
from bot.memory.lines import SHORT, line
from bot.memory.schema import measured

_M = measured.c
_DAY = func.date(_M.at, type_=Date)
_MOST_TOKENS = 2**31 - 1  # of one answer, as the column holds them


async def note(connection: AsyncConnection, told: Measured) -> None:
    """Add a question's figures."""
    values = {
        "at": told.at,
        "platform": line(told.platform, SHORT),
        "lang": line(told.lang, SHORT),
        "ended": told.ended.value,
        "why": told.why.value if told.why else None,
        "seconds": told.seconds,
        "tokens": min(told.tokens, _MOST_TOKENS),
        "cost": told.cost,
        "generation": line(told.generation, 64),
    }
    await connection.execute(insert(measured).values(values))


async def days(connection: AsyncConnection, since: datetime, now: datetime) -> Sequence[Day]:
    """One for each day from the first to the last, oldest first. What came on its first day before `since` counts."""
    first = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    counts = await _counts(connection, first)
    typical = {row.day: row for row in await connection.execute(_quantiles(first))}
    return [_day(day, counts.get(day, {}), typical.get(day)) for day in calendar(first, now)]


async def expire(connection: AsyncConnection, before: datetime) -> int:
    """Delete what is older; how many."""
    return (await connection.execute(delete(measured).where(_M.at < before))).rowcount


def calendar(since: datetime, until: datetime) -> list[date]:
    """Every day from one time to another, UTC, with both."""
    first, last = since.astimezone(UTC).date(), until.astimezone(UTC).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


async def _counts(connection: AsyncConnection, first: datetime) -> Mapping[date, Mapping[str, int]]:
    found: dict[date, dict[str, int]] = defaultdict(dict)
    query = select(_DAY.label("day"), _M.ended, func.count().label("n")).where(_M.at >= first)
    for row in await connection.execute(query.group_by(_DAY, _M.ended)):
        found[row.day][row.ended] = row.n
    return found


def _quantiles(first: datetime) -> Select[Any]:
    """By nearest rank. Two rows of a day can be the same one."""
    place = func.row_number().over(partition_by=_DAY, order_by=_M.seconds)
    of = func.count().over(partition_by=_DAY)
    rows = (
        select(_DAY.label("day"), _M.seconds, place.label("place"), of.label("of"))
        .where(_M.at >= first)
        .subquery()
    )
    half, most = (rows.c.of * share // 100 + 1 for share in (50, 95))
    at_half = func.min(rows.c.seconds).filter(rows.c.place == half)
    at_most = func.min(rows.c.seconds).filter(rows.c.place == most)
    return (
        select(rows.c.day, at_half.label("p50"), at_most.label("p95"))
        .where(or_(rows.c.place == half, rows.c.place == most))
        .group_by(rows.c.day)
    )


def _day(day: date, ended: Mapping[str, int], typical: Any) -> Day:
    return Day(
        day=day,
        answers=ended.get(Ended.ANSWER.value, 0),
        abstentions=ended.get(Ended.ABSTENTION.value, 0),
        failures=ended.get(Ended.FAILURE.value, 0),
        p50=typical.p50 if typical else None,
        p95=typical.p95 if typical else None,
    )


def backwards(days: Sequence[date], now: int, net: Mapping[date, int]) -> list[Growth]:
    """How many there were at the end of each day, from how many there are and what each day brought.

    Never fewer than none: what was deleted without a run to tell of it is missing in the sums.
    """
    told: list[Growth] = []
    count = now
    for day in reversed(days):
        told.append(Growth(day=day, documents=max(count, 0)))
        count -= net.get(day, 0)
    return told[::-1]
