"""Keeps messages true to the runs that they show, until these have ended; also after a restart.

One edit a message every few seconds at the most, and only when something has changed.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.administration import Admin, Follower
from bot.converse.worker import Worker
from bot.errors import PlatformBusy, PlatformRefused, PlatformUnsure
from bot.panels import Panel
from bot.ports import Platform
from bot.wording.runs import panel
from retrieval.errors import StoreUnavailable

_EVERY_S = 2.0
_REPORT_S = 30.0  # longest time that an edit may take
_GIVEN_UP = timedelta(days=1)  # after which a message that cannot be edited is left as it is


class Followers(Protocol):
    """Where it is kept which messages follow which runs. Every method may raise StoreUnavailable."""

    async def all(self) -> Sequence[Follower]:
        """All of them."""

    async def shows(self, follower: Follower, shown: str) -> bool:
        """Note what a message shows now; False when it follows no more."""

    async def drop(self, follower: Follower) -> None:
        """Let a message follow no more."""


class Following:
    """`platforms` are set before it runs."""

    def __init__(self, admin: Admin, followers: Followers, worker: Worker) -> None:
        self._admin = admin
        self._followers = followers
        self._worker = worker
        self._waits: dict[tuple[str, str], datetime] = {}
        self.platforms: Mapping[str, Platform] = {}

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(_EVERY_S)
            try:
                await self.look()
            except StoreUnavailable:  # busy for a moment
                continue
            except Exception:
                self._worker.log.exception("showing how runs go")

    async def look(self) -> None:
        """Edit what has changed. Raises StoreUnavailable."""
        following = await self._followers.all()
        works = (self._brought_up_to_date(each) for each in following)
        for result in await asyncio.gather(*works, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result

    async def _brought_up_to_date(self, follower: Follower) -> None:
        platform, now = self.platforms.get(follower.platform), self._worker.clock()
        if platform is None or self._waits.get(_key(follower), now) > now:
            return
        run = await self._admin.run(follower.run_id)
        if run is None:
            await self._followers.drop(follower)
            return
        shown = panel(run, now, follower.lang)
        if _digest(shown) != follower.shown:
            given_up = run.finished is not None and now - run.finished > _GIVEN_UP
            if not await self._reported(platform, follower, shown) and not given_up:
                return
            await self._followers.shows(follower, _digest(shown))
        if shown.final:
            await self._followers.drop(follower)
            self._waits.pop(_key(follower), None)

    async def _reported(self, platform: Platform, follower: Follower, shown: Panel) -> bool:
        """False when it must be tried again later."""
        if not await platform.connected():
            return False
        try:
            async with asyncio.timeout(_REPORT_S):
                await platform.report(follower, shown)
        except PlatformBusy as e:
            self._wait(follower, e.after)
            return False
        except (PlatformUnsure, TimeoutError):
            self._wait(follower, _EVERY_S)
            return False
        except PlatformRefused as e:
            self._worker.log.info("run %s: not shown any more: %s", follower.run_id, e)
            await self._followers.drop(follower)
            return False
        return True

    def _wait(self, follower: Follower, seconds: float) -> None:
        until = self._worker.clock() + timedelta(seconds=seconds)
        self._waits[_key(follower)] = until


def _key(follower: Follower) -> tuple[str, str]:
    return follower.run_id, repr(sorted(follower.handle.items()))


def _digest(shown: Panel) -> str:
    """What would be seen, but for how long it has been running: that alone is no reason for an edit."""
    seen = (shown.head, shown.bar, shown.lines if shown.final else shown.lines[:2], shown.buttons)
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]
