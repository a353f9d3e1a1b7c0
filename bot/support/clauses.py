"""The parts of a sentence that tell what a statement tells. Pure."""

import re
from collections.abc import Sequence

from bot.support.stems import Word, held, missing, words

_CLAUSE = re.compile(
    r"(?<![0-9]),|,(?![0-9])|[;:()—]|\s[-–]\s|\b(?:but|while|although|though|whereas|because|if)\b"
    r"|(?<=지만) |(?<=으나) |(?<=는데) |(?<=면서) |(?<=[가-힣]고) |(?<=[가-힣]며) "
)
_CONTRAST = re.compile(
    r"(?<![0-9]),|,(?![0-9])|[;:()—]|\s[-–]\s|\b(?:but|while|although|though|whereas)\b"
    r"|(?<=지만) |(?<=으나) |(?<=는데) "
)
_ASIDE = re.compile(r", (?:which|who|whose|whom|where)\b[^,;.]*(?:,|$)|\([^)]*\)")


def about(told: Sequence[Word], source: str) -> str:
    """The clauses of a folded sentence that share most words with a statement."""
    return " ; ".join(_sharing(told, _CLAUSE.split(source)))


def about_loosely(told: Sequence[Word], source: str) -> str:
    """The same, where what is said at the end of a Korean sentence goes for all of its verbs."""
    return " ; ".join(_sharing(told, _CONTRAST.split(source)))


def without_asides(told: Sequence[Word], source: str) -> str:
    """A folded sentence without relative clauses and brackets from which a statement takes no word."""
    return _ASIDE.sub(lambda found: "" if _shared(told, found[0]) == 0 else found[0], source)


def _sharing(told: Sequence[Word], clauses: Sequence[str]) -> list[str]:
    shared = [_shared(told, clause) for clause in clauses]
    most = max(shared)
    return [c for c, n in zip(clauses, shared, strict=True) if 2 * n >= most]


def _shared(told: Sequence[Word], text: str) -> int:
    return len(told) - len(missing(told, held(text, words(text))))
