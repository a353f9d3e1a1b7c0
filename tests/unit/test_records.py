"""Log records of what matters: a question's end, a run's change, an act."""

import io
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import records
from bot.administration import Act
from bot.insight import Ended, Measured
from bot.logs import FIELDS, formatter
from bot.rights import Actor
from bot.settings import Settings
from bot.traces import traced
from bot.types import Why
from retrieval.types import Problem, Run, RunKind, RunState

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANSWERED = Measured(
    at=NOW, platform="slack", lang="ko", ended=Ended.ANSWER, why=None, seconds=0.41234, tokens=700
)
RUN = Run(
    id="00ff00ff00ff00ff",
    source_id="paper",
    name="A Paper Of Ours",
    asked_by="discord:8035 (Ada)",
    state=RunState.DONE,
    kind=RunKind.REFRESH,
    started=NOW,
    finished=NOW + timedelta(seconds=2),
    added=3,
    current="A title of an article",
    problems=(Problem(where="https://ex.com", what="gone"),),
)
ACT = Act(
    at=NOW,
    by=Actor(platform="discord", user="8035", name="Ada"),
    act="sources.remove",
    about="paper",
    outcome="refused",
    detail="asked for with these words",
)


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(stream: io.StringIO) -> logging.Logger:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(Settings(_env_file=None, log_json=True)))
    log = logging.Logger("newsdesk")  # noqa: LOG001 - for one test alone
    log.addHandler(handler)
    return log


def told(stream: io.StringIO) -> dict[str, Any]:
    """The one record, without when it was made."""
    record = json.loads(stream.getvalue())
    del record["timestamp"]
    return record


def test_question(log: logging.Logger, stream: io.StringIO) -> None:
    """Which it was, where it came from, how it ended and what it took."""
    with traced("question", "0123456789abcdef"):
        records.answered(log, ANSWERED)
    assert told(stream) == {
        "event": "question ended",
        "level": "info",
        "logger": "newsdesk",
        "question": "0123456789abcdef",
        "platform": "slack",
        "ended": "answer",
        "seconds": 0.412,
        "tokens": 700,
    }


def test_abstention(log: logging.Logger, stream: io.StringIO) -> None:
    """Why nothing was answered is told."""
    why = next(iter(Why))
    records.answered(log, replace(ANSWERED, ended=Ended.ABSTENTION, why=why))
    assert told(stream)["why"] == why.value


def test_run(log: logging.Logger, stream: io.StringIO) -> None:
    """Its state and counts; no names, titles or addresses."""
    records.ran(log, RUN)
    assert told(stream) == {
        "event": "run is done",
        "level": "info",
        "logger": "newsdesk",
        "run": RUN.id,
        "kind": "refresh",
        "source": "paper",
        "state": "done",
        "seconds": 2.0,
        "added": 3,
        "changed": 0,
        "gone": 0,
        "problems": 1,
    }


def test_refused_act(log: logging.Logger, stream: io.StringIO) -> None:
    """Who was refused what, by id; in words that stand out."""
    records.acted(log, ACT)
    assert told(stream) == {
        "event": "act refused",
        "level": "warning",
        "logger": "newsdesk",
        "act": "sources.remove",
        "by": "discord:8035",
        "about": "paper",
        "outcome": "refused",
    }


def test_every_field_is_let_through() -> None:
    """What these records say, the formatter writes."""
    assert {"platform", "ended", "why", "run", "act", "problems"} <= set(FIELDS)
