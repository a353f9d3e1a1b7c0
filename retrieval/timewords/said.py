"""Whether a text itself names a calendar time that a question named. Pure."""

import re

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_KOREAN_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])월")
_ENGLISH_MONTH = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE
)


def says(text: str, words: str) -> bool:
    """Whether every year and month of the time `words` stands in `text`, in either language.

    Words without a year or a month (a day of the week, say) are said by no text.
    """
    years, months = set(_YEAR.findall(words)), _months(words)
    if not years and not months:
        return False
    return years <= set(_YEAR.findall(text)) and months <= _months(text)


def _months(text: str) -> set[int]:
    korean = {int(m) for m in _KOREAN_MONTH.findall(text)}
    english = {_number(m) for m in _ENGLISH_MONTH.findall(text)}
    return korean | english


def _number(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()))
