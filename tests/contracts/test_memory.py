"""What the Memory port promises, on SQLite and on PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fake_platform import ASKED_AT, CHANNEL, asked
from fakes_desk import ABSTENTION, ANSWER

from bot.converse.steps import new_id
from bot.memory.schema import VERSIONS, metadata
from bot.memory.store import SqlMemory, open_memory
from bot.talk import (
    Asked,
    Failure,
    Feedback,
    Kept,
    Preferences,
    Rating,
    Reason,
    Situation,
    State,
    Windows,
)
from retrieval.stores.sql.engine import dispose, open_engine

LATER = ASKED_AT + timedelta(hours=1)


def kept(number: int = 1, **given: object) -> Kept:
    """A question that waits."""
    of = given.pop("asked", asked(number))
    base = Kept(id=new_id(of.key), asked=of, received=of.at, version=1, state=State.WAITING)
    return replace(base, **given)


async def test_migrations_make_the_schema(memory: SqlMemory) -> None:
    """What migrations build is what the code describes."""

    def differences(connection):
        context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
        return compare_metadata(context, metadata)

    async with memory._engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_question_comes_back_whole(memory: SqlMemory) -> None:
    """With everything that is needed to reply after a restart."""
    whole = asked(about="Acme was sold.", lang="ko", source="s1", private=True, timezone="UTC")
    wanted = kept(asked=whole)
    assert await memory.add(wanted)
    assert await memory.load(whole.key) == wanted
    assert await memory.by_id(wanted.id) == wanted
    assert await memory.load("fake/unknown") is None


async def test_one_of_many_adds(memory: SqlMemory) -> None:
    """A key is taken once, also by workers at the same time; the first text stays."""
    added = await asyncio.gather(*(memory.add(kept(version=n)) for n in range(1, 9)))
    assert added.count(True) == 1
    assert (await memory.load(asked().key)).version == added.index(True) + 1


@pytest.mark.parametrize(
    "outcome", [ANSWER, ABSTENTION, Failure(lang="ko", reference="1a2b3c4d", message=None)]
)
async def test_outcomes_come_back(memory: SqlMemory, outcome: object) -> None:
    """Answers with their quotes, abstentions and failures."""
    await memory.add(kept())
    assert await memory.save(kept(outcome=outcome, answered=1), expected=1)
    assert (await memory.load(asked().key)).outcome == outcome


async def test_a_stale_save_changes_nothing(memory: SqlMemory) -> None:
    """Whoever worked on an earlier version does not overwrite a later one."""
    await memory.add(kept(version=2))
    assert not await memory.save(kept(state=State.FAILED), expected=1)
    assert (await memory.load(asked().key)).state is State.WAITING


async def test_posting_is_begun_by_one(memory: SqlMemory) -> None:
    """Of several workers one may post; the others can learn who and since when."""
    await memory.add(kept())
    begun = await asyncio.gather(*(_begun(memory, f"w{n}") for n in range(4)))
    assert begun.count(True) == 1
    assert await memory.posting(asked().key) == (f"w{begun.index(True)}", ASKED_AT)


async def test_the_gone_are_succeeded_by_one(memory: SqlMemory) -> None:
    """Who died while posting is replaced once; what somebody began only they take back."""
    await memory.add(kept())
    assert await _begun(memory, "dead")
    begun = await asyncio.gather(*(_begun(memory, f"w{n}", "dead") for n in range(4)))
    assert begun.count(True) == 1
    await memory.stop_posting(asked().key, "dead")
    assert await memory.posting(asked().key) is not None
    await memory.stop_posting(asked().key, None)
    assert await memory.posting(asked().key) is None


async def test_the_end_of_posting(memory: SqlMemory) -> None:
    """The place is noted, nobody waits any more, and nobody may post another."""
    await memory.add(kept())
    await _begun(memory, "w1")
    await memory.end_posting(asked().key, {"ts": "1"}, 1)
    done = await memory.load(asked().key)
    assert (done.posted, done.shown, done.state) == ({"ts": "1"}, 1, State.POSTED)
    assert await memory.posting(asked().key) is None
    assert not await _begun(memory, "w2")


async def _begun(memory: SqlMemory, by: str, instead_of: str | None = None) -> bool:
    return await memory.begin_posting(asked().key, by, ASKED_AT, instead_of=instead_of)


async def test_an_edit_during_posting_goes_on_waiting(memory: SqlMemory) -> None:
    """Posting an earlier version does not end the wait of the later one."""
    await memory.add(kept(version=2))
    await memory.end_posting(asked().key, {"ts": "1"}, 1)
    assert [k.version for k in await memory.waiting(LATER)] == [2]


async def test_who_waits(memory: SqlMemory) -> None:
    """Oldest first, without what is done, and only what came before the time."""
    times = {1: 2, 2: 1, 3: 0, 4: 3}
    for n, minutes in times.items():
        at = ASKED_AT + timedelta(minutes=minutes)
        await memory.add(kept(n, asked=asked(n, at=at)))
    await memory.end_posting(asked(3).key, {}, 1)
    before = ASKED_AT + timedelta(minutes=3)
    assert [k.asked.key for k in await memory.waiting(before)] == [asked(2).key, asked(1).key]


async def test_the_situation_of_a_question(memory: SqlMemory) -> None:
    """Times of the same person in the tenant and of everybody in the channel, apart from others'."""
    elsewhere = replace(CHANNEL, channel="c2")
    await memory.add(kept(1))
    await memory.add(kept(2, asked=asked(2, user="u2", at=LATER)))
    await memory.add(kept(3, asked=asked(3, place=elsewhere)))
    await memory.add(kept(4, asked=asked(4, place=replace(CHANNEL, tenant="t2"))))
    found, known = await _situations(memory, asked(5), asked(1))
    assert found.by_user == (ASKED_AT, ASKED_AT)
    assert found.in_channel == (ASKED_AT, LATER)
    assert (found.known, found.waiting, found.preferences) == (None, 4, Preferences())
    assert known.known == kept(1)


async def test_a_batch_counts_its_own(memory: SqlMemory) -> None:
    """A question knows those that were let in before it, also when they came at the same time."""
    seen: list[Situation] = []

    def decide(of: Asked, situation: Situation) -> Kept | None:
        seen.append(situation)
        return None if situation.known else kept(int(of.key[-1]), asked=of)

    batch = [asked(1), asked(2), asked(1)]
    await memory.admit(batch, Windows(user=ASKED_AT, channel=ASKED_AT), decide)
    assert [(len(s.by_user), len(s.in_channel), s.waiting) for s in seen] == [
        (0, 0, 0),
        (1, 1, 1),
        (2, 2, 2),
    ]
    assert seen[2].known == kept(1)
    assert len(await memory.waiting(LATER)) == 2


async def _situations(memory: SqlMemory, *batch: Asked) -> list[Situation]:
    seen: list[Situation] = []
    await memory.admit(
        batch, Windows(user=ASKED_AT, channel=ASKED_AT), lambda _, found: seen.append(found)
    )
    return seen


async def test_preferences_come_back(memory: SqlMemory) -> None:
    """Of their channel; direct messages are the tenant's matter."""
    wanted = Preferences(on=False, sources=frozenset({"s1"}), lang="ko", private=True, direct=False)
    await memory.prefer(CHANNEL, wanted, "u9", ASKED_AT)
    assert await memory.preferences(CHANNEL) == wanted
    other = await memory.preferences(replace(CHANNEL, channel="c2"))
    assert other == Preferences(direct=False)


async def test_ratings_go_with_their_person(memory: SqlMemory) -> None:
    """Forgetting takes a person's questions and ratings in that tenant and nothing else."""
    view = Feedback(
        id=kept(1).id, user="u1", rating=Rating.WRONG_CITATION, reason=Reason.CITATION, citation=2
    )
    await memory.add(kept(1))
    await memory.add(kept(2, asked=asked(2, user="u2")))
    await memory.rate(view, ASKED_AT)
    await memory.rate(replace(view, note="no"), LATER)
    await memory.rate(replace(view, user="u2"), LATER)
    gone = await memory.forget("fake", "t1", "u1")
    assert (gone.questions, gone.ratings) == (1, 1)
    assert (await memory.forget("fake", "t2", "u2")).questions == 0
    assert await memory.by_id(kept(2).id) is not None


async def test_what_is_old_expires(memory: SqlMemory) -> None:
    """Older questions are deleted, newer ones stay."""
    await memory.add(kept(1))
    await memory.add(kept(2, asked=asked(2, at=LATER)))
    assert await memory.expire(LATER, forgotten=ASKED_AT) == 1
    assert await memory.by_id(kept(2).id) is not None


async def test_what_is_forgotten_is_known_as_answered(memory: SqlMemory) -> None:
    """Nothing of it is left but who, where and when, so that limits hold and nothing is answered twice."""
    await memory.add(kept(asked=asked(about="Acme was sold.", handle={"token": "secret"})))
    await memory.forget("fake", "t1", "u1")
    left = await memory.load(asked().key)
    assert (left.state, left.asked.text, left.asked.about) == (State.FORGOTTEN, "", None)
    assert (left.asked.handle, left.outcome, left.posted) == ({}, None, None)
    assert await memory.by_id(left.id) is None
    assert not await memory.add(kept())
    (found,) = await _situations(memory, asked(5))
    assert found.by_user == (ASKED_AT,)
    assert await memory.expire(ASKED_AT, forgotten=LATER) == 1


async def test_what_is_to_be_withdrawn_waits(memory: SqlMemory) -> None:
    """A deleted question whose reply stands, or may stand, is not forgotten; others are at rest."""
    await memory.add(kept(1, state=State.WITHDRAWN))
    await memory.add(kept(2, state=State.WITHDRAWN))
    await memory.add(kept(3, state=State.WITHDRAWN))
    await memory.end_posting(asked(1).key, {"ts": "1"}, 1)
    await memory.begin_posting(asked(2).key, "dead", ASKED_AT, instead_of=None)
    assert [k.asked.key for k in await memory.waiting(LATER)] == [asked(1).key, asked(2).key]
    (found,) = await _situations(memory, asked(5))
    assert found.waiting == 0


async def test_notes_come_back(memory: SqlMemory) -> None:
    """The latest text under a name."""
    assert await memory.note("discord/commands") is None
    await memory.set_note("discord/commands", "a")
    await memory.set_note("discord/commands", "b")
    assert await memory.note("discord/commands") == "b"
    await memory.set_note("discord_commands", "c")
    await memory.forget_notes("discord_")
    assert await memory.note("discord/commands") == "b"
    assert await memory.note("discord_commands") is None


async def test_who_mentions_a_document(memory: SqlMemory) -> None:
    """Questions are found by the documents that their outcomes show, a page at a time."""
    for n in range(1, 6):
        await memory.add(kept(n))
        await memory.save(kept(n, outcome=ANSWER if n < 5 else None, answered=1), expected=1)
    cited = ANSWER.statements[0].citations[0].document_id
    first, after = await memory.mentioning([cited], limit=3)
    rest, end = await memory.mentioning([cited], after=after, limit=3)
    assert {k.asked.key for k in (*first, *rest)} == {asked(n).key for n in range(1, 5)}
    assert (len(first), len(rest), end) == (3, 1, None)
    assert await memory.mentioning(["unknown"]) == ([], None)


async def test_nearest_items_are_mentions(memory: SqlMemory) -> None:
    """Abstentions show documents, too, and a shared answer does."""
    await memory.add(kept(outcome=ABSTENTION, answered=1))
    found, _ = await memory.mentioning([ABSTENTION.nearest[0].document_id])
    assert [k.asked.key for k in found] == [asked().key]


async def test_rewriting_an_outcome(memory: SqlMemory) -> None:
    """It takes the place of the one that was read, and of nothing that came later."""
    was = kept(outcome=ANSWER, answered=1)
    await memory.add(was)
    await memory.end_posting(asked().key, {"ts": "1"}, 1)
    assert await memory.rewrite(was, ABSTENTION)
    now = await memory.load(asked().key)
    assert (now.outcome, now.version, now.shown, now.posted) == (ABSTENTION, 1, 1, {"ts": "1"})
    cited = ANSWER.statements[0].citations[0].document_id
    nearest = {n.document_id for n in ABSTENTION.nearest}
    assert bool((await memory.mentioning([cited]))[0]) is (cited in nearest)
    await memory.save(kept(version=2, outcome=ANSWER, answered=2), expected=1)
    assert not await memory.rewrite(was, ABSTENTION)
    assert (await memory.load(asked().key)).outcome == ANSWER


@pytest.mark.parametrize("how", ["forget", "forget_tenant", "expire", "withdraw"])
async def test_mentions_go_with_their_outcome(memory: SqlMemory, how: str) -> None:
    """Whatever takes an outcome away takes along what it mentioned."""
    await memory.add(kept(outcome=ANSWER, answered=1))
    if how == "forget":
        await memory.forget("fake", "t1", "u1")
    elif how == "forget_tenant":
        await memory.forget_tenant("fake", "t1")
    elif how == "expire":
        await memory.expire(LATER, forgotten=LATER)
    else:
        await memory.save(kept(version=2, outcome=None), expected=1)
    async with memory._engine.connect() as connection:
        count = await connection.exec_driver_sql("SELECT count(*) FROM mentions")
        assert count.scalar_one() == 0


async def test_older_outcomes_are_known_by_their_documents(
    memory: SqlMemory, database: str
) -> None:
    """Bringing an older database up to date notes what its outcomes mention."""
    await memory.add(kept(outcome=ANSWER, answered=1))
    async with memory._engine.begin() as connection:
        for table in ("mentions", "measured", "acts", "cases", "followers"):
            await connection.exec_driver_sql(f"DROP TABLE {table}")
        await connection.exec_driver_sql("UPDATE conversations_version SET version_num = '0002'")
    engine = open_engine(database)
    newer = await open_memory(engine)
    for citation in ANSWER.statements[0].citations:
        found, _ = await newer.mentioning([citation.document_id])
        assert [k.asked.key for k in found] == [asked().key]
    await dispose(engine)
