"""Questions that lean on earlier ones, made complete by rules. Pure."""

from collections.abc import Sequence

from bot.types import Turn


def completed(question: str, earlier: Sequence[Turn]) -> str | None:
    """The question made complete; None when it stands on its own or no rule fits."""
    return None if question or earlier else None


def is_followup(question: str, earlier: Sequence[Turn]) -> bool:
    """Whether it leans on an earlier one."""
    return bool(earlier) and completed(question, earlier) is not None


def faithful(reworded: str, question: str, earlier: Sequence[Turn]) -> bool:
    """Whether a model's rewording adds nothing."""
    return bool(earlier) and reworded == question
