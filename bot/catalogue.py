"""The kinds of source that can be read here, and which of them takes a location."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from urllib.parse import urlsplit

from retrieval.types import Failed, Source


def never(_location: str) -> bool:
    """For kinds of which no location is one text."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of source: its module's name and whether a location looks like one."""

    name: str
    recognises: Callable[[str], bool]
    any_address: bool = False  # takes any web address; what knows a site goes before
    single: Callable[[str], bool] = (
        never  # one page, thread or topic: read when a question names it
    )
    further: Callable[[str | None, datetime, datetime], str | None] | None = None  # see Rewinding
    again: Callable[[str | None, Failed], str | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What can be read here: the kinds of source, how often, and by which embedding model."""

    kinds: Sequence[Kind]
    refresh_every: timedelta
    model: str

    def kind(self, location: str) -> Kind | None:
        """The kind that knows a location best."""
        fit = (k for k in self.kinds if k.recognises(location))
        return min(fit, key=lambda k: k.any_address, default=None)

    def single(self, link: str) -> Kind | None:
        """The kind that reads a link of a question; None for a list on a site that a kind knows."""
        fit = [k for k in self.kinds if k.recognises(link)]
        known = [k for k in fit if not k.any_address]
        return next((k for k in known or fit if k.single(link)), None)


def new_source(
    kind: str,
    location: str,
    *,
    every: timedelta | None,
    name: str | None = None,
    asked: bool = False,
) -> Source:
    """A source that has not been read yet. Only what is on the web is read on a schedule."""
    remote = location.startswith(("http://", "https://"))
    return Source(
        id=hashlib.sha256(f"{kind}\n{location}".encode()).hexdigest()[:12],
        kind=kind,
        location=location,
        name=name or _first_name(location),
        every=every if remote else None,
        asked=asked,
    )


def _first_name(location: str) -> str:
    """Until the source tells its own: the host of an address, the name of a file."""
    return urlsplit(location).hostname or PurePath(location).name
