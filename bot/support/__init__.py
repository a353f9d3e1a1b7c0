"""Does a document support a statement? Hard checks, then words. Pure.

Every figure, quoted phrase and name of the statement must be in the document, in whatever format. It
must say so as surely, of the same, in the same direction and by the same mouth as the sentences it is
drawn from. What passes is scored by the share of its words that up to three neighbouring sentences
have. Shared words cannot prove a statement, a new word is enough to make it false: see THRESHOLD.
Where the two are in different languages, words say nothing: see bot.support.meaning.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.support.aliases import canonical
from bot.support.alignment import ASTRAY, aligned, verbatim
from bot.support.attribution import misattributed
from bot.support.binding import borrowed, crossed
from bot.support.comparison import compares, reversed_in
from bot.support.facts import Facts, differing, invented, miscounted, multiplied, unquoted
from bot.support.hedging import overstated
from bot.support.meaning import Meaning
from bot.support.names import Named, unnamed
from bot.support.polarity import contrary
from bot.support.roles import exchanged
from bot.support.source import (
    LONGEST,
    Sentence,
    all_facts,
    all_named,
    coverage,
    drawn_on,
    equally_near,
    lacking,
    read,
    share,
)
from bot.support.stems import repeated

THRESHOLD = 1.0
"""Score from which a statement may be accepted: none of its telling words is new.

It must also keep to the words and order of one sentence (bot.support.alignment): the same words in
another order may say anything. The price: true statements that are worded freely are refused.
"""
SAME = 0.8
"""Share of a statement's words from which a sentence is about the very same thing."""
_NEW, _AGAINST, _OTHER = 0.1, 0.3, 0.9
"""What a figure or name that is not in the source, a contrary, and any other fault leave of a score.

They order what is refused anyway: an accepted claim has no fault.
"""
_ALIKE = 0.6
_FEW = 4  # words
_LONGEST = 1000  # characters of a sentence that is compared in any but its very words
REFERRING = frozenset(
    "company firm corporation startup start-up maker giant group team agency organization site service "
    "app product device model tool project system 회사 회사는 기업 업체 측은 그룹 서비스 제품 모델 이들은".split()
)
"""Words by which a sentence refers to what another names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What was found. `score` is 0 to 1 and orders claims; `reasons` name the checks that failed.

    `astray` is why a claim without any of these is refused all the same: two texts that tell the same
    in other words contradict each other in nothing, and none of them proves the other.
    """

    score: float
    reasons: tuple[str, ...]
    accepted: bool  # may the statement stand on this document?
    astray: str | None = None

    @property
    def against(self) -> tuple[str, ...]:
        """All that speaks against it, for people."""
        return (*self.reasons, *([self.astray] if self.astray else []))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    text: str
    sentences: Sequence[Sentence]
    facts: Facts
    named: Named


def support(document: str, claim: str, meaning: Meaning | None = None) -> Support:
    """A claim is as supported as the least supported of its sentences; one without words, not at all.

    `meaning`: the claim compared with `compared_with(document)`. Without it, a claim in another
    language than the document is refused; in the same language it changes nothing. See `undecided`.
    """
    source = _read(document)
    told = read(claim)
    retold = _retold(told, source, meaning)
    longest = _LONGEST if len(claim) <= 2 * _LONGEST else 0
    parts = [retold] if retold else [_support(part, source, longest) for part in told]
    score = min((score for score, _ in parts), default=0.0)
    reasons = tuple(reason for _, against in parts for reason in against)
    kept = retold is not None or bool(reasons) or _aligned(told, source)
    accepted = kept and not reasons and score >= THRESHOLD
    return Support(score=score, reasons=reasons, accepted=accepted, astray=None if kept else ASTRAY)


def undecided(document: str, claim: str) -> bool:
    """Whether `meaning` can change the verdict: one sentence, in another language, without faults."""
    source, told = _read(document), read(claim)
    return len(told) == 1 and any(
        other.korean != told[0].korean and not _across(told[0], other, source)
        for other in source.sentences
    )


def compared_with(document: str) -> list[str]:
    """The texts to compare a claim with, for its `Meaning`."""
    return [sentence.text for sentence in read(document)]


def _read(document: str) -> _Document:
    sentences = read(document)
    return _Document(
        text=document,
        sentences=sentences,
        facts=all_facts(sentences),
        named=all_named(sentences),
    )


def _retold(
    told: Sequence[Sentence], source: _Document, meaning: Meaning | None
) -> tuple[float, list[str]] | None:
    """Score and reasons of a claim in another language; None where words can be compared."""
    if not told or any(part.korean == s.korean for part in told for s in source.sentences):
        return None
    if len(told) > 1:
        return 0.0, ["more than one sentence, in another language than the source"]
    if meaning is None or len(meaning.likeness) != len(source.sentences):
        return 0.0, _invented(told[0], source) or ["in another language than the source"]
    near = meaning.close()
    if not near:
        return 0.0, ["no sentence of the source in the other language says all of it"]
    against = _across(told[0], source.sentences[near[0]], source)
    return (0.0 if against else 1.0), against


def _aligned(told: Sequence[Sentence], source: _Document) -> bool:
    texts = [sentence.text for sentence in source.sentences]
    return aligned([part.text for part in told], texts, _lines(source.text, texts))


def _lines(document: str, texts: Sequence[str]) -> list[int]:
    """Of each sentence, the line of the document that it begins in."""
    lines, at = [], 0
    for text in texts:
        at = max(document.find(text, at), 0)
        lines.append(document.count("\n", 0, at))
    return lines


def _across(claim: Sentence, part: Sentence, source: _Document) -> list[str]:
    """What speaks against a claim that retells one sentence in another language."""
    return [
        *invented(claim.facts, part.facts),
        *unquoted(claim.text, source.text),
        *unnamed(claim.text, part.named),
        *contrary(claim.folded, claim.words, part.folded),
        *overstated(claim.folded, claim.words, part.folded),
        *misattributed(claim.folded, claim.words, part.folded),
        *reversed_in(canonical(claim.folded), canonical(part.folded)),
        *exchanged(canonical(claim.folded), canonical(part.folded), _names(claim, part)),
    ]


def _support(claim: Sentence, source: _Document, longest: int) -> tuple[float, list[str]]:
    """Score and reasons. A sentence of the document supports itself, however long it is."""
    if claim.words and any(verbatim(claim.text, sentence.text) for sentence in source.sentences):
        return 1.0, []
    if len(claim.text) > longest:
        return 0.0, ["it is too long to be checked"]
    source = replace(source, sentences=[s for s in source.sentences if len(s.text) <= _LONGEST])
    new, (against, other) = _invented(claim, source), _changed(claim, source)
    likely = _NEW ** len(new) * _AGAINST ** len(against) * _OTHER ** len(other)
    return likely * coverage(claim, source.sentences), [*new, *against, *other]


def _invented(claim: Sentence, source: _Document) -> list[str]:
    return [
        *invented(claim.facts, source.facts),
        *unquoted(claim.text, source.text),
        *unnamed(claim.text, source.named),
    ]


def _changed(claim: Sentence, source: _Document) -> tuple[list[str], list[str]]:
    """What is contrary and what is otherwise amiss.

    Of sentences that have as much of it, the one that speaks least against it counts.
    """
    chains = [drawn_on(claim, source.sentences, s) for s in equally_near(claim, source.sentences)]
    found = [
        (
            [why for part in chain for why in _contrary(claim, part)],
            [why for part in chain for why in _amiss(claim, part, source)],
        )
        for chain in chains
    ]
    against, other = min(found, key=lambda pair: len(pair[0]) + len(pair[1]), default=([], []))
    whole = [*_more_often(claim, source), *_put_in(claim, source), *_put_together(claim, source)]
    return against, [*other, *whole]


def _put_together(claim: Sentence, source: _Document) -> list[str]:
    """Of the sentences that it is drawn from, and their neighbours."""
    near = equally_near(claim, source.sentences)[:1]
    at = source.sentences.index(near[0]) if near else 0
    around = source.sentences[max(0, at - LONGEST) : at + LONGEST + 1]
    first = [s.first for s in (claim, *around) if s.first]
    names = sorted({*_names(claim, *around), *first})
    found = crossed(claim.folded, "\n".join(s.folded for s in around), names)
    return found or [why for s in near for why in borrowed(claim.folded, s.folded, names)]


def _more_often(claim: Sentence, source: _Document) -> list[str]:
    """One that has a word or figure twice where the source has it once has put it for another."""
    whole = " ".join(s.folded for s in source.sentences)
    words = [f"the source does not say {w!r} as often" for w in repeated(claim.folded, whole)]
    return [*words, *multiplied(claim.folded, whole), *miscounted(claim.folded, whole)]


def _put_in(claim: Sentence, source: _Document) -> list[str]:
    """A sentence of the source with a word or two of another in place of its own."""
    for sentence in equally_near(claim, source.sentences):
        new = lacking(claim, [sentence])
        if not new or len(new) > _FEW or share(claim, [sentence]) < _ALIKE:
            return []
        own = [w for w in lacking(sentence, [claim]) if w.said not in REFERRING]
        if own and not lacking(claim, source.sentences):
            return [f"{new[0].said!r} stands in another sentence, which has {own[0].said!r} there"]
    return []


def _contrary(claim: Sentence, part: Sentence) -> list[str]:
    """Of several sentences merged into one statement, each has only its own figures."""
    same = share(claim, [part]) >= SAME
    return [
        *contrary(claim.folded, claim.words, part.folded),
        *(differing(claim.facts, part.facts) if same else []),
    ]


def _amiss(claim: Sentence, part: Sentence, source: _Document) -> list[str]:
    """A hedge or speaker left out, sides or roles exchanged."""
    before = " ".join(s.folded for s in source.sentences[: source.sentences.index(part)])
    elsewhere = not compares(part.folded) and any(compares(s.folded) for s in source.sentences)
    return [
        *overstated(claim.folded, claim.words, part.folded),
        *misattributed(claim.folded, claim.words, part.folded, before),
        *([] if elsewhere else reversed_in(canonical(claim.folded), canonical(part.folded))),
        *exchanged(canonical(claim.folded), canonical(part.folded), _names(claim, part)),
    ]


def _names(*of: Sentence) -> list[str]:
    """What any of the sentences names: the first word of one may be known by another."""
    return list(dict.fromkeys(name for sentence in of for name in sentence.mentions))
