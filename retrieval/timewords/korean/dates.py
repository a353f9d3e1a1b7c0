"""Korean months, days of months, quarters, halves and years."""

import re
from contextlib import suppress

from retrieval.timewords import spans
from retrieval.timewords.korean.context import START
from retrieval.timewords.phrases import Kind, Rule, Sense
from retrieval.timewords.spans import Clock, Point

_YEAR_WORDS = {"재작년": -2, "작년": -1, "지난해": -1, "올해": 0, "올": 0, "금년": 0, "이번해": 0}
_YEAR = (
    r"(?:(?<!\d)(?P<year>(?:1\d|20)\d\d|\d\d)\s?년도?|(?<![가-힣])"
    r"(?P<word>재작년|작년|지난\s?해|올해|올|금년|이번\s?해))의?,?\s{0,2}"
)
_OPENER = rf"(?:{_YEAR}|(?<![가-힣])(?P<which>지난|저번|이번)\s{{0,2}})?(?<![\d.,·/])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_TITLES = r"의\s?(?:라이온|신부|거짓말|크리스마스)|은\s?너의"


def _year(match: re.Match[str], clock: Clock) -> int | None:
    if word := match["word"]:
        return clock.today.year + _YEAR_WORDS[re.sub(r"\s", "", word)]
    if not match["year"]:
        return None
    year = int(match["year"])
    if len(match["year"]) > len("24"):
        return year
    return year + (2000 if 2000 + year <= clock.today.year + 1 else 1900)


def _point(match: re.Match[str], clock: Clock, **parts: int | None) -> Sense:
    year, which = _year(match, clock), match["which"]
    if which == "이번":
        year = clock.today.year
    over = which in {"지난", "저번"}
    numbers = {name: number for name, number in parts.items() if number is not None}
    return Sense(Point(year=year, over=over, **numbers), Kind.CALENDAR)


def _months(match: re.Match[str], clock: Clock) -> Sense | None:
    month, last = int(match["month"]), int(match["month2"] or match["month"])
    return _point(match, clock, month=month, months=(last - month) % 12 + 1)


def _date(match: re.Match[str], clock: Clock) -> Sense | None:
    day, last = int(match["day"]), int(match["day2"] or match["day"])
    days = last - day + 1 if last >= day else 1
    return _point(match, clock, month=int(match["month"]), day=day, days=days)


def _quarter(match: re.Match[str], clock: Clock) -> Sense | None:
    return _point(match, clock, month=int(match["quarter"]) * 3 - 2, months=3)


def _half(match: re.Match[str], clock: Clock) -> Sense | None:
    return _point(match, clock, month=1 if match["half"] == "상" else 7, months=6)


def _only_year(match: re.Match[str], _clock: Clock) -> Sense | None:
    return Sense(Point(year=int(match["year"]), months=12), Kind.YEAR)


def _day_of_month(match: re.Match[str], clock: Clock) -> Sense | None:
    """`지난 24일에`: the latest such day that is over."""
    for back in (0, -1, -2):
        first = spans.unit(clock, "month", back).since.astimezone(clock.zone).date()
        with suppress(ValueError):
            day = first.replace(day=int(match["day"]))
            if day < clock.today:
                return Sense(Point(year=day.year, month=day.month, day=day.day), Kind.CALENDAR)
    return None


RULES = (
    Rule(
        re.compile(
            rf"{_OPENER}(?P<month>1[0-2]|0?[1-9])월\s{{0,2}}(?P<day>{_DAY})"
            rf"(?:(?:일부터\s{{0,2}}|일?\s?[~∼〜–-]\s?)(?P<day2>{_DAY}))?일(?!간|째|차|치)(?(day2)(?:까지)?)"
        ),
        _date,
    ),
    Rule(
        re.compile(
            rf"{_OPENER}(?P<month>1[0-2]|0?[1-9])(?:월?\s?[~∼〜–-]\s?(?P<month2>1[0-2]|0?[1-9]))?"
            rf"월(?!드|{_TITLES})"
        ),
        _months,
    ),
    Rule(re.compile(rf"{_OPENER}(?P<quarter>[1-4])\s?분기(?!점)"), _quarter),
    Rule(re.compile(rf"{_OPENER}(?<![가-힣])(?P<half>상|하)반기"), _half),
    Rule(
        re.compile(
            r"(?<![\d.,])(?P<year>(?:1\d|20)\d\d)\s?년(?:도(?=에|의|부터|까지|[^가-힣]|$))?"
            r"(?!대|생|형|식|산|간|차|째|짜리|\s?만에|\s?묵|\s?역사)(?!(?<=00년)\s?전)"
        ),
        _only_year,
    ),
    Rule(re.compile(rf"{START}지난\s{{0,2}}(?P<day>{_DAY})일(?=에|자|\s?발표)"), _day_of_month),
)
