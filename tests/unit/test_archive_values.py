"""Values of a backup come back as they were."""

import json
import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from bot.archive import lines
from bot.archive.contents import Kept
from retrieval.stores.sql.schema import UtcDateTime

TABLE = Table(
    "things",
    MetaData(),
    Column("id", String(9), primary_key=True),
    Column("text", Text),
    Column("count", Integer),
    Column("large", BigInteger),
    Column("share", Float),
    Column("good", Boolean),
    Column("bytes", LargeBinary),
    Column("at", UtcDateTime),
    Column("local", DateTime),
)
AWARE = st.datetimes(timezones=st.just(UTC))
WHOLE = st.integers(-(2**63), 2**63 - 1)
ROWS = st.tuples(
    st.text(),
    st.none() | st.text(),
    st.none() | WHOLE,
    st.none() | WHOLE,
    st.none() | st.floats(allow_nan=False),
    st.none() | st.booleans(),
    st.none() | st.binary(),
    st.none() | AWARE,
    st.none() | st.datetimes(),
)


def through(row: tuple[object, ...], kept: Kept) -> dict[str, object]:
    """A row after it was written as a line and read again."""
    line = lines.line([kept.name, kept.dumped(row)])
    assert line.count(b"\n") == 1
    return kept.loaded(lines.parsed(line)[1])


@given(ROWS)
def test_rows_come_back(row: tuple[object, ...]) -> None:
    """Any text, number, truth, bytes or time, and nothing at all, is the same afterwards."""
    assert through(row, Kept(TABLE)) == dict(zip(TABLE.columns.keys(), row, strict=True))


@given(ROWS, st.permutations(TABLE.columns.keys()))
def test_order_is_the_heads(row: tuple[object, ...], order: list[str]) -> None:
    """Values are written and read in the order of the columns that is wanted."""
    by_name = dict(zip(TABLE.columns.keys(), row, strict=True))
    assert through(tuple(by_name[name] for name in order), Kept(TABLE, order)) == by_name


def test_no_number_comes_back() -> None:
    """Also what JSON has no number for."""
    row = ("a", None, None, None, math.nan, None, None, None, None)
    assert math.isnan(float(str(through(row, Kept(TABLE))["share"])))


def test_times_are_utc() -> None:
    """A time that was told in another zone is the same moment in UTC."""
    east = datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    told = ["a", None, None, None, None, None, None, east.isoformat(), None]
    at = Kept(TABLE).loaded(told)["at"]
    assert (at, at.tzinfo) == (datetime(2026, 1, 1, tzinfo=UTC), UTC)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda of: st.lists(of, max_size=3) | st.dictionaries(st.text(), of, max_size=3),
    max_leaves=5,
)


@given(st.lists(JUNK, min_size=9, max_size=9))
def test_junk_is_no_row(given: list[object]) -> None:
    """Whatever JSON is in a file, it gives a row of the right types or a ValueError."""
    try:
        row = Kept(TABLE).loaded(given)
    except ValueError as e:
        assert str(e) in TABLE.columns  # noqa: PT017 - there may be none
        return
    for column in TABLE.columns:
        value = row[column.name]
        assert value is None or isinstance(value, column.type.python_type)


@given(st.text() | st.from_regex(r"\{.*\}", fullmatch=True))
def test_any_first_line(text: str) -> None:
    """Whatever stands in the first line, it is a head or a ValueError."""
    with pytest.raises(ValueError, match=r"backup|format"):
        lines.read_head(text.encode())


@pytest.mark.parametrize("line", [b"NaN", b"[Infinity]", b"[" * 9999, b"1" * 9999, b"\xff", b"{"])
def test_no_json(line: bytes) -> None:
    """What is no JSON, or too much of it, is a ValueError."""
    with pytest.raises(ValueError, match="no JSON"):
        lines.parsed(line)


def test_head_comes_back() -> None:
    """A head is read as it was written."""
    head = lines.Head(
        newsdesk="1.2",
        made=datetime(2026, 1, 2, tzinfo=UTC),
        revisions={"library": "0004"},
        tables={"a": ("x", "y")},
    )
    assert lines.read_head(lines.head_line(head)) == head
    assert json.loads(lines.head_line(head))["version"] == 1


def test_unknown_types_are_found_at_once() -> None:
    """A column of a type that nobody thought of stops the program before it loses anything."""
    table = Table("x", MetaData(), Column("for", Interval))
    with pytest.raises(TypeError, match="no backup of values"):
        Kept(table)
