"""Conversations that an earlier version kept are brought up to date with all that is in them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from fake_platform import ASKED_AT, asked
from fakes_desk import ANSWER
from sqlalchemy import Connection, insert

from bot.administration import Act
from bot.memory import store
from bot.memory.audit import SqlAuditLog
from bot.memory.insight import SqlInsight
from bot.memory.rows import question_values
from bot.memory.schema import questions
from bot.memory.store import open_memory
from bot.rights import Actor
from bot.talk import Kept, State
from retrieval.stores.sql.engine import dispose, open_engine

SCRIPTS = Path(store.__file__).parent / "migrations"
KEPT = Kept(
    id="00112233445566ff",
    asked=asked(),
    received=ASKED_AT,
    version=1,
    state=State.POSTED,
    outcome=ANSWER,
    answered=1,
)


def _before(connection: Connection) -> None:
    """The schema and a question of the version before the audit log."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "0003")
    connection.execute(insert(questions).values(question_values(KEPT)))


async def test_filled_conversations_are_brought_up_to_date(database: str) -> None:
    """A question is there afterwards and can be looked at; acts can be noted. Twice changes nothing."""
    engine = open_engine(database)
    async with engine.begin() as connection:
        await connection.run_sync(_before)
    for _ in range(2):
        memory = await open_memory(engine)
    assert await memory.load(KEPT.asked.key) == KEPT
    assert await SqlInsight(engine, lambda: ASKED_AT).recent(9) == [KEPT]
    act = Act(at=ASKED_AT, by=Actor(platform="cli", user="token", admin=True), act="reindex")
    await SqlAuditLog(engine).note(act)
    assert await SqlAuditLog(engine).acts(9) == [act]
    await dispose(engine)
