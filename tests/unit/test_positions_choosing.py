"""Which opinions are picked: of different people and minds, in their own words."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import pytest
from discussions import ENGLISH, KOREAN, comment, found, relay
from fakes import FakeEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grounding import check
from bot.positions.asking import Leaning
from bot.positions.choosing import MOST, Excerpt, choose, shortlist, statement
from bot.positions.leaning import leaning
from retrieval.text import as_given
from retrieval.types import Document, Voice

TOPIC = "Harbor editor free plan"
PIECES = st.sampled_from([
    *ENGLISH, *KOREAN, "Agreed.", "This is wrong.", "> quoted words of somebody else here\n", "What?", "\n", "\n\n", "https://x.example/y ",
    "I think e\u0301ditors are good because they help. ", "정말 그런가요? ", "    code = call()\n", "ㅋㅋㅋ ", "🎉 nice one for everybody here, because why not. ",
])  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=8).map(" ".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=300
)
SPEAKERS = st.tuples(TEXTS, st.sampled_from("abc"), st.sampled_from("xyz"), st.booleans())


def picked(documents: Sequence[Document], wanted: Leaning | None = None) -> list[Excerpt]:
    """What is chosen of documents, by vectors in which the same words are alike."""
    return asyncio.run(_picked(documents, wanted))


async def _picked(documents: Sequence[Document], wanted: Leaning | None) -> list[Excerpt]:
    embedder = FakeEmbedder()
    short = shortlist(found(*documents), wanted)
    vectors = await embedder.embed_passages([e.text for e in short])
    return choose(short, vectors, vectors @ await embedder.embed_question(TOPIC))


def spoken(of: tuple[str, str, str, bool], n: int) -> Document:
    text, author, branch, retold = of
    if retold:
        return relay(f"r{n}", as_given(text), branch=branch, author="neo")
    return comment(f"c{n}", as_given(text), author=author, branch=branch)


@given(said=st.lists(SPEAKERS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_verbatim(said: list[tuple[str, str, str, bool]]) -> None:
    """Every quote stands in its document to the letter, at the place it names, and passes its check."""
    documents = {d.id: d for d in (spoken(of, n) for n, of in enumerate(said))}
    chosen = picked(list(documents.values()))
    passages = {e.found.passage.id: e.found.passage for e in chosen}
    for made in map(statement, chosen):
        (cited,) = made.citations
        assert made.text == cited.quote
        assert documents[cited.document_id].text[cited.start : cited.end] == cited.quote
        assert check(made, passages).passed


@given(said=st.lists(SPEAKERS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_nobody_dominates(said: list[tuple[str, str, str, bool]]) -> None:
    """Nobody is quoted twice, no comment is, and who is retold has no name."""
    chosen = picked([spoken(of, n) for n, of in enumerate(said)])
    assert len(chosen) <= MOST
    citations = [c for e in chosen for c in statement(e).citations]
    named = Counter(c.author for c in citations if c.voice is Voice.COMMENT)
    assert set(named.values()) <= {1}
    assert len({c.document_id for c in citations}) == len(citations)
    assert all(c.author is None for c in citations if c.voice is Voice.RELAY)


def test_branches_first() -> None:
    """While other branches have something to say, none is quoted twice."""
    documents = [
        comment(str(n), text, branch="one" if n < 3 else str(n)) for n, text in enumerate(ENGLISH)
    ]
    branches = [e.found.document.branch for e in picked(documents)]
    several = len(set(branches))
    assert several >= 3
    assert len(set(branches[:several])) == several


@pytest.mark.parametrize(
    ("many", "few"),
    [
        ("The new price is terrible for team {} because nobody there can pay so much.",
         "Paying for a good editor makes sense because its makers have to live, I think."),
        ("우리 {} 팀은 새 가격이 너무 비싸서 실망했고 다른 편집기로 옮길 생각임",
         "좋은 편집기에 돈을 내는 것은 합리적이고 개발사에도 도움이 된다고 생각함"),
    ],
)  # fmt: skip
def test_minority(many: str, few: str) -> None:
    """One voice against many of the other mind has its place."""
    names = "red blue green white black amber violet silver golden copper".split()
    documents = [comment(str(n), many.format(name)) for n, name in enumerate(names)]
    documents.append(comment("few", few, depth=3))
    chosen = [e.text for e in picked(documents)]
    assert few in chosen
    assert len(chosen) > 1


def test_leaning_wanted() -> None:
    """Whoever asks for criticism gets no praise."""
    documents = [comment(str(n), text) for n, text in enumerate(ENGLISH)]
    chosen = picked(documents, Leaning.CRITICAL)
    assert [e.text for e in chosen]
    assert all(leaning(e.text) is Leaning.CRITICAL for e in chosen)


def test_same_opinion_once() -> None:
    """What several say in the same words is quoted once."""
    documents = [comment(str(n), ENGLISH[0]) for n in range(4)]
    assert len(picked([*documents, comment("x", ENGLISH[2])])) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Agreed.",
        "This is exactly what I have been saying about editors for years and years.",
        "It was bound to happen because nobody pays for editors any more these days.",
        "You are right about the price, and I would add that students suffer most.",
        "Does anybody know whether the old version can still be downloaded somewhere?",
        "> Small teams cannot pay the new price of this editor any more, they say.",
        "https://harbor.example/pricing/teams/and/students",
        "ㅋㅋㅋ 그럴 줄 알았음",
        "이건 정말 말도 안 되는 가격이라서 아무도 사지 않을 것 같다고 생각함",
        "동의함. 나도 그래서 다른 편집기로 옮겼고 지금은 아주 만족하면서 쓰고 있음",
        "혹시 예전 버전을 아직 내려받을 수 있는 곳을 아시는 분이 계신가요?",
        "+1",
        "",
    ],
)
def test_does_not_stand_alone(text: str) -> None:
    """What says nothing without the comments before it is not quoted."""
    assert picked([comment("a", text)]) == []


@pytest.mark.parametrize("text", [*ENGLISH, *KOREAN])
def test_stands_alone(text: str) -> None:
    """A reason that can be read by itself is quoted as it is."""
    assert [e.text for e in picked([comment("a", text)])] == [text]


def test_answer_to_a_quoted_line() -> None:
    """What answers a quoted line says something else without it."""
    said = "> Nobody pays for editors.\nMy whole company has been paying for editors for years now."
    assert picked([comment("a", said)]) == []


def test_substance_before_quips() -> None:
    """Of several comments, those that give reasons or tell of experience are picked."""
    quips = [
        "Another day, another price for another editor in another week of another year.",
        "Red editors, blue editors, green editors, white editors, all of them editors.",
    ]
    documents = [comment(f"q{n}", text) for n, text in enumerate(quips)]
    documents += [comment(f"c{n}", text) for n, text in enumerate(ENGLISH)]
    assert not set(quips) & {e.text for e in picked(documents)}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The new price is terrible.", Leaning.CRITICAL),
        ("The new price is not bad.", Leaning.FAVOURABLE),
        ("I love the debugger.", Leaning.FAVOURABLE),
        ("It never was a good editor.", Leaning.CRITICAL),
        ("The editor has a debugger.", None),
        ("새 가격이 너무 비싸고 실망스러움", Leaning.CRITICAL),
        ("가격이 나쁘지 않음", Leaning.FAVOURABLE),
        ("디버거가 정말 좋음", Leaning.FAVOURABLE),
        ("디버거가 좋지 않음", Leaning.CRITICAL),
        ("편집기에 디버거가 있음", None),
    ],
)
def test_leaning(text: str, side: Leaning | None) -> None:
    """Words for and against are told apart, also where they are denied."""
    assert leaning(text) is side
