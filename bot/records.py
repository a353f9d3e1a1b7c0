"""The log records that are worth counting on. None has a text, or a person's name.

What they say besides their text are fields in JSON, and `name=value` in text: see `bot.logs.FIELDS`.
"""

import logging
from collections.abc import Mapping

from bot.administration import Act
from bot.insight import Measured
from retrieval.types import Run


def answered(log: logging.Logger, told: Measured) -> None:
    """How a question ended. Its id is that of the block (`bot.traces`)."""
    fields = {
        "platform": told.platform,
        "ended": told.ended.value,
        "why": told.why.value if told.why else None,
        "seconds": round(told.seconds, 3),
        "tokens": told.tokens or None,
    }
    log.info("question ended", extra=_given(fields))


def ran(log: logging.Logger, run: Run) -> None:
    """That a run's state changed."""
    fields = {
        "run": run.id,
        "kind": run.kind.value,
        "source": run.source_id or None,
        "state": run.state.value,
        "seconds": _seconds(run),
        "added": run.added,
        "changed": run.changed,
        "gone": run.gone,
        "problems": len(run.problems),
    }
    log.info("run is %s", run.state.value, extra=_given(fields))


def acted(log: logging.Logger, act: Act) -> None:
    """That somebody did something as one who runs the bot, or was refused."""
    fields = {
        "act": act.act,
        "by": f"{act.by.platform}:{act.by.user}",
        "about": act.about or None,
        "outcome": act.outcome,
    }
    level = logging.INFO if act.outcome == "done" else logging.WARNING
    log.log(level, "act %s", act.outcome, extra=_given(fields))


def _seconds(run: Run) -> float | None:
    if run.finished is None:
        return None
    return round((run.finished - run.started).total_seconds(), 3)


def _given(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None}
