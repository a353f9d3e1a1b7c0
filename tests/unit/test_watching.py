"""What happens is counted and logged at once, and told to those who watch."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fakes_admin import FakeAdmin
from fakes_desk import STATUS, FakeDesk

from bot.administration import Act, Wish
from bot.insight import Ended, Measured
from bot.rights import Actor
from bot.watching import Watching, open_watching
from retrieval.types import Run, RunKind, RunState

NOW = datetime(2025, 12, 5, 9, tzinfo=UTC)
ADA = Actor(platform="discord", user="1", admin=True)
RUN = Run(id="r", source_id="s", asked_by="x", state=RunState.RUNNING, started=NOW)


@pytest.fixture
def admin() -> FakeAdmin:
    return FakeAdmin()


@pytest.fixture
def watching(admin: FakeAdmin) -> Watching:
    return open_watching(FakeDesk(), admin, lambda: NOW, logging.getLogger("test.watching"))


async def test_all_that_happens(watching: Watching, caplog: pytest.LogCaptureFixture) -> None:
    """Each is a record and a figure; a run that has not ended is a record alone."""
    caplog.set_level(logging.INFO, "test.watching")
    watching.answered(
        Measured(at=NOW, platform="web", lang="en", ended=Ended.ANSWER, why=None, seconds=1.0)
    )
    watching.ran(RUN)
    watching.ran(replace(RUN, state=RunState.DONE, finished=NOW + timedelta(seconds=9)))
    watching.acted(Act(at=NOW, by=ADA, act="reindex", outcome="refused"))
    told = [record.getMessage() for record in caplog.records]
    assert told == ["question ended", "run is running", "run is done", "act refused"]
    figures = (await watching.metrics.text()).decode()
    assert 'newsdesk_questions_total{ended="answer",platform="web"} 1.0' in figures
    assert 'newsdesk_runs_total{kind="refresh",state="done"} 1.0' in figures
    assert "newsdesk_refused_acts_total 1.0" in figures


async def test_what_is_stored_and_open(watching: Watching, admin: FakeAdmin) -> None:
    """Of the desk and of administration."""
    await admin.start(Wish(kind=RunKind.REINDEX), ADA)
    figures = (await watching.metrics.text()).decode()
    assert f"newsdesk_documents {float(STATUS.coverage.documents)}" in figures
    assert 'newsdesk_runs_open{state="queued"} 1.0' in figures


@pytest.mark.parametrize(
    ("figures", "there", "token"),
    [("open", True, None), ("key", True, "the key"), ("off", False, None)],
)
def test_who_is_told(watching: Watching, figures: str, there: bool, token: str | None) -> None:  # noqa: FBT001
    """As the setting says."""
    told = watching.told(version="1", platforms={}, figures=figures, key="the key")
    assert (told.figures is not None, told.figures_token) == (there, token)
