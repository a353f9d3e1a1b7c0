"""Names of a statement must be in its source. Pure.

A name is a word with a capital inside an English sentence, any Latin word in a Korean one, and
whatever bot.support.aliases knows. Names with figures are facts and are checked as such.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.support.aliases import known, known_forms
from bot.support.words import folded, is_korean
from retrieval.tokens import STOP_WORDS

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.&+'’\-][A-Za-z0-9]+)*")
_PART = re.compile(r"[.&+'’\-0-9]+")
_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_ENDING = 2  # letters that Korea and Korean, Apple and Apples may differ in
_LEAST = 4
_ACRONYM = 3
_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a text names, or may name."""

    known: frozenset[str]
    words: frozenset[str]  # Latin words and their parts, folded
    initials: frozenset[str]  # of all Latin words of a sentence, in a row

    def __or__(self, other: "Named") -> "Named":
        return Named(
            known=self.known | other.known,
            words=self.words | other.words,
            initials=self.initials | other.initials,
        )


NOTHING = Named(known=frozenset(), words=frozenset(), initials=frozenset())


def named(sentence: str) -> Named:
    """In one sentence of a source."""
    whole = _LATIN.findall(sentence)
    parts = [part for word in whole for part in _PART.split(word) if part]
    return Named(
        known=frozenset(known(folded(sentence))),
        words=frozenset(map(folded, [*whole, *parts])),
        initials=frozenset({"".join(part[0] for part in parts).casefold()}),
    )


def unnamed(statement: str, source: Named) -> list[str]:
    """Names in one sentence that the source lacks, one reason each."""
    missing = [name for name in known(folded(statement)) if name not in source.known]
    said = {part for form in known_forms(folded(statement)) for part in form.split()}
    missing += [n for n in names(statement) if folded(n) not in said and not _is_in(n, source)]
    return [f"name not in the source: {name}" for name in dict.fromkeys(missing)]


def names(sentence: str) -> Iterator[str]:
    """Words of a sentence that name somebody or something."""
    found = [match for match in _LATIN.finditer(sentence) if len(match[0]) > 1]
    for match in found:
        if not _DIGIT.search(match[0]) and (is_korean(sentence) or _is_name(match, found[0])):
            yield match[0]


def _is_in(name: str, source: Named) -> bool:
    """Known names have been looked for already."""
    return (
        bool(known(folded(name)))
        or _is_among(name, source.words)
        or _is_short(name, source.initials)
    )


def _is_among(name: str, words: Collection[str]) -> bool:
    """Whether a name, or every part of it, is one of the words but for an ending."""
    whole = folded(name).removesuffix("'s")
    parts = [part for part in _PART.split(whole) if len(part) > 1]
    return any(_same(whole, word) for word in words) or (
        len(parts) > 1 and all(part in words for part in parts)
    )


def _is_short(name: str, initials: Collection[str]) -> bool:
    """Whether words in a row begin with its letters: CNN, a convolutional neural network."""
    letters = name.removesuffix("s")
    long = len(letters) >= _ACRONYM and letters.isupper()
    return long and any(letters.casefold() in row for row in initials)


def _is_name(match: re.Match[str], first: re.Match[str]) -> bool:
    word = match[0]
    if folded(word) in STOP_WORDS | _MONTHS or folded(word).startswith("i'"):
        return False
    inside = any(c.isupper() for c in word[1:])
    return inside or (word[0].isupper() and match.start() != first.start())


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _LEAST:
        return one == other
    return long.startswith(short) and len(long) - len(short) <= _ENDING
