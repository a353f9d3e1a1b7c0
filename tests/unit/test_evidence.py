"""How sure the evidence is."""

from dataclasses import replace

import numpy as np
import pytest
from examples import document
from hypothesis import given
from hypothesis import strategies as st

from bot.evidence import THRESHOLD, Signals, confidence, signals
from retrieval.passages import split
from retrieval.ports import Likeness
from retrieval.types import Found, Scores

QUESTION = "Who opened the harbour bridge?"
SHARES = st.floats(0, 1)
GIVEN = st.builds(
    Signals, least=st.floats(-1, 1), lexical=SHARES, covered=SHARES, length=st.floats(0, 7)
)


def likeness(*support: float) -> Likeness:
    return Likeness(cosine=0.9, support=np.array(support, np.float32))


def found(text: str, lexical: float | None = None) -> Found:
    of = document(text=text, title="")
    scores = Scores(dense=3.0, cosine=0.9, lexical=lexical, recency=0.0, fused=3.0)
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
