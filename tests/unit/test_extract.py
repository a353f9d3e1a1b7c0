"""Which sentences are quoted, and which are said to say the same."""

from collections.abc import Sequence

import numpy as np
import pytest
from examples import document
from hypothesis import given
from hypothesis import strategies as st

from bot.extract import MOST_STATEMENTS, all_stated, candidates, choose
from bot.grounding import check
from bot.types import Statement
from retrieval.passages import split
from retrieval.ports import Likeness
from retrieval.text import as_given
from retrieval.types import Document, Found, Scores, Voice

QUESTION = "What did the company say about its assistant?"
SAID = "The company said on Monday that its assistant grew to 450 million monthly users in October, its best quarter."
PIECES = st.sampled_from([
    "Apple sold 3.5 million phones. ", "정말 그렇게 말했나요? ", "구글은 4.5억 명이라고 밝혔다. ", '"Not for sale." she said. ',
    "Dr. Kim agreed", "\n", "\n\n", "- item one of three\n", "🎉 party time ", "v2.1 came out. ", " \u2009 ",
    "긴 문장이 이어진다 " * 60, "(see U.S. law). ", "e\u0301te\u0301 came late. ",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=300
)


def found(of: Document) -> list[Found]:
    scores = Scores(dense=3.0, cosine=0.9, lexical=0.3, recency=0.0, fused=6.0)
    return [
        Found(passage=p, document=of, source_name="Paper", scores=scores) for p in split(of, 200)
    ]


def chosen(
    of: Sequence[Document], closeness: Sequence[float] = (0.9,), question: str = QUESTION
) -> list[Statement]:
    """Statements from documents whose sentences are so close to the question, in turn."""
    sentences = candidates([f for each in of for f in found(each)])
    near = [closeness[i % len(closeness)] for i in range(len(sentences))]
    alike = [Likeness(cosine=c, support=np.full(4, c, np.float32)) for c in near]
    return choose(question, list(zip(sentences, alike, strict=True)))


@given(
    texts=st.lists(TEXTS, min_size=1, max_size=3), closeness=st.lists(st.floats(0.8, 1), min_size=1)
)
def test_verbatim(texts: list[str], closeness: list[float]) -> None:
    """Every statement stands in its document to the letter, at the place it names, and passes its check."""
    documents = {f"d{n}": document(f"d{n}", as_given(text)) for n, text in enumerate(texts)}
    passages = {f.passage.id: f.passage for d in documents.values() for f in found(d)}
    statements = chosen(list(documents.values()), closeness)
    assert len(statements) <= MOST_STATEMENTS
    for statement in statements:
        assert check(statement, passages).passed
        for c in statement.citations:
            assert documents[c.document_id].text[c.start : c.end] == c.quote


@given(text=TEXTS)
def test_no_sentence_twice(text: str) -> None:
    """No place is quoted twice."""
    places = [
        (c.start, c.end) for s in chosen([document(text=as_given(text))]) for c in s.citations
    ]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    "other",
    [
        SAID.replace("said on Monday", "said Monday"),
        SAID.replace("450 million", "450M"),
        SAID.replace(".", "!"),
    ],
)
def test_same_thing(other: str) -> None:
    """One thing said in two places is one statement with two citations."""
    (statement,) = chosen([document("a", SAID), document("b", other)])
    assert [c.document_id for c in statement.citations] == ["a", "b"]


@pytest.mark.parametrize(
    "other",
    [
        SAID.replace("450", "650"),
        SAID.replace("450 million", "450 billion"),
        SAID.replace("October", "November"),
        SAID.replace("grew", "did not grow"),
    ],
)
def test_contradiction(other: str) -> None:
    """What differs in a figure, a date or a denial is never cited for the other: both are shown."""
    statements = chosen([document("a", SAID), document("b", other)])
    assert [(s.text, len(s.citations)) for s in statements] == [(SAID, 1), (other, 1)]


def test_reading_order() -> None:
    """Sentences of one document come as they are written, whichever fits best."""
    text = "Seoul opened a school. Busan opened a harbour. Daegu opened a library."
    statements = chosen([document(text=text)], closeness=(0.9, 0.92, 0.94))
    assert " ".join(s.text for s in statements) == text


def test_far_behind() -> None:
    """A sentence far behind the best is left out."""
    text = "Seoul opened a school. Busan opened a harbour."
    assert [s.text for s in chosen([document(text=text)], closeness=(0.9, 0.6))] == [
        "Seoul opened a school."
    ]


@pytest.mark.parametrize("text", ["Yes.", "word " * 200, "The.", "정"])
def test_no_sentence_to_stand_alone(text: str) -> None:
    """What is too short to say anything, or too long to be one sentence, is no quote."""
    assert chosen([document(text=text)]) == []


def test_nothing_given() -> None:
    """Of nothing, nothing is chosen."""
    assert choose(QUESTION, []) == []


SAYS = "The company said its assistant has many users in Seoul."
CLAIMS = "The company assistant was sold to a bank for nothing."
THREAD = "https://news.ycombinator.com/item?id=7"


def comment(id: str, text: str, **given: object) -> Document:
    values = {"voice": Voice.COMMENT, "author": "jdoe", "thread_url": THREAD, **given}
    return document(id, text, url=f"{THREAD}#{id}", **values)


def relay(id: str, text: str) -> Document:
    return comment(id, text, voice=Voice.RELAY, author=None, thread_url=None, retells_url=THREAD)


@pytest.mark.parametrize("voice", [Voice.COMMENT, Voice.RELAY])
@pytest.mark.parametrize("reporting", [Voice.ARTICLE, Voice.SUMMARY])
def test_article_before_comment(voice: Voice, reporting: Voice) -> None:
    """For a fact, what is reported stands alone where a comment is no better."""
    both = [comment("c", CLAIMS, voice=voice), document("a", SAYS, voice=reporting)]
    assert [(s.text, s.claimed) for s in chosen(both, (0.91, 0.9))] == [(SAYS, False)]


def test_better_comment() -> None:
    """A comment that answers clearly better is quoted, as somebody's claim."""
    both = [comment("c", CLAIMS), document("a", SAYS)]
    assert [(s.text, s.claimed) for s in chosen(both, (0.99, 0.8))] == [(CLAIMS, True)]


@pytest.mark.parametrize(
    ("given", "claimed"),
    [
        ({"voice": Voice.COMMENT}, True),
        ({"voice": Voice.RELAY, "author": None}, True),
        ({"voice": Voice.POST, "about_url": "https://paper.example/a"}, True),
        ({"voice": Voice.POST, "about_url": None}, False),
        (
            {"voice": Voice.POST, "about_url": "https://x.example", "title": "Show HN: My tool"},
            False,
        ),
        ({"voice": Voice.SUMMARY}, False),
        ({"voice": Voice.ARTICLE}, False),
    ],
)
def test_claimed(given: dict[str, object], claimed: bool) -> None:  # noqa: FBT001 - a value of the table
    """What only people say is claimed, but for what somebody posts of their own."""
    (statement,) = chosen([document("a", SAYS, **given)])
    assert statement.claimed is claimed


def test_confirmed_by_an_article() -> None:
    """What an article says as well is no mere claim, and is quoted from the article."""
    (statement,) = chosen([comment("c", SAID), document("a", SAID.replace(".", "!"))], (0.99, 0.85))
    assert not statement.claimed
    assert [c.voice for c in statement.citations] == [Voice.ARTICLE, Voice.COMMENT]


@pytest.mark.parametrize(
    "question",
    [
        "What did commenters say about the assistant?",
        "What do people think of the assistant?",
        "비서에 대한 반응이 어때?",
        "댓글에서는 비서가 팔렸다고 하나요?",
    ],
)
def test_people_asked(question: str) -> None:
    """Whoever asks what people say gets that, and nothing of it is called a claim."""
    statements = chosen([comment("c", CLAIMS), document("a", SAYS)], (0.95, 0.95), question)
    assert {s.text: s.claimed for s in statements} == {CLAIMS: False, SAYS: False}


def test_author_asked() -> None:
    """Whoever asks what somebody said is not told what an article says instead."""
    both = [comment("c", CLAIMS), document("a", SAYS)]
    statements = chosen(both, (0.92, 0.9), "What did jdoe say?")
    assert CLAIMS in [s.text for s in statements]


def test_retold_once() -> None:
    """A retold comment is left out beside the thread it is from."""
    both = [relay("r", CLAIMS), comment("c", SAYS)]
    assert [s.text for s in chosen(both, (0.95, 0.95))] == [SAYS]
    assert [s.text for s in chosen(both[:1])] == [CLAIMS]


def test_all_stated() -> None:
    """Every sentence is there to be compared, best first, and what only people say is marked."""
    of = [comment("c", CLAIMS), document("a", f"{SAYS} It rained in Busan for a whole week.")]
    given_ = candidates([f for each in of for f in found(each)])
    alike = [Likeness(cosine=c, support=np.full(4, c, np.float32)) for c in (0.99, 0.8, 0.7)]
    stated = all_stated(QUESTION, list(zip(given_, alike, strict=True)))
    assert [(s.text, s.claimed) for s in stated] == [
        (CLAIMS, True),
        (SAYS, False),
        ("It rained in Busan for a whole week.", False),
    ]
