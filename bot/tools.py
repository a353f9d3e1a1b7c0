"""What a chat platform is given when it is opened."""

import logging
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import Settings


class Notes(Protocol):
    """Small texts that outlive the process. Every method may raise StoreUnavailable."""

    async def note(self, name: str) -> str | None:
        """What was noted under a name."""

    async def set_note(self, name: str, value: str) -> None:
        """Note something; replaces what was there."""

    async def forget_notes(self, beginning: str) -> None:
        """Delete what was noted under names that begin so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformTools:
    """Given to `adapters.NAME.platform.make`, which returns None where its tokens are not set."""

    settings: Settings
    engine: AsyncEngine  # for stores that a platform's library brings
    notes: Notes
    log: logging.Logger
