"""What happens in this process, counted and put into the log; and what those who watch over it are told."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from prometheus_client import CollectorRegistry

from bot import records
from bot.administration import Act, Admin
from bot.insight import Measured
from bot.metrics import Metrics, Standings, standings
from bot.ports import Desk, Platform
from bot.probes import Probes, Watched
from retrieval.types import Run

_MOST_OPEN = 200  # runs that are counted as open


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Call it where something has happened. Make it with `open_watching`."""

    metrics: Metrics
    log: logging.Logger
    desk: Desk

    def answered(self, told: Measured) -> None:
        """A question ended."""
        records.answered(self.log, told)
        self.metrics.answered(told)

    def ran(self, run: Run) -> None:
        """A run's state changed. Call it once for the end of a run."""
        records.ran(self.log, run)
        if not run.open:
            self.metrics.ran(run)

    def acted(self, act: Act) -> None:
        """Somebody acted as one who runs the bot, or was refused."""
        records.acted(self.log, act)
        self.metrics.acted(act)

    def told(
        self,
        *,
        version: str,
        platforms: Mapping[str, Platform],
        figures: Literal["open", "key", "off"],
        key: str,
    ) -> Watched:
        """For the server. `figures`: NEWSDESK_METRICS; `key` opens them where they are closed."""
        return Watched(
            version=version,
            checks=Probes(self.desk, platforms),
            figures=None if figures == "off" else self.metrics.text,
            figures_token=key if figures == "key" else None,
        )


def open_watching(
    desk: Desk, admin: Admin, clock: Callable[[], datetime], log: logging.Logger
) -> Watching:
    """Over a desk that does not count what it is asked for."""

    async def look() -> Standings:
        open_runs = await admin.runs(limit=_MOST_OPEN, is_open=True)
        return standings(await desk.status(), open_runs, clock())

    return Watching(metrics=Metrics(CollectorRegistry(), look), log=log, desk=desk)
