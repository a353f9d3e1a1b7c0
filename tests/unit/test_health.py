"""What counts as alive and as ready."""

from dataclasses import replace

import pytest

from bot.health import MOST_BEHIND, Checks, is_alive, readiness

WELL = Checks(
    database=True,
    generation="first",
    indexes={"dense": 0, "lexical": 12},
    platforms={"discord": True},
)


def bad(checks: Checks) -> dict[str, str]:
    """What is not well, and what is told of it."""
    return {check.name: check.told for check in readiness(checks) if not check.good}


def test_all_is_well() -> None:
    """With everything in order nothing is amiss, and each thing is told."""
    assert bad(WELL) == {}
    assert [c.name for c in readiness(WELL)] == [
        *("database", "generation", "dense", "lexical", "discord"),
    ]


@pytest.mark.parametrize(
    ("checks", "told"),
    [
        (replace(WELL, database=False), {"database": "does not answer"}),
        (
            replace(WELL, generation=None),
            {"generation": "no active generation of the indexes"},
        ),
        (replace(WELL, indexes=None), {"indexes": "does not answer"}),
        (replace(WELL, indexes={}), {"indexes": "does not answer"}),
        (
            replace(WELL, indexes={"dense": MOST_BEHIND + 1, "lexical": MOST_BEHIND}),
            {"dense": f"{MOST_BEHIND + 1} changes behind"},
        ),
        (
            replace(WELL, platforms={"discord": False, "slack": True}),
            {"discord": "not connected"},
        ),
    ],
)
def test_what_is_amiss(checks: Checks, told: dict[str, str]) -> None:
    """Each thing that is not well is named alone."""
    assert bad(checks) == told


def test_what_is_switched_off_is_no_failure() -> None:
    """A platform that is not set up need not be connected."""
    assert bad(replace(WELL, platforms={})) == {}


@pytest.mark.parametrize(("lag", "alive"), [(0.0, True), (4.9, True), (5.0, False), (60, False)])
def test_late_loop(lag: float, alive: bool) -> None:  # noqa: FBT001 - what a case expects
    """A loop that is five seconds late is not alive."""
    assert is_alive(lag) is alive
