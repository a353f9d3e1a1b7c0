"""The generator of contrast pairs: deterministic, and each pair differs as it says."""

import pytest
from evals import contrast, contrast_english, contrast_korean

ENGLISH = [
    (
        "Acme sold 3 million phones in March 2021, more than Borel did. Kim said that the plant in "
        "Lyon was closed on Monday after 12 hours. However, the council of Turin has not agreed yet."
    ),
] * 3
KOREAN = [
    (
        "루모는 2021년 3월에 전화기 300만 대를 팔았다. 김 대표는 리옹 공장이 12시간 만에 닫혔다고 말했다. "
        "그러나 토리노 시의회는 아직 그 계획에 동의하지 않았다고 한다."
    ),
] * 3


@pytest.mark.parametrize(("lang", "texts"), [("en", ENGLISH), ("ko", KOREAN)])
def test_same(lang: str, texts: list[str]):
    """The same texts give the same pairs."""
    pairs = contrast.contrasts(texts, lang, 3)
    assert pairs
    assert pairs == contrast.contrasts(texts, lang, 3)


@pytest.mark.parametrize(("lang", "texts"), [("en", ENGLISH), ("ko", KOREAN)])
def test_pairs(lang: str, texts: list[str]):
    """A changed claim is none of the document's sentences, an unreworded one is."""
    for pair in contrast.contrasts(texts, lang, 5):
        sentences = pair.document.split("\n")
        if pair.supported:
            assert (pair.claim in sentences) == (not pair.rewording)
        else:
            assert pair.claim not in sentences


@pytest.mark.parametrize(
    ("how", "text", "other"),
    [
        ("number format", "It cost $5 million.", "It cost 5 million dollars."),
        ("date format", "It began on May 3, 2021.", "It began on 3 May 2021."),
        ("speaker first", "The plant is shut, Kim said.", "Kim said that the plant is shut."),
        ("contraction", "It did not begin.", "It didn't begin."),
    ],
)
def test_english(how: str, text: str, other: str):
    """A rewording says the same."""
    assert contrast_english.REWORDINGS[how](text) == other


@pytest.mark.parametrize(
    ("how", "text", "other"),
    [
        ("number format", "5만 명이 왔다.", "50,000 명이 왔다."),
        ("date format", "2021년 3월 5일 시작했다.", "2021-03-05 시작했다."),
        ("style", "공장을 닫았다.", "공장을 닫았습니다."),
        ("connective left out", "그러나 공장은 닫혔다.", "공장은 닫혔다."),
    ],
)
def test_korean(how: str, text: str, other: str):
    """A rewording says the same."""
    assert contrast_korean.REWORDINGS[how](text) == other
