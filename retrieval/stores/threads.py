"""Runs blocking library calls off the event loop, with their errors in our words."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from retrieval.errors import RetrievalError, StoreUnavailable

T = TypeVar("T")


class Worker:
    """One thread for one kind of work on one store; calls run in order of arrival."""

    def __init__(self, name: str, where: str, mend: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._where = where
        self._mend = mend

    async def __call__(self, work: Callable[[], T]) -> T:
        """The result of `work`. Raises StoreUnavailable for whatever the library raises."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        except RetrievalError:
            raise
        except Exception as e:
            raise self.unavailable(e) from e

    def unavailable(self, error: Exception) -> StoreUnavailable:
        """The error in one line: what, where, how to mend."""
        return unavailable(self._where, self._mend, error)

    def close(self) -> None:
        """Wait for the work under way and end the thread. Repeatable."""
        self._pool.shutdown(wait=True)


def unavailable(where: str, mend: str, error: Exception) -> StoreUnavailable:
    """A library's error in one line of ours."""
    what = next(iter(str(error).splitlines()), type(error).__name__)
    return StoreUnavailable(f"{where}: {what}; {mend}")
