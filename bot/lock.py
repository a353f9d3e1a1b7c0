"""One process per data folder: a lock file, and a note of who holds it."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from bot.errors import AlreadyRunning, BadRequest

_LOCK, _NOTE = "newsdesk.lock", "newsdesk.holder.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a data folder. `url` and `token` are set by a server that answers commands."""

    pid: int
    command: str
    url: str | None = None
    token: str | None = None


class DataFolder:
    """A held data folder; release it with `close`."""

    def __init__(self, path: Path, command: str) -> None:
        """Make and lock the folder. Raises AlreadyRunning, BadRequest."""
        self.path = path
        self._lock = FileLock(str(_made(path) / _LOCK))
        try:
            self._lock.acquire(timeout=0)
        except Timeout as e:
            raise _taken(path) from e
        except OSError as e:
            raise _unusable(path, e) from e
        try:
            self.announce(Holder(pid=os.getpid(), command=command))
        except BadRequest:
            self.close()
            raise

    def announce(self, holder: Holder) -> None:
        """Let other processes know who holds the folder; the note is readable by its owner alone."""
        note = self.path / _NOTE
        try:
            handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(holder), file)
        except OSError as e:
            raise _unusable(self.path, e) from e

    def close(self) -> None:
        """Release the folder. Repeatable."""
        (self.path / _NOTE).unlink(missing_ok=True)
        self._lock.release()


def holder(path: Path) -> Holder | None:
    """Who holds a folder now, None when nobody does."""
    if not (path / _LOCK).exists():
        return None
    probe = FileLock(str(path / _LOCK))
    try:
        probe.acquire(timeout=0)
    except Timeout:
        return _noted(path)
    except OSError as e:
        raise _unusable(path, e) from e
    probe.release()
    return None


def _noted(path: Path) -> Holder:
    try:
        return Holder(**json.loads((path / _NOTE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return Holder(pid=0, command="another process")


def _made(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise _unusable(path, e) from e
    return path


def _taken(path: Path) -> AlreadyRunning:
    by = _noted(path)
    return AlreadyRunning(
        f"{path}: in use by `{by.command}` (process {by.pid}); stop that process,"
        " or set NEWSDESK_DATA_DIR to another folder",
        url=by.url,
    )


def _unusable(path: Path, error: OSError) -> BadRequest:
    return BadRequest(
        f"{path}: cannot be used as data folder ({error.strerror}); free some space there, or set"
        " NEWSDESK_DATA_DIR to a folder that you may write to"
    )
