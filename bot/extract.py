"""Chooses the sentences that answer, to be quoted word for word. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot import asked as asked_for
from bot.positions.asking import opinions_asked
from bot.quotes import bare, citation
from bot.support import support
from bot.types import Citation, Statement, Verdict
from retrieval.passages import sentences
from retrieval.ports import Likeness
from retrieval.tokens import content_terms, terms
from retrieval.types import COMMENTS, Document, Found, Voice
from retrieval.urls import canonical

MOST_STATEMENTS = 3
_SHORTEST, _LONGEST = 2, 600  # content terms, characters
_SAME = 0.7  # share of common terms from which two sentences say the same
_MARGIN = 0.06  # how far behind the best a sentence may be and still be shown
_COVERAGE = 0.3  # what holding all of the question's words is worth, in cosine
_PASSAGE = 0.01  # what a step in the fused unit is worth
_CLAIM = 0.08  # what being only somebody's comment costs where a fact is asked for
_OF_COMMENTS = re.compile(
    r"\b(?:comments?|commenters?|commentators?|posters?)\b|댓글", re.IGNORECASE
)
_OWN_WORK = re.compile(r"(?:show|launch|ask|tell) (?:hn|gn)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a found passage; the span is in the document's stored text."""

    found: Found
    start: int
    end: int
    text: str


def candidates(found: Sequence[Found]) -> list[Sentence]:
    """The sentences of passages that could stand alone as a quote, in order of place."""
    return [s for f in found for s in _of_passage(f) if _can_stand_alone(s.text)]


def choose(question: str, given: Sequence[tuple[Sentence, Likeness]]) -> list[Statement]:
    """At most three statements in reading order: what is reported before what people say.

    Where a fact is asked for, what an article says goes before what a comment says, and what only
    people say is marked as claimed. None when the best sentences lack the kind of thing asked for.
    """
    of_people, scored = asks_people(question), _ranked(question, given)
    if not scored:
        return []
    least = scored[0][0] - _MARGIN
    wanted = asked_for.kind(question)
    near = [s for points, s in scored if points >= least and asked_for.holds(s.text, wanted)]
    groups = _merged(near)
    chosen = _in_reading_order(groups[:MOST_STATEMENTS])
    if of_people:
        return [_statement(group) for group in chosen]
    chosen = [sorted(group, key=_is_comment) for group in chosen]
    return [_labelled(group) for group in sorted(chosen, key=lambda group: _is_comment(group[0]))]


def all_stated(question: str, given: Sequence[tuple[Sentence, Likeness]]) -> list[Statement]:
    """Every sentence as a statement of its own, best first: for whoever looks for one that contradicts
    what was chosen.
    """
    of_people = asks_people(question)
    return [
        _statement([sentence]) if of_people else _labelled([sentence])
        for _, sentence in _ranked(question, given)
    ]


def asks_people(question: str) -> bool:
    """Whether what people say is what a question asks for, so that it is no mere claim."""
    return bool(_OF_COMMENTS.search(question)) or opinions_asked(question) is not None


def is_claim(document: Document) -> bool:
    """Whether a document is somebody's word on what is not their own doing: a comment, a retold one, or
    the text with which somebody posted another's article.
    """
    if document.voice is not Voice.POST:
        return document.voice in COMMENTS
    return document.about_url is not None and not _OWN_WORK.match(document.title)


def score(asked: frozenset[str], sentence: Sentence, likeness: Likeness) -> float:
    """How well a sentence answers: support of the question's tokens, its words, its passage's rank."""
    document = sentence.found.document
    held = asked & frozenset(terms(f"{document.title}\n{sentence.text}"))
    coverage = len(held) / max(len(asked), 1)
    closeness = (likeness.cosine + float(likeness.support.mean())) / 2
    return closeness + _COVERAGE * coverage + _PASSAGE * sentence.found.scores.fused


def _ranked(
    question: str, given: Sequence[tuple[Sentence, Likeness]]
) -> list[tuple[float, Sentence]]:
    asked, of_people = frozenset(content_terms(question)), asks_people(question)
    scored = [
        (_points(asked, s, likeness, of_people=of_people), s) for s, likeness in _told_once(given)
    ]
    return sorted(scored, key=lambda item: -item[0])


def _points(
    asked: frozenset[str], sentence: Sentence, likeness: Likeness, *, of_people: bool
) -> float:
    """The score, less for a comment where something else is asked for than what people say."""
    document = sentence.found.document
    of_author = bool(document.author) and frozenset(content_terms(document.author or "")) <= asked
    claims = _is_comment(sentence) and not of_people and not of_author
    return score(asked, sentence, likeness) - (_CLAIM if claims else 0.0)


def _is_comment(sentence: Sentence) -> bool:
    return sentence.found.document.voice in COMMENTS


def _told_once(
    given: Sequence[tuple[Sentence, Likeness]],
) -> Iterator[tuple[Sentence, Likeness]]:
    """Without retold comments of a discussion that is there in its own words."""
    documents = [sentence.found.document for sentence, _ in given]
    threads = {d.thread_url for d in documents if d.voice is Voice.COMMENT and d.thread_url}
    told = {canonical(url) for url in threads}
    for sentence, likeness in given:
        document = sentence.found.document
        retells = document.retells_url if document.voice is Voice.RELAY else None
        if retells is None or canonical(retells) not in told:
            yield sentence, likeness


def _of_passage(found: Found) -> Iterator[Sentence]:
    passage = found.passage
    for whole in sentences(passage.text, found.document.lang):
        start, end = bare(whole, passage.text)
        yield Sentence(
            found=found,
            start=passage.start + start,
            end=passage.start + end,
            text=passage.text[start:end],
        )


def _can_stand_alone(text: str) -> bool:
    return len(text) <= _LONGEST and len(content_terms(text)) >= _SHORTEST


def _merged(ordered: Sequence[Sentence]) -> list[list[Sentence]]:
    """Groups that say the same, each led by its best."""
    groups: list[tuple[frozenset[str], list[Sentence]]] = []
    for sentence in ordered:
        words = frozenset(terms(sentence.text))
        twin = next(
            (g for w, g in groups if _alike(words, w) and _agree(sentence.text, g[0].text)), None
        )
        if twin is None:
            groups.append((words, [sentence]))
        elif all(s.found.document.url != sentence.found.document.url for s in twin):
            twin.append(sentence)
    return [group for _, group in groups]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME * max(len(one | other), 1)


def _agree(one: str, other: str) -> bool:
    """Neither has a figure or name that the other lacks, nor denies what it says."""
    return not (support(one, other).reasons or support(other, one).reasons)


def _in_reading_order(groups: Sequence[list[Sentence]]) -> list[list[Sentence]]:
    """Documents by their best sentence; within a document as it is written."""
    first: dict[str, int] = {}
    for place, group in enumerate(groups):
        first.setdefault(group[0].found.document.id, place)
    return sorted(groups, key=lambda g: (first[g[0].found.document.id], g[0].start))


def _labelled(group: Sequence[Sentence]) -> Statement:
    """One that answers a question for a fact: claimed, where nobody but people says it."""
    claimed = all(is_claim(s.found.document) for s in group)
    return replace(_statement(group), claimed=claimed)


def _statement(group: Sequence[Sentence]) -> Statement:
    return Statement(
        text=group[0].text,
        citations=tuple(_citation(s) for s in group),
        verdict=Verdict(passed=False, reasons=("not checked",)),
    )


def _citation(sentence: Sentence) -> Citation:
    start = sentence.found.passage.start
    return citation(sentence.found, sentence.start - start, sentence.end - start)
