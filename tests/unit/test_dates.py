"""Dates are understood exactly or not at all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates import parse_date


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-06-30", utc(2025, 6, 30)),
        ("2021/02/03", utc(2021, 2, 3)),
        ("2025-06-30T21:45:15Z", utc(2025, 6, 30, 21, 45, 15)),
        ("2025-06-30T21:45:15.123456+09:00", utc(2025, 6, 30, 12, 45, 15)),
        ("2025-06-30 21:45", utc(2025, 6, 30, 21, 45)),
        ("2025-06-30T21:45:15+0900", utc(2025, 6, 30, 12, 45, 15)),
        ("Mon, 30 Jun 2025 21:45:15 +0000", utc(2025, 6, 30, 21, 45, 15)),
        ("30 June 2025 21:45 EST", utc(2025, 7, 1, 2, 45)),
        ("Sun, 06-Nov-94 08:49:37 GMT", utc(1994, 11, 6, 8, 49, 37)),
        ("Tue, 31 Dec 2024 23:59:60 GMT", utc(2024, 12, 31, 23, 59, 59)),
        ("2026.11.20 오후 3:00", utc(2026, 11, 20, 6)),
        ("2026. 11. 20. 오전 12:30:05", utc(2026, 11, 19, 15, 30, 5)),
        ("2026년 11월 20일 15시 4분", utc(2026, 11, 20, 6, 4)),
        ("2026년 11월 20일 15시 04분", utc(2026, 11, 20, 6, 4)),
        ("2026년 11월 20일", utc(2026, 11, 20)),
        ("2026.11.20", utc(2026, 11, 20)),
    ],
)
def test_forms(text: str, expected: datetime | None) -> None:
    """The forms of feeds, files and Korean sites become the one moment that they name."""
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "yesterday",
        "2025-02-30",
        "2025-13-01",
        "06/30/2025",
        "2025",
        "1751319915",
        "Mon, 30 Jun 2025 25:00:00 GMT",
        "Mon, 30 Jun 2025 21:45:15 BST",
        "2026.11.20 오후 13:00",
        "2026.11.20 오후 3:00 무렵",
        "30 Brumaire 2025 10:00 GMT",
        "0001-01-01T00:00:00+09:00",
        "9999-12-31T23:59:59-09:00",
        "2025-06-30T10:00:00+99:99",
        "2025-06-30" + " " * 99 + "x",
    ],
)
def test_no_guess(text: str | None) -> None:
    """What is not a date for sure is none."""
    assert parse_date(text) is None


@given(
    st.text(max_size=60)
    | st.from_regex(r"\d{4}[-/.]\d\d[-/.]\d\d.{0,9}\d\d:\d\d(:\d\d)?([+-]\d\d:?\d\d)?")
)
def test_any_text(text: str) -> None:
    """Any text gives an aware UTC time or none, and no error."""
    parsed = parse_date(text)
    assert parsed is None or parsed.tzinfo is UTC


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 (hypothesis wants it naive)
def test_iso_round_trip(moment: datetime) -> None:
    """A written ISO time is read as the same second."""
    assert parse_date(moment.isoformat()) == moment.replace(microsecond=0)
