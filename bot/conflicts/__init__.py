"""Which sources of an answer contradict each other: in a figure, a date, or by denying. Pure.

Precision first. Two sentences contradict each other only where both are about the same thing, by the names
and kinds of things in them or by their words, where neither is surer than the other, and where nothing in
them says that they speak of different times. A newer report that supersedes an older one counts: a
reader should see both, with their dates.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.conflicts.comparing import rift
from bot.conflicts.telling import Telling, telling
from bot.types import Conflict, Rift, Statement


def conflicts(statements: Sequence[Statement]) -> tuple[Conflict, ...]:
    """Pairs of statements whose sources contradict each other, by their places."""
    found = (
        (one, other, contradiction(statements[one], statements[other]))
        for one, other in combinations(range(len(statements)), 2)
    )
    return tuple(
        Conflict(one=one, other=other, rift=kind) for one, other, kind in found if kind is not None
    )


def with_rivals(chosen: Sequence[Statement], candidates: Sequence[Statement]) -> list[Statement]:
    """The chosen statements, and the first candidate that contradicts one of them, if none of them does.

    The two stand together, the newer one last. Statements that are not quotes are left alone.
    """
    if conflicts(chosen):
        return list(chosen)
    for place, rival in _rivals(chosen, candidates):
        pair = sorted((chosen[place], rival), key=_published)
        return [*chosen[:place], *pair, *chosen[place + 1 :]]
    return list(chosen)


def contradiction(one: Statement, other: Statement) -> Rift | None:
    """How two quoted statements of different documents contradict each other; None if they do not."""
    if not one.quoted or not other.quoted or not one.citations or not other.citations:
        return None
    if {c.document_id for c in one.citations} & {c.document_id for c in other.citations}:
        return None
    stories = {one.citations[0].story, other.citations[0].story}
    return rift(_telling(one), _telling(other), together=len(stories) == 1 and None not in stories)


def _rivals(
    chosen: Sequence[Statement], candidates: Sequence[Statement]
) -> Iterator[tuple[int, Statement]]:
    texts = {s.text for s in chosen}
    for rival in candidates:
        for place, own in enumerate(chosen):
            if rival.text not in texts and contradiction(own, rival):
                yield place, rival


def _telling(statement: Statement) -> Telling:
    return telling(statement.text, statement.citations[0].published)


def _published(statement: Statement) -> tuple[bool, float]:
    """Those without a date first."""
    when = statement.citations[0].published
    return (when is not None, when.timestamp() if when else 0.0)
