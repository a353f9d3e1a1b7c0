"""Dates in figures, the same in every language: 2025-12-02, 2025/12/2, 2025. 12. 2., 2025-12."""

import re

from retrieval.timewords.phrases import Kind, Rule, Sense
from retrieval.timewords.spans import Clock, Point

_YEAR = r"(?<![\w.\-/:])(?P<year>(?:1[5-9]|20)\d\d)"
_END = r"(?![\w\-/]|[.:]\d)"


def _date(match: re.Match[str], _clock: Clock) -> Sense | None:
    point = Point(year=int(match["year"]), month=int(match["month"]), day=int(match["day"]))
    return Sense(point, Kind.CALENDAR)


def _month(match: re.Match[str], _clock: Clock) -> Sense | None:
    return Sense(Point(year=int(match["year"]), month=int(match["month"])), Kind.CALENDAR)


RULES = (
    Rule(
        re.compile(
            rf"{_YEAR}(?:(?P<mark>[-/])|\.\s?)(?P<month>\d\d?)(?(mark)(?P=mark)|\.\s?)(?P<day>\d\d?){_END}",
            re.ASCII,
        ),
        _date,
    ),
    Rule(re.compile(rf"{_YEAR}-(?P<month>0[1-9]|1[0-2]){_END}", re.ASCII), _month),
)
