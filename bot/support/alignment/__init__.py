"""Whether a statement is a reduction of one sentence: its words, in its order. Pure.

A bag of a sentence's words can be reshuffled into a falsehood; words that keep their order cannot, as
long as nothing that decides is left out. What may go, what may move and what may be put in are closed
lists (bot.support.alignment.spans, orders, korean). Whatever is not on them refuses the statement: true
ones are lost, false ones do not pass.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.support.alignment import korean, orders, spans
from bot.support.alignment.endings import topic
from bot.support.alignment.guards import leans, relative
from bot.support.alignment.tokens import Token, plain, tokens
from bot.support.words import is_korean

ASTRAY = "it does not keep to the words and order of one sentence of its quotes"
_LONGEST = 200  # tokens of a sentence that is compared in any but its very words


@dataclass(frozen=True, slots=True)
class _Order:
    """Tokens of a sentence in an order that says the same."""

    tokens: Sequence[Token]
    junction: int  # where a comma may be put in, -1 for nowhere
    spare: Mapping[int, Sequence[int]]  # where what may be left out begins, and where it ends
    swap: bool  # a topic may be a subject


def aligned(claim: Sequence[str], document: Sequence[str], lines: Sequence[int]) -> bool:
    """Whether each sentence of the claim is a reduction of one sentence of the document.

    `lines`: of each sentence of the document, the line it stands in. A further sentence of the claim
    that leans on the one before must follow it there as well.
    """
    before: set[int] = set()
    for n, told in enumerate(claim):
        found = {i for i, sentence in enumerate(document) if reduces(told, sentence)}
        if n and leans(told):
            found = {i for i in found if i - 1 in before and lines[i - 1] == lines[i]}
        if not found:
            return False
        before = found
    return bool(claim)


def verbatim(claim: str, sentence: str) -> bool:
    """Whether a statement is a sentence to the letter, but for white space and typography."""
    return plain(claim) == plain(sentence)


def reduces(claim: str, sentence: str) -> bool:
    """Whether a sentence says all that another says, in its words and order."""
    if verbatim(claim, sentence):
        return True
    if relative(claim):
        return False
    told = tokens(claim)
    if not told or max(len(told), len(tokens(sentence))) > _LONGEST:
        return False
    loose = _free([token.key for token in told])
    return any(
        _matches(told, order, loose) for order in _orders(sentence) if _may(told, order.tokens)
    )


def _may(told: Sequence[Token], source: Sequence[Token]) -> bool:
    """Whether the first telling tokens stand there at all: a quick no."""
    there = frozenset[str]().union(*(token.forms for token in source))
    new = [token for token in told if token.forms.isdisjoint(there)]
    return all(
        token.key in {",", "that", *spans.ARTICLES} or topic(token.key) is not None for token in new
    )


@lru_cache(maxsize=256)  # sentences: each is compared with several
def _orders(sentence: str) -> tuple[_Order, ...]:
    foreign = not any(is_korean(token.key) for token in tokens(sentence))
    plainer = (spans if foreign else korean).without_brackets(sentence)
    return tuple(
        _order(order, junction)
        for text in dict.fromkeys((sentence, plainer))
        for order, junction in (orders.orders if foreign else _korean)(tokens(text))
    )


def _korean(source: Sequence[Token]) -> Iterator[tuple[Sequence[Token], int]]:
    yield source, -1
    for order in korean.moved([token.key for token in source]):
        yield [source[i] for i in order], -1


def _order(order: Sequence[Token], junction: int) -> _Order:
    keys = [token.key for token in order]
    return _Order(order, junction, _leavable(keys), korean.swaps(keys))


def _free(keys: Sequence[str]) -> set[int]:
    return korean.free(keys) if any(map(is_korean, keys)) else spans.free(keys)


def _leavable(keys: Sequence[str]) -> dict[int, list[int]]:
    return korean.leavable(keys) if any(map(is_korean, keys)) else spans.leavable(keys)


def _matches(told: Sequence[Token], order: _Order, loose: set[int]) -> bool:
    """Whether leaving out what may be left out of the source gives the claim."""
    source = order.tokens
    todo, seen = [(0, 0)], {(0, 0)}
    while todo:
        i, j = todo.pop()
        if i == len(source) and j == len(told):
            return True
        steps = [(end, j) for end in order.spare.get(i, ())]
        if j < len(told) and (j in loose or (i == order.junction and told[j].key == ",")):
            steps.append((i, j + 1))
        if i < len(source) and j < len(told) and _same(source[i], told[j], swap=order.swap):
            steps.append((i + 1, j + 1))
        todo += [step for step in steps if step not in seen]
        seen.update(steps)
    return False


def _same(one: Token, other: Token, *, swap: bool) -> bool:
    if one.same(other):
        return True
    stem = topic(one.key) if swap else None
    return stem is not None and stem == topic(other.key)
