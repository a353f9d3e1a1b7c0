"""Reading a source for a caller of the API who waits for the end: by administration, which notes it."""

import asyncio
from dataclasses import dataclass

from adapters.web.bearer import holder
from bot.administration import Admin, Wish
from retrieval.types import Run, RunKind

EACH = 0.2  # seconds between two looks
LONGEST = 600.0  # seconds; whoever wants to wait longer asks for the run itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Each answers with the run when it has ended; after `longest` seconds as it is then.

    Both raise what Admin raises.
    """

    admin: Admin
    each: float = EACH
    longest: float = LONGEST

    async def ingest(self, location: str, asked_by: str) -> Run:
        """Add a source and read it."""
        return await self._ended(await self.admin.add(location, holder(asked_by)))

    async def refresh(self, source_id: str, asked_by: str, confirmed: str | None) -> Run:
        """Read a known one. `confirmed`: see Desk.refresh."""
        options = {"confirmed": confirmed} if confirmed else {}
        wish = Wish(kind=RunKind.REFRESH, source_id=source_id, options=options)
        return await self._ended(await self.admin.start(wish, holder(asked_by)))

    async def _ended(self, run: Run) -> Run:
        now = asyncio.get_running_loop().time
        until = now() + self.longest
        while run.open and now() < until:
            await asyncio.sleep(self.each)
            run = await self.admin.run(run.id) or run
        return run
