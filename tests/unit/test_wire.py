"""The words of answering as JSON, and back."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from voiced import CLAIMED, DISPUTED, OPINIONS

from bot import wire
from bot.types import (
    Abstention,
    Answer,
    Citation,
    Conflict,
    Discussion,
    IndexState,
    Link,
    Nearest,
    Question,
    Quoted,
    Related,
    Searched,
    Statement,
    Status,
    Unrefreshed,
)
from retrieval.types import Coverage, Run, Source, TimeRange

NOW = datetime(2025, 12, 3, 9, tzinfo=UTC)

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
BOUNDS = datetime(1970, 1, 2), datetime(2200, 1, 1)  # noqa: DTZ001 - Hypothesis wants them naive
TIMES = st.datetimes(*BOUNDS, timezones=OFFSETS)
MAYBE = st.none() | TIMES
NUMBERS = st.none() | st.floats(0, 1)
FEW = {"max_size": 2}


def tuples(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(items, **FEW).map(tuple)


RANGES = st.builds(TimeRange, since=MAYBE, until=MAYBE)
COVERAGES = st.builds(Coverage, first=MAYBE, last=MAYBE)
SEARCHES = st.builds(
    Searched,
    coverage=COVERAGES,
    range=st.none() | RANGES,
    confidence=NUMBERS,
    threshold=NUMBERS,
    links=tuples(st.builds(Link)),
    unrefreshed=tuples(st.builds(Unrefreshed, since=MAYBE)),
)
CITATIONS = st.builds(Citation, published=MAYBE, edited=MAYBE)
STATEMENTS = st.builds(Statement, citations=tuples(CITATIONS))
ANSWERS = st.builds(
    Answer,
    statements=tuples(STATEMENTS),
    searched=SEARCHES,
    as_of=MAYBE,
    conflicts=tuples(st.builds(Conflict)),
    heard=tuples(st.builds(Discussion)),
    elsewhere=tuples(st.builds(Related, published=MAYBE)),
    latest=st.booleans(),
)
ABSTENTIONS = st.builds(
    Abstention, searched=SEARCHES, nearest=tuples(st.builds(Nearest, published=MAYBE))
)
RUNS = st.builds(Run, started=TIMES, finished=MAYBE)
SOURCES = st.builds(
    Source,
    every=st.none() | st.timedeltas(timedelta(0), timedelta(days=400)),
    checked_at=MAYBE,
    changed_at=MAYBE,
)
STATUSES = st.builds(
    Status,
    coverage=COVERAGES,
    sources=tuples(SOURCES),
    indexes=tuples(st.builds(IndexState)),
    runs=tuples(RUNS),
)


def through_text(data: wire.Json) -> wire.Json:
    return json.loads(json.dumps(data, allow_nan=False))


@given(ANSWERS | ABSTENTIONS)
def test_reply_comes_back(reply: Answer | Abstention):
    """A reply sent as JSON text is the same reply, of the same kind."""
    assert wire.load_reply(through_text(wire.dump(reply))) == reply


def test_a_reply_of_an_earlier_version_comes_back():
    """JSON without voices, conflicts, discussions and links is an answer that has none."""
    old = {
        "kind": "answer",
        "lang": "en",
        "statements": [],
        "searched": {"coverage": {}},
    }
    assert wire.load_reply(old) == Answer(
        lang="en", statements=(), searched=Searched(coverage=Coverage())
    )


def test_many_voices_in_json():
    """Whoever reads the JSON finds who is retold, what is only claimed, and what was read."""
    opinions, disputed = (through_text(wire.dump(r)) for r in (OPINIONS, DISPUTED))
    claimed = through_text(wire.dump(CLAIMED))
    assert opinions["statements"][3]["citations"][0]["retold_from"] == "Hacker News"
    assert opinions["statements"][1]["citations"][0]["standing"] == "flagged"
    assert [each["retold"] for each in opinions["heard"]] == [False, True]
    assert opinions["elsewhere"][0]["comments"] == 512
    assert claimed["statements"][1]["claimed"] is True
    assert disputed["conflicts"] == [{"one": 0, "other": 2, "rift": "figures"}]
    assert disputed["latest"] is True
    assert disputed["searched"]["links"][1]["outcome"] == "refused"
    assert disputed["searched"]["unrefreshed"][0]["source"] == "Hacker News"


@given(STATUSES)
def test_status_comes_back(status: Status):
    """A status sent as JSON text is the same status."""
    assert wire.load_status(through_text(wire.dump(status))) == status


@given(RUNS)
def test_run_comes_back(run: Run):
    """A run sent as JSON text is the same run."""
    assert wire.load_run(through_text(wire.dump(run))) == run


@given(st.builds(Quoted, published=MAYBE))
def test_quoted_comes_back(quoted: Quoted):
    """A stored document sent as JSON text is the same document."""
    assert wire.load_quoted(through_text(wire.dump(quoted))) == quoted


@given(st.builds(Question, now=TIMES))
def test_question_comes_back(question: Question):
    """A question sent as JSON text is the same question."""
    assert wire.load_question(through_text(wire.dump(question)), now=NOW) == question


def test_question_is_asked_now():
    """A question without a time is asked at the time of the server."""
    assert wire.load_question({"text": "?"}, now=NOW) == Question(text="?", now=NOW)


def test_time_without_offset_is_refused():
    """A time whose zone is unknown is refused."""
    with pytest.raises(ValueError, match="offset"):
        wire.load_question({"text": "?", "now": "2025-12-02T09:00:00"}, now=NOW)


@pytest.mark.parametrize("data", [None, [], "answer", {}, {"kind": "guess"}, {"kind": "answer"}])
def test_other_json_is_no_reply(data: wire.Json):
    """What is not a reply raises ValueError."""
    with pytest.raises(ValueError, match=r"repl|Answer"):
        wire.load_reply(data)


def test_kind_is_written_first():
    """Whoever reads the JSON sees at once what it is."""
    reply = Answer(lang="en", statements=(), searched=Searched(coverage=Coverage()))
    assert next(iter(wire.dump(reply).items())) == ("kind", "answer")
