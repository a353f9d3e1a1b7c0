"""Whether two sentences of different sources contradict each other, and how. Pure."""

from decimal import Decimal

from bot.conflicts.telling import Figure, Telling
from bot.support.source import share
from bot.support.words import is_korean
from bot.types import Rift

_ROUNDING = Decimal("0.05")  # share by which figures may differ and be one, rounded
_ROUGHLY = Decimal("0.12")  # the same of "about"
_FACTOR = 2  # how far above "more than …" the other may be
_ALIKE = 0.6  # share of common words from which two sentences tell one thing
_VERY_ALIKE = 0.75
_TOLD = 0.8  # of what is asserted, in what denies it
_APART = 45  # days between a time that is given and the date of a text that gives none


def rift(one: Telling, other: Telling, *, together: bool) -> Rift | None:
    """`together`: the two belong to one story."""
    if not _same_names(one, other, together=together) or _other_models(one, other):
        return None
    if _denial(one, other, together=together):
        return Rift.DENIAL
    if one.sureness != other.sureness or one.negative != other.negative:
        return None
    if _figures(one, other, together=together):
        return Rift.FIGURES
    return Rift.DATES if _dates(one, other, together=together) else None


def _same_names(one: Telling, other: Telling, *, together: bool) -> bool:
    """One names nothing that the other does not; in one story, either may leave the names out."""
    if not one.names or not other.names:
        return together
    return _has_all(one, other.names) or _has_all(other, one.names)


def _other_models(one: Telling, other: Telling) -> bool:
    """One is of the 17, the other of the 18."""
    return bool(one.models - other.models) and bool(other.models - one.models)


def _has_all(telling: Telling, names: frozenset[str]) -> bool:
    """The first word of a sentence is a name or none: what stands in the other one is not missing."""
    return all(name in telling.names or name in telling.whole.folded for name in names)


def _figures(one: Telling, other: Telling, *, together: bool) -> bool:
    """One figure of a kind on each side, of one thing and one scope, at one time, that differ."""
    own, others = _unmatched(one, other), _unmatched(other, one)
    pairs = [(a, b) for a in own for b in others if _is_of_kind(a, b)]
    if not pairs:
        return False
    if one.scopes != other.scopes or not _at_one_time(one, other):
        return False
    if one.korean == other.korean and (_narrower(one, other) or _narrower(other, one)):
        return False
    if len(pairs) > 1 and not len(own) == len(others) == 1:
        return False
    return _holds(one, other) or _is_one_thing(one, other, together=together)


def _holds(one: Telling, other: Telling) -> bool:
    """One says all that the other does, and not much more."""
    return one.korean == other.korean and _likeness(one, other) >= _ALIKE and _contained(one, other)


def _contained(one: Telling, other: Telling) -> bool:
    return max(share(one.whole, [other.whole]), share(other.whole, [one.whole])) == 1


def _narrower(one: Telling, other: Telling) -> bool:
    """Whether what it measures is qualified by a word that the other sentence does not have."""
    return any(word not in other.whole.folded for word in one.qualified)


def _is_one_thing(one: Telling, other: Telling, *, together: bool) -> bool:
    """The same is measured, so qualified, and both texts are about one story or tell it in the same words."""
    if one.korean != other.korean:
        return together and bool(one.things) and one.things == other.things
    if not one.things & other.things:
        return False
    return together and one.things == other.things


def _unmatched(one: Telling, other: Telling) -> list[Figure]:
    """Figures that the other sentence does not have too."""
    return [
        figure
        for figure in one.figures
        if not any(_is_of_kind(figure, there) and _agree(figure, there) for there in other.figures)
    ]


def _is_of_kind(one: Figure, other: Figure) -> bool:
    """In one unit; of bare numbers, counting something in common."""
    if one.after - other.after and other.after - one.after:
        return False
    if one.unit or other.unit:
        return one.unit == other.unit
    if not one.counted or not other.counted or _korean(one) != _korean(other):
        return True
    return bool(one.counted & other.counted)


def _korean(figure: Figure) -> bool:
    return any(map(is_korean, figure.counted))


def _agree(one: Figure, other: Figure) -> bool:
    """Equal, or one is the other rounded or bounded."""
    low, high = sorted((one, other), key=lambda f: f.value)
    if low.value == high.value:
        return True
    if low.least and high.value <= low.value * _FACTOR:
        return True
    if high.most and low.value * _FACTOR >= high.value:
        return True
    allowed = _ROUGHLY if one.about or other.about else _ROUNDING
    return (high.value - low.value) <= allowed * high.value


def _dates(one: Telling, other: Telling, *, together: bool) -> bool:
    """One date on each side, of one event, that differ in what both give."""
    if len(one.days) != 1 or len(other.days) != 1 or one.times != other.times:
        return False
    parts = list(zip(one.days[0].parts, other.days[0].parts, strict=True))
    differ = any(mine and theirs and mine != theirs for mine, theirs in parts)
    if not differ or not _is_one_event(one, other):
        return False
    years = parts[0]
    if all(years) and years[0] != years[1] and not one.once:
        return False
    return _holds(one, other) or (together and _has_one_subject(one, other))


def _is_one_event(one: Telling, other: Telling) -> bool:
    """The same happens, of one scope, and in no other figures."""
    same = one.events and one.events == other.events and one.scopes == other.scopes
    return bool(same) and not (_unmatched(one, other) and _unmatched(other, one))


def _has_one_subject(one: Telling, other: Telling) -> bool:
    return bool(one.names) and one.names == other.names


def _denial(one: Telling, other: Telling, *, together: bool) -> bool:
    """One denies, in so many words, what the other says; or says the same with a "not" in it."""
    if one.denies != other.denies:
        denial, assertion = (one, other) if one.denies else (other, one)
        return not assertion.negative and _is_denied(denial, assertion, together=together)
    if one.negative == other.negative or one.denies:
        return False
    same = one.scopes == other.scopes and one.sureness == other.sureness
    return same and _at_one_time(one, other) and _likeness(one, other) >= _VERY_ALIKE


def _is_denied(denial: Telling, assertion: Telling, *, together: bool) -> bool:
    if denial.korean == assertion.korean:
        return share(assertion.whole, [denial.whole]) >= _TOLD
    shared = (denial.events & assertion.events) | (denial.things & assertion.things)
    return together and bool(shared) and _has_one_subject(denial, assertion)


def _likeness(one: Telling, other: Telling) -> float:
    """Share of common words, of the sentence that has fewer of them in common; 0 across languages."""
    if one.korean != other.korean:
        return 0.0
    return min(share(one.whole, [other.whole]), share(other.whole, [one.whole]))


def _at_one_time(one: Telling, other: Telling) -> bool:
    """Neither gives a time that the other does not have, or was not written at."""
    if one.times != other.times:
        return False
    if one.days and other.days:
        pairs = zip(one.days[0].parts, other.days[0].parts, strict=True)
        return all(a is None or b is None or a == b for a, b in pairs)
    if not one.days and not other.days:
        return True
    given, bare = (one, other) if one.days else (other, one)
    return _written_near(given, bare)


def _written_near(given: Telling, bare: Telling) -> bool:
    """Whether what gives no time was written about the time that the other gives."""
    if bare.published is None:
        return False
    year, month, _ = given.days[0].parts
    year = year or (given.published.year if given.published else bare.published.year)
    if month is None:
        return year == bare.published.year
    months = 12 * (bare.published.year - year) + bare.published.month - month
    return abs(months) * 30 <= _APART
