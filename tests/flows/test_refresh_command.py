"""`newsdesk refresh` as a process: reads a known source, and deletes what it held back when told to."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app import model_folder, read_settings
from retrieval.embedding.prepare import is_prepared

HUNG_S = 300  # a command that takes so long hangs

pytestmark = pytest.mark.skipif(
    not is_prepared(model_folder(read_settings())),
    reason="the packaged model is not prepared; `newsdesk prepare` makes it",
)


def newsdesk(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command in a folder, with its own data folder."""
    where = ("--data-dir", str(folder / "data"))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", "from bot.cli import main; main()", *words, *where],
        cwd=folder, capture_output=True, text=True, timeout=HUNG_S, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


def write(file: Path, count: int) -> None:
    """A file of texts."""
    texts = [
        {"url": f"https://paper.example/{n}", "title": f"Bridge {n}", "text": f"Bridge {n} closed."}
        for n in range(count)
    ]
    file.write_text("".join(f"{json.dumps(text)}\n" for text in texts), "utf-8")


def test_a_hold_and_its_yes(tmp_path: Path) -> None:
    """A file that lost most of its texts keeps them until somebody confirms, and says how."""
    file = tmp_path / "bridges.jsonl"
    write(file, 20)
    assert newsdesk(tmp_path, "ingest", str(file)).returncode == 0
    no = newsdesk(tmp_path, "refresh", str(file), "--confirm-deletions")
    assert (no.returncode, "no deletions wait" in no.stderr) == (1, True)
    write(file, 2)
    held = newsdesk(tmp_path, "refresh", "BRIDGES.jsonl")
    assert (held.returncode, "18 of 20 texts are missing" in held.stdout) == (1, True)
    assert "--confirm-deletions" in newsdesk(tmp_path, "sources").stdout
    done = newsdesk(tmp_path, "refresh", str(file), "--confirm-deletions")
    assert (done.returncode, "18 gone" in done.stdout) == (0, True)
    assert "active, 2 documents" in newsdesk(tmp_path, "sources").stdout


def test_an_unknown_source(tmp_path: Path) -> None:
    """One line, and how to find the right name."""
    done = newsdesk(tmp_path, "refresh", "nowhere")
    assert (done.returncode, "no such source; `newsdesk sources` lists" in done.stderr) == (1, True)
