"""What kind of thing a question asks for."""

import pytest

from bot.asked import Kind, holds, kind


@pytest.mark.parametrize(
    "question",
    [
        "How many gigawatts did Acme contract?",
        "What does the Acme plan cost?",
        "What is the price of the phone?",
        "경보 체계는 몇 단계야?",
        "전력 계약은 몇 GW 규모야?",
        "가격이 얼마야?",
    ],
)
def test_amounts(question: str) -> None:
    """A number is asked for."""
    assert kind(question) is Kind.AMOUNT


@pytest.mark.parametrize("question", ["When did Acme open?", "언제 출시됐어?"])
def test_times(question: str) -> None:
    """A time is asked for."""
    assert kind(question) is Kind.TIME


@pytest.mark.parametrize(
    "question", ["Who runs Acme?", "누가 인수했어?", "몇몇 회사가 반대한 이유는?"]
)
def test_nothing_that_a_form_tells(question: str) -> None:
    """The form of a question tells no kind."""
    assert kind(question) is None


def test_holds() -> None:
    """A sentence without a number does not say how many."""
    assert holds("3단계 경보 체계를 쓴다.", Kind.AMOUNT)
    assert not holds("경보 체계를 쓴다.", Kind.AMOUNT)
