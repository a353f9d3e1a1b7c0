"""Who does it to whom: names may change places only where the grammar changes with them. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from bot.support.aliases import joined, known
from bot.support.attribution import speakers
from bot.support.stems import stem, words
from bot.support.words import is_korean

_BY = re.compile(
    r"\b(?:is|are|was|were|been|being|be|get|gets|got|getting)\s(?:[a-z]+ly\s)?[a-z]+(?:ed|en|wn|ne|ght|ld|nt|id|un|de|ost|et|aten|it)\b"
    r"(?:\s[a-z0-9-]+){0,6}?\sby\b|(?<=ed) by\b"
)
_PASSIVE = re.compile(
    "(?:되|돼|됐|된|될|됨|됩|받|당하|당했|당한|어지|어졌|아졌|여졌|혔|히는|렸다|혀|으로부터|에 의해)"
)
_PLACE = frozenset(
    "in at near across throughout within around inside outside since during like".split()
)
_WHEN = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december".split()
)
_JOINED = re.compile(r"^[\s,]*(?:and|or|&|/|,|와|과|및|랑|이나|나|·)?[\s,]*$")
_CASES = (
    (re.compile(r"^(.+?)(?:을|를)$"), "object"),
    (re.compile(r"^(.+?)(?:에게서|으로부터|로부터|한테서)$"), "giver"),
    (re.compile(r"^(.+?)(?:에게|한테|께|에)(?:는|도)?$"), "receiver"),
    (re.compile(r"^(.+?)(?:와|과)의$"), "partner"),
    (re.compile(r"^(.{2,}?)(?:에서|이?었다가|였다가)$"), "origin"),
    (re.compile(r"^(.{2,}?)(?:으로|로)$"), "goal"),
    (re.compile(r"^(.+?)(?:이|가|께서|은|는|에서는)$"), "subject"),
)
_EXCLUSIVE = (
    {"object", "subject"},
    {"receiver", "subject"},
    {"giver", "receiver"},
    {"origin", "goal"},
    {"partner", "subject"},
)
_OWNED = re.compile(
    r"(?<![0-9.,])([가-힣a-z][가-힣a-z0-9]+)(?:(?<!거)의|'s) ((?:[가-힣a-z0-9]+[ ,.]*){1,3})"
)
_EOJEOL = re.compile(r"[^\s,;:\"“”‘’()]+")
_TAKING = frozenset(  # what one does to another, in stems
    "buy sue beat defeat outsell outperform overtake surpass fire replac accus blam pay ow fund back invest "
    "own attack hack block ban fine criticiz criticis prais warn lend sell licens suppl join leav lead follow "
    "help hire invit invent teach tell ask forc hurt kill save support oppos reject copy steal challeng "
    "outbid trail precede succeed control merg partner contain includ caus prevent".split()
)
_SIDE = 5  # words on either side of a verb


def exchanged(statement: str, source: str, names: Sequence[str]) -> list[str]:
    """Why what is named in a folded statement does not do what it does in its folded source sentence.

    `names`: what the statement names, as its words are read.
    """
    statement, source = joined(statement), joined(source)
    if is_korean(statement) != is_korean(source):
        return list(_done_by_other(statement, source))[:1]
    if is_korean(statement):
        return [*_recast(statement, source), *_owned_by_other(statement, source)][:1]
    return [
        *_reordered(statement, source, names),
        *_turned(statement, source),
        *_owned_by_other(statement, source),
    ][:1]


def _owned_by_other(statement: str, source: str) -> Iterator[str]:
    """`X's Y` where the source has `Z's Y`, or X's something else, and never X before Y."""
    owned = [(stem(m[1]), m[2].split()[0].strip(",.")) for m in _OWNED.finditer(statement)]
    other = [(stem(m[1]), m[2]) for m in _OWNED.finditer(source)]
    for owner, thing in owned:
        least = thing[:2] if is_korean(thing) else thing
        mine = [things for who, things in other if who == owner]
        theirs = [things for who, things in other if who != owner]
        if any(least in things for things in mine) or re.search(
            rf"{re.escape(owner)} {re.escape(least)}|{re.escape(least)}[a-z]* (?:of|for|by|at) (?:the )?{re.escape(owner)}",
            source,
        ):
            continue
        if mine or any(least in things for things in theirs):
            yield f"in the source it is not {owner}'s {thing}"


def _done_by_other(statement: str, source: str) -> Iterator[str]:
    """Between languages: the first of two known names does it in English, unless it is done by the other."""
    korean, english = (statement, source) if is_korean(statement) else (source, statement)
    cases = {name: case for name in known(korean) if (case := _case_of(name, korean))}
    for doer in (name for name, case in cases.items() if case == "subject"):
        for other in (name for name, case in cases.items() if case in {"object", "receiver"}):
            order = _order(english, doer, other)
            if order and (order < 0) != _by(english):
                yield f"who does it, {doer} or {other}, is exchanged"


def _case_of(name: str, text: str) -> str:
    """By the particle after a name in its first form, which stands apart from it."""
    found = re.search(rf"(?<![a-z0-9]){re.escape(name)} *([가-힣]+)", text)
    return next((case for form, case in _CASES if found and form.match(f"x{found[1]}")), "")


def _turned(statement: str, source: str) -> Iterator[str]:
    """What stands on either side of a verb stands on the other."""
    flipped = _by(statement) != _by(source)
    own, other = _around(statement), _around(source)
    for verb in own.keys() & other.keys():
        (before, after), sides = own[verb], other[verb]
        first, last = sides[::-1] if flipped else sides
        straight = len(before & first) + len(after & last)
        left, right = len(before & last), len(after & first)
        if left + right > straight and (not straight or (left and right)):
            yield "who does it and to whom is exchanged"


def _by(text: str) -> bool:
    return bool(_BY.search(text))


def _around(text: str) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    told = [next(iter(w.readings)) for w in words(text)]
    return {
        verb: (frozenset(told[max(0, i - _SIDE) : i]), frozenset(told[i + 1 : i + 1 + _SIDE]))
        for i, verb in enumerate(told)
        if verb in _TAKING
    }


def _reordered(statement: str, source: str, names: Sequence[str]) -> Iterator[str]:
    """Two names in another order, unless they are listed, at the edge, or the verb turned too."""
    flipped = _by(statement) != _by(source)
    telling = speakers(statement) & speakers(source)
    movable = sorted(frozenset(names) - _WHEN)
    for one, other in combinations(movable, 2):
        own, theirs = _order(statement, one, other), _order(source, one, other)
        moved = own and theirs and (own != theirs) != flipped
        if (
            moved
            and not telling & {one.removesuffix("'s"), other.removesuffix("'s")}
            and not _free(statement, source, (one, other))
        ):
            yield f"{one} and {other} have changed places"


def _order(text: str, one: str, other: str) -> int:
    """1 where the first comes first, -1 where the other does, 0 where that is not clear."""
    places = [[m.start() for m in _places(text, name)] for name in (one, other)]
    if not all(places) or max(map(len, places)) > 1:
        return 0
    return 1 if places[0] < places[1] else -1


def _free(statement: str, source: str, pair: tuple[str, str]) -> bool:
    return any(_listed(text, pair) or _placed(text, pair) for text in (statement, source))


def _listed(text: str, pair: tuple[str, str]) -> bool:
    first, last = sorted((next(_places(text, name)) for name in pair), key=lambda m: m.start())
    return bool(_JOINED.match(text[first.end() : last.start()]))


def _placed(text: str, pair: tuple[str, str]) -> bool:
    """Whether one of them says where, and may stand anywhere."""
    for name in pair:
        at = next(_places(text, name)).start()
        before = text[:at].split()[-2:]
        if _PLACE & set(before):
            return True
    return False


def _places(text: str, name: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text)


def _recast(statement: str, source: str) -> Iterator[str]:
    """A Korean word that was done something to and now does it, or the other way round."""
    turned = bool(_PASSIVE.search(statement)) != bool(_PASSIVE.search(source))
    own, other = _cases(statement), _cases(source)
    for word in own.keys() & other.keys():
        pair = {own[word], other[word]}
        if pair in _EXCLUSIVE and not turned:
            yield f"{unicodedata.normalize('NFC', word)} is {other[word]} in the source, {own[word]} in the statement"


def _cases(text: str) -> Mapping[str, str]:
    """Case by word; those with several are left out."""
    found: dict[str, set[str]] = {}
    for eojeol in _EOJEOL.findall(re.sub("에 (?=따르면|의하면)", " ", text)):
        for form, case in _CASES:
            if match := form.match(eojeol):
                found.setdefault(match[1], set()).add(case)
                break
    return {word: next(iter(cases)) for word, cases in found.items() if len(cases) == 1}
