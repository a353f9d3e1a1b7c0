"""Who is signed in to the console. Kept in memory: a restart of the server signs everybody out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

IDLE = timedelta(hours=12)  # without a request
LONGEST = timedelta(days=7)  # at all
MOST = 64  # sessions; beyond it the one that was used least lately ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who gave the key. `proof`: what each form of theirs must repeat."""

    proof: str
    began: datetime
    seen: datetime

    def over(self, now: datetime) -> bool:
        """Whether it has ended by itself."""
        return now - self.seen > IDLE or now - self.began > LONGEST


class Sessions:
    """Sessions by id. `nonce` gives 256 unguessable bits as text; of ids only digests are kept."""

    def __init__(self, clock: Callable[[], datetime], nonce: Callable[[], str]) -> None:
        self._clock = clock
        self._nonce = nonce
        self._kept: dict[bytes, Session] = {}

    def open(self) -> str:
        """Begin a session; its id, which nobody had before."""
        self._clear()
        id, now = self._nonce(), self._clock()
        self._kept[_digest(id)] = Session(proof=self._nonce(), began=now, seen=now)
        return id

    def find(self, id: str) -> Session | None:
        """The session of that id, which is in use by that; None where it has ended or never was."""
        session = self.look(id)
        if session is None:
            return None
        used = replace(session, seen=self._clock())
        del self._kept[_digest(id)]
        self._kept[_digest(id)] = used  # last in order
        return used

    def look(self, id: str) -> Session | None:
        """The same, but to look is no use of it."""
        session = self._kept.get(_digest(id))
        return None if session is None or session.over(self._clock()) else session

    def close(self, id: str) -> None:
        """End a session, if there is one."""
        self._kept.pop(_digest(id), None)

    def _clear(self) -> None:
        """Forget what is over, and make room for one more."""
        now = self._clock()
        kept = [(key, s) for key, s in self._kept.items() if not s.over(now)]
        self._kept = dict(kept[-(MOST - 1) :])


def _digest(id: str) -> bytes:
    return hashlib.sha256(id.encode("utf-8", "replace")).digest()
