"""Acts are done once, however often the same request comes."""

import asyncio
from collections.abc import Callable
from hashlib import sha256

from bot.tools import Notes

_NAME = "slack/acts"
_KEPT_S = 600.0  # Slack's signature on a request holds for five minutes
_MOST = 500


class Once:
    """Keeps one note, so that it also holds after a restart: digests of triggers, no texts."""

    def __init__(self, notes: Notes, clock: Callable[[], float]) -> None:
        self._notes = notes
        self._clock = clock
        self._alone = asyncio.Lock()

    async def first(self, trigger: str) -> bool:
        """Whether this trigger was not seen before; from now on it was. Raises StoreUnavailable."""
        name = sha256(trigger.encode()).hexdigest()[:16]
        async with self._alone:
            seen = await self._seen()
            if not trigger or name in seen:
                return False
            kept = [*seen.items(), (name, self._clock())][-_MOST:]
            await self._notes.set_note(_NAME, " ".join(f"{n}/{at:.0f}" for n, at in kept))
            return True

    async def _seen(self) -> dict[str, float]:
        note = await self._notes.note(_NAME) or ""
        pairs = (entry.partition("/") for entry in note.split())
        since = self._clock() - _KEPT_S
        return {name: float(at) for name, _, at in pairs if float(at) > since}
