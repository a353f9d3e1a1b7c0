"""What holds of the checker for any text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.support import compared_with, support, undecided

WORDS = st.lists(
    st.sampled_from(
        "Acme Borel may said not more than if 5 million 12월 2일 루모는 벤토를 인수했다 없다 보다 라고 말했다 , . \" '".split()
    ),
    min_size=1,
    max_size=25,
).map(" ".join)
TEXTS = st.one_of(WORDS, st.text(max_size=200))


@given(document=TEXTS, claim=TEXTS)
@settings(deadline=None, max_examples=150)
def test_never_raises(document: str, claim: str):
    """Any two texts give a verdict, and those undecided have no accepted one."""
    found = support(document, claim)
    assert found.accepted <= (not found.reasons)
    if undecided(document, claim) and len(compared_with(document)) == 1:
        assert not found.accepted


@given(claim=WORDS)
@settings(deadline=None)
def test_own_sentence(claim: str):
    """A document supports itself as soon as it has a telling word."""
    found = support(claim, claim)
    assert found.accepted or found.score == 0


@given(document=TEXTS, claim=st.text(" \n\t.,!?", max_size=20))
@settings(deadline=None)
def test_empty(document: str, claim: str):
    """A claim without words is never accepted."""
    assert not support(f"{document}\n{claim}", claim).accepted


@pytest.mark.parametrize(
    "sentence",
    [
        "Kim said that Acme may not buy more than 5 of Borel's 12 plants in May 2021, if it can. ",
        "김 대표는 루모가 벤토보다 5억 달러 이상 더 벌 수 있다고 말했지만 공장은 아니라고 했다. ",
    ],
)
def test_long(sentence: str):
    """A claim of ten kilobytes costs no minutes."""
    claim = sentence * (10_000 // len(sentence.encode()))
    started = time.process_time()
    support(sentence * 2, claim)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "unit",
    [
        "nova said, ",
        "Nova said that Kim said, ",
        "노바는 그렇다고 말했다고 ",
        "노바는 했고, ",
        "not ",
    ],
)
def test_said_and_said(unit: str):
    """Nor does one that says who says it over and over, in one sentence or in many."""
    whole = unit * (10_000 // len(unit))
    many = f"{unit * (500 // len(unit))}. " * 20
    assert max(_seconds(whole, f"{whole} x"), _seconds(many, f"{many} x")) < 5
    assert _seconds(many, many[:1900]) < 5


def _seconds(document: str, claim: str) -> float:
    started = time.process_time()
    support(document, claim)
    return time.process_time() - started


@pytest.mark.parametrize(
    ("quotes", "statement"),
    [
        (
            (
                "Acme sold 3 million phones in March 2021, more than Borel did, Kim said on Monday.\n"
                "However, the council of Turin has not agreed to its plan for a plant in the harbour."
            ),
            "Kim said on Monday that Acme sold 3 million phones in March 2021, more than Borel did.",
        ),
        (
            (
                "루모는 2021년 3월에 전화기 300만 대를 팔았다고 김 대표가 말했다.\n"
                "그러나 토리노 시의회는 항구에 공장을 짓는 계획에 아직 동의하지 않았다."
            ),
            "김 대표는 루모가 2021년 3월에 전화기 3,000,000대를 팔았다고 밝혔다.",
        ),
    ],
)
def test_cheap(quotes: str, statement: str):
    """Eight statements with two sentences each do not cost many times what `make bench-writing` measures."""
    assert min(_cost(quotes, statement) for _ in range(5)) < 0.3


def _cost(quotes: str, statement: str) -> float:
    started = time.process_time()
    for _ in range(8):
        support(quotes, statement)
    return time.process_time() - started
