"""Times of day and date as an English sentence tells them: `on Monday`, `in May 2021`. Pure."""

import re
from collections.abc import Sequence

Span = tuple[int, int]
"""From a token to before another."""

DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
_PARTS_OF_DAY = frozenset("morning afternoon evening night".split())


def times(keys: Sequence[str]) -> list[Span]:
    """`on Monday`, `in May 2021`, `in 2021`."""
    return [(i, end) for i in range(len(keys)) if (end := _time(keys, i))]


def _time(keys: Sequence[str], at: int) -> int:
    """Where a time phrase that begins here ends, 0 if none does."""
    if keys[at] not in {"on", "in"} or at + 1 >= len(keys):
        return 0
    key, on = keys[at + 1], keys[at] == "on"
    if on and key in DAYS:
        end = at + 2
        if keys[end : end + 1] and keys[end] in _PARTS_OF_DAY:
            return end + 1
        dated = keys[end : end + 1] == [","] and keys[end + 1 : end + 2]
        return end + 2 if dated and keys[end + 1].startswith("date ") else end
    if key.startswith("date ") and on == (not key.endswith("-")):
        return at + 2
    return at + 2 if not on and YEAR.fullmatch(key) else 0
