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
def traced(kind: str, id: str) -> Iterator[None]:
    """Have every log record of the block say `kind=id`, whichever library makes it.

    `kind`: `question`, `run` or `request`.
    """
    before = _traces.set({**traces(), kind: id})
    try:
        yield
    finally:
        _traces.reset(before)


@contextmanager
def hiding(*texts: str) -> Iterator[None]:
    """Have no log record of the block repeat what people wrote."""
    before = _hidden.set((*hidden(), *texts)[-_MOST:])
    try:
        yield
    finally:
        _hidden.reset(before)


def hide(*texts: str) -> None:
    """The same from here on, to the end of the task: also for whoever logs what is raised from here."""
    _hidden.set((*hidden(), *texts)[-_MOST:])


def traces() -> Mapping[str, str]:
    """What is being worked on, by kind."""
    return _traces.get({})


def hidden() -> tuple[str, ...]:
    """What must not be logged."""
    return _hidden.get(())
