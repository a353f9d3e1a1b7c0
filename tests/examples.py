"""Values to test with."""

from datetime import UTC, datetime, timedelta

from retrieval import passages
from retrieval.plan import fingerprint, text_mark
from retrieval.ports import Write
from retrieval.types import Document, Run, RunState, Source, Voice

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def source(id: str = "s1", **given: object) -> Source:
    values = {"kind": "jsonl", "location": f"/tmp/{id}.jsonl", "name": id.upper()}  # noqa: S108
    return Source(id=id, **{**values, **given})


def document(
    id: str = "d1", text: str = "Apple announced a phone. It costs 900 dollars.", **given: object
) -> Document:
    values = {
        "source_id": "s1",
        "url": f"https://paper.example/{id}",
        "title": f"Title {id}",
        "voice": Voice.ARTICLE,
        "published": NOW - timedelta(days=2),
        "lang": "en",
    }
    return Document(id=id, text=text, **{**values, **given})


def run(id: str = "r1", source_id: str = "s1") -> Run:
    return Run(id=id, source_id=source_id, asked_by="test", state=RunState.RUNNING, started=NOW)


def write(*documents: Document, gone: tuple[str, ...] = (), of: Source | None = None) -> Write:
    return Write(
        source=of or source(),
        documents=documents,
        fingerprints={d.id: fingerprint(d) for d in documents},
        text_marks={d.id: text_mark(d) for d in documents},
        passages=tuple(p for d in documents for p in passages.split(d)),
        gone=gone,
    )
