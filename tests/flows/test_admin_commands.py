"""The commands of administration, at a real server and without one: what they print, and how they end."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.app import model_folder, read_settings
from bot.cli import main
from bot.lock import holder
from retrieval.embedding.prepare import is_prepared

HUNG_S = 120  # a server that takes so long to stop hangs
QUESTION = "Why was the harbour bridge in Busan closed?"
BRIDGE = "The harbour bridge in Busan was closed on Monday for urgent repairs."
TRAM = "The new tram line in Daegu opened on Friday with free rides."

pytestmark = pytest.mark.skipif(
    not is_prepared(model_folder(read_settings())),
    reason="the packaged model is not prepared; `newsdesk prepare` makes it",
)


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    status: int
    out: str
    told: str  # on stderr

    @property
    def error(self) -> str:
        """The one line of a command that failed."""
        assert self.status == 1, self
        return (self.told + self.out).splitlines()[-1]

    @property
    def json(self) -> Any:
        """What it printed for programs."""
        assert self.status == 0, self
        return json.loads(self.out)


@dataclass(frozen=True)
class Terminal:
    """Commands in this process, with a data folder."""

    data: Path

    def __call__(self, *words: str | Path) -> Done:
        out, told, before = io.StringIO(), io.StringIO(), sys.argv
        sys.argv = ["newsdesk", *map(str, words), "--data-dir", str(self.data)]
        keyboard, sys.stdin = sys.stdin, io.StringIO()  # nobody is there
        try:
            with redirect_stdout(out), redirect_stderr(told):
                status = _status()
        finally:
            sys.argv, sys.stdin = before, keyboard
        done = Done(status, out.getvalue(), told.getvalue())
        assert "Traceback" not in done.told, done.told
        return done


def _status() -> int:
    try:
        main()
    except SystemExit as e:
        if isinstance(e.code, str):  # Python prints it and ends with 1
            sys.stderr.write(f"{e.code}\n")
            return 1
        return e.code or 0
    return 0


@pytest.fixture(scope="module", autouse=True)
def around(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder to stand in, without feeds and samples."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSDESK_FEEDS", "")
        patch.setenv("NEWSDESK_SAMPLES", "false")
        patch.setenv("NEWSDESK_MODEL_DIR", str(model_folder(read_settings()).parent))
        patch.setenv("NEWSDESK_TIMEZONE", "UTC")
        folder = tmp_path_factory.mktemp("commands")
        patch.chdir(folder)
        texts = (("bridge", BRIDGE), ("tram", TRAM), ("lone", "A lone text about otters."))
        for name, text in texts:
            about = {"url": f"https://ex.com/{name}", "title": name, "text": text}
            Path(f"{name}.jsonl").write_text(f"{json.dumps(about)}\n", "utf-8")
        yield folder


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """A server, stopped as a service manager stops it."""
    command = [sys.executable, "-c", "from bot.cli import main; main()", "serve", "--port", "0"]
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}  # noqa: TID251 - it stands elsewhere
    process = subprocess.Popen(  # noqa: S603
        [*command, "--data-dir", str(data)], stderr=subprocess.PIPE, text=True, env=where
    )
    assert process.stderr is not None
    try:
        assert any(told.startswith("Newsdesk is at") for told in process.stderr)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=HUNG_S)
    assert "Traceback" not in told


@pytest.fixture(scope="module")
def served(around: Path) -> Iterator[Terminal]:
    """Commands at a server that has read two files."""
    newsdesk = Terminal(around / "served")
    with serving(newsdesk.data):
        assert newsdesk("rollback").error.startswith(
            "newsdesk: rollback: there is no earlier index"
        )
        for file in ("bridge.jsonl", "tram.jsonl"):
            assert newsdesk("source", "add", file, "--watch").status == 0
        yield newsdesk


@pytest.fixture(scope="module")
def alone(around: Path) -> Terminal:
    """Commands without a server, with one file read."""
    newsdesk = Terminal(around / "alone")
    assert newsdesk("source", "add", "bridge.jsonl").status == 0
    return newsdesk


@pytest.fixture(params=["served", "alone"])
def newsdesk(request: pytest.FixtureRequest) -> Terminal:
    """With a server, and without one."""
    found: Terminal = request.getfixturevalue(request.param)
    return found


UNKNOWN = (
    ("reindex", "--source", "nowhere"),
    ("source", "pause", "nowhere"),
    ("source", "resume", "nowhere"),
    ("source", "schedule", "nowhere", "30"),
    ("source", "remove", "nowhere", "--yes"),
    ("source", "backfill", "nowhere", "3"),
    ("source", "retry", "nowhere"),
)


@pytest.mark.parametrize("words", UNKNOWN)
def test_unknown_source(served: Terminal, words: tuple[str, ...]) -> None:
    """What is no source is one line that says where they are listed."""
    assert (
        served(*words).error == "newsdesk: nowhere: no such source; `newsdesk sources` lists them"
    )


@pytest.mark.parametrize("run", ["nope", "0000000000000000"])
@pytest.mark.parametrize("command", ["runs", "cancel"])
def test_unknown_run(newsdesk: Terminal, command: str, run: str) -> None:
    """What is no run is one line that says where they are listed."""
    told = newsdesk(command, run).error
    assert told.startswith(f"newsdesk: {run}: no such run; `newsdesk runs` lists them")


def test_odd_run(served: Terminal) -> None:
    """What can be no id at all is said so, and control characters do not reach the terminal."""
    assert served("runs", "../../x").error == "newsdesk: ../../x: not an id"
    assert (
        served("runs", "\x1b[31mred").error
        == "newsdesk: \N{REPLACEMENT CHARACTER}[31mred: not an id"
    )


def test_watched_reindex(served: Terminal) -> None:
    """It shows what it does, ends well, and says what came of it; the old index is kept; a rollback
    goes back to it, and another one forth again.
    """
    done = served("reindex", "--watch")
    assert (done.status, "reindex of everything: done" in done.out) == (0, True)
    assert "reindex of everything" in done.told
    before = {g["state"]: g["id"] for g in served("indexes", "--json").json}
    assert before.keys() == {"active", "previous"}
    assert served("rollback", "--watch").status == 0
    after = {g["state"]: g["id"] for g in served("indexes", "--json").json}
    assert after == {"active": before["previous"], "previous": before["active"]}
    assert BRIDGE in served("ask", QUESTION).out


def test_reindex_of_one_source(served: Terminal) -> None:
    """One source alone is filled anew, by its name."""
    done = served("reindex", "--source", "TRAM.jsonl", "--watch")
    assert (done.status, "reindex of tram.jsonl: done" in done.out) == (0, True)


def test_one_kind_of_model(served: Terminal) -> None:
    """Passages of one source alone cannot be cut otherwise."""
    told = served("reindex", "--source", "tram.jsonl", "--passage-size", "300").error
    assert "name no source" in told


def test_unwatched(served: Terminal) -> None:
    """Without --watch the server goes on with it; the command says how to follow it, and that works."""
    begun = served("source", "retry", "tram.jsonl")
    assert (begun.status, begun.out.splitlines()[0]) == (0, "retry of tram.jsonl: queued")
    run = begun.out.split("`newsdesk runs ")[1].split()[0]
    assert served("runs", run, "--watch", "--json").json[0]["state"] == "done"
    report = served("runs", run)
    assert (report.status, "retry" in report.out, "cli:local" in report.out) == (0, True, True)


def test_finished_run(newsdesk: Terminal) -> None:
    """Cancelling what has ended leaves it as it is."""
    run = newsdesk("runs", "--json").json[-1]
    done = newsdesk("cancel", run["id"])
    assert (done.status, done.out.strip().endswith(f": {run['state']}")) == (0, True)
    assert newsdesk("runs", run["id"], "--json").json == [run]


def test_runs(newsdesk: Terminal) -> None:
    """A line for each, newest first, and the same for programs."""
    rows = newsdesk("runs").out.splitlines()
    ids = [run["id"] for run in newsdesk("runs", "--json").json]
    assert [row.split()[0] for row in rows] == ids


def test_indexes(newsdesk: Terminal) -> None:
    """Which index answers."""
    assert "  active since " in newsdesk("indexes").out
    assert "active" in {each["state"] for each in newsdesk("indexes", "--json").json}


def test_audit(newsdesk: Terminal) -> None:
    """Who did what, to the limit that was given."""
    newsdesk("source", "pause", "bridge.jsonl")
    newsdesk("source", "resume", "bridge.jsonl")
    acts = [act["act"] for act in newsdesk("audit", "--json", "--limit", "2").json]
    assert acts == ["sources.resume", "sources.pause"]
    row = newsdesk("audit", "--limit", "1").out
    assert ("cli:local" in row, row.strip().endswith(": done")) == (True, True)


def test_pause_and_resume(served: Terminal) -> None:
    """What is done to a source is said."""
    assert served("source", "pause", "bridge.jsonl").out.startswith("bridge.jsonl: paused")
    assert served("source", "resume", "bridge.jsonl").out.startswith("bridge.jsonl: active")


def test_schedule(newsdesk: Terminal) -> None:
    """A schedule is said as it is now; 0 is none."""
    assert newsdesk("source", "schedule", "bridge.jsonl", "45").out.endswith("every 0:45:00\n")
    assert newsdesk("source", "schedule", "bridge.jsonl", "0").out.endswith("only when asked to\n")


@pytest.mark.parametrize("minutes", ["nan", "inf", "1e300", "0.5", "129601"])
def test_odd_schedule(served: Terminal, minutes: str) -> None:
    """A time that is none, too short or too long is refused with what is taken."""
    assert "give 1" in served("source", "schedule", "bridge.jsonl", minutes).error


@pytest.mark.parametrize("days", ["0", "nan", "inf", "99999"])
def test_odd_backfill(served: Terminal, days: str) -> None:
    """So are days."""
    assert "give a number up to 3650" in served("source", "backfill", "bridge.jsonl", days).error


def test_backfill(newsdesk: Terminal) -> None:
    """A source is read further back."""
    done = newsdesk("source", "backfill", "bridge.jsonl", "30", "--watch")
    assert (done.status, "backfill of bridge.jsonl: done" in done.out) == (0, True)


def test_removal(newsdesk: Terminal) -> None:
    """A source goes with its texts, but only after a yes."""
    assert newsdesk("source", "add", "lone.jsonl", "--watch").status == 0
    asked = newsdesk("source", "remove", "lone.jsonl")
    assert (asked.status, "Delete lone.jsonl with all its texts?" in asked.out) == (1, True)
    assert "lone.jsonl" in newsdesk("sources").out
    assert newsdesk("source", "remove", "lone.jsonl", "--yes", "--watch").status == 0
    assert "lone.jsonl" not in newsdesk("sources").out
    assert "otters" not in newsdesk("ask", "What is the lone text about?").out


def test_added_by_mistake(newsdesk: Terminal) -> None:
    """What cannot be read is a failed reading with its reason, or no source at all."""
    done = newsdesk("source", "add", "absent.jsonl", "--watch")
    assert (done.status, "absent.jsonl" in done.out, "failed" in done.out) == (1, True, True)
    newsdesk("source", "remove", "absent.jsonl", "--yes", "--watch")
    assert "not a source that can be read" in newsdesk("source", "add", "gopher://x").error


def test_console(served: Terminal, alone: Terminal) -> None:
    """The link of the running server, which opens; without a server, how to start one."""
    link = served("console").out.strip()
    assert "#key=" in link
    assert httpx2.get(link.partition("#")[0], trust_env=False).status_code == 200
    assert alone("console").error.endswith("start it with `newsdesk serve`")


def test_no_cases(newsdesk: Terminal) -> None:
    """Without cases there is nothing to ask, and nothing wrong."""
    done = newsdesk("eval", "cases")
    assert (done.status, "no cases are kept" in done.out) == (0, True)


def test_nothing_to_go_back_to(alone: Terminal) -> None:
    """Without an earlier index a rollback is refused at once; no run is begun."""
    told = alone("rollback").error
    assert told == "newsdesk: rollback: there is no earlier index; it is kept after a reindex only"
    assert "rollback" not in {run["kind"] for run in alone("runs", "--json").json}


def test_reindex_alone(alone: Terminal) -> None:
    """Without a server a command sees it to its end itself, and a rollback too."""
    assert "reindex of everything: done" in alone("reindex").out
    assert alone("rollback").status == 0
    assert BRIDGE in alone("ask", QUESTION).out


def test_backup_and_restore(served: Terminal, around: Path) -> None:
    """What a running server wrote answers in another folder as it did here."""
    assert served("backup", "kept.gz").status == 0
    assert "is there already" in served("backup", "kept.gz").error
    other = Terminal(around / "other")
    assert other("restore", "kept.gz").status == 0
    here, there = (each("ask", QUESTION, "--json").json["statements"] for each in (served, other))
    assert here == there != []
    assert {s["name"] for s in other("sources", "--json").json["sources"]} >= {"tram.jsonl"}


@pytest.mark.parametrize("file", ["absent.gz", "bridge.jsonl", "."])
def test_restore_of_what_is_no_backup(served: Terminal, file: str) -> None:
    """It fails with one line, and nothing is changed."""
    before = served("sources", "--json").json["sources"]
    assert served("restore", file).error.endswith("; nothing was changed")
    assert served("sources", "--json").json["sources"] == before


def test_note_of_the_server(served: Terminal) -> None:
    """The note in the data folder opens the local API, as docs/api.md says, and no one else may read it."""
    held = holder(served.data)
    assert held is not None
    headers = {"authorization": f"Bearer {held.token}", "x-asked-by": "a script"}
    with httpx2.Client(base_url=held.url or "", trust_env=False, headers=headers) as http:
        source = http.get("/api/sources").json()[0]["id"]
        form = {"content-type": "application/x-www-form-urlencoded"}  # as `curl -d ''` sends
        paused = http.post(f"/api/sources/{source}/pause", content=b"", headers=form)
        http.post(f"/api/sources/{source}/resume", content=b"", headers=form)
    assert (paused.status_code, paused.json()["state"]) == (200, "paused")
    assert "api:token (a script)" in served("audit", "--limit", "1").out
    assert {f.stat().st_mode & 0o077 for f in served.data.glob("newsdesk.*.json")} == {0}
