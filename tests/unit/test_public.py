"""What strangers learn of a status: what is read and how it goes, and nothing besides."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from console_world import GENERATIONS, HELD, MARK, RUNNING, RUNS
from fakes_desk import COVERAGE, SOURCES, STATUS

from bot import wire
from bot.public import redacted
from bot.types import Status
from retrieval.types import Problem, Run, RunKind, RunState, Source

SECRET = "s3cret"  # noqa: S105 - looked for in what is told
FULL = Run(
    id="r9",
    source_id="paper",
    asked_by=f"discord:8035 ({SECRET})",
    asked_in=f"discord/{SECRET}/34",
    name=SECRET,
    state=RunState.FAILED,
    started=datetime(2025, 12, 5, 8, tzinfo=UTC),
    message=f"/data/{SECRET}: no space left",
    current=f"/data/{SECRET}",
    problems=(Problem(where=SECRET, what=SECRET, mend=SECRET),),
    options={"path": SECRET, "held_mark": SECRET, "confirmed": SECRET, "run": SECRET},
    added=3,
    resumed=2,
)


def status(*sources: Source, runs: tuple[Run, ...] = ()) -> Status:
    return Status(coverage=COVERAGE, sources=sources, runs=runs, generations=GENERATIONS)


def only(**changes: object) -> Source:
    """The Paper with changes, as strangers see it."""
    (source,) = redacted(status(replace(SOURCES[0], **changes))).sources
    return source


def test_who_asked_is_not_told() -> None:
    """Of a run its kind, source, state, times and counts are left, and no word that anybody gave."""
    (run,) = redacted(status(runs=(FULL,))).runs
    assert SECRET not in str(wire.dump(run))
    assert (run.id, run.source_id, run.state, run.started, run.added) == ((
        "r9",
        "paper",
        RunState.FAILED,
        FULL.started,
        3,
    ))


@pytest.mark.parametrize("kind", list(RunKind))
def test_readings_alone(kind: RunKind) -> None:
    """Backups, restores and changes of the index are nobody's business."""
    told = redacted(status(runs=(replace(FULL, kind=kind),))).runs
    assert len(told) == (kind in {RunKind.REFRESH, RunKind.BACKFILL, RunKind.RETRY})


def test_marks_and_bookmarks() -> None:
    """What a yes to deletions must repeat, and where a reader stands, are not told; how much is held is."""
    source = only(held=26, held_mark=MARK, bookmark=SECRET)
    assert (source.held, source.held_mark, source.bookmark) == (26, None, None)
    assert MARK not in str(wire.dump(redacted(status(runs=RUNS))))


@pytest.mark.parametrize(
    ("location", "told"),
    [
        (f"https://paper.example/feed?token={SECRET}", "https://paper.example/feed"),
        (f"https://paper.example/feed#{SECRET}", "https://paper.example/feed"),
        (f"https://u:{SECRET}@paper.example/feed", ""),
        (f"/home/{SECRET}/notes.jsonl", ""),
        (f"C:\\{SECRET}\\notes.jsonl", ""),
        (f"file:///{SECRET}", ""),
        ("sample:relay", ""),
        (f"https://[{SECRET}/feed", ""),
        ("https://paper.example/feed.xml", "https://paper.example/feed.xml"),
    ],
)
def test_places(location: str, told: str) -> None:
    """Of an address what is asked of it is cut off; a place on the machine is none."""
    assert only(location=location).location == told


def test_reasons() -> None:
    """Of a reason the addresses are cut and the paths left out; of a file's source there is none."""
    line = f"https://a.example/f?key={SECRET}: 403; /var/{SECRET}/x is full, C:\\{SECRET}\\y too"
    assert only(reason=line).reason == "https://a.example/f: 403; … is full, … too"
    assert only(location="/data/a.jsonl", reason=f"my {SECRET}.jsonl: gone").reason is None


@pytest.mark.parametrize(
    ("location", "name", "told"),
    [
        ("/data/notes.jsonl", f"/home/{SECRET}/notes.jsonl", "notes.jsonl"),
        ("https://a.example/", f"https://a.example/f?t={SECRET}", "https://a.example/f"),
        ("https://a.example/", "/r/programming", "/r/programming"),
        ("https://a.example/", "AC/DC, 3/4 and more", "AC/DC, 3/4 and more"),
    ],
)
def test_names(location: str, name: str, told: str) -> None:
    """A name that is a path or an address is cut like one; all others stay."""
    assert only(location=location, name=name).name == told


def test_models() -> None:
    """Where a model lies is not told, its name is."""
    folder = f"/srv/{SECRET}/my-model"
    built = (replace(GENERATIONS[0], spec=folder, model=folder),)
    told = redacted(replace(STATUS, model=folder, generations=built))
    assert (told.model, told.generations[0].model) == ("my-model", "my-model")
    assert SECRET not in str(wire.dump(told))


def test_asked_sources() -> None:
    """What somebody's question linked to is not listed."""
    assert redacted(status(replace(SOURCES[0], asked=True))).sources == ()


def test_all_else_is_told() -> None:
    """Coverage, indexes and what the sources hold stay as they are, and so does what was cut already."""
    told = redacted(STATUS)
    assert (told.coverage, told.indexes, told.model) == ((
        STATUS.coverage,
        STATUS.indexes,
        STATUS.model,
    ))
    assert [s.documents for s in told.sources] == [s.documents for s in SOURCES]
    assert redacted(told) == told


def test_every_field_of_a_run_was_thought_of() -> None:
    """Who adds a field to a run decides here whether strangers learn it."""
    hidden = {"asked_by", "asked_in", "problems", "message", "name", "options", "current"}
    shown = {"id", "source_id", "kind", "state", "started", "finished", "queued", "beat"}
    counts = {"added", "changed", "gone", "unchanged", "done", "total"}
    assert {f.name for f in fields(Run)} == hidden | shown | counts | {"resumed"}
    runs = redacted(status(runs=RUNS)).runs
    assert {r.id for r in runs} >= {RUNNING, HELD}
