"""The time that a question names, as words. Pure."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from retrieval import timewords

_EVER = datetime(2099, 6, 16, 12, tzinfo=UTC)  # all that a question may mean is past then
_UTC = ZoneInfo("UTC")
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN = re.compile(
    r"(?:19|20)\d\d|(?:(?:q[1-4]|january|february|march|april|may|june|july|august|september|october"
    r"|november|december)\b.*)",
    re.IGNORECASE,
)


def time_in(text: str) -> str | None:
    """The time words of a text, with their preposition or particle."""
    mention = timewords.find(text, _EVER, _UTC)
    return mention.words if mention else None


def is_time(text: str) -> bool:
    """Whether a text is time words and nothing else."""
    return bool(_YEAR.fullmatch(text)) or time_in(text) == text


def in_english(base: str, words: str) -> str:
    """A question about another time."""
    said = f"in {words}" if _IN.fullmatch(words) else words
    old = time_in(base)
    return base.replace(old, said) if old else f"{base.rstrip('?!. ')} {said}?"


def in_korean(base: str, words: str) -> str:
    """A question about another time."""
    old = time_in(base)
    if old is None:
        return f"{words} {base}"
    stem = words.removesuffix("에")
    return base.replace(old, f"{stem}에" if old.endswith("에") else stem)
