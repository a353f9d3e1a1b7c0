"""Whether a statement puts together what its source tells of two: A sold 5, B sold 3. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

from bot.support.aliases import canonical, joined
from bot.support.attribution import speakers
from bot.support.dates import days
from bot.support.polarity import is_negative
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
    places = {thing: [part for part in parts if thing in part] for thing in own}
    pairs = combinations(sorted(own, key=lambda t: (t.kind, t.value)), 2)
    return [
        f"the source tells {one.value} and {other.value} of different things"
        for one, other in pairs
        if one.kind != other.kind and _apart(one, other, places)
    ][:1]


def _apart(
    one: _Thing, other: _Thing, places: Mapping[_Thing, Sequence[frozenset[_Thing]]]
) -> bool:
    """Each stands, without the other, beside something of the other's kind that the statement lacks.

    `places`: the parts in which each of the statement's things stands.
    """
    with_one, with_other = places[one], places[other]
    if not with_one or not with_other or any(other in part for part in with_one):
        return False
    return all(_has_another(other.kind, part - places.keys()) for part in with_one) and all(
        _has_another(one.kind, part - places.keys()) for part in with_other
    )


def _has_another(kind: str, part: AbstractSet[_Thing]) -> bool:
    return any(thing.kind == kind for thing in part)


def _things(text: str, names: Sequence[str]) -> frozenset[_Thing]:
    return frozenset(_found(text, names))


def _found(text: str, names: Sequence[str]) -> Iterator[_Thing]:
    dated, rest = days(text)
    plain = joined(canonical(text))
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
    parts = [_part(text, names) for text in _coordinated(source, names)]
    if len(parts) == 1:
        return []
    clauses = [_part(text, names) for text in _coordinated(statement, names)]
    return [why for clause in clauses for why in _faults(clause, parts)][:1]


@dataclass(frozen=True, slots=True)
class _Part:
    """A coordinated part: who is named in it, and its words in order."""

    text: str
    doers: frozenset[str]
    words: tuple[Word, ...]
    held: Held


def _part(text: str, names: Sequence[str]) -> _Part:
    saying = speakers(text)  # who says so may stand at either end
    own = tuple(word for word in words(text) if word.said.removesuffix("'s") not in saying)
    return _Part(text, _doers(text, names), own, held(text, own))


def _faults(clause: _Part, parts: Sequence[_Part]) -> Iterator[str]:
    if clause.doers and any(clause.doers & part.doers for part in parts):
        for word in clause.words:
            if others := _others(word, clause.doers, parts):
                yield f"the source says {word.said!r} of {' '.join(sorted(others))}"
    if any(_is_of_another(clause, part, parts) for part in parts):
        yield "the statement has parts of two things that the source tells"
    near = max(parts, key=lambda part: len(clause.doers & part.doers))
    alone = sum(clause.doers & p.doers == clause.doers & near.doers for p in parts) == 1
    told = alone and not missing(clause.words, near.held)
    if told and is_negative(near.text) != is_negative(clause.text):
        yield "the source denies it of another"


def _is_of_another(clause: _Part, part: _Part, parts: Sequence[_Part]) -> bool:
    """Whether a clause takes what a part says, and not of what it says it.

    `Revenue grew and profit fell` does not say that revenue fell. A part that begins with its verb
    goes on about what was named before.
    """
    taken = [w for w in clause.words if not missing([w], part.held)]
    only_there = [w for w in taken if all(missing([w], p.held) for p in parts if p is not part)]
    first = next((w for w in part.words if not w.said.endswith("ly")), None)
    if first is None or not only_there or len(taken) == len(clause.words):
        return False
    if 2 * len(taken) < len(clause.words):  # too little to be what the clause is about
        return False
    return part is not parts[0] and bool(missing([first], clause.held))


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


def _others(word: Word, own: frozenset[str], parts: Sequence[_Part]) -> frozenset[str]:
    """Who a word is said of, where all that it is said of are others than the statement's."""
    there = [part.doers for part in parts if not missing([word], part.held)]
    if not there or any(not doers or doers & own for doers in there):
        return frozenset()
    return there[0]


def _doers(text: str, names: Sequence[str]) -> frozenset[str]:
    return frozenset(thing.value for thing in _found(text, names) if thing.kind == "name")
