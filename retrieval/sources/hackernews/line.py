"""The way to one API during one reading: how much may still be asked, and whether the host is to be left alone."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from retrieval.errors import Absent, Busy, Forbidden, SourceUnavailable

T = TypeVar("T")

_HOPELESS = 3  # failures in a row


@dataclass(slots=True)
class Line:
    """`left` counts the requests that are bounded; `stopped` says why nothing more is asked."""

    left: int
    failed: int = 0
    stopped: SourceUnavailable | None = None

    @property
    def open(self) -> bool:
        """Whether a bounded request may be made."""
        return self.left > 0 and self.stopped is None

    async def ask(self, answer: Awaitable[T], *, cost: int = 1) -> T:
        """The answer. Raises what it raises, and remembers what says that there is no use in going on."""
        self.left -= cost
        try:
            said = await answer
        except (Absent, Forbidden):
            raise
        except SourceUnavailable as e:
            self.failed += 1
            if isinstance(e, Busy) or e.retry_after or self.failed >= _HOPELESS:
                self.stopped = e
            raise
        self.failed = 0
        return said
