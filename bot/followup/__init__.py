"""Questions that lean on earlier ones: made complete by rules, in English and Korean. Pure.

A question that stands on its own is never changed; where the rules cannot tell, nothing is changed
either. What is added comes from the earlier question as it was understood, never from a reply.
"""

import re
from collections.abc import Sequence

from bot.followup import english, korean
from bot.followup.completing import complete
from bot.followup.lean import LONGEST, Kind, Lean
from bot.followup.names import names
from bot.followup.rewording import LONGEST_REWORDING, faithful
from bot.support.words import clean, is_korean
from bot.types import Turn

__all__ = ["completed", "faithful", "is_followup"]

_ENDS = " \t?!.,~…？！。ㅋㅎ^;"
_SEVERAL = re.compile(r"[^\W\d_]{3,}[.?!。]\s+\S|\n|://")
_LEADS = re.compile(
    r"^(?:(?:and|so|ok|okay|then|well|hmm|그럼|그러면|그리고|음|아)[,.]?\s+)+", re.IGNORECASE
)
_GOES_ON = re.compile(r"[,?？]\s*\S")
_AFTER = 3  # words behind a pronoun
_COMPARES = re.compile(r"\b(?:compar\w+|than|against|versus|vs|differ\w*)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s+(?:from|on|in|at|for|over|to|of)\b", re.IGNORECASE)
_THANKS = re.compile(
    r"^(?:(?:thanks|thank you|great|cool|ok|okay|nice|got it|고마워|고마워요|감사합니다|네|그렇구나|오케이)[.!]+\s+)+",
    re.IGNORECASE,
)


def completed(question: str, earlier: Sequence[Turn]) -> str | None:
    """A follow-up as a whole question, on one line; None when it stands on its own or no rule fits."""
    text = _plain(question)
    lean = _lean(text)
    base = _base(earlier)
    if lean is None or base is None or _says_it_later(text, lean):
        return None
    whole = complete(text, lean, base)
    if whole is None or whole == question or len(whole) > LONGEST_REWORDING:
        return None
    return whole


def is_followup(question: str, earlier: Sequence[Turn]) -> bool:
    """Whether a question leans on an earlier one, also where no rule makes it complete."""
    return bool(earlier) and _lean(_plain(question)) is not None


def _says_it_later(text: str, lean: Lean) -> bool:
    """Whether a question tells itself what it is about, or too much for a rule: "Are they real, the leaks?",
    "Did they find water on Mars?".
    """
    if _GOES_ON.search(_LEADS.sub("", text)):
        return True
    if lean.kind is not Kind.STANDS_FOR or is_korean(text):
        return False
    rest = text[lean.span[1] :]
    named = bool(names(rest, begins=False)) and not _COMPARES.search(rest)
    return len(rest.split()) > _AFTER or named or bool(_ELSEWHERE.match(rest))


def _plain(question: str) -> str:
    text = clean(question).strip()
    return _THANKS.sub("", text).rstrip(_ENDS)


def _lean(text: str) -> Lean | None:
    if not text or len(text) > LONGEST or _SEVERAL.search(text):
        return None
    return korean.lean(text) if is_korean(text) else english.lean(text)


def _base(earlier: Sequence[Turn]) -> str | None:
    """The latest question that stands on its own, on one line."""
    for turn in reversed(earlier):
        text = " ".join(clean(turn.question).split())
        lean = _lean(text.rstrip(_ENDS))
        if text and (lean is None or lean.kind is Kind.OPEN):
            return text
    return None
