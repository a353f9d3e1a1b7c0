"""How values of a column are written as JSON, and read again without believing what is written."""

import math
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Float, Integer, LargeBinary, String

from retrieval.stores.sql.schema import UtcDateTime

_LARGEST = 2**63  # of what both databases store as an integer


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """`load` raises ValueError or OverflowError for what `dump` cannot have written."""

    load: Callable[[Any], Any]
    dump: Callable[[Any], Any] | None = None  # None: JSON has the value itself


def codec(column: Column[Any]) -> Codec:  # noqa: PLR0911 - one line a type
    """Of a column's type, for values other than None; `load` takes none. Raises TypeError for a type without one."""
    match column.type:
        case UtcDateTime():
            return Codec(load=_aware, dump=datetime.isoformat)
        case DateTime():
            return Codec(load=_naive, dump=datetime.isoformat)
        case LargeBinary():
            return Codec(load=_bytes, dump=_base64)
        case Boolean():
            return Codec(load=_truth)
        case Integer():
            return Codec(load=_integer)
        case Float():
            return Codec(load=_float, dump=_number)
        case String():
            return Codec(load=_text)
        case other:
            raise TypeError(f"{column}: no backup of values of type {other!r}")


def _aware(value: object) -> datetime:
    when = _time(value)
    if when.tzinfo is None:
        raise ValueError("no offset")
    return when.astimezone(UTC)


def _naive(value: object) -> datetime:
    when = _time(value)
    if when.tzinfo is not None:
        raise ValueError("an offset")
    return when


def _time(value: object) -> datetime:
    return datetime.fromisoformat(_text(value))


def _base64(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _bytes(value: object) -> bytes:
    return b64decode(_text(value), validate=True)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")  # noqa: TRY004 - bad data, not a bad call
    return value


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("no integer")  # noqa: TRY004 - bad data, not a bad call
    if not -_LARGEST <= value < _LARGEST:
        raise OverflowError
    return value


def _number(value: float) -> float | str:
    """JSON has no infinite numbers."""
    return value if math.isfinite(value) else str(value)


def _float(value: object) -> float:
    if isinstance(value, str) and value in {"inf", "-inf", "nan"}:
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("no number")  # noqa: TRY004 - bad data, not a bad call
    return float(value)


def _text(value: object) -> str:
    """Raises ValueError also for halves of characters, which no database takes."""
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - bad data, not a bad call
    value.encode()
    return value
