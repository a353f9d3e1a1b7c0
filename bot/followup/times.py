"""The time that a question names, as words. Pure."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from retrieval import timewords

_EVER = datetime(2099, 6, 16, 12, tzinfo=UTC)  # all that a question may mean is past then
_UTC = ZoneInfo("UTC")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december|jan"
    "|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_ON = re.compile(
    rf"{_MONTH}\.? \d{{1,2}}\b(?!-).*|\d{{1,2}} {_MONTH}\b.*|\d{{4}}-\d\d-\d\d", re.IGNORECASE
)
_IN = re.compile(rf"(?:19|20)\d\d|(?:q[1-4]|h[12]|{_MONTH})\b.*", re.IGNORECASE)


def time_in(text: str) -> str | None:
    """The time words of a text, with their preposition or particle."""
    mention = timewords.find(text, _EVER, _UTC)
    return mention.words if mention else None


def is_time(text: str) -> bool:
    """Whether a text is time words and nothing else."""
    return bool(_YEAR.fullmatch(text)) or time_in(text) == text


def in_english(base: str, words: str) -> str:
    """A question about another time."""
    when = "on " if _ON.fullmatch(words) else "in " if _IN.fullmatch(words) else ""
    old = time_in(base)
    return base.replace(old, when + words) if old else f"{base.rstrip('?!. ')} {when}{words}?"


def in_korean(base: str, words: str) -> str:
    """A question about another time."""
    old = time_in(base)
    if old is None:
        return f"{words} {base}"
    stem = words.removesuffix("에")
    return base.replace(old, f"{stem}에" if old.endswith("에") else stem)
