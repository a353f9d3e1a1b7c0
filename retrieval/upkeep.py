"""What the upkeep of a library asks of its store: records of runs, and generations of the indexes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from retrieval.types import Generation, Run

FIRST = "first"
"""The generation that a data folder begins with."""


class RunStore(Protocol):
    """Records of runs. Every method raises StoreUnavailable."""

    async def open(self, run: Run) -> Run:
        """Add a run, or give the one that is open for the same source or, without a source, of like work."""

    async def run(self, id: str) -> Run | None:
        """A run by its id."""

    async def save(self, run: Run) -> Run:
        """Store how far a run is, and what is stored then: one that has ended meanwhile stays so, a cancelled
        one but for its counts. One that is not there any more is given back as cancelled.
        """

    async def cancel(self, id: str, at: datetime) -> Run | None:
        """End a run that is open. The run as it is now, None for an unknown one."""

    async def beat(self, id: str, at: datetime) -> bool:
        """Note a sign of life; False when the run has ended, so that whoever works on it stops."""

    async def recent(
        self, limit: int, *, source_id: str | None = None, is_open: bool = False
    ) -> Sequence[Run]:
        """Newest first, but those of sources that were only asked about."""

    async def take_over(self, run: Run, at: datetime) -> bool:
        """Claim a run whose worker gave no sign of life since; False when somebody else was quicker."""


class Generations(Protocol):
    """Fillings of the indexes. Every method raises StoreUnavailable."""

    async def all(self) -> Sequence[Generation]:
        """Those that are not dropped, newest first."""

    async def active(self) -> Generation | None:
        """The one that answers come from; None in a new library."""

    async def add(self, generation: Generation) -> Generation:
        """Add one; where another is active already and this one is to be, that one is returned."""

    async def swap(self, id: str, at: datetime) -> bool:
        """Make one active, in one transaction: the active one becomes previous, an older previous one is dropped.

        False where it is not kept any more.
        """

    async def drop(self, id: str, at: datetime) -> None:
        """Note that one is no longer kept, and delete the passages of a splitter that nothing uses any more."""

    async def sizes(self, splitter: str) -> tuple[int, int]:
        """How many passages of a splitter there are for the indexes, and how many texts of them with one key."""

    async def sample(self, limit: int) -> Sequence[tuple[str, str]]:
        """Titles with their documents' ids, of all over the library, for who wants to look whether they are found."""

    async def unsplit(self, splitter: str, after: str, limit: int) -> Sequence[str]:
        """Ids of documents, in order, that have passages but none of a splitter; those after an id."""

    async def resplit(self, document_ids: Sequence[str], splitter: str) -> None:
        """Cut documents anew by a splitter and log what it cuts. What is there of it already is left as it is."""

    async def relog(self, source_id: str, after: str, limit: int) -> Sequence[str]:
        """Log passages of a source's documents anew, so that the indexes take them again; the documents' ids,
        in order, those after an id.
        """
