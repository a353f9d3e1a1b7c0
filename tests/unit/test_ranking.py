"""Fusion and order."""

from dataclasses import replace
from datetime import timedelta

from examples import NOW, document
from hypothesis import given
from hypothesis import strategies as st

from retrieval.passages import split
from retrieval.ranking import Recency, fuse, rank
from retrieval.types import Document, Found, Hit, Scores

SHARES = st.floats(0, 1)
STRENGTHS = st.floats(-3, 12)
NONE = Recency(weight=0)


def hit(id: str, score: float) -> Hit:
    return Hit(passage_id=id, score=score, raw=score)


def found(of: Document, fused: float = 5.0) -> Found:
    scores = Scores(dense=fused, cosine=0.9, lexical=0.0, recency=0.0, fused=fused)
    return Found(passage=split(of)[0], document=of, source_name="Paper", scores=scores)


@given(STRENGTHS, STRENGTHS, SHARES)
def test_nearer_is_better(one: float, other: float, share: float) -> None:
    """With the same words, the nearer passage is ranked first."""
    scores = fuse([hit("a", one), hit("b", other)], [hit("a", share), hit("b", share)])
    assert scores["a"].fused >= scores["b"].fused or one < other


@given(STRENGTHS, SHARES, SHARES)
def test_more_words_are_better(near: float, one: float, other: float) -> None:
    """As near, the passage with more of the words is ranked first."""
    scores = fuse([hit("a", near), hit("b", near)], [hit("a", one), hit("b", other)])
    assert scores["a"].fused >= scores["b"].fused or one < other


def test_only_by_words() -> None:
    """What only the words found is taken to be as near as the last that was near."""
    scores = fuse([hit("a", 4.0), hit("b", 2.0)], [hit("c", 0.5)])
    assert scores["c"].dense is None
    assert scores["c"].fused > scores["b"].fused


def test_silent_index() -> None:
    """An index that finds nothing leaves the other's order."""
    hits = [hit("a", 3.0), hit("b", 2.0)]
    assert list(fuse(hits, [])) == ["a", "b"]
    assert list(fuse([], hits)) == ["a", "b"]
    assert fuse([], []) == {}


def test_recency() -> None:
    """Of two alike, the newer is first; undated is as if old; without weight dates do not matter."""
    new = found(document("new", text="New words here.", published=NOW))
    old = found(document("old", text="Old words there.", published=NOW - timedelta(days=300)))
    undated = found(document("undated", text="No date on this.", published=None))
    order = [f.document.id for f in rank([undated, old, new], NOW, Recency())]
    assert order[0] == "new"
    assert rank([old], NOW, Recency())[0].scores.recency > 0
    assert rank([undated], NOW, Recency())[0].scores.recency == 0
    assert {f.scores.recency for f in rank([new, old], NOW, NONE)} == {0.0}


def test_near_copies() -> None:
    """Of near copies the best stays and names the others' addresses."""
    text = "Apple announced a cheaper phone with a better camera and a new chip on Monday."
    best = found(document("best", text=text), 6.0)
    copy = found(document("copy", text=text + " Really."), 5.0)
    other = found(document("other", text="Something else was said about bread."), 4.0)
    kept = rank([other, copy, best], NOW, NONE)
    assert [f.document.id for f in kept] == ["best", "other"]
    assert [t.document for t in kept[0].twins] == [copy.document]


def test_versions_of_a_number() -> None:
    """Copies but for a number are two reports, and both stay."""
    text = (
        "The company said that its assistant grew to 450 million monthly users, its best quarter."
    )
    old, new = document("old", text=text), document("new", text=text.replace("450", "650"))
    kept = rank([found(old, 6.0), found(new, 5.0)], NOW, NONE)
    assert [f.document.id for f in kept] == ["old", "new"]


def test_stable() -> None:
    """The same findings come in the same order, however they arrive."""
    items = [found(document(f"d{n}", text=f"Text number {n} speaks of {n * 7}.")) for n in range(5)]
    once = [f.passage.id for f in rank(items, NOW, NONE)]
    assert [f.passage.id for f in rank(items[::-1], NOW, NONE)] == once
    assert rank([replace(items[0])], NOW, NONE)[0] == items[0]
