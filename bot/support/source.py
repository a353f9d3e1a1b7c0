"""A document as statements are compared with it: its sentences, folded, with their words. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from bot.support.aliases import canonical
from bot.support.facts import Facts, facts, invented, without_facts
from bot.support.names import NOTHING, Named, named
from bot.support.words import clean, folded, meaning
from retrieval.passages import sentences

LONGEST = 3  # sentences that one statement may sum up


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of either side."""

    text: str
    folded: str
    terms: frozenset[str]  # of what is neither date nor quantity
    facts: Facts
    named: Named


def read(text: str) -> list[Sentence]:
    """The sentences of a text."""
    text = clean(text)
    return [_sentence(text[start:end]) for start, end in sentences(text)]


def all_facts(document: Iterable[Sentence]) -> Facts:
    """What any sentence states."""
    return reduce(or_, (s.facts for s in document), Facts())


def all_named(document: Iterable[Sentence]) -> Named:
    """What any sentence names."""
    return reduce(or_, (s.named for s in document), NOTHING)


def share(statement: Sentence, source: Iterable[Sentence]) -> float:
    """Share of a statement's words that the sentences have; 0 of no words."""
    held = frozenset[str]().union(*(s.terms for s in source))
    return len(statement.terms & held) / max(len(statement.terms), 1)


def coverage(statement: Sentence, document: Sequence[Sentence]) -> float:
    """The largest share in neighbouring sentences, half of it where the statement's figures are not."""
    windows = [document[i : i + LONGEST] for i in range(len(document))]
    shares = [(share(statement, window), window) for window in windows]
    return max((_in_place(statement, window, part) for part, window in shares), default=0.0)


def nearest(statement: Sentence, document: Sequence[Sentence]) -> list[Sentence]:
    """The sentence most like the statement; several when alike."""
    alike = [_dice(statement.terms, sentence.terms) for sentence in document]
    top = max(alike, default=0.0)
    return [s for s, value in zip(document, alike, strict=True) if value == top]


def _sentence(text: str) -> Sentence:
    plain = folded(text)
    return Sentence(
        text=text,
        folded=plain,
        terms=frozenset(meaning(canonical(without_facts(plain)))),
        facts=facts(plain),
        named=named(text),
    )


def _in_place(statement: Sentence, window: Sequence[Sentence], part: float) -> float:
    return part / 2 if part and invented(statement.facts, all_facts(window)) else part


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(len(one) + len(other), 1)
