"""What a press of a button under a run asks for, judged by what the run is now. Pure.

A message may be old, and a value may be forged: only what the run offers at this moment is done.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.administration import Wish
from bot.panels import Press
from bot.wording.runs import panel
from retrieval.types import Run, RunKind, RunState

RECENT: Final = 100
"""Runs about no single source among which the last change-over is looked for."""
_CHANGING: Final = frozenset({RunKind.REINDEX, RunKind.ROLLBACK, RunKind.RESTORE})


def offered(press: Press, value: str, run: Run, now: datetime, recent: Iterable[Run]) -> bool:
    """Whether the run has this button now. `recent`: runs about no single source, newest first.

    Only the last change-over can be gone back from: an older message would undo a later one.
    """
    buttons = panel(run, now, None).buttons
    if not any(each.press is press and each.value == value for each in buttons):
        return False
    return press is not Press.ROLLBACK or last_change(recent) == run.id


def last_change(recent: Iterable[Run]) -> str | None:
    """The last run that changed over to another index; those that failed or go on did not."""
    ended = (run for run in recent if run.state is RunState.DONE and not run.source_id)
    return next((run.id for run in ended if run.kind in _CHANGING), None)


def wished(press: Press, run: Run) -> Wish:
    """The run that a press starts. CANCEL starts none: that is no wish."""
    if press is Press.CONFIRM:
        options = {"confirmed": run.options.get("held_mark", "")}
        return Wish(kind=RunKind.REFRESH, source_id=run.source_id, options=options)
    if press is Press.RETRY:
        return Wish(kind=RunKind.RETRY, source_id=run.source_id, options={"run": run.id})
    return Wish(kind=RunKind.ROLLBACK)
