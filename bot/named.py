"""The source that somebody means."""

from collections.abc import Sequence
from pathlib import Path

from bot.errors import BadRequest
from retrieval.types import Source


def named(given: str, known: Sequence[Source], place: str | None = None) -> Source:
    """By id, address or name. `place`: what `given` is as an address. Raises BadRequest."""
    found = [s for s in known if given == s.id or (place or given) == s.location]
    found = found or [s for s in known if given.casefold() == s.name.casefold()]
    if len(found) == 1:
        return found[0]
    what = "is the name of several sources; give an id" if found else "no such source"
    raise BadRequest(f"{given[:200]}: {what}; `newsdesk sources` lists them")


def resolved(location: str) -> str:
    """An address as it is, a path in full."""
    return location if "://" in location else str(Path(location).expanduser().resolve())
