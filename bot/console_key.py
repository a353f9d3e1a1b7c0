"""The secret that opens the console: made on first start, kept in the data folder, readable by its owner alone."""

import os
import secrets
from pathlib import Path

from bot.errors import BadRequest, ServerUnreachable
from bot.lock import holder
from bot.settings import Settings

_FILE = "newsdesk.console-key"


def console_key(folder: Path) -> tuple[str, bool]:
    """The key of a data folder, made if there is none, and whether it was made now. Raises BadRequest."""
    file = folder / _FILE
    try:
        known = file.read_text("ascii").strip() if file.exists() else ""
        if known:
            return known, False
        made = secrets.token_urlsafe(32)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(made)
    except (OSError, UnicodeError) as e:
        raise BadRequest(
            f"{file}: cannot be read or written ({e}); delete it, or mend its permissions"
        ) from e
    return made, True


def address(url: str, key: str) -> str:
    """Where the key opens the console. After the #, so that it reaches no server's log."""
    return f"{url}/console/login#key={key}"


def link(settings: Settings) -> str:
    """Of the running server. Raises ServerUnreachable."""
    held = holder(settings.data_dir)
    if held is None or not held.url:
        raise ServerUnreachable(
            f"{settings.data_dir}: no server is running there; start it with `newsdesk serve`"
        )
    return address(held.url, console_key(settings.data_dir)[0])
