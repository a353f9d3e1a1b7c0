"""Reads evaluation files: JSON Lines, `.gz` allowed. docs/evaluation.md has the formats."""

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from bot.errors import BadRequest
from retrieval.dates import parse_date


class AskedQuestion(BaseModel):
    """A line of a questions file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    question: str
    asked_at: datetime | None = None
    answers: tuple[str, ...] = ()
    relevant: tuple[str, ...] = ()  # URLs
    answerable: bool | None = None

    @field_validator("asked_at", mode="before")
    @classmethod
    def _dated(cls, value: object) -> datetime | None:
        return parse_date(str(value)) if value else None

    def now(self, otherwise: datetime) -> datetime:
        """When it was asked."""
        return self.asked_at.astimezone(UTC) if self.asked_at else otherwise


class Pair(BaseModel):
    """A line of a pairs file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    document: str
    claim: str
    supported: bool
    set: str = ""  # what it is reported under, beside all
    lang: str = ""  # of the claim; empty: guessed from its script


def read_questions(path: Path) -> list[AskedQuestion]:
    """All questions. Raises BadRequest naming the line."""
    return [_valid(AskedQuestion, *line) for line in _lines(path)]


def read_pairs(path: Path) -> list[Pair]:
    """All pairs. Raises BadRequest naming the line."""
    return [_valid(Pair, *line) for line in _lines(path)]


def read_texts(path: Path) -> dict[str, list[str]]:
    """A corpus's texts by URL, read without the product's own reader."""
    texts: dict[str, list[str]] = {}
    for where, record in _lines(path):
        if not isinstance(record, dict):
            raise BadRequest(f"{where}: not a JSON object")
        texts.setdefault(str(record.get("url")), []).append(str(record.get("text") or ""))
    return texts


def _lines(path: Path) -> Iterator[tuple[str, Any]]:
    any_line = False
    for number, line in enumerate(_text_lines(path), 1):
        if line.strip():
            any_line = True
            yield f"{path}:{number}", _json(f"{path}:{number}", line)
    if not any_line:
        raise BadRequest(f"{path}: holds no line; give one JSON object a line")


def _text_lines(path: Path) -> Iterator[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as file:
            yield from file
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as e:
        raise BadRequest(f"{path}: cannot be read ({e}); give a JSON Lines file") from e


def _json(where: str, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as e:
        raise BadRequest(f"{where}: not JSON ({e}); mend or remove the line") from e


def _valid(kind: Any, where: str, record: Any) -> Any:
    try:
        return kind.model_validate(record)
    except ValidationError as e:
        first = e.errors()[0]
        field = ".".join(str(p) for p in first["loc"]) or "the line"
        raise BadRequest(f"{where}: {field}: {first['msg']}; mend or remove the line") from e
