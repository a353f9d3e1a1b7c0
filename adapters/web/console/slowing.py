"""Slows down what may only happen now and then."""

from collections.abc import Callable
from datetime import datetime, timedelta


class Bucket:
    """Lets `most` through at once, and after that one in each `every`."""

    def __init__(self, clock: Callable[[], datetime], *, most: int, every: timedelta) -> None:
        self._clock = clock
        self._most = most
        self._every = every
        self._left = float(most)
        self._at = clock()

    def take(self) -> bool:
        """Whether one more may pass now."""
        now = self._clock()
        gained = max(timedelta(), now - self._at) / self._every
        self._left = min(float(self._most), self._left + gained)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
