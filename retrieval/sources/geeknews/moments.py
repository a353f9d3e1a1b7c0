"""When something was said, as pages tell it. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from retrieval.articles import past
from retrieval.dates import parse_date
from retrieval.sources.geeknews.texts import Element, names

_AGO = re.compile(r"(?<!\d)(\d{1,3})\s*(초|분|시간|일|주|달|개월|년)\s*전")
_DAYS = {"일": 1, "주": 7, "달": 30, "개월": 30, "년": 365}
_SECONDS = {"초": 1, "분": 60, "시간": 3600}
_NAMED = re.compile(r"방금|어제|그제|그저께")
_NAMED_DAYS = {"방금": 0, "어제": 1, "그제": 2, "그저께": 2}
_DATE = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?")
_KOREA = timedelta(hours=9)
_EPOCHS = re.compile(r"\d{9,11}")


def exact(elements: Iterable[Element], now: datetime) -> datetime | None:
    """The first time that the elements' attributes tell, if it has been."""
    return past(next((when for each in elements for when in _told(each)), None), now)


def ago(text: str, now: datetime) -> datetime | None:
    """A Korean "so long ago" as a time; from days on, midnight UTC of that day."""
    found, named, date = _AGO.search(text), _NAMED.search(text), _DATE.search(text)
    if found and found[2] in _SECONDS:
        return now - timedelta(seconds=int(found[1]) * _SECONDS[found[2]])
    if found:
        return _midnight(now - timedelta(days=int(found[1]) * _DAYS[found[2]]))
    if named:
        days = _NAMED_DAYS[named[0]]
        return _midnight(now - timedelta(days=days)) if days else now
    return _local(date[0]) if date else None


def _told(element: Element) -> Iterator[datetime]:
    """What its attributes tell; times without a zone are Korean."""
    for value in (names(element, "datetime"), names(element, "title")):
        when = _local(value) if _LOCAL.fullmatch(value) else parse_date(value)
        if when:
            yield when
    stamp = names(element, "data-timestamp")
    if _EPOCHS.fullmatch(stamp):
        yield datetime.fromtimestamp(int(stamp), UTC)


def _local(value: str) -> datetime | None:
    when = parse_date(value)
    return when - _KOREA if when else None


def _midnight(when: datetime) -> datetime:
    return when.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
