"""The bot is killed between a question and its reply, on each platform. `make crashes` does it fifty times."""

import random
from pathlib import Path

import pytest
from platforms.crashes import Report, crash
from platforms.worlds import WORLDS

_KILLS = 3


@pytest.mark.parametrize("which", WORLDS)
async def test_each_question_is_answered_once(which: str, tmp_path: Path) -> None:
    """Whenever the process dies, after a restart every question has one reply."""
    report = await crash(which, _KILLS, tmp_path, random.Random(which))  # noqa: S311
    assert report == Report(
        kills=_KILLS, questions=2 * _KILLS, replied=2 * _KILLS, told=0, silent=0, twice=0, faults=()
    )
