"""What holds of time words in any text: nothing raised, time linear, spans in order."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.timewords import TimeMention, find

NOW, SEOUL = datetime(2025, 12, 3, 12, tzinfo=UTC), ZoneInfo("Asia/Seoul")
TABLES = [Path(__file__).with_name(f"timewords.{lang}.txt") for lang in ("en", "ko")]
ZONES = [
    ZoneInfo(name)
    for name in "UTC Asia/Seoul America/New_York America/Sao_Paulo Pacific/Apia Asia/Kathmandu "
    "Australia/Lord_Howe Africa/Cairo Pacific/Kiritimati".split()
]


@pytest.mark.parametrize(
    "unit",
    [
        "2025년 ",
        "since ",
        "1",
        " ",
        "지난 ",
        "between March and ",
        "12월 2일부터 ",
        "Q3 ",
        "A9",
        "a ",
    ],
)
def test_hostile(unit: str):
    """Time grows no faster than the text: 64,000 characters take less than 60 times 2,000's."""
    short, long = (unit * size for size in (2_000 // len(unit), 64_000 // len(unit)))
    assert seconds(long) < 60 * max(seconds(short), 0.001)


def seconds(text: str) -> float:
    """What one question costs, when nothing disturbs: the least of three times."""
    return min(_once(text) for _ in range(3))


def _once(text: str) -> float:
    begin = time.process_time()
    find(text, NOW, SEOUL)
    return time.process_time() - begin


VOCABULARY = sorted({
    word for path in TABLES for word in re.findall(r"\w+|\W+", path.read_text(encoding="utf-8"))
})
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(VOCABULARY), max_size=12).map("".join),
    st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join),
)
nows = st.datetimes(timezones=st.sampled_from(ZONES))


@settings(deadline=None)  # the machine may be busy
@given(text=texts, now=nows, zone=st.sampled_from(ZONES))
def test_properties(text: str, now: datetime, zone: ZoneInfo):
    """Any text at any time gives nothing, or a span that is in order, bounded, and named in the text."""
    found = find(text, now, zone)
    if found is None:
        return
    assert isinstance(found, TimeMention)
    assert found.words
    assert found.words in text
    since, until = found.range.since, found.range.until
    assert since or until
    assert since is None or until is None or since < until
    assert all(bound is None or bound.tzinfo is UTC for bound in (since, until))
