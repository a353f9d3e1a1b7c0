"""Waiting for something to become so."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def until(predicate: Callable[[], T], within: float = 5.0) -> T:
    """Wait until `predicate()` is true and return what it gave; TimeoutError after `within` s."""
    end = time.monotonic() + within
    while not (found := predicate()):
        if time.monotonic() > end:
            raise TimeoutError(f"not within {within} s")
        await asyncio.sleep(0.01)
    return found
