"""The words and the port of administration: what those who run the bot ask of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.rights import Actor
from bot.talk import Handle
from retrieval.types import Generation, Run, RunKind, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A run that somebody wants.

    `source_id` is empty for what concerns all sources. `options` by kind: REFRESH `confirmed` (the source's
    `held_mark`); BACKFILL `days`; RETRY `run` (an earlier run's id; none: all that failed); REINDEX of all
    `model`, `splitter` (none: what the settings say); BACKUP and RESTORE `path`.
    """

    kind: RunKind
    source_id: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One line of the audit log. It has no texts of questions."""

    at: datetime
    by: Actor
    act: str  # a kind of run, `sources.add`, `sources.pause`, `runs.cancel`, `console.login`
    about: str = ""  # id or address of what it was done to
    outcome: str = "done"  # or `refused`, `failed`
    detail: str = ""  # one line


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """A message that shows how a run goes, and is edited in place until the run has ended."""

    run_id: str
    platform: str
    handle: Handle
    lang: str
    shown: str = ""  # digest of what it shows now


class Admin(Protocol):
    """Administration, in this process or behind a running server.

    Each call that changes something checks that its actor may, and notes in the audit log what was done
    or refused. All raise NotAllowed, BadRequest (one line: what, where, how to mend) and StoreUnavailable.
    """

    async def add(self, location: str, by: Actor) -> Run:
        """Add a source by its address and queue its first reading."""

    async def start(self, wish: Wish, by: Actor) -> Run:
        """Queue a run. Where one for the same source, or for all of them, is open, it is that one."""

    async def cancel(self, run_id: str, by: Actor) -> Run:
        """End an open run within two seconds; what it stored stays. An ended one is left as it is."""

    async def pause(self, source_id: str, by: Actor) -> Source:
        """Read a source no more until it is resumed; what is stored of it stays and is searched."""

    async def resume(self, source_id: str, by: Actor) -> Source:
        """Read a source again on its schedule."""

    async def schedule(self, source_id: str, every: timedelta | None, by: Actor) -> Source:
        """Set how often a source is read; None: only when asked to."""

    async def run(self, run_id: str) -> Run | None:
        """A run as it is now."""

    async def runs(
        self, *, limit: int = 20, source_id: str | None = None, is_open: bool = False
    ) -> Sequence[Run]:
        """Newest first; of one source, or only open ones, if that is wanted."""

    async def source(self, named: str) -> Source:
        """The source of that id, address or name. Raises BadRequest where there is none, or several."""

    async def sources(self) -> Sequence[Source]:
        """All sources by name."""

    async def generations(self) -> Sequence[Generation]:
        """The generations of the indexes that there are, newest first."""

    async def acts(self, limit: int = 100) -> Sequence[Act]:
        """The audit log, newest first."""

    async def refused(self, act: str, by: Actor, detail: str = "") -> None:
        """Note an attempt that was refused before it came here."""

    async def follow(self, follower: Follower) -> None:
        """Have a message kept true to a run until it has ended, also after restarts."""
