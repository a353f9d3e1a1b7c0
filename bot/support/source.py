"""A document as statements are compared with it: its sentences, folded, with their words. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from bot.support.facts import Facts, facts, invented
from bot.support.names import NOTHING, Named, named, names
from bot.support.stems import Held, Word, held, missing, together, words
from bot.support.words import clean, folded, is_korean
from retrieval.passages import sentences
from retrieval.tokens import STOP_WORDS

LONGEST = 3  # sentences that one statement may sum up
_LATIN = 3  # letters that a Korean text may have for each syllable: it is full of foreign names


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of either side."""

    text: str
    folded: str
    words: tuple[Word, ...]  # of what is neither date nor quantity
    held: Held
    facts: Facts
    named: Named
    mentions: tuple[str, ...]  # what it names, folded, each name in its first form

    @property
    def first(self) -> str:
        """Its first word, folded, where that may be a name."""
        word = self.text.split(" ", 1)[0].strip("\"'“‘.,")
        return folded(word) if word[:1].isupper() and folded(word) not in STOP_WORDS else ""

    @property
    def korean(self) -> bool:
        """Whether it is written in Korean, and not only names something in it."""
        latin = sum("a" <= letter <= "z" for letter in self.folded)
        return _LATIN * sum(map(is_korean, self.folded)) > latin


def read(text: str) -> list[Sentence]:
    """The sentences of a text."""
    text = clean(text)
    return [sentence(text[start:end]) for start, end in sentences(text)]


def sentence(text: str) -> Sentence:
    """One."""
    plain, own, there = folded(text), words(folded(text)), named(text)
    return Sentence(
        text=text,
        folded=plain,
        words=own,
        held=held(plain, own),
        facts=facts(plain),
        named=there,
        mentions=tuple(dict.fromkeys([*there.known, *map(folded, names(text))])),
    )


def all_facts(document: Iterable[Sentence]) -> Facts:
    """What any sentence states."""
    return reduce(or_, (s.facts for s in document), Facts())


def all_named(document: Iterable[Sentence]) -> Named:
    """What any sentence names."""
    return reduce(or_, (s.named for s in document), NOTHING)


def lacking(statement: Sentence, source: Iterable[Sentence]) -> list[Word]:
    """Words of a statement that the sentences do not have."""
    return missing(statement.words, together(s.held for s in source))


def share(statement: Sentence, source: Iterable[Sentence]) -> float:
    """Share of a statement's words that the sentences have; 0 of no words."""
    if not statement.words:
        return 0.0
    return 1 - len(lacking(statement, source)) / len(statement.words)


def coverage(statement: Sentence, document: Sequence[Sentence]) -> float:
    """The largest share in neighbouring sentences, half of it where the statement's figures are not."""
    windows = [document[i : i + LONGEST] for i in range(len(document))]
    shares = [(share(statement, window), window) for window in windows]
    return max((_in_place(statement, window, part) for part, window in shares), default=0.0)


def equally_near(statement: Sentence, document: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that have most of a statement's words, and of these least else."""
    near = [(share(statement, [s]), -len(s.words)) for s in document]
    top = max(near, default=None)
    return [s for s, value in zip(document, near, strict=True) if value == top]


def drawn_on(statement: Sentence, document: Sequence[Sentence], first: Sentence) -> list[Sentence]:
    """The fewest sentences that the statement's words may be taken from, beginning with one."""
    left, chosen = missing(statement.words, first.held), [first]
    while left and len(chosen) < LONGEST:
        rest = [s for s in document if s not in chosen]
        best = min(rest, key=lambda s: len(missing(left, s.held)), default=first)
        after = missing(left, best.held)
        if len(after) == len(left):
            break
        chosen.append(best)
        left = after
    return chosen


def _in_place(statement: Sentence, window: Sequence[Sentence], part: float) -> float:
    return part / 2 if part and invented(statement.facts, all_facts(window)) else part
