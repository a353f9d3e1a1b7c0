"""English months, days of months, quarters and years."""

import re

from retrieval.timewords.english.context import GAP, LOOK_BACK, pattern
from retrieval.timewords.phrases import ANY_ROLE, IN_ROLES, Kind, Rule, Sense
from retrieval.timewords.spans import Clock, Point

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug"
        "|september sept sep|october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_PLAIN = frozenset("january february july september october november december".split())
_WORDS_TOO = frozenset("march mar may".split())  # months only with a capital, or in context
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4}
_ORDINALS |= {"4th": 4}
_YEAR_WORDS = {"last": -1, "previous": -1, "this": 0, "current": 0, "the": 0, "next": 1}

_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b(?!-a)"
_DOT = r"(?:\.(?=\s?\d))?"  # of "Dec. 2", not of a sentence
_DAYS = (
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?P<th>st|nd|rd|th)?"
    r"(?:\s?(?:-|–|to|and|through)\s?(?P<day2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?)?"
)
_DAY_END = r"(?![\w%:]|[.,]\d|\s?(?:am|pm|percent|million|billion|minutes?|hours?|days?|weeks?|months?|years?)\b)"
_OF_YEAR = (
    rf"(?:,?{GAP}(?:of{GAP}|in{GAP})?"
    r"(?:(?P<year>(?:1[5-9]|20)\d\d)(?!\w|[.,]\d|-\d)|(?P<word>last|this|next|previous|the)\syear\b))"
)
_COUNTED = (
    r"(?:\s?(?:%|(?:users|gpus|chips|dollars|points|lines|times|tokens|units|pages|miles|km|of)\b)"
    r"|(?<=00)\s?(?:people|[a-z]{1,20}s)\b)"
)
_NAME = re.compile(r"(?<!\w)(\w*[A-Z][\w.]*)\s{1,2}$", re.ASCII)
_BEFORE_DAYS = frozenset(
    "on in since from before after until till by to and between the of for was "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_NUMBERED = pattern(
    r"\b(?:windows|android|ios|macos|iphone|ipad|galaxy|pixel|ubuntu|fedora|chrome|firefox|gemini"
    r"|claude|llama|gpt|rtx|python|java|version|chapter|phase|level|season|episode)\s{1,2}$"
)


def _year(match: re.Match[str], clock: Clock) -> int | None:
    if match["year"]:
        return int(match["year"])
    if match["word"]:
        return clock.today.year + _YEAR_WORDS[match["word"].lower()]
    return None


def _lower(match: re.Match[str]) -> bool:
    """Whether a month is written like the verb it may be."""
    return match["month"] in _WORDS_TOO


def _month(match: re.Match[str], clock: Clock) -> Sense | None:
    name, which = match["month"].lower(), (match["which"] or "").lower()
    year = _year(match, clock)
    if which == "this":
        if _lower(match):
            return None
        year = clock.today.year
    bare = bool(year or which or name in _PLAIN)
    point = Point(year=year, month=_MONTHS[name], over=bool(which))
    return Sense(point, Kind.CALENDAR, frozenset() if bare else IN_ROLES)


def _date(match: re.Match[str], clock: Clock) -> Sense | None:
    day, last = int(match["day"]), int(match["day2"] or match["day"])
    year = _year(match, clock)
    month = _MONTHS[match["month"].lower()]
    point = Point(year=year, month=month, day=day, days=last - day + 1 if last >= day else 1)
    sure = year or match["th"] or not _lower(match)
    return Sense(point, Kind.CALENDAR, frozenset() if sure else ANY_ROLE)


def _day_first(match: re.Match[str], clock: Clock) -> Sense | None:
    """`2 December`, but not the month after `Windows 10`."""
    return None if _follows_name(match) and not match["th"] else _date(match, clock)


def _follows_name(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - LOOK_BACK) : match.start()]
    if _NUMBERED.search(before):
        return True
    name = _NAME.search(before)
    return bool(name and name.start() and name[1].lower() not in _BEFORE_DAYS)


def _months(match: re.Match[str], clock: Clock, *, number: int, size: int, sure: bool) -> Sense:
    year = _year(match, clock)
    point = Point(year=year, month=(number - 1) * size + 1, months=size)
    return Sense(point, Kind.CALENDAR, frozenset() if year or sure else IN_ROLES)


def _short_quarter(match: re.Match[str], clock: Clock) -> Sense | None:
    size = 3 if match["letter"].lower() == "q" else 6
    number = int(match["number"])
    sure = match["results"] is not None
    return _months(match, clock, number=number, size=size, sure=sure)


def _long_quarter(match: re.Match[str], clock: Clock) -> Sense | None:
    size = 3 if match["size"].lower() == "quarter" else 6
    number = _ORDINALS[match["number"].lower()]
    return _months(match, clock, number=number, size=size, sure=False)


def _only_year(match: re.Match[str], _clock: Clock) -> Sense | None:
    point = Point(year=int(match["year"]), months=12)
    return Sense(point, Kind.YEAR, IN_ROLES)


RULES = (
    Rule(pattern(rf"\b{_MONTH}{_DOT}{GAP}(?:the\s)?{_DAYS}{_OF_YEAR}?{_DAY_END}"), _date),
    Rule(pattern(rf"(?<![\w.,\-$/:#]){_DAYS}{GAP}(?:of\s)?{_MONTH}{_DOT}{_OF_YEAR}?"), _day_first),
    Rule(
        pattern(rf"\b(?:(?P<which>last|this|past|previous){GAP})?{_MONTH}{_DOT}{_OF_YEAR}?"),
        _month,
    ),
    Rule(pattern(rf"\b(?P<word>last|this)\syear,?{GAP}in\s(?P<which>)(?P<year>)?{_MONTH}"), _month),
    Rule(
        pattern(
            rf"(?<![\w.-])(?P<letter>[qh])(?P<number>[1-4])(?!\w|[.-]\w){_OF_YEAR}?"
            r"(?:(?P<results>)(?=\s(?:earnings|results?|revenues?|profits?|sales|report|guidance|figures)\b))?"
        ),
        _short_quarter,
    ),
    Rule(
        pattern(
            r"(?<![\w.-])(?P<year>(?:19|20)\d\d)\s(?P<letter>[qh])(?P<number>[1-4])(?!\w|[.-]\w)(?P<word>)(?P<results>)"
        ),
        _short_quarter,
    ),
    Rule(
        pattern(
            rf"\b(?:the\s)?(?P<number>{'|'.join(_ORDINALS)})\s(?P<size>quarter|half)\b(?:{_OF_YEAR}|(?!\sof\b))"
        ),
        _long_quarter,
    ),
    Rule(
        pattern(
            rf"(?<![\w./$#])(?P<year>(?:19|20)\d\d)(?!\w|[/%]|[.,]\d|-(?!(?:19|20)\d\d\b)|{_COUNTED})"
        ),
        _only_year,
    ),
)
