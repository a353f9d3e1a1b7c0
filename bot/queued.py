"""A run as it is queued. Pure, but for the clock and the ids that it is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.administration import Wish
from retrieval.types import Run, RunState, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRuns:
    """Makes runs of wishes."""

    clock: Callable[[], datetime]
    new_id: Callable[[], str]  # 16 hexadecimal digits that nobody has used

    def __call__(self, wish: Wish, source: Source | None, asked_by: str, asked_in: str = "") -> Run:
        """A run that waits for its turn."""
        now = self.clock()
        return Run(
            id=self.new_id(),
            source_id=wish.source_id,
            asked_by=asked_by,
            state=RunState.QUEUED,
            started=now,
            kind=wish.kind,
            asked_in=asked_in,
            name=source.name if source else "",
            options=dict(wish.options),
            queued=now,
        )
