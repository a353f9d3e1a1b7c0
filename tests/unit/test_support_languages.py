"""A claim in another language than its quotes: only with what the embedding model saw, and checked."""

import numpy as np
import pytest

from bot.support import compared_with, support, undecided
from bot.support.meaning import Meaning
from retrieval.ports import Likeness

QUOTE = "Google paid $450 million to Samsung on 2 December. The weather was fine."
TRUE = "구글은 12월 2일 삼성에 4.5억 달러를 지급했다."
FALSE = [
    "구글은 12월 2일 삼성에 5억 달러를 지급했다.",
    "구글은 12월 3일 삼성에 4.5억 달러를 지급했다.",
    "애플은 12월 2일 삼성에 4.5억 달러를 지급했다.",
    "구글은 12월 2일 삼성에 4.5억 유로를 지급했다.",
    "구글은 12월 2일 삼성에 4.5억 달러를 지급하지 않았다.",
    "삼성은 12월 2일 구글에게 4.5억 달러를 지급했다.",
    "구글은 12월 2일 삼성에 4.5억 달러 이상을 지급했다.",
]
HEDGED = [
    ("Google may buy the start-up.", "구글은 그 스타트업을 인수했다."),
    ("Kim said the engine is quiet.", "엔진이 조용하다."),
    ("구글은 그 회사를 인수할 수 있다.", "Google bought the company."),
    ("구글은 그 회사를 인수했다고 밝혔다.", "The company was bought by Google."),
]


def _likeness(*values: float) -> Likeness:
    return Likeness(cosine=0.9, support=np.array(values, dtype=np.float32))


def _close(document: str, value: float = 0.9) -> Meaning:
    return Meaning(likeness=tuple(_likeness(value, value) for _ in compared_with(document)))


def test_close():
    """A claim that is near in meaning and keeps figures, names and direction is accepted."""
    assert support(QUOTE, TRUE, _close(QUOTE)).accepted


def test_without_meaning():
    """Words of two languages cannot be compared."""
    found = support(QUOTE, TRUE)
    assert not found.accepted
    assert found.reasons == ("in another language than the source",)
    assert undecided(QUOTE, TRUE)


@pytest.mark.parametrize("claim", FALSE)
def test_changed(claim: str):
    """Nearness in meaning excuses no changed figure, unit, date, name, denial or direction."""
    assert not support(QUOTE, claim, _close(QUOTE)).accepted


@pytest.mark.parametrize(("document", "claim"), HEDGED)
def test_surer(document: str, claim: str):
    """Nor a hedge or speaker left out."""
    assert not support(document, claim, _close(document)).accepted
    assert not undecided(document, claim)


def test_far():
    """Without nearness in meaning, right figures are not enough."""
    found = support(QUOTE, TRUE, _close(QUOTE, 0.8))
    assert not found.accepted
    assert "no sentence of the source" in found.reasons[0]


def test_one_word_far():
    """One part of the claim that no token of the sentence is near to is one too many."""
    support_of = _likeness(*[0.95] * 6, 0.6, 0.6)
    meaning = Meaning(likeness=tuple(support_of for _ in compared_with(QUOTE)))
    assert not support(QUOTE, TRUE, meaning).accepted


def test_other_document():
    """A meaning of other sentences counts as none."""
    assert not support(QUOTE, TRUE, Meaning(likeness=(_likeness(0.9),))).accepted


def test_several_sentences():
    """Of several sentences in another language, it could not be told which is meant."""
    assert not support(QUOTE, f"{TRUE} 날씨는 좋았다.", _close(QUOTE)).accepted


def test_same_language():
    """Where words can be compared they decide, whatever the model sees."""
    claim = "Google paid a lavish $450 million to Samsung on 2 December."
    assert not undecided(QUOTE, claim)
    assert not support(QUOTE, claim, _close(QUOTE, 0.99)).accepted


@pytest.mark.parametrize("claim", ["", "...", "5"])
def test_trivial(claim: str):
    """Nothing said is nothing supported, however near."""
    assert not support(QUOTE, claim, _close(QUOTE, 0.99)).accepted
