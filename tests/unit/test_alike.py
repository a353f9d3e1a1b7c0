"""Which questions are counted as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.memory.alike import alike, counted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Who bought Acme?", "  who BOUGHT\n\u201cacme\u201d!!"),
        ("애플이 뭘 발표했나요?", "애플이 뭘 발표 했나요"),
        ("GPT-4 가격", "gpt 4가격?"),
        ("ＡＩ란？", "AI란?"),
        ("café", "cafe\u0301"),
        ("Straße", "STRASSE"),
    ],
)
def test_alike(one: str, other: str) -> None:
    """Case, marks, white space, wide letters and composed ones make no difference."""
    assert alike(one) == alike(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C#", "C"),
        ("C++", "C"),
        ("iOS 3.5", "iOS 35"),
        ("Is it $5?", "Is it 5?"),
        ("now here", "nowhere"),
        ("👍", "👎"),
    ],
)
def test_not_alike(one: str, other: str) -> None:
    """What tells two things apart is not taken out."""
    assert alike(one) != alike(other)


def test_most_frequent_first() -> None:
    """By the first text of each kind; what has no letter, number or symbol is none."""
    texts = ["b", "A?", "...", "a", "", "c"]
    assert counted(texts, 2) == [("A?", 2), ("b", 1)]


@given(st.text())
def test_any_text(text: str) -> None:
    """Has a form on one line, the same with marks and white space around it."""
    form = alike(text)
    assert form == " ".join(form.split())
    assert form == alike(f"“{text}”…") == alike(f" {text}\n")
