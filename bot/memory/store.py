"""The Memory port on SQL, SQLite or PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Update, and_, case, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.memory import audit, channels, followers, mentions, threads
from bot.memory.admission import WAITS, Situations
from bot.memory.budgets import nameless
from bot.memory.lines import line
from bot.memory.rows import forgotten_values, kept_of, posted_text, question_values, rating_values
from bot.memory.schema import acts, notes, questions, ratings, spending
from bot.memory.schema import preferences as preferences_table
from bot.memory.writes import insert_new, upsert
from bot.ports import Decide
from bot.talk import (
    Asked,
    Feedback,
    Forgotten,
    Handle,
    Kept,
    Place,
    Preferences,
    State,
    Windows,
)
from bot.types import Reply
from retrieval.stores.sql.engine import migrate, reading, writing

_OF_NO_BUDGET = timedelta(days=1)  # after the day for which forgotten questions are known
_MIGRATIONS = Path(__file__).parent / "migrations"


async def open_memory(engine: AsyncEngine) -> "SqlMemory":
    """Bring the tables up to date. Raises StoreUnavailable."""
    await migrate(engine, _MIGRATIONS)
    return SqlMemory(engine)


class SqlMemory:
    """Also the Notes port. Make it with `open_memory`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def admit(self, batch: Sequence[Asked], times: Windows, decide: Decide) -> None:
        situations = Situations()
        async with writing(self._engine) as connection:
            await situations.read(connection, batch, times)
            for asked in batch:
                kept = decide(asked, situations.of(asked))
                if kept is not None:
                    situations.let_in(kept)
            await insert_new(connection, questions, situations.added)

    async def add(self, kept: Kept) -> bool:
        async with writing(self._engine) as connection:
            added = await insert_new(connection, questions, [question_values(kept)]) > 0
            if added:
                await mentions.note(connection, kept)
            return added

    async def load(self, key: str) -> Kept | None:
        return await self._one(_by_key(key))

    async def by_id(self, id: str) -> Kept | None:
        named = questions.c.id == id
        return await self._one(select(questions).where(named, ~_FORGOTTEN))

    async def latest(self, place: Place, user: str) -> Kept | None:
        async with reading(self._engine) as connection:
            return await threads.latest(connection, place, user)

    async def earlier(self, asked: Asked, since: datetime, most: int) -> Sequence[Kept]:
        async with reading(self._engine) as connection:
            return await threads.earlier(connection, asked, since, most)

    async def save(self, kept: Kept, *, expected: int) -> bool:
        values = question_values(kept)
        same = and_(questions.c.key == kept.asked.key, questions.c.version == expected)
        async with writing(self._engine) as connection:
            change = update(questions).where(same).values(values)
            saved = (await connection.execute(change)).rowcount > 0
            if saved:
                await mentions.note(connection, kept)
            return saved

    async def mentioning(
        self, documents: Sequence[str], *, after: str = "", limit: int = 100
    ) -> tuple[Sequence[Kept], str | None]:
        """Questions whose outcomes show something of one of the documents, a page at a time, and after
        which id the next page begins; None on the last one.
        """
        async with reading(self._engine) as connection:
            return await mentions.page(connection, documents, after, limit)

    async def rewrite(self, was: Kept, outcome: Reply) -> bool:
        """See the Memory port."""
        async with writing(self._engine) as connection:
            return await mentions.rewrite(connection, was, outcome)

    async def posting(self, key: str) -> tuple[str, datetime] | None:
        mark = select(questions.c.posting_by, questions.c.posting_at).where(questions.c.key == key)
        async with reading(self._engine) as connection:
            row = (await connection.execute(mark)).first()
            return None if row is None or row.posting_by is None else tuple(row)

    async def begin_posting(
        self, key: str, by: str, at: datetime, *, instead_of: str | None
    ) -> bool:
        free = and_(
            questions.c.key == key,
            questions.c.posted.is_(None),
            questions.c.posting_by.is_not_distinct_from(instead_of),
        )
        claim = update(questions).where(free).values(posting_by=by, posting_at=at)
        return await self._changed(claim)

    async def stop_posting(self, key: str, by: str | None) -> None:
        theirs = questions.c.posting_by == by if by else questions.c.posting_by.is_not(None)
        free = update(questions).where(questions.c.key == key, theirs)
        await self._changed(free.values(posting_by=None, posting_at=None))

    async def end_posting(self, key: str, posted: Handle | None, shown: int | None) -> None:
        last = WAITS & (questions.c.version == shown)
        values = {
            "posting_by": None,
            "posting_at": None,
            "posted": posted_text(posted),
            "shown": shown,
            "state": case((last, State.POSTED.value), else_=questions.c.state),
        }
        await self._changed(update(questions).where(questions.c.key == key).values(values))

    async def waiting(self, before: datetime) -> Sequence[Kept]:
        async with reading(self._engine) as connection:
            rows = await connection.execute(_WAITING.where(questions.c.received < before))
            return [kept_of(row) for row in rows]

    async def rate(self, feedback: Feedback, at: datetime) -> None:
        of = select(questions.c.platform, questions.c.tenant).where(questions.c.id == feedback.id)
        async with writing(self._engine) as connection:
            row = (await connection.execute(of)).first()
            if row is not None:
                place = {"platform": row.platform, "tenant": row.tenant, "at": at}
                await upsert(connection, ratings, rating_values(feedback) | place)

    async def preferences(self, place: Place) -> Preferences:
        async with reading(self._engine) as connection:
            found = await channels.preferences_of_places(connection, [place])
            return next(iter(found.values()))

    async def prefer(self, place: Place, preferences: Preferences, by: str, at: datetime) -> None:
        async with writing(self._engine) as connection:
            await channels.prefer(connection, place, preferences, by, at)

    async def forget(self, platform: str, tenant: str, user: str) -> Forgotten:
        """What was spent for them stays, without their name: budgets of others go on to hold. In the audit
        log their display name goes, wherever they acted on that platform.
        """

        def theirs(table: Any) -> ColumnElement[bool]:
            return and_(
                table.c.platform == platform, table.c.tenant == tenant, table.c.user == user
            )

        async with writing(self._engine) as connection:
            rated = await connection.execute(delete(ratings).where(theirs(ratings)))
            await mentions.forget(connection, theirs(questions))
            query = select(questions).where(theirs(questions), ~_FORGOTTEN)
            rows = (await connection.execute(query)).all()
            for row in rows:
                blank = update(questions).where(questions.c.key == row.key)
                await connection.execute(blank.values(forgotten_values(row)))
            gone = update(spending).where(theirs(spending))
            await connection.execute(gone.values(user=nameless(platform, tenant, user)))
            named = and_(acts.c.platform == platform, acts.c.user == line(user))
            await audit.nameless(connection, named)
            return Forgotten(questions=len(rows), ratings=rated.rowcount)

    async def forget_tenant(self, platform: str, tenant: str) -> None:
        async with writing(self._engine) as connection:
            left = and_(questions.c.platform == platform, questions.c.tenant == tenant)
            await mentions.forget(connection, left)
            for table in (ratings, questions, preferences_table, spending):
                of = and_(table.c.platform == platform, table.c.tenant == tenant)
                await connection.execute(delete(table).where(of))
            await followers.forget_tenant(connection, platform, tenant)
            there = and_(acts.c.platform == platform, acts.c.tenant == line(tenant))
            await audit.nameless(connection, there)

    async def expire(self, before: datetime, *, forgotten: datetime) -> int:
        received = questions.c.received
        old = or_(received < before, and_(_FORGOTTEN, received < forgotten))
        spent = spending.c.at < forgotten - _OF_NO_BUDGET
        async with writing(self._engine) as connection:
            await connection.execute(delete(spending).where(spent))
            await connection.execute(delete(ratings).where(ratings.c.at < before))
            await mentions.forget(connection, old)
            return (await connection.execute(delete(questions).where(old))).rowcount

    async def trim(self, platform: str, most: int) -> int:
        """Delete all but the newest questions of a platform, with their ratings; how many."""
        newest = select(questions.c.received).where(questions.c.platform == platform)
        oldest = newest.order_by(questions.c.received.desc()).offset(most).limit(1)
        async with writing(self._engine) as connection:
            last = (await connection.execute(oldest)).scalar()
            if last is None:
                return 0
            old = and_(questions.c.platform == platform, questions.c.received <= last)
            await mentions.forget(connection, old)
            return (await connection.execute(delete(questions).where(old))).rowcount

    async def note(self, name: str) -> str | None:
        async with reading(self._engine) as connection:
            query = select(notes.c.value).where(notes.c.name == name)
            return (await connection.execute(query)).scalar()

    async def set_note(self, name: str, value: str) -> None:
        async with writing(self._engine) as connection:
            await upsert(connection, notes, {"name": name, "value": value})

    async def forget_notes(self, beginning: str) -> None:
        async with writing(self._engine) as connection:
            named = notes.c.name.startswith(beginning, autoescape=True)
            await connection.execute(delete(notes).where(named))

    async def _one(self, query: Select[Any]) -> Kept | None:
        async with reading(self._engine) as connection:
            row: Row[Any] | None = (await connection.execute(query)).first()
            return None if row is None else kept_of(row)

    async def _changed(self, change: Update) -> bool:
        async with writing(self._engine) as connection:
            return (await connection.execute(change)).rowcount > 0


def _by_key(key: str) -> Select[Any]:
    return select(questions).where(questions.c.key == key)


_FORGOTTEN = questions.c.state == State.FORGOTTEN.value
_STANDS = or_(questions.c.posted.is_not(None), questions.c.posting_by.is_not(None))
_TO_WITHDRAW = and_(questions.c.state == State.WITHDRAWN.value, _STANDS)
_WAITING = (
    select(questions)
    .where(or_(WAITS, _TO_WITHDRAW))
    .order_by(questions.c.received, questions.c.key)
)
