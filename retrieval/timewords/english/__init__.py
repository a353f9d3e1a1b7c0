"""English time words."""

from retrieval.timewords.english import dates, relative
from retrieval.timewords.english.context import frame, pattern

__all__ = ["LATEST", "RULES", "frame"]

LATEST = pattern(
    r"\b(?:latest|newest|recent|recently|lately|right\snow|currently|at\sthe\smoment|these\sdays|nowadays)\b"
)
RULES = (*dates.RULES, *relative.RULES)
