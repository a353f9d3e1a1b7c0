"""How sure the evidence is."""

from dataclasses import replace

import numpy as np
import pytest
from examples import document
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence import (
    THRESHOLD,
    Signals,
    SignalsAcross,
    across,
    confidence,
    confidence_across,
    signals,
    signals_across,
    sure,
)
from retrieval.passages import split
from retrieval.ports import Likeness
from retrieval.types import Found, Scores

QUESTION = "Who opened the harbour bridge?"
SHARES = st.floats(0, 1)
GIVEN = st.builds(
    Signals, least=st.floats(-1, 1), lexical=SHARES, covered=SHARES, length=st.floats(0, 7)
)
GIVEN_ACROSS = st.builds(SignalsAcross, low=st.floats(-1, 1), cosine=st.floats(-1, 1))
ENGLISH = "The mayor opened the bridge in the harbour on a Sunday."
KOREAN = "시장이 일요일에 항구 다리를 열었다."
NEAR = (0.93, 0.9, 0.92, 0.91)  # support as a sentence that answers gives it


def likeness(*support: float) -> Likeness:
    return Likeness(cosine=0.9, support=np.array(support, np.float32))


def found(
    text: str, lexical: float | None = None, *, lang: str | None = None, cosine: float = 0.9
) -> Found:
    of = document(text=text, title="", lang=lang)
    scores = Scores(dense=3.0, cosine=cosine, lexical=lexical, recency=0.0, fused=3.0)
    return Found(passage=split(of)[0], document=of, source_name="Paper", scores=scores)


@given(GIVEN)
def test_between_none_and_all(given_: Signals) -> None:
    """Confidence is a likelihood."""
    assert 0 <= confidence(given_) <= 1


@given(GIVEN, st.sampled_from(["least", "lexical", "covered"]), SHARES)
def test_more_is_not_less(given_: Signals, name: str, more: float) -> None:
    """More of anything that speaks for an answer never lowers the confidence."""
    raised = replace(given_, **{name: getattr(given_, name) + more})
    assert confidence(raised) >= confidence(given_)


@given(GIVEN)
def test_a_token_without_support(given_: Signals) -> None:
    """Where a token of the question has no support at all, nothing else makes up for it."""
    assert confidence(replace(given_, least=0.0, length=4.0)) < THRESHOLD


def test_nothing_read() -> None:
    """Without a sentence there is no evidence."""
    assert signals(QUESTION, [], []) is None
    assert signals(QUESTION, [[]], [found("Text.")]) is None
    assert confidence(None) == 0


def test_sentences_of_a_passage_support_together() -> None:
    """A token is supported by any sentence of one passage, not by sentences of two."""
    one, other = likeness(0.9, 0.2), likeness(0.3, 0.8)
    together = signals(QUESTION, [[one, other]], [])
    apart = signals(QUESTION, [[one], [other]], [])
    assert together is not None
    assert apart is not None
    assert together.least == pytest.approx(0.8)
    assert apart.least == pytest.approx(0.3)


def test_words() -> None:
    """Words that a passage or its title holds are counted by the question's, stop words aside."""
    told = signals(
        QUESTION,
        [[likeness(0.5)]],
        [found("The mayor opened a harbour.", 0.4), found("A bridge."), found("Bread.", 0.1)],
    )
    assert told is not None
    assert told.covered == pytest.approx(2 / 3)
    assert told.lexical == pytest.approx(0.4)


@given(GIVEN_ACROSS, st.sampled_from(["low", "cosine"]), SHARES)
def test_more_is_not_less_across(given_: SignalsAcross, name: str, more: float) -> None:
    """In another language, too, more never lowers the confidence, which is a likelihood."""
    raised = replace(given_, **{name: getattr(given_, name) + more})
    assert 0 <= confidence_across(given_) <= confidence_across(raised) <= 1


@pytest.mark.parametrize(
    ("question", "text"), [(QUESTION, KOREAN), ("항구 다리를 누가 열었나요?", ENGLISH)]
)
def test_another_language(question: str, text: str) -> None:
    """What answers well in another language is enough, though it shares no word with the question."""
    passage = found(text)
    read = {passage.passage.id: [likeness(*NEAR)]}
    assert confidence(signals(question, list(read.values()), [passage])) < THRESHOLD
    assert sure(question, read, [passage]) >= THRESHOLD


def test_another_language_off_the_subject() -> None:
    """What hardly bears on the question is not enough in another language either."""
    passage = found(KOREAN, cosine=0.78)
    assert sure(QUESTION, {passage.passage.id: [likeness(0.8, 0.6, 0.7)]}, [passage]) < THRESHOLD


def test_own_language() -> None:
    """Where question and passages are in one language, words count as ever and nothing else does."""
    passages = [found(ENGLISH, 0.2), found("Bread is baked in the night by the baker.")]
    read = {p.passage.id: [likeness(*NEAR)] for p in passages}
    told = signals(QUESTION, list(read.values()), passages)
    assert sure(QUESTION, read, passages) == confidence(told)


def test_either_language() -> None:
    """Passages in the question's language do not lower what those in another one say."""
    far, own = found(KOREAN), found("Bread is baked in the night by the baker.")
    read_far, read_own = [likeness(*NEAR)], [likeness(0.7, 0.6, 0.7, 0.7)]
    alone = sure(QUESTION, {far.passage.id: read_far}, [far])
    both = {own.passage.id: read_own, far.passage.id: read_far}
    assert sure(QUESTION, both, [own, far]) >= alone


def test_only_foreign_sentences_speak_for_foreign_passages() -> None:
    """Support from a passage in the question's language is not taken for a foreign passage's."""
    far, own = found(KOREAN, cosine=0.9), found(ENGLISH)
    read = {far.passage.id: [likeness(0.5, 0.5)], own.passage.id: [likeness(0.99, 0.99)]}
    foreign = confidence_across(signals_across([read[far.passage.id]], [far]))
    told = confidence(signals(QUESTION, list(read.values()), [far, own]))
    assert sure(QUESTION, read, [far, own]) == max(foreign, told)


def test_which_are_foreign() -> None:
    """A passage's language is what its document says, or else what its text shows."""
    said, shown, own = found(ENGLISH, lang="ko"), found(KOREAN), found(ENGLISH)
    assert across(QUESTION, [said, shown, own]) == [said, shown]


def test_no_language() -> None:
    """Names alone, in Latin script, are foreign to Korean texts and Korean questions, not to English."""
    names, korean, english = found("Zephyr 3.2"), found(KOREAN), found(ENGLISH)
    assert across("CVE-2026-1234", [names, korean, english]) == [korean]
    assert across(QUESTION, [names, korean, english]) == [korean]
    assert across("항구 다리를 누가 열었나요?", [names, korean, english]) == [names, english]


def test_an_odd_token_in_another_language() -> None:
    """One token of many that has no counterpart in the other language hardly lowers the support."""
    told = signals_across([[likeness(*[0.9] * 19, 0.1)]], [found(KOREAN)])
    assert told is not None
    assert told.low == pytest.approx(0.9)


def test_nothing_read_in_another_language() -> None:
    """Without a sentence there is no evidence in another language either."""
    assert signals_across([], []) is None
    assert confidence_across(None) == 0
    assert sure(QUESTION, {}, [found(KOREAN)]) == 0
