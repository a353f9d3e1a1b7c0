"""English time words that count from now."""

import re
from functools import partial

from retrieval.timewords import spans
from retrieval.timewords.english.context import GAP, pattern
from retrieval.timewords.phrases import ON_ROLES, Kind, Rule, Sense
from retrieval.timewords.spans import Clock

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = {
    word: number
    for number, words in enumerate(
        "a an one|couple two|three|four|five|six|seven|eight|nine|ten|eleven|twelve".split("|"),
        start=1,
    )
    for word in words.split()
}
_UNITS = {"h": "hour", "hr": "hour", "d": "day", "wk": "week", "min": "minute", "yr": "year"}
_COUNT = (
    r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:a\s)?couple(?:\sof)?)"
)
_UNIT = r"(?P<unit>minute|min|hour|hr|h|day|d|week|wk|month|quarter|year|yr)s?\b"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text.lower().split()[-1].replace("of", "two")]


def _unit(match: re.Match[str]) -> str:
    name = match["unit"].lower()
    return _UNITS.get(name, name)


def _calendar_unit(match: re.Match[str], clock: Clock) -> Sense | None:
    which = match["which"].lower()
    offset = 0 if which in {"this", "current"} else -1
    return Sense(spans.unit(clock, _unit(match), offset), Kind.RELATIVE)


def _rolling(match: re.Match[str], clock: Clock) -> Sense | None:
    count = _number(match["count"] or "one")
    return Sense(spans.rolling(clock, count, _unit(match)), Kind.RELATIVE)


def _ago(match: re.Match[str], clock: Clock) -> Sense | None:
    return Sense(spans.ago(clock, _number(match["count"]), _unit(match)), Kind.RELATIVE)


def _day_word(_match: re.Match[str], clock: Clock, *, offset: int) -> Sense | None:
    return Sense(spans.unit(clock, "day", offset), Kind.RELATIVE)


def _night(_match: re.Match[str], clock: Clock) -> Sense | None:
    return Sense(spans.last_night(clock), Kind.RELATIVE)


def _weekday(match: re.Match[str], clock: Clock) -> Sense | None:
    number = _WEEKDAYS.index(match["name"].lower()[:3])
    which, week = (match["which"] or "").lower(), (match["week"] or "").lower()
    if week or which == "this":
        when = spans.weekday_of_week(clock, number, -1 if week == "last" else 0)
        return Sense(when, Kind.RELATIVE)
    when = spans.weekday(clock, number, over=bool(which))
    return Sense(when, Kind.RELATIVE, frozenset() if which else ON_ROLES)


RULES = (
    Rule(
        pattern(
            r"\b(?:(?:earlier|so\sfar)\s)?(?:the\s(?=prev|curr))?(?P<which>this|current|last|previous)\s"
            r"(?P<unit>week|month|quarter|year)\b(?!\s(?:of|tonight)\b)"
        ),
        _calendar_unit,
    ),
    Rule(
        pattern(
            rf"\b(?:(?:over|within)\s)?(?:the\s)?(?:last|past|previous|preceding){GAP}{_COUNT}\s{{0,2}}{_UNIT}"
        ),
        _rolling,
    ),
    Rule(
        pattern(
            r"\b(?:(?:over|within)\s)?(?:(?:the\s)?past|the\slast)\s(?P<unit>hour|week|month|quarter|year)\b(?!\sof\b)(?P<count>)"
        ),
        _rolling,
    ),
    Rule(pattern(r"\b(?:the\s)?past\s(?P<unit>day)\b(?P<count>)"), _rolling),
    Rule(pattern(rf"(?<![\w.,-]){_COUNT}\s{{0,2}}{_UNIT}\sago\b"), _ago),
    Rule(pattern(r"\bthe\sday\sbefore\syesterday\b"), partial(_day_word, offset=-2)),
    Rule(pattern(r"\byesterday\b"), partial(_day_word, offset=-1)),
    Rule(pattern(r"\blast\snight\b"), _night),
    Rule(
        pattern(
            r"(?<!usa\s)\b(?:(?:earlier\s)?today|(?<!week\s)tonight|this\s(?:morning|afternoon|evening))\b"
        ),
        partial(_day_word, offset=0),
    ),
    Rule(
        pattern(
            rf"\b(?:(?P<which>last|this|past){GAP})?"
            r"(?P<name>mon|tues?|wed|thu(?:rs?)?|fri|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b(?!\.\w)"
            r"(?:\s(?:of\s)?(?P<week>last|this)\sweek\b)?"
        ),
        _weekday,
    ),
)
