"""Whether the program is alive and ready to answer, decided from what was looked at. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_LAG = 5.0  # seconds that the event loop may be late
MOST_BEHIND = 5_000  # changes that an index may have still to apply; it answers from what it has


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What was looked at. None: it did not answer in time, or failed."""

    database: bool
    generation: str | None  # of the indexes, that answers come from
    indexes: Mapping[str, int] | None  # how far each is behind, by name
    platforms: Mapping[str, bool]  # that are set up, and whether they are connected


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that must be well. `told` is a line without names of hosts, keys or texts."""

    name: str
    good: bool
    told: str


def is_alive(lag: float) -> bool:
    """Whether the event loop comes round. `lag` in seconds; a process that is not alive is to be restarted."""
    return lag < LONGEST_LAG


def readiness(checks: Checks) -> tuple[Check, ...]:
    """Each thing that must be well; ready is who has only good ones."""
    return (
        Check(name="database", good=checks.database, told=_answers(good=checks.database)),
        Check(
            name="generation",
            good=checks.generation is not None,
            told=checks.generation or "no active generation of the indexes",
        ),
        *_of_indexes(checks.indexes),
        *(
            Check(name=name, good=good, told="connected" if good else "not connected")
            for name, good in sorted(checks.platforms.items())
        ),
    )


def _of_indexes(indexes: Mapping[str, int] | None) -> tuple[Check, ...]:
    if not indexes:
        return (Check(name="indexes", good=False, told=_answers(good=False)),)
    return tuple(
        Check(name=name, good=behind <= MOST_BEHIND, told=f"{behind} changes behind")
        for name, behind in sorted(indexes.items())
    )


def _answers(*, good: bool) -> str:
    return "answers" if good else "does not answer"
