"""What the AuditLog port and the list of followers promise, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.administration import Act, Follower
from bot.memory.audit import SqlAuditLog
from bot.memory.followers import SqlFollowers
from bot.memory.lines import LONG
from bot.memory.store import SqlMemory
from bot.rights import Actor
from retrieval.errors import StoreUnavailable
from retrieval.stores.sql.engine import dispose, open_engine

NOW = datetime(2025, 12, 5, 9, tzinfo=UTC)
ADA = Actor(platform="discord", user="8035", tenant="12", channel="34", name="Ada", admin=True)
ACT = Act(at=NOW, by=ADA, act="sources.remove", about="s1", detail="with 12 texts")
HOSTILE = 'a\x00b\ud800c\u202ed\n[12/05] root: <script>alert("1")</script> 🎉'
FOLLOWER = Follower(
    run_id="r1", platform="slack", handle={"channel": "c", "ts": "1.2"}, lang="ko", shown="d1"
)


@pytest.fixture
def audit(memory: SqlMemory) -> SqlAuditLog:
    return SqlAuditLog(memory._engine)


@pytest.fixture
def followers(memory: SqlMemory) -> SqlFollowers:
    return SqlFollowers(memory._engine)


async def test_a_line_comes_back_whole(audit: SqlAuditLog) -> None:
    """Who, where, what, and how it ended."""
    await audit.note(ACT)
    assert await audit.acts(10) == [ACT]


async def test_newest_first(audit: SqlAuditLog) -> None:
    """Of those at the same moment, the one that was noted last; no more than wanted."""
    for about, minutes in (("a", 1), ("b", 1), ("c", 0)):
        await audit.note(replace(ACT, about=about, at=NOW + timedelta(minutes=minutes)))
    assert [act.about for act in await audit.acts(10)] == ["b", "a", "c"]
    assert [act.about for act in await audit.acts(1)] == ["b"]


async def test_broken_texts_do_not_keep_a_line_out(audit: SqlAuditLog) -> None:
    """NUL, half a character, marks that turn text around and line breaks go; the rest is as it was."""
    by = replace(ADA, name=HOSTILE)
    await audit.note(replace(ACT, by=by, about=HOSTILE, detail=HOSTILE))
    (act,) = await audit.acts(1)
    assert act.by.name == act.about == act.detail
    assert act.detail == 'ab?cd [12/05] root: <script>alert("1")</script> 🎉'


async def test_long_texts_are_cut(audit: SqlAuditLog) -> None:
    """A line of 10,000 letters is noted with its beginning."""
    await audit.note(replace(ACT, by=replace(ADA, user="가" * 10_000), about="x" * 10_000))
    (act,) = await audit.acts(1)
    assert (len(act.by.user), len(act.about), act.about[-1]) == (LONG, LONG, "…")


async def test_old_lines_expire(audit: SqlAuditLog) -> None:
    """Those from before a time, and it is told how many; twice deletes nothing more."""
    await audit.note(ACT)
    await audit.note(replace(ACT, at=NOW + timedelta(days=1)))
    assert await audit.expire(NOW + timedelta(seconds=1)) == 1
    assert await audit.expire(NOW + timedelta(seconds=1)) == 0
    assert [act.at for act in await audit.acts(10)] == [NOW + timedelta(days=1)]


async def test_a_log_that_cannot_be_written_says_so(database: str) -> None:
    """An act that cannot be noted is not to be done."""
    engine = open_engine(database)  # without tables
    with pytest.raises(StoreUnavailable):
        await SqlAuditLog(engine).note(ACT)
    await dispose(engine)


async def test_who_is_refused_is_an_id(audit: SqlAuditLog) -> None:
    """Strangers leave no display name."""
    by = replace(ADA, admin=False)
    await audit.note(replace(ACT, by=by, outcome="refused"))
    (act,) = await audit.acts(1)
    assert act.by == replace(by, name="")


async def test_who_wants_to_be_forgotten_has_no_name(memory: SqlMemory, audit: SqlAuditLog) -> None:
    """Wherever they acted on that platform; what they did, and everybody else's name, stays."""
    elsewhere, slack = replace(ADA, tenant="99"), replace(ADA, platform="slack")
    bob = replace(ADA, user="8036", name="Bob")
    for by in (ADA, elsewhere, slack, bob):
        await audit.note(replace(ACT, by=by))
    await memory.forget("discord", "12", "8035")
    bare = [replace(ADA, name=""), replace(elsewhere, name=""), slack, bob]
    assert list(reversed(await audit.acts(9))) == [replace(ACT, by=by) for by in bare]


async def test_a_server_that_was_left(
    memory: SqlMemory, audit: SqlAuditLog, followers: SqlFollowers
) -> None:
    """Its messages follow no more, and the audit log has no names of its people."""
    there = replace(FOLLOWER, platform="discord", handle={"channel": "3", "guild": "12"})
    theirs = replace(FOLLOWER, handle={"channel": "3", "tenant": "12"})
    stays = replace(there, handle={"channel": "12", "guild": "13"})
    for follower in (there, theirs, stays):
        await followers.add(follower)
    other = replace(ADA, tenant="13")
    await audit.note(ACT)
    await audit.note(replace(ACT, by=other))
    await memory.forget_tenant("discord", "12")
    assert await followers.all() == [stays, theirs]
    assert [act.by for act in await audit.acts(9)] == [other, replace(ADA, name="")]
    await memory.forget_tenant("slack", "12")
    assert await followers.all() == [stays]


async def test_followers_come_back(followers: SqlFollowers) -> None:
    """With everything that is needed to edit the message after a restart."""
    other = replace(FOLLOWER, run_id="r2", handle={"token": "t"})
    await followers.add(FOLLOWER)
    await followers.add(other)
    assert await followers.all() == [FOLLOWER, other]
    assert await followers.all("r2") == [other]


async def test_a_message_follows_a_run_once(followers: SqlFollowers) -> None:
    """In whatever order its handle is written; several messages may follow one run."""
    await followers.add(FOLLOWER)
    await followers.add(replace(FOLLOWER, handle={"ts": "1.2", "channel": "c"}, lang="en"))
    await followers.add(replace(FOLLOWER, handle={"ts": "1.3", "channel": "c"}))
    assert sorted(f.lang for f in await followers.all("r1")) == ["en", "ko"]


async def test_what_a_message_shows_is_noted(followers: SqlFollowers) -> None:
    """Of that message alone; of one that was dropped, nothing is."""
    other = replace(FOLLOWER, handle={"ts": "9"})
    await followers.add(FOLLOWER)
    await followers.add(other)
    assert await followers.shows(FOLLOWER, "d2")
    assert {f.shown for f in await followers.all()} == {"d1", "d2"}
    await followers.drop(FOLLOWER)
    await followers.drop(FOLLOWER)
    assert not await followers.shows(FOLLOWER, "d3")
    assert await followers.all() == [other]
