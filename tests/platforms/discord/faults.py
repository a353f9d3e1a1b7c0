"""Faults that a test orders: errors, drops, delays and hangs of REST requests."""

import re
from dataclasses import dataclass, field
from typing import TypedDict


class FaultOptions(TypedDict, total=False):
    """How a request fails; see Fault."""

    status: int | None
    times: int
    code: int
    message: str
    retry_after: float
    after_effect: bool
    delay: float
    hang: bool
    drop: bool


@dataclass(frozen=True)
class Fault:
    """What happens instead of the answer.

    `status` None answers as usual, so that `delay` alone makes it slow. `hang` never answers, `drop`
    ends the connection without an answer. `after_effect`: what was asked for happens first.
    """

    method: str
    path: str  # a regular expression, searched in the path after /api/v10
    status: int | None = 500
    times: int = 1
    code: int = 0
    message: str = "ordered by a test"
    retry_after: float = 0.1
    after_effect: bool = False
    delay: float = 0.0
    hang: bool = False
    drop: bool = False


@dataclass
class Faults:
    """The faults that are still to come, first ordered, first used."""

    waiting: list[tuple[Fault, int]] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.waiting.append((fault, fault.times))

    def take(self, method: str, path: str) -> Fault | None:
        """The fault for a request, used up by one."""
        for index, (fault, left) in enumerate(self.waiting):
            if fault.method == method and re.search(fault.path, path):
                self.waiting[index : index + 1] = [(fault, left - 1)] if left > 1 else []
                return fault
        return None
