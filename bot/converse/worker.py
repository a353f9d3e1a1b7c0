"""What a worker on questions knows about itself and its world."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Given to all who work on questions in this process."""

    name: str  # of this process, unique for ever
    alone: bool  # no other process works on the same memory
    timezone: str  # IANA name, for askers whose platform does not tell theirs
    answer_within: timedelta
    keep: timedelta  # how long questions, replies and ratings are kept
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    log: logging.Logger

    def reference(self, what: str, error: BaseException) -> str:
        """Log an error; what finds it in the log."""
        reference = self.new_id()[:8]
        self.log.error("%s, reference %s", what, reference, exc_info=error)
        return reference
