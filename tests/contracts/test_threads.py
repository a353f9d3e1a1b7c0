"""What the Memory port promises of conversations: what a question may lean on, and what was asked last."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fake_platform import ASKED_AT, CHANNEL, asked
from fakes_desk import ABSTENTION, ANSWER

from bot.converse.steps import new_id
from bot.memory.store import SqlMemory
from bot.talk import Failure, Kept, Place, State

THREAD = replace(CHANNEL, thread="900")


def answered(number: int, minutes: float = 0, **given: object) -> Kept:
    """A question that was answered and posted; the reply has the number of the question in hundreds."""
    of = asked(number, at=ASKED_AT + timedelta(minutes=minutes), **given)
    return Kept(
        id=new_id(of.key),
        asked=of,
        received=of.at,
        version=1,
        state=State.WAITING,
        outcome=ANSWER,
        answered=1,
    )


async def _answer(memory: SqlMemory, *all_kept: Kept) -> None:
    for one in all_kept:
        await memory.add(one)
        number = f"{one.asked.key[-1]}00"
        await memory.end_posting(one.asked.key, {"channel": "c1", "message": number}, 1)


async def _earlier(memory: SqlMemory, *, most: int = 5, **given: object) -> list[str]:
    """The numbers of what a ninth question, ten minutes later, may lean on."""
    given = {"at": ASKED_AT + timedelta(minutes=10), **given}
    found = await memory.earlier(asked(9, **given), ASKED_AT - timedelta(days=1), most)
    return [one.asked.key[-1] for one in found]


async def test_a_thread_is_a_conversation(memory: SqlMemory) -> None:
    """Of everybody in it, oldest first, the last ones; nothing of other threads or later."""
    await _answer(
        memory,
        answered(1, 2, place=THREAD, user="u2"),
        answered(2, 1, place=THREAD),
        answered(3, 3, place=replace(THREAD, thread="901")),
        answered(4, 3),
        answered(5, 4, place=replace(THREAD, channel="c2")),
        answered(6, 11, place=THREAD),
    )
    assert await _earlier(memory, place=THREAD) == ["2", "1"]
    assert await _earlier(memory, place=THREAD, most=1) == ["1"]


async def test_earlier_ones_come_back_whole(memory: SqlMemory) -> None:
    """With their outcome and where it stands."""
    await _answer(memory, answered(1, 2))
    (found,) = await memory.earlier(asked(9, at=ASKED_AT + timedelta(minutes=10)), ASKED_AT, 5)
    assert (found.asked.key, found.outcome) == (asked(1).key, ANSWER)
    assert found.posted == {"channel": "c1", "message": "100"}


@pytest.mark.parametrize("follows", ["100", "1"])
async def test_a_reply_leans_on_what_it_replies_to(memory: SqlMemory, follows: str) -> None:
    """On the bot's message or on the question itself, whoever asked it and however long ago."""
    earlier = (answered(1, -600, user="u2"), answered(2, 1))
    await _answer(memory, *earlier)
    assert await _earlier(memory, follows=follows) == ["1"]
    assert await _earlier(memory, follows="777") == []


async def test_a_thread_that_was_started_on_a_reply(memory: SqlMemory) -> None:
    """Begins with it, and goes on with what was asked in the thread."""
    place = replace(CHANNEL, thread="100")
    await _answer(memory, answered(1, 1, user="u2"), answered(2, 2, place=place), answered(3, 3))
    assert await _earlier(memory, place=place, follows="100") == ["1", "2"]


async def test_a_reply_in_a_thread_leans_on_what_came_before(memory: SqlMemory) -> None:
    """What came after the message that it replies to is another matter."""
    await _answer(memory, *(answered(n, n, place=THREAD) for n in (1, 2, 3)))
    assert await _earlier(memory, place=THREAD, follows="200") == ["1", "2"]


async def test_without_a_thread_one_goes_on_for_a_while(memory: SqlMemory) -> None:
    """The same person in the same place: a quarter of an hour, in direct messages an hour."""
    direct = Place(platform="fake", tenant="-", channel="d1", direct=True)
    await _answer(
        memory,
        answered(1, -4),
        answered(2, -6),
        answered(3, 1, user="u2"),
        answered(4, 1, place=THREAD),
        answered(5, -49, place=direct),
        answered(6, -51, place=direct),
    )
    assert await _earlier(memory) == ["1"]
    assert await _earlier(memory, place=direct) == ["5"]


async def test_messages_that_begin_threads_of_their_own(memory: SqlMemory) -> None:
    """Where each message has its own id as its thread, one goes on from one to the next."""
    await _answer(memory, answered(1, 1, place=replace(CHANNEL, thread="1")))
    assert await _earlier(memory, place=replace(CHANNEL, thread="9")) == ["1"]
    assert await _earlier(memory, place=replace(CHANNEL, thread="1")) == ["1"]


async def test_what_is_private_stays_so(memory: SqlMemory) -> None:
    """Nobody leans on what another asked in private, nor in front of others on one's own."""
    await _answer(
        memory,
        answered(1, 1, place=THREAD, private=True),
        answered(2, 2, place=THREAD, private=True, user="u2"),
    )
    assert await _earlier(memory, place=THREAD, private=True) == ["1"]
    assert await _earlier(memory, place=THREAD) == []
    assert await _earlier(memory, follows="200", private=True) == []


async def test_what_counts(memory: SqlMemory) -> None:
    """Also what failed or still waits; nothing withdrawn or forgotten, and not itself."""
    failure = Failure(lang="en", reference="1a2b3c4d")
    await _answer(
        memory,
        replace(answered(1), outcome=failure),
        replace(answered(2), state=State.WITHDRAWN),
        replace(answered(3), outcome=None),
        replace(answered(4), outcome=ABSTENTION),
        answered(9, 1),
    )
    assert sorted(await _earlier(memory)) == ["1", "3", "4"]
    await memory.forget("fake", "t1", "u1")
    assert await _earlier(memory) == []


async def test_what_was_asked_last(memory: SqlMemory) -> None:
    """By this person: in the thread if there is one, else in its channel; with an outcome."""
    await _answer(
        memory,
        answered(1, 1, place=THREAD),
        answered(2, 2),
        answered(3, 3, user="u2"),
        replace(answered(4, 4), outcome=None),
        answered(5, 5, place=replace(CHANNEL, channel="c2")),
    )

    async def last(place: Place, user: str = "u1") -> str | None:
        found = await memory.latest(place, user)
        return found.asked.key[-1] if found else None

    assert await last(THREAD) == "1"
    assert await last(CHANNEL) == "2"
    assert await last(replace(CHANNEL, thread="902")) == "2"
    assert await last(replace(CHANNEL, thread="300"), "u2") == "3"
    assert await last(CHANNEL, "u3") is None
