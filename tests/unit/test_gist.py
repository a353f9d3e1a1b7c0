"""Questions for what a text says as a whole."""

import pytest
from examples import document

from bot.gist import asks_gist, lead
from retrieval.passages import split
from retrieval.types import Document, Found, Scores, Voice

NOTHING = Scores(dense=0.0, cosine=0.0, lexical=None, recency=0.0, fused=0.0)


def found(*documents: Document) -> list[Found]:
    return [
        Found(passage=p, document=d, source_name="S", scores=NOTHING)
        for d in documents
        for p in split(d)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "", "?", "Summarize this", "summarise the article please", "What does it say?", "What is this about?", "tl;dr",
        "Give me the main points", "요약해줘", "이 글 요약해 줘", "무슨 내용이야?", "이 기사 뭐라는 거야?", "핵심만 정리해줘",
    ],
)  # fmt: skip
def test_asks_for_all(text: str) -> None:
    """Nothing particular is asked for."""
    assert asks_gist(text)


@pytest.mark.parametrize(
    "text",
    [
        "How much does the phone cost?", "What does it say about battery life?", "When was Acme founded?", "가격이 얼마야?",
        "이 글에서 배터리는 몇 시간 간대?", "누가 인수했어?", "Explain the pricing of Acme Cloud",
    ],
)  # fmt: skip
def test_asks_for_something(text: str) -> None:
    """Something particular is asked for."""
    assert not asks_gist(text)


def test_lead_is_how_the_article_begins() -> None:
    """The first sentences of the article, in their order, not those of people."""
    said = document("c", "I like the phone a lot.", voice=Voice.COMMENT)
    article = document(
        "a", "Acme sells a phone. It costs 900 dollars. It ships in June. It is sold in May."
    )
    statements = lead(found(said, article))
    assert [s.text for s in statements] == [
        "Acme sells a phone.",
        "It costs 900 dollars.",
        "It ships in June.",
    ]


def test_no_lead_among_people() -> None:
    """Where only people talk, nothing says what the text says."""
    assert lead(found(document("c", "I like the phone a lot.", voice=Voice.COMMENT))) == []


def test_a_title_is_no_lead() -> None:
    """A link without a text of its own says nothing."""
    post = document("p", "Acme sells a phone", title="Acme sells a phone", voice=Voice.POST)
    assert lead(found(post)) == []
