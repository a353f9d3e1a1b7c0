"""The lines of a backup: a head, one row each, and an end that says what must have come before it.

    {"format": "newsdesk-backup", "version": 1, "newsdesk": …, "made": …, "revisions": {…}, "tables": {…}}
    ["documents", ["0a1b…", …]]                values in the order of the head's columns
    {"end": {"counts": {"documents": 1}, "sha256": "…"}}          of all lines before this one

Pure. What reads raises ValueError; its message is fit to be shown and repeats nothing of a row.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from bot.archive.contents import VECTORS, Contents

FORMAT = "newsdesk-backup"
VERSION = 1
_FOREIGN = "not a backup of Newsdesk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a backup says of itself."""

    newsdesk: str  # version of the program that made it
    made: datetime  # aware
    revisions: Mapping[str, str]  # of the tables, as Alembic numbers them
    tables: Mapping[str, tuple[str, ...]]  # their columns by name, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """What a backup says that it holds."""

    counts: Mapping[str, int]  # rows by table
    sha256: str


def line(value: object) -> bytes:
    """A value as a line."""
    return _ENCODER.encode(value).encode() + b"\n"


def head_line(head: Head) -> bytes:
    """The first line."""
    return line({
        "format": FORMAT,
        "version": VERSION,
        "newsdesk": head.newsdesk,
        "made": head.made.isoformat(),
        "revisions": head.revisions,
        "tables": head.tables,
    })


def end_line(end: End) -> bytes:
    """The last line."""
    return line({"end": {"counts": end.counts, "sha256": end.sha256}})


def parsed(given: bytes) -> Any:
    """What is in a line."""
    try:
        return _DECODER.decode(given.decode())
    except (ValueError, RecursionError) as e:
        raise ValueError("no JSON") from e


def read_head(given: bytes) -> Head:
    """The head in the first line."""
    try:
        told = parsed(given)
    except ValueError as e:
        raise ValueError(_FOREIGN) from e
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise ValueError(_FOREIGN)
    if told.get("version") != VERSION:
        raise ValueError(
            f"made by Newsdesk {str(told.get('newsdesk'))[:20]!r} in a format that this one does not"
            " know; restore it with that version"
        )
    try:
        return _head(told)
    except (KeyError, TypeError, AttributeError, ValueError) as e:
        raise ValueError(f"{_FOREIGN}: its first line is damaged") from e


def read_end(told: object) -> End | None:
    """The end in a line that was parsed; None for another line."""
    if not isinstance(told, dict) or not isinstance(told.get("end"), dict):
        return None
    counts, mark = told["end"].get("counts"), told["end"].get("sha256")
    if not isinstance(counts, dict) or not isinstance(mark, str):
        return None
    return End(counts=counts, sha256=mark)


def check(head: Head, contents: Contents, revisions: Mapping[str, str]) -> None:
    """Raises ValueError unless these tables, at these revisions, can take the rows of a backup."""
    if head.revisions != revisions:
        raise ValueError(_other_layout(head, revisions))
    for name, columns in head.tables.items():
        known = contents.kept.get(name)
        if known is None:
            raise ValueError(f"it holds {name[:64]!r}, which is no table of Newsdesk")
        if sorted(known.columns) != sorted(columns):
            raise ValueError(f"its table {name!r} has other columns than Newsdesk's")
    for table in contents.required:
        if table.name not in head.tables and table.name != VECTORS:
            raise ValueError(f"{table.name} is missing in it")


def _other_layout(head: Head, here: Mapping[str, str]) -> str:
    older = all(number <= here.get(name, "") for name, number in head.revisions.items())
    which, mend = (
        ("an older", "restore it with that version, update that, and back up again")
        if older
        else ("a newer", "update this one first")
    )
    return (
        f"made by Newsdesk {head.newsdesk[:20]!r} with {which} layout of tables"
        f" ({_told(head.revisions)}; here {_told(here)}); {mend}"
    )


def _head(told: Mapping[str, Any]) -> Head:
    made = datetime.fromisoformat(told["made"])
    if made.tzinfo is None:
        raise ValueError("no offset")
    return Head(
        newsdesk=_text(told["newsdesk"]),
        made=made,
        revisions={_text(k): _text(v) for k, v in told["revisions"].items()},
        tables={_text(k): tuple(_text(c) for c in v) for k, v in told["tables"].items()},
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - bad data, not a bad call
    return value


def _told(revisions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {number}"[:40] for name, number in sorted(revisions.items())[:4])


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("no number")


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(parse_constant=_no_constant)
