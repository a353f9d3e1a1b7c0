"""What a log record belongs to: the question, the run or the request that is being worked on.

Kept in context variables, so that it holds in whatever is awaited or started from there, also in tasks,
in `asyncio.to_thread`, and on the event loop when a thread hands work to it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_MOST = 8  # words that are hidden at a time

_traces: ContextVar[Mapping[str, str]] = ContextVar("traces")
_hidden: ContextVar[tuple[str, ...]] = ContextVar("hidden")


@contextmanager
def traced(kind: str, id: str, *, hide: str = "") -> Iterator[None]:
    """Have every log record of the block say `kind=id`, whichever library makes it.

    `kind`: `question`, `run` or `request`. `hide`: what people wrote, which no record of the block repeats.
    """
    named = _traces.set({**traces(), kind: id})
    kept = _hidden.set((*hidden(), hide)[-_MOST:]) if hide else None
    try:
        yield
    finally:
        _traces.reset(named)
        if kept is not None:
            _hidden.reset(kept)


def traces() -> Mapping[str, str]:
    """What is being worked on, by kind."""
    return _traces.get({})


def hidden() -> tuple[str, ...]:
    """What must not be logged."""
    return _hidden.get(())
