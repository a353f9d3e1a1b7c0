"""A document as statements are compared with it: its sentences, folded, with their words. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from bot.support.facts import Facts, facts, without_facts
from bot.support.names import canonical
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How much of a statement a place of the document has."""

    terms: float  # share of its words
    nearest: Sequence[Sentence]  # the sentences most like it; several when alike


def read(text: str) -> list[Sentence]:
    """The sentences of a text."""
    text = clean(text)
    return [_sentence(text[start:end]) for start, end in sentences(text)]


def all_facts(document: Sequence[Sentence]) -> Facts:
    """What any sentence states."""
    return reduce(or_, (s.facts for s in document), Facts())


def likeness(statement: Sentence, document: Sequence[Sentence]) -> Likeness:
    """Best place for the words, best sentence for the rest."""
    alike = [_dice(statement.terms, sentence.terms) for sentence in document]
    top = max(alike, default=0.0)
    shares = (_share(statement.terms, window) for window in _windows(document))
    return Likeness(
        terms=max(shares, default=0.0),
        nearest=[s for s, value in zip(document, alike, strict=True) if value == top],
    )


def _sentence(text: str) -> Sentence:
    plain = folded(text)
    terms = meaning(canonical(without_facts(plain)))
    return Sentence(text=text, folded=plain, terms=frozenset(terms), facts=facts(plain))


def _windows(document: Sequence[Sentence]) -> Iterator[frozenset[str]]:
    for i in range(len(document)):
        yield frozenset[str]().union(*(s.terms for s in document[i : i + LONGEST]))


def _share(wanted: frozenset[str], held: frozenset[str]) -> float:
    return len(wanted & held) / len(wanted) if wanted else 1.0


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(len(one) + len(other), 1)
