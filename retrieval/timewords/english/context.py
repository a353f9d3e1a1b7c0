"""The words before English time words."""

import re
from functools import partial

from retrieval.timewords.phrases import Frame, Role

pattern = partial(re.compile, flags=re.IGNORECASE | re.ASCII)

GAP = r"\s{1,2}"
LOOK_BACK = 40  # characters
_LEADS = {
    Role.ON: "on",
    Role.IN: "in|during|throughout|of|for|around|as of|fiscal year|the year",
    Role.FROM: "from",
    Role.SINCE: "since|starting|starting in|beginning in",
    Role.AFTER: "after",
    Role.BEFORE: "before|prior to|earlier than",
    Role.UNTIL: "until|till|through|up to|up until|by",
    Role.BETWEEN: "between",
    Role.JOIN: "to|and",
}
_ROLES = {word: role for role, words in _LEADS.items() for word in words.split("|")}
_LEAD = pattern(
    rf"(?<![\w-])(?P<lead>{'|'.join(sorted(_ROLES, key=len, reverse=True))}){GAP}"
    rf"(?:(?:early|mid|late|(?:the{GAP})?(?:start|beginning|middle|end|month)\sof)[\s-]{{1,2}})?$"
)
_PART = pattern(r"(?<![\w-])(?:early|mid|late)[\s-]{1,2}$")
_OTHER = pattern(
    r"(?<![\w-])(?:next|coming|upcoming|following|every|each|class of|best of)\s{1,2}$"
)
_EVERY = pattern(r"\s(?:every|each)\syear\b")
_OPEN = pattern(r"\s(?:onwards?|forward|on(?=\s?(?:$|[,.?!])))")


def frame(text: str, start: int, end: int) -> Frame | None:
    """The preposition before `text[start:end]`; None where it is no past time."""
    before = text[max(0, start - LOOK_BACK) : start]
    if _OTHER.search(before) or _EVERY.match(text, end):
        return None
    lead = _LEAD.search(before)
    role = _ROLES[lead["lead"].lower()] if lead else Role.NONE
    lead = lead or _PART.search(before)
    begin = start - len(before) + lead.start() if lead and role is not Role.JOIN else start
    if onward := _OPEN.match(text, end):
        return Frame(role=Role.SINCE, start=begin, end=onward.end())
    return Frame(role=Role.IN if lead and role is Role.NONE else role, start=begin, end=end)
