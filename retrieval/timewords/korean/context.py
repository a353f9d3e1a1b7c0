"""The particles after Korean time words."""

import re

from retrieval.timewords.phrases import Frame, Role

START = r"(?<![가-힣])"
_PART = r"(?:\s?(?:초|중순|말|하순|상순|중|동안|내내|경|쯤|무렵))?"
_TAILS = (
    (Role.SINCE, r"부터|이후로?|이래로?|들어서?"),
    (Role.UNTIL, r"까지"),
    (Role.BEFORE, r"이전|전(?![가-힣])|전(?=에|까지)"),
    (Role.WITHIN, r"사이"),
    (Role.FROM, r"에서"),
    (Role.ON, r"에는|에도|에만|에|엔|날"),
    (Role.NONE, r"의"),
)
_TAIL = re.compile(
    rf"{_PART}\s?(?:"
    + "|".join(f"(?P<{role}>{words})" for role, words in _TAILS)
    + r")(?:에는|에도|에|의|로|는|은|까지|부터){0,2}(?![가-힣])"
)
_ONLY_PART = re.compile(rf"{_PART}(?![가-힣])")
_OTHER = re.compile(
    r"(?<![가-힣])(?:다음|다음\s?주|다음\s?달|내년|내후년|이듬해|다가오는|돌아오는|오는|매년|매주|매달|매월|매)\s{0,2}$"
)
_LOOK_BACK = 8


def frame(text: str, start: int, end: int) -> Frame | None:
    """The particle after `text[start:end]`; None where it is no past time."""
    if _OTHER.search(text[max(0, start - _LOOK_BACK) : start]):
        return None
    tail = _TAIL.match(text, end)
    if tail:
        return Frame(role=Role(tail.lastgroup or Role.NONE), start=start, end=tail.end())
    part = _ONLY_PART.match(text, end)
    return Frame(role=Role.NONE, start=start, end=part.end() if part else end)
