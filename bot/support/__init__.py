"""Does a document support a statement? Hard checks, then shared words; no model. Pure.

Every figure, quoted phrase and name of the statement must be in the document, in whatever format, and
its polarity must be that of the sentence most like it. What passes is scored by the share of its
words that up to three neighbouring sentences have. Shared words cannot prove a statement, a new word
is enough to make it false: see THRESHOLD.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.support.facts import Facts, differing, invented, unquoted
from bot.support.names import Named, unnamed
from bot.support.polarity import contrary
from bot.support.source import Sentence, all_facts, all_named, coverage, nearest, read, share

THRESHOLD = 1.0
"""Score from which a statement is accepted: none of its telling words is new.

Of long statements with one word changed, .95 already lets some pass. The price: most true statements
that are worded freely are refused.
"""
SAME = 0.8
"""Share of a statement's words from which a sentence is about the very same thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What was found. `score` is 0 to 1, 0 for a failed hard check; `reasons` name those checks."""

    score: float
    reasons: tuple[str, ...]
    accepted: bool  # may the statement stand on this document?


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    text: str
    sentences: Sequence[Sentence]
    facts: Facts
    named: Named


def support(document: str, claim: str) -> Support:
    """A claim is as supported as the least supported of its sentences; one without words, not at all."""
    source = _read(document)
    parts = [_support(part, source) for part in read(claim)]
    score = min((score for score, _ in parts), default=0.0)
    reasons = tuple(reason for _, against in parts for reason in against)
    return Support(score=score, reasons=reasons, accepted=not reasons and score >= THRESHOLD)


def faults(document: str, claim: str) -> tuple[str, ...]:
    """Failed checks of figures, quotations and names alone: fit for a claim in another language."""
    source = _read(document)
    return tuple(reason for part in read(claim) for reason in _invented(part, source))


def _read(document: str) -> _Document:
    sentences = read(document)
    return _Document(
        text=document,
        sentences=sentences,
        facts=all_facts(sentences),
        named=all_named(sentences),
    )


def _support(claim: Sentence, source: _Document) -> tuple[float, list[str]]:
    """Score and reasons. A sentence of the document supports itself."""
    if claim.terms and any(claim.folded == sentence.folded for sentence in source.sentences):
        return 1.0, []
    against = _invented(claim, source) or _contrary(claim, source)
    return 0.0 if against else coverage(claim, source.sentences), against


def _invented(claim: Sentence, source: _Document) -> list[str]:
    return [
        *invented(claim.facts, source.facts),
        *unquoted(claim.text, source.text),
        *unnamed(claim.text, source.named),
    ]


def _contrary(claim: Sentence, source: _Document) -> list[str]:
    found = [_against(claim, sentence) for sentence in nearest(claim, source.sentences)]
    return min(found, key=len, default=[])


def _against(claim: Sentence, sentence: Sentence) -> list[str]:
    """Of several sentences merged into one statement, each has only its own figures."""
    same = share(claim, [sentence]) >= SAME
    other = differing(claim.facts, sentence.facts) if same else []
    return contrary(claim.folded, sentence.folded) + other
