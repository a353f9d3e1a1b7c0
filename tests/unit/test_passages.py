"""Passages follow sentences, keep exact places, and lose nothing."""

from itertools import pairwise

from examples import NOW, document
from hypothesis import given
from hypothesis import strategies as st

from retrieval.passages import embedded_text, key, sentences, split, weight

PIECES = st.sampled_from(
    ["Apple sold 3.5 million phones. ", "정말인가요? ", "구글은 4.5억 명이라고 밝혔다. ", '"Yes!" he said. ', "Dr. Kim agreed",
     "\n", "\n\n", "- item one\n", "🎉 ", "v2.1 ", "  ", "긴 문장 " * 80, "(see U.S. law). "]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=400)


@given(TEXTS)
def test_exact_places(text: str) -> None:
    """A passage is the slice of the text that its offsets name."""
    for passage in split(document(text=text)):
        assert text[passage.start : passage.end] == passage.text


@given(TEXTS)
def test_nothing_lost_nothing_twice(text: str) -> None:
    """Every character that is not white space is in exactly one passage."""
    passages = split(document(text=text))
    covered = "".join(p.text for p in passages)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(passages))


@given(TEXTS)
def test_never_inside_a_sentence(text: str) -> None:
    """A passage begins and ends where a sentence does."""
    spans = [span for part in split(document(text=text)) for span in [(part.start, part.end)]]
    starts = {a for a, _ in sentences(text, "en")}
    ends = {b for _, b in sentences(text, "en")}
    assert all(a in starts and b in ends for a, b in spans)


def test_a_quotation_keeps_its_speaker() -> None:
    """Who said it belongs to what was said."""
    text = '"We are not for sale." she said. Then she left.'
    assert next(text[a:b] for a, b in sentences(text, "en")).endswith("she said.")


def test_size() -> None:
    """Passages grow to the target and no further, but for a single long sentence."""
    text = "This sentence has some words. " * 200
    assert all(weight(p.text) <= 700 for p in split(document(text=text)))


def test_one_key_for_one_text() -> None:
    """The key follows title, date and text."""
    assert key("T", NOW, "x") == key("T", NOW, "x") != key("T", None, "x")
    assert embedded_text("T", NOW, "x") == "T (2026-11-23)\nx"
    assert embedded_text("", None, "x") == "x"


def test_no_words_no_passage() -> None:
    """White space is no passage."""
    assert split(document(text=" \n\n \t ")) == []
