"""What adapters ask of the bot, and what the bot asks of the outside."""

from collections.abc import Sequence
from typing import Protocol

from bot.types import Question, Quoted, Reply, Status
from retrieval.types import Run


class Desk(Protocol):
    """The bot as platforms and commands see it, in this process or behind a running server."""

    async def ask(self, question: Question) -> Reply:
        """Answer or abstain. Raises RetrievalError when the store or the model fails."""

    async def status(self) -> Status:
        """Sources, coverage, indexes and recent runs."""

    async def ingest(self, location: str, *, asked_by: str) -> Run:
        """Add a source by URL or path if it is new, and read it now. Raises BadRequest.

        A source that cannot be read is no exception: the run says `failed` and why.
        """

    async def refresh(self, source_id: str, *, asked_by: str) -> Run:
        """Read a known source now. Raises BadRequest for an unknown one."""

    async def quoted(
        self, document_id: str, spans: Sequence[tuple[int, int]] = ()
    ) -> Quoted | None:
        """A stored document to show; None when unknown or gone. Spans outside it are left out."""
