"""Korean time words that count from now."""

import re
from functools import partial

from retrieval.timewords import spans
from retrieval.timewords.korean.context import START
from retrieval.timewords.phrases import ON_ROLES, Kind, Rule, Sense
from retrieval.timewords.spans import Clock

_WEEKDAYS = "월화수목금토일"
_NUMBERS = {
    word: number
    for number, words in enumerate(
        "한 일|두 이|세 석 삼|네 넉 사|다섯 오|여섯 육|일곱|여덟|아홉|열".split("|"), start=1
    )
    for word in words.split()
}
_UNITS = {
    "분": "minute", "시간": "hour", "일": "day", "주": "week", "주일": "week",
    "개월": "month", "달": "month", "분기": "quarter", "년": "year", "해": "year",
}  # fmt: skip
_DAY_COUNTS = "하루 이틀 사흘 나흘 닷새 엿새 이레 여드레 아흐레 열흘".split()
_LONG_COUNTS = {"보름": (15, "day"), "일주일": (1, "week"), "반년": (6, "month")}
_SPOKEN = {word: (number, "day") for number, word in enumerate(_DAY_COUNTS, 1)} | _LONG_COUNTS

_END = (
    r"(?=(?:에서|에는|에도|에|엔|의|은|는|이|도|만|와|과|랑|부터|까지|보다|간|초|(?<!주)말|중|내|들어|이후|이전){0,2}"
    r"(?:[^가-힣]|$))"
)
_COUNT = (
    rf"(?:(?P<spoken>{'|'.join(_SPOKEN)})"
    r"|(?P<count>\d{1,3})\s?(?P<unit>분기|분|시간|주일|주|일|개월|달|년|해)"
    r"|(?P<word>한|두|세|석|네|넉|다섯|여섯|일곱|여덟|아홉|열)\s?(?P<native>시간|주일|주|달|해)"
    r"|(?P<sino>일|이|삼|사|오|육)\s?(?P<unit2>주일|개월|년))"
)


def _unit(_match: re.Match[str], clock: Clock, *, name: str, offset: int) -> Sense | None:
    return Sense(spans.unit(clock, name, offset), Kind.RELATIVE)


def _night(_match: re.Match[str], clock: Clock) -> Sense | None:
    return Sense(spans.last_night(clock), Kind.RELATIVE)


def _amount(match: re.Match[str]) -> tuple[int, str]:
    if match["spoken"]:
        return _SPOKEN[match["spoken"]]
    if match["count"]:
        return int(match["count"]), _UNITS[match["unit"]]
    number = _NUMBERS[match["word"] or match["sino"]]
    return number, _UNITS[match["native"] or match["unit2"]]


def _rolling(match: re.Match[str], clock: Clock) -> Sense | None:
    return Sense(spans.rolling(clock, *_amount(match)), Kind.RELATIVE)


def _ago(match: re.Match[str], clock: Clock) -> Sense | None:
    return Sense(spans.ago(clock, *_amount(match)), Kind.RELATIVE)


def _weekday(match: re.Match[str], clock: Clock) -> Sense | None:
    number = _WEEKDAYS.index(match["name"])
    if week := match["week"]:
        offset = 0 if week[0] in "이금" else -1
        return Sense(spans.weekday_of_week(clock, number, offset), Kind.RELATIVE)
    when = spans.weekday(clock, number, over=bool(match["last"]))
    return Sense(when, Kind.RELATIVE, frozenset() if match["last"] else ON_ROLES)


def _words(words: str, name: str, offset: int, end: str = _END) -> Rule:
    return Rule(re.compile(rf"{START}(?:{words}){end}"), partial(_unit, name=name, offset=offset))


RULES = (
    _words(r"오늘(?!의\s?(?:집|유머|웹툰))(?:\s?(?:아침|오전|오후|저녁|밤))?", "day", 0),
    _words(r"어제", "day", -1),
    _words(r"그저께|그제|엊그제|엊그저께", "day", -2),
    _words(r"그끄저께|그끄제", "day", -3),
    Rule(re.compile(rf"{START}(?:어젯밤|어제\s?밤|간밤|지난\s?밤){_END}"), _night),
    _words(r"이번\s{0,2}주|금주", "week", 0),
    _words(r"지난\s{0,2}주|저번\s{0,2}주", "week", -1),
    _words(r"지지난\s{0,2}주|저저번\s{0,2}주", "week", -2),
    _words(r"이번\s{0,2}달|이달(?!의)", "month", 0),
    _words(r"지난\s{0,2}달|저번\s{0,2}달", "month", -1),
    _words(r"지지난\s{0,2}달", "month", -2),
    _words(r"이번\s{0,2}분기", "quarter", 0),
    _words(r"지난\s{0,2}분기|직전\s{0,2}분기", "quarter", -1),
    _words(r"올해|금년|이번\s?해", "year", 0),
    _words(r"작년(?:도(?![가-힣]))?|지난\s?해", "year", -1),
    _words(r"재작년", "year", -2),
    Rule(
        re.compile(
            rf"{START}(?:최근|지난|과거|요)\s{{0,2}}{_COUNT}(?:\s?(?:간|동안|새|사이|이내|내))?{_END}"
        ),
        _rolling,
    ),
    Rule(
        re.compile(
            rf"(?<![가-힣\d.,]){_COUNT}\s?전"
            r"(?=(?:에서|에는|에도|에|의|부터|까지|쯤|과|보다|엔)?(?:[^가-힣]|$))"
        ),
        _ago,
    ),
    Rule(
        re.compile(
            rf"{START}(?:(?P<week>(?:지난|저번|이번)\s?주|금주)\s{{0,2}}|(?P<last>지난|저번)\s{{0,2}})?"
            r"(?P<name>[월화수목금토일])요일(?:\s?(?:새벽|아침|오전|오후|저녁|밤))?"
        ),
        _weekday,
    ),
)
