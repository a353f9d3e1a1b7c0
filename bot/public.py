"""What of a status strangers may know. Pure.

They learn what is read and how it goes: not who asked for it and how, no place on this machine, and no
part of an address that may hold a token.
"""

import re
from dataclasses import replace

from bot.types import Status
from retrieval.types import Generation, Run, RunKind, Source
from retrieval.urls import web_url

_READINGS = frozenset({RunKind.REFRESH, RunKind.BACKFILL, RunKind.RETRY})
_ADDRESS = re.compile(r"https?://[^\s<>\"'“”]+", re.IGNORECASE)
_PATH = re.compile(r"(?<![\w/:.])(?:file:|~?/|\.{1,2}/|[A-Za-z]:[\\/]|\\\\)[^\s\"'“”]+")
_IS_PATH = re.compile(r"[/~.]|[A-Za-z]:[\\/]|\\\\")
_BEHIND = re.compile(r"[?#].*", re.DOTALL)
_USER = re.compile(r"^([^/]*//)[^/]*@")
_ENDS = ".,;:!?)]"  # of a sentence, behind an address


def redacted(status: Status) -> Status:
    """The same as strangers may see it: readings alone of the runs, and of all things what is public."""
    return replace(
        status,
        sources=tuple(_source(source) for source in status.sources if not source.asked),
        runs=tuple(_run(run) for run in status.runs if run.kind in _READINGS),
        model=_named(status.model),
        generations=tuple(map(_generation, status.generations)),
    )


def _source(source: Source) -> Source:
    """One that is a file has no address, and its errors name the file: they are not told."""
    location = _location(source.location)
    reason = _line(source.reason) if source.reason and location else None
    name = _ADDRESS.sub(_shown, source.name) if location else _named(source.name)
    return replace(
        source, location=location, name=name, reason=reason, bookmark=None, held_mark=None
    )


def _run(run: Run) -> Run:
    """What came of it, and when. It is made anew, so that what a run will have one day is not told either."""
    return Run(
        id=run.id,
        source_id=run.source_id,
        asked_by="",
        kind=run.kind,
        state=run.state,
        started=run.started,
        finished=run.finished,
        queued=run.queued,
        beat=run.beat,
        added=run.added,
        changed=run.changed,
        gone=run.gone,
        unchanged=run.unchanged,
        done=run.done,
        total=run.total,
    )


def _generation(generation: Generation) -> Generation:
    return replace(generation, spec="", model=_named(generation.model))


def _location(location: str) -> str:
    """A web address without what is asked of it; empty for a place on this machine."""
    return _bare(location) if web_url(location) else ""


def _bare(address: str) -> str:
    """An address up to its query, without a user name."""
    return _USER.sub(r"\1", _BEHIND.sub("", address))


def _line(line: str) -> str:
    """A line for people with bare addresses, and without paths of this machine."""
    return _PATH.sub("…", _ADDRESS.sub(_shown, line))


def _shown(found: re.Match[str]) -> str:
    address = found.group().rstrip(_ENDS)
    return _bare(address) + found.group()[len(address) :]


def _named(name: str) -> str:
    """The name of a model or a file; the last part of one that is a path."""
    return re.split(r"[/\\]", name.rstrip("/\\"))[-1] if _IS_PATH.match(name) else name
