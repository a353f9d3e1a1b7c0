"""What the Insight port promises of answers, figures and cases, on SQLite and on PostgreSQL."""

import logging
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from examples import document, run, source, write
from fake_platform import ASKED_AT, asked
from fakes_desk import ABSTENTION, ANSWER
from sqlalchemy import insert

from bot.converse.steps import new_id
from bot.insight import Case, Day, Ended, Measured
from bot.memory.insight import SqlInsight
from bot.memory.schema import measured
from bot.memory.store import SqlMemory, open_memory
from bot.talk import Asked, Failure, Feedback, Kept, Rating, State, Via
from bot.types import Why
from retrieval.stores.sql.engine import dispose, open_engine
from retrieval.stores.sql.library import SqlLibrary, open_library
from retrieval.types import RunKind, RunState

NOW = datetime(2025, 12, 5, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOLD = Measured(
    at=NOW, platform="web", lang="ko", ended=Ended.ANSWER, why=None, seconds=0.5, generation="g1"
)
CASE = Case(
    id="00112233445566ff",
    question="What was announced?",
    lang="en",
    timezone="Asia/Seoul",
    asked_at=NOW,
    ended=Ended.ANSWER,
    documents=("d1", "d2"),
    never=("a quote",),
    note="it was wrong once",
    added=NOW,
    added_by="discord:8035 (Ada)",
)


@pytest.fixture
async def library(database: str) -> AsyncIterator[SqlLibrary]:
    opened = await open_library(database)
    yield opened
    await opened.close()


@pytest.fixture
async def memory(library: SqlLibrary) -> SqlMemory:
    return await open_memory(library.engine)


@pytest.fixture
async def insight(memory: SqlMemory) -> SqlInsight:
    return SqlInsight(memory._engine, lambda: NOW)


async def keep(memory: SqlMemory, number: int, outcome: object, **given: object) -> Kept:
    """A question with an outcome; each a minute after the one before it."""
    text = given.pop("text", "What was announced?")
    at = ASKED_AT + timedelta(minutes=number)
    of: Asked = asked(number, text, at=at, **given)
    made = Kept(
        id=new_id(of.key),
        asked=of,
        received=at,
        version=1,
        state=State.POSTED,
        outcome=outcome,
        answered=1,
    )
    await memory.add(made)
    return made


async def test_days_are_told_without_gaps(insight: SqlInsight) -> None:
    """Also those on which nothing was asked, from the first to today; each by how its questions ended."""
    for at, ended in (
        (NOW - 2 * DAY, Ended.ANSWER),
        (NOW - 2 * DAY + HOUR, Ended.ANSWER),
        (NOW - 2 * DAY, Ended.FAILURE),
        (NOW, Ended.ABSTENTION),
        (NOW - 3 * DAY, Ended.ANSWER),
    ):
        await insight.measured(replace(TOLD, at=at, ended=ended))
    assert await insight.days(NOW - 2 * DAY) == [
        Day(day=date(2025, 12, 3), answers=2, failures=1, p50=0.5, p95=0.5),
        Day(day=date(2025, 12, 4)),
        Day(day=date(2025, 12, 5), abstentions=1, p50=0.5, p95=0.5),
    ]


async def test_a_day_is_one_of_utc(insight: SqlInsight) -> None:
    """Midnight belongs to the day that begins, wherever the time was told."""
    seoul = datetime.fromisoformat("2025-12-05T09:00:00+09:00")
    await insight.measured(replace(TOLD, at=seoul))
    await insight.measured(replace(TOLD, at=seoul - timedelta(microseconds=1)))
    assert [day.answers for day in await insight.days(NOW - DAY)] == [1, 1]


@pytest.mark.parametrize(("count", "half", "most"), [(1, 1, 1), (2, 2, 2), (20, 11, 20)])
async def test_typical_times_by_nearest_rank(
    insight: SqlInsight, count: int, half: int, most: int
) -> None:
    """Of one question, of two and of twenty; in seconds."""
    for n in range(count):
        await insight.measured(replace(TOLD, seconds=n + 1.0))
    (today,) = await insight.days(NOW)
    assert (today.p50, today.p95) == (half, most)


async def test_a_quarter_of_many_questions_is_told_at_once(insight: SqlInsight) -> None:
    """90 days with 100,000 questions, in under a second of computing."""
    rows = [
        {
            "at": NOW - timedelta(seconds=77 * n),
            "platform": "web",
            "lang": "en",
            "ended": "answer",
            "seconds": n % 977 / 100,
            "tokens": 0,
            "cost": 0.0,
            "generation": "",
        }
        for n in range(100_000)
    ]
    async with insight._engine.begin() as connection:
        await connection.execute(insert(measured), rows)
    began = time.perf_counter()
    days = await insight.days(NOW - 89 * DAY)
    assert time.perf_counter() - began < 3  # a loaded machine; it takes a third of a second
    assert sum(day.questions for day in days) > 99_000


async def test_figures_never_raise(database: str, caplog: pytest.LogCaptureFixture) -> None:
    """A store without tables is told of in the log, and who asked does not notice."""
    engine = open_engine(database)
    with caplog.at_level(logging.WARNING, "newsdesk"):
        await SqlInsight(engine, lambda: NOW).measured(TOLD)
    await dispose(engine)
    assert "figures were not noted: StoreUnavailable" in caplog.text


async def test_odd_figures_are_noted(insight: SqlInsight, caplog: pytest.LogCaptureFixture) -> None:
    """A language that somebody made up, and more tokens than the column holds."""
    await insight.measured(replace(TOLD, lang="\x00\ud800" * 5_000, tokens=2**40))
    assert not caplog.records
    assert (await insight.days(NOW))[0].answers == 1


async def test_figures_expire(insight: SqlInsight) -> None:
    """Those from before a time."""
    for at in (NOW - 400 * DAY, NOW):
        await insight.measured(replace(TOLD, at=at))
    assert await insight.expire(NOW - 365 * DAY) == 1
    assert sum(day.questions for day in await insight.days(NOW - 401 * DAY)) == 1


async def test_growth_is_worked_out_backwards(insight: SqlInsight, library: SqlLibrary) -> None:
    """From how many there are, and what each day's runs brought and took."""
    await library.store(write(*(document(f"d{n}") for n in range(5))))
    await _ended(library, "r1", NOW - 2 * DAY, added=4)
    await _ended(library, "r2", NOW - DAY, added=3, gone=2)
    told = await insight.growth(NOW - 3 * DAY)
    assert [growth.documents for growth in told] == [0, 4, 5, 5]
    assert (told[0].day, told[-1].day) == (date(2025, 12, 2), date(2025, 12, 5))


async def test_growth_is_of_readings_for_all(insight: SqlInsight, library: SqlLibrary) -> None:
    """Not what was read for somebody's question, and not passages that an index was filled with."""
    other = source("s2", asked=True)
    await library.store(write(document("d1")))
    await library.store(write(document("d2", source_id="s2"), of=other))
    await _ended(library, "r1", NOW, source_id="s2", added=1)
    await _ended(library, "r2", NOW, added=700, kind=RunKind.REINDEX)
    assert [growth.documents for growth in await insight.growth(NOW - DAY)] == [1, 1]


async def test_growth_is_never_less_than_nothing(insight: SqlInsight, library: SqlLibrary) -> None:
    """Documents that left without a run to tell of it do not make earlier days negative."""
    await _ended(library, "r1", NOW, added=9)
    assert [growth.documents for growth in await insight.growth(NOW - DAY)] == [0, 0]


async def test_recent_questions(insight: SqlInsight, memory: SqlMemory) -> None:
    """Those with an outcome, newest first, a page at a time."""
    kept = [await keep(memory, n, ANSWER) for n in range(3)]
    await keep(memory, 4, None)
    assert await insight.recent(2) == [kept[2], kept[1]]
    assert await insight.recent(2, before=kept[1].received) == [kept[0]]


@pytest.mark.parametrize("ended", list(Ended))
async def test_recent_questions_of_one_end(
    insight: SqlInsight, memory: SqlMemory, ended: Ended
) -> None:
    """Answers, abstentions and failures, each for itself."""
    failure = Failure(lang="ko", reference="1a2b")
    outcomes = {Ended.ANSWER: ANSWER, Ended.ABSTENTION: ABSTENTION, Ended.FAILURE: failure}
    for n, outcome in enumerate(outcomes.values()):
        await keep(memory, n, outcome)
    assert [kept.outcome for kept in await insight.recent(9, ended=ended)] == [outcomes[ended]]


async def test_what_was_taken_back_is_not_shown(insight: SqlInsight, memory: SqlMemory) -> None:
    """Neither a question that was deleted, nor those of who wants to be forgotten, nor what is asked anew."""
    deleted, forgotten, edited = [await keep(memory, n, ANSWER, user=f"u{n}") for n in range(3)]
    await memory.save(replace(deleted, state=State.WITHDRAWN), expected=1)
    await memory.forget("fake", "t1", "u1")
    again = replace(edited, version=2, state=State.WAITING)
    await memory.save(again, expected=1)
    assert await insight.recent(9) == []
    assert [await insight.kept(k.id) for k in (deleted, forgotten, edited)] == [None, None, None]


async def test_one_question(insight: SqlInsight, memory: SqlMemory) -> None:
    """By its id; None for one that nobody knows."""
    kept = await keep(memory, 1, ANSWER)
    assert await insight.kept(kept.id) == kept
    assert await insight.kept("' OR 1=1 --") is None


async def test_views_of_readers(insight: SqlInsight, memory: SqlMemory) -> None:
    """Newest first, with the question while it is kept, and only wrong citations if that is wanted."""
    kept = [await keep(memory, n, ANSWER, user=f"u{n}") for n in range(2)]
    note = "<img src=x onerror=alert(1)>"
    up = Feedback(id=kept[0].id, user="r1", rating=Rating.UP)
    wrong = Feedback(id=kept[1].id, user="r1", rating=Rating.WRONG_CITATION, note=note, citation=2)
    await memory.rate(up, NOW)
    await memory.rate(wrong, NOW + HOUR)
    await memory.forget("fake", "t1", "u0")
    told = await insight.rated(9)
    assert [(r.feedback, r.at, r.kept) for r in told] == [
        (wrong, NOW + HOUR, kept[1]),
        (up, NOW, None),
    ]
    assert await insight.rated(9, wrong_citation=True) == [told[0]]


async def test_alike_questions_are_counted_together(insight: SqlInsight, memory: SqlMemory) -> None:
    """Whatever their case, marks and white space, in Korean too; by the newest, the most frequent first."""
    texts = [
        "애플이 뭘 발표했나요?",
        "Who bought Acme?",
        "애플이 뭘 발표 했나요",
        "who  bought\nACME ?!",
        "애플이 뭘  발표했나요…",
        "What is C?",
        "What is C#?",
    ]
    for n, text in enumerate(texts):
        await keep(memory, n, ABSTENTION, text=text)
    assert await insight.unanswered(9) == [
        ("애플이 뭘  발표했나요…", 3),
        ("who  bought\nACME ?!", 2),
        ("What is C#?", 1),
        ("What is C?", 1),
    ]
    assert len(await insight.unanswered(1)) == 1


async def test_what_is_no_gap_is_not_counted(insight: SqlInsight, memory: SqlMemory) -> None:
    """What is no question, what was answered and deleted since, what was shared, and answers."""
    for n, why in enumerate((Why.NO_QUESTION, Why.WITHDRAWN, Why.TOO_LONG)):
        await keep(memory, n, replace(ABSTENTION, why=why))
    await keep(memory, 4, ABSTENTION, via=Via.SHARED)
    await keep(memory, 5, ANSWER)
    assert await insight.unanswered(9) == []


async def test_gaps_as_they_were_understood(insight: SqlInsight, memory: SqlMemory) -> None:
    """A question that leaned on an earlier one counts in its complete form."""
    await keep(memory, 1, replace(ABSTENTION, reworded="Who leads Acme?"), text="Who leads it?")
    assert await insight.unanswered(9) == [("Who leads Acme?", 1)]


@pytest.mark.parametrize("text", ["a\x00b\u202e", "x" * 10_000, "🎉👩‍🚀🇰🇷", "%_' --", "<b>&amp;"])
async def test_any_text_can_be_looked_at(insight: SqlInsight, memory: SqlMemory, text: str) -> None:
    """NUL, very long, emoji, what means something to SQL or HTML: as it was asked."""
    kept = await keep(memory, 1, ABSTENTION, text=text)
    assert await insight.recent(9) == [kept]
    assert await insight.unanswered(9) == [(text, 1)]


async def test_cases_come_back(insight: SqlInsight) -> None:
    """Whole, oldest first; the same id replaces; dropped once."""
    later = replace(CASE, id="ff", added=NOW + DAY, ended=Ended.ABSTENTION, documents=())
    await insight.add_case(later)
    await insight.add_case(CASE)
    await insight.add_case(replace(CASE, note="새 이유"))
    assert await insight.cases() == [replace(CASE, note="새 이유"), later]
    assert await insight.drop_case(CASE.id)
    assert not await insight.drop_case(CASE.id)


async def test_cases_of_any_text(insight: SqlInsight) -> None:
    """With NUL, markup and emoji."""
    odd = replace(CASE, question="a\x00b 🎉", note="<script>alert(1)</script>", never=("%_'",))
    await insight.add_case(odd)
    assert await insight.cases() == [odd]


async def test_cases_outlive_their_askers(insight: SqlInsight, memory: SqlMemory) -> None:
    """Who wants to be forgotten is named in no case; their question stays, since it names nobody."""
    await keep(memory, 1, ANSWER)
    await insight.add_case(CASE)
    await memory.forget("fake", "t1", "u1")
    await memory.expire(NOW + 999 * DAY, forgotten=NOW + 999 * DAY)
    assert await insight.cases() == [CASE]


async def _ended(library: SqlLibrary, id: str, at: datetime, **given: object) -> None:
    about = run(id, given.pop("source_id", "s1"))
    await library.save_run(replace(about, state=RunState.DONE, started=at, finished=at, **given))
