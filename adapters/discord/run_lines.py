"""Runs in lists. Pure; their names and errors may be anybody's words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from adapters.discord import escape
from adapters.discord.budget import cut
from adapters.discord.drawing import Attached, Drawing
from bot.wording.dates import age
from bot.wording.runs import bar, counts_line, run_title, run_words, state_line
from retrieval.types import Problem, Run

SHOWN: Final = 5  # errors that the panel of a run tells
_TITLE: Final = 120
_WHO: Final = 60
_MESSAGE: Final = 200

Drawn = Callable[[str, int], str]


def line(run: Run, now: datetime, lang: str) -> str:
    """A run as a line of markdown."""
    return f"- {_line(run, now, lang, _escaped)}"


def file(runs: Sequence[Run], now: datetime, lang: str) -> Attached:
    """The same as plain text."""
    lines = [f"{_line(run, now, lang, _plain)}\n" for run in runs]
    return Attached(name="runs.txt", text="".join(lines))


def with_errors(drawn: Drawing, run: Run) -> Drawing:
    """With all errors in a file, where there are more than are told."""
    if len(run.problems) <= SHOWN:
        return drawn
    text = "".join(f"{_error(problem)}\n" for problem in run.problems)
    return replace(drawn, attached=Attached(name="errors.txt", text=text))


def _line(run: Run, now: datetime, lang: str, drawn: Drawn) -> str:
    """`Refresh: The Paper — running · 48 % (12 / 25) · 5 minutes ago · Asked by … · 0123456789abcdef`."""
    words = run_words(lang)
    began = run.queued or run.started
    ended = run.message or counts_line(run, lang)
    parts = (
        f"{drawn(run_title(run, lang), _TITLE)} — {state_line(run, now, lang)}",
        bar(run).lstrip("▓░ ") if run.open else drawn(ended, _MESSAGE),
        age(began, now, lang),
        drawn(words.asked_by.format(who=run.asked_by), _WHO),
        run.id,
    )
    return " · ".join(part for part in parts if part)


def _error(problem: Problem) -> str:
    mend = f"; {problem.mend}" if problem.mend else ""
    return escape.one_line(f"{problem.where}: {problem.what}{mend}")


def _escaped(text: str, most: int) -> str:
    return cut(text, most, escape.text)


def _plain(text: str, _most: int) -> str:
    return escape.one_line(text)
