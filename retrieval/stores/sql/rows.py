"""Rows to values and back. Pure."""

import json
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from retrieval.ports import Stored
from retrieval.types import (
    Document,
    Passage,
    Problem,
    Run,
    RunKind,
    RunState,
    Source,
    SourceState,
    Standing,
    Voice,
)

DOCUMENT_FIELDS = (
    "id", "source_id", "url", "title", "text", "voice", "author", "published", "updated", "lang",
    "parent_url", "lacks", "publisher", "thread_url", "branch", "depth", "about_url", "retells_url", "retold_from",
    "comments", "standing", "edited", "story",
)  # fmt: skip
PASSAGE_FIELDS = ("id", "document_id", "start", "end", "text", "splitter")

Values = dict[str, Any]


def source_values(source: Source) -> Values:
    """Columns of a source; `documents` is counted, not stored."""
    values = asdict(source)
    del values["documents"]
    every = values.pop("every")
    return values | {"every_s": every.total_seconds() if every is not None else None}


def source_of(values: Values, documents: int) -> Source:
    """A source from its columns."""
    own = dict(values)
    every = own.pop("every_s")
    own["state"] = SourceState(own["state"])
    own["every"] = None if every is None else timedelta(seconds=every)
    return Source(**own, documents=documents)


def document_values(document: Document, fingerprint: str, text_mark: str | None) -> Values:
    """Columns of a document that is there. It is compared with other stories anew."""
    marks = {"fingerprint": fingerprint, "text_mark": text_mark}
    return asdict(document) | marks | {"gone": False, "likened": False, "held": False}


def document_of(values: Values) -> Document:
    """A document from the columns named in DOCUMENT_FIELDS."""
    known = {"voice": Voice(values["voice"]), "standing": Standing(values["standing"])}
    return Document(**{**values, **known})


def passage_of(row: Row[Any]) -> Passage:
    """A passage from a row that has at least its columns."""
    return Passage(**{name: row._mapping[name] for name in PASSAGE_FIELDS})


def run_values(run: Run) -> Values:
    """Columns of a run."""
    problems = json.dumps([asdict(p) for p in run.problems], ensure_ascii=False)
    options = json.dumps(dict(run.options), ensure_ascii=False)
    return asdict(run) | {"problems": problems, "options": options}


def run_of(row: Row[Any]) -> Run:
    """A run from its row."""
    values = {each.name: row._mapping[each.name] for each in fields(Run)}
    return Run(
        **values
        | {
            "problems": tuple(Problem(**p) for p in json.loads(values["problems"])),
            "options": json.loads(values["options"]),
            "state": RunState(values["state"]),
            "kind": RunKind(values["kind"]),
        }
    )


def stored_of(row: Row[Any]) -> Stored:
    """What planning must know of a document's row."""
    return Stored(
        fingerprint=row.fingerprint,
        gone=row.gone,
        lacking=bool(row.lacks),
        thread=row.thread_url,
        text_mark=row.text_mark,
        edited=row.edited,
        url=row.url,
        held=row.held,
    )
