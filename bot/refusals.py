"""Refused acts are noted, but a flood of them must not fill the audit log. Pure, but for its own counts."""

from collections import OrderedDict
from datetime import datetime, timedelta

from bot.rights import Actor

_EVERY = timedelta(minutes=1)  # one line a person and act
_MOST = 60  # lines within that, of all on a platform together
_REMEMBERED = 10_000


class Refusals:
    """Says which refusals are noted, and how many were not since the last one."""

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[str, ...], tuple[datetime, int]] = OrderedDict()
        self._noted: dict[
            str, list[datetime]
        ] = {}  # by platform: a flood in one hides nothing of another

    def noted(self, by: Actor, act: str, at: datetime) -> int | None:
        """None: it is not noted. Else how many like it were left out before."""
        key = (by.platform, by.tenant, by.user, act)
        last, left_out = self._last.get(key, (None, 0))
        lately = [when for when in self._noted.get(by.platform, ()) if at - when < _EVERY]
        self._noted[by.platform] = lately
        if (last is not None and at - last < _EVERY) or len(lately) >= _MOST:
            self._keep(key, last or at - _EVERY, left_out + 1)
            return None
        lately.append(at)
        self._keep(key, at, 0)
        return left_out

    def _keep(self, key: tuple[str, ...], at: datetime, left_out: int) -> None:
        self._last[key] = (at, left_out)
        self._last.move_to_end(key)
        while len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)
