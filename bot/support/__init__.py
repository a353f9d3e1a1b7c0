"""Does a document support a statement? Hard checks, then shared words; no model. Pure.

Every figure, quoted phrase and name of the statement must be in the document, in whatever format, and
its polarity must be that of the sentence most like it. What passes is scored by the share of its
words that one to three neighbouring sentences have. Words say little about truth: see THRESHOLD.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.support import names
from bot.support.facts import Facts, invented, unquoted
from bot.support.polarity import contrary
from bot.support.source import Sentence, all_facts, likeness, read
from bot.support.words import folded

THRESHOLD = 0.95  # TODO


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What was found. `score` is 0 to 1, 0 for a failed hard check; `reasons` are those against."""

    score: float
    reasons: tuple[str, ...]

    @property
    def accepted(self) -> bool:
        """Whether the statement may stand on this document."""
        return not self.reasons and self.score >= THRESHOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    text: str
    sentences: Sequence[Sentence]
    facts: Facts
    latin: frozenset[str]
    known: frozenset[str]


def support(document: str, claim: str) -> Support:
    """As supported as the least supported sentence of the claim."""
    read_document = _read(document)
    parts = [_of_sentence(part, read_document) for part in read(claim)]
    score = min((part.score for part in parts), default=0.0)
    return Support(score=score, reasons=tuple(r for part in parts for r in part.reasons))


def faults(document: str, claim: str) -> tuple[str, ...]:
    """Failed checks of figures, quotations and names alone: fit for claims in another language."""
    read_document = _read(document)
    return tuple(r for part in read(claim) for r in _invented(part, read_document))


def _read(document: str) -> _Document:
    sentences = read(document)
    plain = folded(document)
    return _Document(
        text=document,
        sentences=sentences,
        facts=all_facts(sentences),
        latin=frozenset(names.latin(document)),
        known=frozenset(names.known(plain)),
    )


def _of_sentence(claim: Sentence, document: _Document) -> Support:
    if any(claim.folded == sentence.folded for sentence in document.sentences):
        return Support(score=1.0, reasons=())
    found = likeness(claim, document.sentences)
    reasons = _invented(claim, document) or _contrary(claim, found.nearest)
    return Support(score=0.0 if reasons else found.terms, reasons=tuple(reasons))


def _invented(claim: Sentence, document: _Document) -> list[str]:
    missing = [
        *(name for name in names.known(claim.folded) if name not in document.known),
        *(n for n in names.names(claim.text) if not _is_named(n, document)),
    ]
    return [
        *invented(claim.facts, document.facts),
        *unquoted(claim.text, document.text),
        *(f"name not in the source: {name}" for name in dict.fromkeys(missing)),
    ]


def _is_named(name: str, document: _Document) -> bool:
    return bool(names.known(folded(name))) or names.is_among(name, document.latin)


def _contrary(claim: Sentence, nearest: Sequence[Sentence]) -> list[str]:
    found = [contrary(claim.folded, sentence.folded) for sentence in nearest]
    return min(found, key=len, default=[])
