"""The `newsdesk` command as a process: one line for what goes wrong, and nothing lost by it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import model_folder, read_settings
from bot.lock import DataFolder, Holder
from retrieval.embedding.prepare import is_prepared

TEXT = "The harbour bridge in Busan was closed on Monday for urgent repairs."
QUESTION = "Why was the harbour bridge in Busan closed?"
HUNG_S = 300  # a command that takes so long hangs

needs_model = pytest.mark.skipif(
    not is_prepared(model_folder(read_settings())),
    reason="the packaged model is not prepared; `newsdesk prepare` makes it",
)


def line(url: str, text: str = TEXT) -> str:
    about = {"url": url, "title": "Bridge closed", "text": text, "published": "2026-11-20"}
    return json.dumps(about) + "\n"


@dataclass(frozen=True)
class Terminal:
    """A folder to type commands in, with its own data folder and without feeds."""

    folder: Path

    def __call__(self, *words: str | bytes) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(  # noqa: S603
            self.command(*words), cwd=self.folder, capture_output=True, text=True, timeout=HUNG_S,
            check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def fails(self, *words: str | bytes) -> str:
        """The last line that a failing command prints on stderr."""
        done = self(*words)
        assert done.returncode == 1, done.stdout
        return done.stderr.splitlines()[-1]

    def command(self, *words: str | bytes) -> list[str | bytes]:
        return [sys.executable, "-c", "from bot.cli import main; main()", *words]

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def write(self, name: str, *lines: str) -> str:
        (self.folder / name).write_text("".join(lines), "utf-8")
        return name


def set_up(folder: Path, patch: pytest.MonkeyPatch) -> Terminal:
    patch.setenv("NEWSDESK_FEEDS", "")
    patch.setenv("NEWSDESK_MODEL_DIR", str(model_folder(read_settings()).parent))
    patch.setenv("NEWSDESK_TIMEZONE", "UTC")
    return Terminal(folder)


@pytest.fixture
def newsdesk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return set_up(tmp_path, monkeypatch)


def test_second_process(newsdesk: Terminal) -> None:
    """Who comes second is told who holds the data folder."""
    held = DataFolder(newsdesk.data, "newsdesk reindex")
    told = newsdesk.fails("sources")
    held.close()
    assert "`newsdesk reindex`" in told
    assert str(os.getpid()) in told


def test_silent_server(newsdesk: Terminal) -> None:
    """A server that holds the folder and does not answer is named."""
    held = DataFolder(newsdesk.data, "newsdesk serve")
    held.announce(Holder(pid=4711, command="newsdesk serve", url="http://127.0.0.1:1", token="t"))  # noqa: S106
    told = newsdesk.fails("ask", QUESTION)
    held.close()
    assert "4711" in told
    assert "http://127.0.0.1:1" in told


def test_bad_setting(newsdesk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be is named, with the page that explains it."""
    monkeypatch.setenv("NEWSDESK_PORT", "many")
    told = newsdesk.fails("serve")
    assert "NEWSDESK_PORT" in told
    assert "docs/settings.md" in told


def test_port_in_use(newsdesk: Terminal) -> None:
    """A port that another program listens on is named, and how to choose another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = newsdesk.fails("serve", "--port", port)
    assert port in told
    assert "NEWSDESK_PORT" in told


def test_no_data_folder(newsdesk: Terminal) -> None:
    """A data folder that is a file is one line that says what to set."""
    newsdesk.write("data", "not a folder")
    assert "NEWSDESK_DATA_DIR" in newsdesk.fails("ask", QUESTION)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A data folder that has read one file."""
    with pytest.MonkeyPatch.context() as patch:
        newsdesk = set_up(tmp_path_factory.mktemp("filled"), patch)
        file = newsdesk.write(
            "good.jsonl", line("https://ex.com/1"), line("https://ex.com/2", "x y z.")
        )
        assert newsdesk("ingest", file).stdout.startswith("good.jsonl: done: 2 new")
    return newsdesk


@pytest.fixture
def used(newsdesk: Terminal, filled: Terminal) -> Terminal:
    """A copy of it to work on."""
    shutil.copytree(filled.data, newsdesk.data)
    return newsdesk


@needs_model
def test_ask(used: Terminal) -> None:
    """The sentence that answers comes to the letter, with its place in the text and its address."""
    (statement,) = json.loads(used("ask", *QUESTION.split(), "--json").stdout)["statements"]
    citation = statement["citations"][0]
    assert (
        TEXT[citation["start"] : citation["end"]] == citation["quote"] == statement["text"] == TEXT
    )
    assert citation["url"] == "https://ex.com/1"


@needs_model
def test_bad_files(used: Terminal) -> None:
    """Each bad file is one line and a failure; good ones beside it are read, and what is stored stays."""
    odd = '{"url": "https://ex.com/3", "text": "A bridge.", "parent_url": "\\ud800"}\n'
    files = [used.write("bad.jsonl", "garbage\n"), used.write("odd.jsonl", odd), "absent.jsonl"]
    done = used("ingest", *files)
    assert done.returncode == 1
    told = [each.split(":")[1].strip() for each in done.stdout.splitlines()]
    assert told == ["failed", "done", "failed"]
    assert "3 documents" in used("sources").stdout


@needs_model
def test_no_source(newsdesk: Terminal) -> None:
    """What is no place to read from is one line that says what is."""
    assert "kinds: feed, " in newsdesk.fails("ingest", b"\xff.jsonl")


@needs_model
def test_odd_question(used: Terminal) -> None:
    """Bytes of a question that are no text break nothing."""
    assert used("ask", b"\xff bridge?", "--json").returncode == 0


@needs_model
def test_reindex(used: Terminal) -> None:
    """Deleted indexes are filled from the database alone; the file need not be there any more."""
    for name in ("chroma", "lexical"):
        shutil.rmtree(used.data / name)
    assert "reindex of everything: done: 2 new" in used("reindex").stdout
    assert used("sources").stdout.count("index: 2 passages, up to date") == 2
    assert TEXT in used("ask", QUESTION).stdout


@contextmanager
def serving(newsdesk: Terminal) -> Iterator[subprocess.Popen[str]]:
    """A running server that has read its samples; stopped as a service manager stops it."""
    command = newsdesk.command("serve", "--port", "0")
    process = subprocess.Popen(command, cwd=newsdesk.folder, stderr=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stderr is not None
    try:
        assert any(told.startswith("Newsdesk samples: done") for told in process.stderr)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=HUNG_S)
        assert "Traceback" not in told


@needs_model
def test_server_answers_commands(newsdesk: Terminal) -> None:
    """While a server holds the folder, commands ask it; when it has stopped the folder is free again."""
    with serving(newsdesk) as process:
        file = newsdesk.write("good.jsonl", line("https://ex.com/1"))
        assert newsdesk("ingest", file).stdout.startswith("good.jsonl: done: 1 new")
        assert TEXT in newsdesk("ask", QUESTION).stdout
        assert "reindex of everything: done" in newsdesk("reindex", "--watch").stdout
    assert process.returncode == 0
    assert TEXT in newsdesk("ask", QUESTION).stdout


@needs_model
def test_killed_server(newsdesk: Terminal) -> None:
    """A killed server leaves a folder that opens, with what it had read."""
    with serving(newsdesk) as process:
        process.kill()
    told = newsdesk("sources").stdout
    assert "lexical index: 0" not in told
    assert told.count("up to date") == 2
