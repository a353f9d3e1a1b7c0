"""What those who run the bot ask for after /news. Pure.

Only the exact grammar is an order: a question may begin with the same words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any


class Do(StrEnum):
    """What is wanted, as the audit log calls it."""

    ADD = "sources.add"
    PAUSE = "sources.pause"
    RESUME = "sources.resume"
    SCHEDULE = "sources.schedule"
    REMOVE = "remove"
    REFRESH = "refresh"
    BACKFILL = "backfill"
    RETRY = "retry"
    REINDEX = "reindex"
    ROLLBACK = "rollback"
    RUNS = "runs"
    CANCEL = "runs.cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An act with what it is about.

    `named`: whether `what` is meant to name a source; `sure`: whether it can be nothing else. One that is not
    sure is a question unless there is a source of that name.
    """

    do: Do
    what: str = ""  # name, address or id of a source; address to add; id of a run
    named: bool = False
    sure: bool = True
    whole: bool = True  # False: something is missing
    every: timedelta | None = None  # None: only when asked to
    days: int = 30  # how far back to read


_HEADS = frozenset({"sources", "출처"})
_VERBS: Mapping[str, Do] = {
    **dict.fromkeys(("add", "추가"), Do.ADD),
    **dict.fromkeys(("pause", "중지", "일시중지"), Do.PAUSE),
    **dict.fromkeys(("resume", "재개"), Do.RESUME),
    **dict.fromkeys(("schedule", "주기"), Do.SCHEDULE),
    **dict.fromkeys(("remove", "삭제"), Do.REMOVE),
    **dict.fromkeys(("refresh", "새로고침", "갱신"), Do.REFRESH),
    **dict.fromkeys(("backfill", "과거", "지난글"), Do.BACKFILL),
    **dict.fromkeys(("retry", "재시도"), Do.RETRY),
}
_ALONE: Mapping[str, Do] = {
    **dict.fromkeys(("reindex", "색인"), Do.REINDEX),
    **dict.fromkeys(("rollback", "되돌리기"), Do.ROLLBACK),
    **dict.fromkeys(("runs", "실행"), Do.RUNS),
}
_CANCEL = frozenset({"cancel", "취소"})
_RUN = re.compile(r"[0-9a-f]{16}")
_ADDRESS = re.compile(r"https?://\S+|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?(/\S*)?", re.IGNORECASE)
_SHOWN_LINK = re.compile(r"<(https?://[^<>|\s]+)(\|[^<>]*)?>")
_QUOTED = re.compile(r"\"([^\"]+)\"|'([^']+)'|“([^”]+)”|‘([^’]+)’")
_SPAN = re.compile(
    r"(?P<never>never|off|안함|수동)"
    r"|(?P<n>\d{1,4})\s?((?P<minutes>m|min|minutes?|분)|(?P<hours>h|hours?|시간)|(?P<days>d|days?|일))",
    re.IGNORECASE,
)
_BACK = re.compile(r"(?P<what>.+?)\s(?P<n>\d{1,4})\s?(d|days?|일)?", re.IGNORECASE)


def order(text: str) -> Order | None:
    """None for a question."""
    said = " ".join(text.split())
    head, _, rest = said.partition(" ")
    head = head.lower()
    if head in _HEADS:
        verb, _, what = rest.partition(" ")
        do = _VERBS.get(verb.lower())
        return _of_source(do, what) if do else None
    do = _ALONE.get(head)
    if do and not rest:
        return Order(do=do)
    if do is Do.REINDEX:
        return _named(do, rest)
    if head in _CANCEL and _RUN.fullmatch(rest.lower()):
        return Order(do=Do.CANCEL, what=rest.lower())
    return None


def _of_source(do: Do, what: str) -> Order | None:
    if not what:
        return Order(do=do, whole=False)
    if do is Do.ADD:
        address = _SHOWN_LINK.sub(r"\1", what)
        return Order(do=do, what=address) if _ADDRESS.fullmatch(address) else None
    if do is Do.SCHEDULE:
        return _scheduled(what)
    found = _BACK.fullmatch(what) if do is Do.BACKFILL else None
    if found:
        return _named(do, found["what"], days=int(found["n"]))
    return _named(do, what)


def _scheduled(what: str) -> Order | None:
    """`The Verge 2h`: the span stands last, in one word or two."""
    words = what.split(" ")
    for take in (2, 1):
        found = _SPAN.fullmatch(" ".join(words[-take:]))
        if found and len(words) > take:
            return _named(Do.SCHEDULE, " ".join(words[:-take]), every=_span(found))
    return Order(do=Do.SCHEDULE, whole=False) if len(words) == 1 else None


def _span(found: re.Match[str]) -> timedelta | None:
    if found["never"]:
        return None
    unit = next(name for name in ("minutes", "hours", "days") if found[name])
    return timedelta(**{unit: int(found["n"])})


def _named(do: Do, what: str, **more: Any) -> Order:
    quoted = _QUOTED.fullmatch(what)
    if quoted:
        return Order(do=do, what=next(filter(None, quoted.groups())), **more)
    sure = " " not in what and not what.endswith(("?", "？"))
    return Order(do=do, what=what, named=True, sure=sure, **more)
