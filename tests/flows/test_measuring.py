"""A desk that measures its questions: what is noted and logged, and that nothing else changes."""

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from fakes_desk import ABSTENTION, ANSWER, NOW, STORED, FakeDesk

from bot.insight import Ended, Measured
from bot.measuring import Measuring, Meter
from bot.types import Question, Spender, Trail, Usage, Why
from retrieval.errors import StoreUnavailable

ASKED = "Is the merger of Acme and Ajax off?"
QUESTION = Question(text=ASKED, now=NOW)
USAGE = Usage(model="m", calls=1, prompt_tokens=900, completion_tokens=100, seconds=1.0, cost=0.02)


@dataclass
class Notes:
    """What was noted. `gate`: it takes until then."""

    told: list[Measured] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def measured(self, told: Measured) -> None:
        await self.gate.wait()
        self.told.append(told)


@dataclass
class Timer:
    """A second passes from one look to the next."""

    at: float = 0.0

    def __call__(self) -> float:
        self.at += 1.0
        return self.at


def measuring(desk: FakeDesk, notes: Notes) -> Measuring:
    meter = Meter(
        insight=notes,
        clock=lambda: NOW + timedelta(seconds=5),
        timer=Timer(),
        platform="web",
        generation=lambda: "g2",
    )
    return Measuring(desk, meter)


async def noted(desk: FakeDesk, question: Question = QUESTION) -> Measured:
    """What is noted of one question."""
    notes = Notes()
    notes.gate.set()
    asked = measuring(desk, notes)
    await asyncio.gather(asked.ask(question), return_exceptions=True)
    await asked.settled()
    (told,) = notes.told
    return told


async def test_an_answer_is_measured() -> None:
    """When, by which way, in which language, how it ended, for how long, from which indexes."""
    assert await noted(FakeDesk(reply=ANSWER)) == Measured(
        at=NOW + timedelta(seconds=5),
        platform="web",
        lang="en",
        ended=Ended.ANSWER,
        why=None,
        seconds=1.0,
        generation="g2",
    )


async def test_an_abstention_with_its_reason() -> None:
    """And with what a model took, whatever came of it."""
    trail = Trail(question=ASKED, usage=USAGE)
    told = await noted(FakeDesk(reply=replace(ABSTENTION, trail=trail)))
    assert (told.ended, told.why) == (Ended.ABSTENTION, Why.NOTHING_IN_RANGE)
    assert (told.tokens, told.cost) == (1000, 0.02)


async def test_a_model_without_prices() -> None:
    """Its tokens are counted, and its cost is nothing."""
    trail = Trail(question=ASKED, usage=replace(USAGE, cost=None))
    told = await noted(FakeDesk(reply=replace(ANSWER, trail=trail)))
    assert (told.tokens, told.cost) == (1000, 0.0)


async def test_the_platform_of_who_asked() -> None:
    """A question from a chat says itself where it is from."""
    me = Spender(platform="discord", tenant="t", channel="c", user="u")
    assert (await noted(FakeDesk(), replace(QUESTION, spender=me))).platform == "discord"


async def test_a_failure_is_measured_and_raised() -> None:
    """Who asked is told as before."""
    notes = Notes()
    asked = measuring(FakeDesk(error=StoreUnavailable("database: gone")), notes)
    with pytest.raises(StoreUnavailable):
        await asked.ask(replace(QUESTION, lang="ko"))
    notes.gate.set()
    await asked.settled()
    assert [(told.ended, told.lang) for told in notes.told] == [(Ended.FAILURE, "ko")]


async def test_what_takes_too_long_has_failed() -> None:
    """A question whose time is over is counted, and stops as before."""
    notes = Notes()
    notes.gate.set()
    asked = measuring(FakeDesk(gate=asyncio.Event()), notes)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await asked.ask(QUESTION)
    await asked.settled()
    assert [told.ended for told in notes.told] == [Ended.FAILURE]


async def test_nobody_waits_for_the_note() -> None:
    """The reply is there while the note is still being made."""
    notes = Notes()
    asked = measuring(FakeDesk(reply=ANSWER), notes)
    assert await asked.ask(QUESTION) == ANSWER
    assert notes.told == []
    notes.gate.set()
    await asked.settled()
    assert len(notes.told) == 1


async def test_the_log_has_no_text(caplog: pytest.LogCaptureFixture) -> None:
    """One line a question, with nothing of what was asked or answered, or by whom."""
    me = Spender(platform="slack", tenant="t77", channel="c77", user="u77")
    with caplog.at_level(logging.INFO, "newsdesk"):
        await noted(FakeDesk(reply=ABSTENTION), replace(QUESTION, spender=me))
    (record,) = caplog.records
    assert (record.message, vars(record)["platform"], vars(record)["ended"]) == (
        "question ended",
        "slack",
        "abstention",
    )
    assert not any(word in str(vars(record)) for word in (QUESTION.text, "t77", "c77", "u77"))


async def test_everything_else_is_passed_on() -> None:
    """Status, readings, stored texts, and replies that are looked at once more."""
    desk = FakeDesk(withdrawn=ABSTENTION)
    asked = measuring(desk, Notes())
    assert await asked.status() == desk.current
    await asked.ingest("https://ex.com/feed", asked_by="me")
    await asked.refresh("paper", asked_by="me", confirmed="mark")
    assert desk.ingested == [("https://ex.com/feed", "me")]
    assert desk.confirmed == ["mark"]
    id = next(iter(STORED))
    assert await asked.quoted(id, [(0, 3)]) == await desk.quoted(id, [(0, 3)])
    assert await asked.rechecked(ANSWER) == ABSTENTION
