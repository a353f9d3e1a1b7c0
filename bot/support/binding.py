"""Whether a statement puts together what its source tells of two: A sold 5, B sold 3. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.support.aliases import canonical
from bot.support.dates import days
from bot.support.quantities import quantities
from bot.support.stems import Held, Word, held, missing, words

_PART = re.compile(
    r"(?<![0-9]),|,(?![0-9])|[;:()—]|\s[-–]\s|\b(?:and|but|while|although|though|whereas|as)\b"
    r"|(?<=지만) |(?<=으나) |(?<=는데) |(?<=면서) |(?<=[가-힣]고) |(?<=[가-힣]며) |\n"
)
_COORDINATE = re.compile(
    r";|\b(?:and|but|while|whereas)\b|(?<=지만) |(?<=으나) |(?<=는데) |(?<=[가-힣]고) |(?<=[가-힣]며) "
)
_DOER = re.compile(r"(?<![가-힣a-z0-9])([가-힣a-z0-9]+[^하되있없키같않 ])(?:은|는|이|가)(?= )")


@dataclass(frozen=True, slots=True)
class _Thing:
    """A figure, date or name; two of a kind can stand in for each other."""

    kind: str
    value: str


def crossed(statement: str, source: str, names: Sequence[str]) -> list[str]:
    """Two things of a folded statement that folded sources tell in different parts, each with another.

    `names`: what either names, in its first form.
    """
    own = _things(statement, names)
    parts = [_things(part, names) for part in _PART.split(source)]
    return [
        f"the source tells {one.value} and {other.value} of different things"
        for one, other in combinations(sorted(own, key=lambda t: (t.kind, t.value)), 2)
        if one.kind != other.kind and _apart(one, other, own, parts)
    ][:1]


def _apart(
    one: _Thing, other: _Thing, own: frozenset[_Thing], parts: Sequence[frozenset[_Thing]]
) -> bool:
    """Each stands, without the other, beside something of the other's kind that the statement lacks."""
    with_one, with_other = ([p for p in parts if thing in p] for thing in (one, other))
    if not with_one or not with_other or any(other in part for part in with_one):
        return False
    return all(_has_another(other.kind, part - own) for part in with_one) and all(
        _has_another(one.kind, part - own) for part in with_other
    )


def _has_another(kind: str, part: frozenset[_Thing]) -> bool:
    return any(thing.kind == kind for thing in part)


def _things(text: str, names: Sequence[str]) -> frozenset[_Thing]:
    return frozenset(_found(text, names))


def _found(text: str, names: Sequence[str]) -> Iterator[_Thing]:
    dated, rest = days(text)
    plain = canonical(text)
    for day in dated:
        yield _Thing("date", "-".join(str(part or "") for part in day.parts))
    for number in quantities(rest):
        if number.certain:
            yield _Thing(f"number in {number.unit}", f"{number.value:f}")
    for name in names:
        if re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", plain):
            yield _Thing("name", name)
    for doer in _DOER.findall(plain):
        yield _Thing("name", doer)


def borrowed(statement: str, source: str, names: Sequence[str]) -> list[str]:
    """A word of a folded statement that its folded source sentence has only of somebody else.

    A was sold and B was bought: nobody says that B was sold.
    """
    parts = _coordinated(source, names)
    doers = [_doers(part, names) for part in parts]
    holding = [held("", words(part)) for part in parts]
    return [
        f"the source says {word.said!r} of {' '.join(sorted(others))}"
        for clause in _coordinated(statement, names)
        for own in [_doers(clause, names)]
        if any(own & there for there in doers)
        for word in words(clause)
        for others in [_others(word, own, doers, holding)]
        if others
    ][:1]


def _coordinated(text: str, names: Sequence[str]) -> list[str]:
    """The coordinated parts of a text; what only names somebody belongs to the next."""
    parts, held_back = list[str](), ""
    for part in _COORDINATE.split(text):
        whole = f"{held_back} {part}"
        if {word.said for word in words(whole)} <= _doers(whole, names):
            held_back = whole
        else:
            parts.append(whole)
            held_back = ""
    return [*parts, held_back] if held_back else parts


def _others(
    word: Word, own: frozenset[str], doers: Sequence[frozenset[str]], holding: Sequence[Held]
) -> frozenset[str]:
    """Who a word is said of, where all that it is said of are others than the statement's."""
    there = [d for d, has in zip(doers, holding, strict=True) if not missing([word], has)]
    if not there or any(not d or d & own for d in there):
        return frozenset()
    return there[0]


def _doers(text: str, names: Sequence[str]) -> frozenset[str]:
    return frozenset(thing.value for thing in _found(text, names) if thing.kind == "name")
