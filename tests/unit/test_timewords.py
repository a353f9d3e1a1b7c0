"""Time words of questions. The cases are in the tables timewords.en.txt and timewords.ko.txt."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from retrieval.timewords import Kind, find, wants_latest
from retrieval.types import TimeRange

TABLES = {lang: Path(__file__).with_name(f"timewords.{lang}.txt") for lang in ("en", "ko")}
SEOUL, NEW_YORK = ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York")
NOW = datetime(2025, 12, 3, 12, tzinfo=UTC)
Case = tuple[datetime, ZoneInfo, list[str]]


def local(text: str, zone: ZoneInfo) -> datetime | None:
    """A time of a table; `...` is no bound."""
    return None if text == "..." else datetime.fromisoformat(text).replace(tzinfo=zone)


def cases(lang: str) -> Iterator[Case]:
    """The cells of each row of a table, with the `@ now zone` line that they follow."""
    now, zone = NOW, SEOUL
    for line in TABLES[lang].read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            zone = ZoneInfo(line.split()[2])
            now = datetime.fromisoformat(line.split()[1]).replace(tzinfo=zone)
        elif not line.startswith("#"):
            yield now, zone, line.split(" | ")


def params() -> list[object]:
    """All cases of both tables, named by question and time."""
    return [
        pytest.param(case, id=f"{case[2][0]} @ {case[0].date()}")
        for lang in TABLES
        for case in cases(lang)
    ]


def utc(*parts: int) -> datetime:
    """A moment from year, month, day and hour."""
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize("case", params())
def test_table(case: Case):
    """A question names exactly the span, the words and the kind of its row, or no time at all."""
    now, zone, (question, *expected) = case
    found = find(question, now, zone)
    if expected == ["-"]:
        assert found is None
        return
    since, until, words, kind = expected
    assert found is not None
    assert found.range == TimeRange(since=local(since, zone), until=local(until, zone))
    assert (found.words, found.kind) == (words, Kind(kind))


@pytest.mark.parametrize("lang", TABLES)
def test_tables_are_long(lang: str):
    """Each language has at least 80 cases."""
    assert len(list(cases(lang))) >= 80


@pytest.mark.parametrize("lang", TABLES)
def test_surroundings(lang: str):
    """A row means the same inside a longer question."""
    for now, zone, (question, *_) in cases(lang):
        alone = find(question, now, zone)
        inside = find(f"OpenAI, {question} ?", now, zone)
        assert (alone and alone.range) == (inside and inside.range), question


def test_bounds_are_utc():
    """Bounds are given in UTC."""
    found = find("오늘", NOW, SEOUL)
    assert found is not None
    assert found.range == TimeRange(since=utc(2025, 12, 2, 15), until=utc(2025, 12, 3, 15))
    assert found.range.since.tzinfo is UTC


def test_zone_decides_the_day():
    """The same moment is another day elsewhere."""
    now = utc(2025, 12, 3, 2)
    here, there = find("today", now, SEOUL), find("today", now, NEW_YORK)
    assert here.range.since == utc(2025, 12, 2, 15)
    assert there.range.since == utc(2025, 12, 2, 5)


@pytest.mark.parametrize(
    ("question", "now", "zone", "since", "until"),
    [
        ("today", "2026-03-08T12:00Z", "America/New_York", "2026-03-08T05Z", "2026-03-09T04Z"),
        ("today", "2025-11-02T12:00Z", "America/New_York", "2025-11-02T04Z", "2025-11-03T05Z"),
        ("in March", "2026-05-01T12:00Z", "America/New_York", "2026-03-01T05Z", "2026-04-01T04Z"),
        ("past 24 hours", "2026-03-08T16Z", "America/New_York", "2026-03-07T16Z", "2026-03-08T16Z"),
        ("past 1 day", "2026-03-08T16Z", "America/New_York", "2026-03-07T17Z", "2026-03-08T16Z"),
        ("today", "2018-11-04T12:00Z", "America/Sao_Paulo", "2018-11-04T03Z", "2018-11-05T02Z"),
        ("1988년 5월 8일", "2025-12-03T12:00Z", "Asia/Seoul", "1988-05-07T15Z", "1988-05-08T14Z"),
    ],
)
def test_clock_changes(question: str, now: str, zone: str, since: str, until: str):
    """A local day may have 23 or 25 hours, and begin when midnight is skipped; 24 hours are 24 hours."""
    found = find(question, datetime.fromisoformat(now), ZoneInfo(zone))
    expected = [datetime.fromisoformat(since), datetime.fromisoformat(until)]
    assert [found.range.since, found.range.until] == expected


@pytest.mark.parametrize(
    ("question", "historical"),
    [
        ("in 2019", True),
        ("1989년 2월 15일", True),
        ("before June", True),
        ("작년", True),
        ("yesterday", False),
        ("지난달", False),
        ("since 2019", False),
        ("this year", False),
        ("최근 1년", False),
    ],
)
def test_historical(question: str, *, historical: bool):
    """Only what ended more than a month ago is historical."""
    assert find(question, NOW, SEOUL).historical is historical


def test_most_specific():
    """Of several mentions the narrowest is taken."""
    found = find("올해 나온 모델 중 지난주 화요일에 공개된 것은?", NOW, SEOUL)
    assert found.words == "지난주 화요일에"


def test_no_break_space():
    """No-break spaces count as spaces, and stay in the words."""
    assert find("since\u00a0March", NOW, SEOUL).words == "since\u00a0March"


@pytest.mark.parametrize(
    "question",
    "latest news|the newest model|most recent outage|what is happening right now|who currently leads"
    "|what did Apple recently say|최근 소식|최신 모델|요즘 어때|지금 상황|현재 1위|방금 나온".split(
        "|"
    ),
)
def test_wants_latest(question: str):
    """These ask for the newest."""
    assert wants_latest(question)


@pytest.mark.parametrize(
    "question",
    "news of November|what is it now called|지금까지 나온 모델|현재까지의 기록|최근접 이웃|어제".split(
        "|"
    ),
)
def test_does_not_want_latest(question: str):
    """These do not."""
    assert not wants_latest(question)
