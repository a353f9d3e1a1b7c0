"""Which links a question has, and what it says without them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.question_links import Linked, linked


@pytest.mark.parametrize(
    ("text", "link", "rest"),
    [
        ("https://example.com/a에서 뭐라고 해?", "https://example.com/a", "뭐라고 해?"),
        ("https://example.com/a를 요약해줘", "https://example.com/a", "요약해줘"),
        ("https://example.com/a을(를) 요약해줘", "https://example.com/a", "요약해줘"),
        ("https://example.com/a요약해줘", "https://example.com/a", "요약해줘"),
        ("https://example.com에서는 가격이 얼마래?", "https://example.com", "가격이 얼마래?"),
        ("https://ex.com/%EC%84%9C%EC%9A%B8에 대해", "https://ex.com/%EC%84%9C%EC%9A%B8", "대해"),
        ("이 글 https://ex.com/a?b=1&c=2 은 뭐야?", "https://ex.com/a?b=1&c=2", "이 글 은 뭐야?"),
        ("https://ex.com/a, 무슨 내용이야?", "https://ex.com/a", ", 무슨 내용이야?"),
        ("https://ex.com/a。무슨 내용?", "https://ex.com/a", "。무슨 내용?"),
    ],
)
def test_korean(text: str, link: str, rest: str) -> None:
    """Particles and words that stand right behind an address are none of it."""
    assert linked(text) == Linked(links=(link,), text=rest)


@pytest.mark.parametrize(
    "link",
    [
        "https://ko.example.org/wiki/서울",
        "https://example.com/@kim/글제목-2부",
        "https://en.example.org/wiki/Go_(game)",
        "https://example.com/a_(b)_(c(d))",
        "http://[2001:db8::1]/x",
        "https://example.com/topic?id=5#cid7",
        "HTTPS://Example.com/A",
    ],
)
def test_kept_whole(link: str) -> None:
    """Hangul and brackets inside an address belong to it."""
    assert linked(f"{link} what is it?") == Linked(links=(link,), text="what is it?")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("What does <https://ex.com/a> say?", "What does say?"),
        ("(see https://ex.com/a) Why?", "(see) Why?"),
        ("Report (https://ex.com/a) Why?", "Report Why?"),
        ("[Report](https://ex.com/a) Why?", "Report Why?"),
        ("**https://ex.com/a** Why?", "Why?"),
        ("Why? https://ex.com/a.", "Why?."),
        ('"https://ex.com/a" Why?', "Why?"),
    ],
)
def test_marks_around(text: str, rest: str) -> None:
    """Brackets, quotes and full stops around an address are none of it."""
    assert linked(text) == Linked(links=("https://ex.com/a",), text=rest)


@pytest.mark.parametrize("text", ["", "Why?", "https://", "http://", "https:///", "ftp://ex.com/a"])
def test_none(text: str) -> None:
    """A question without a web address stays as it is."""
    assert linked(text) == Linked(text=text)


def test_nothing_else() -> None:
    """A question that is nothing but a link keeps it."""
    assert linked("<https://ex.com/a>?").text == "<https://ex.com/a>?"


def test_three_at_most() -> None:
    """In the order in which they stand; one that is written in two ways counts once."""
    text = (
        "https://a.com/1 http://www.a.com/1/ https://b.com/2 https://c.com/3 https://d.com/4 Why?"
    )
    expected = ("https://a.com/1", "https://b.com/2", "https://c.com/3")
    assert linked(text) == Linked(links=expected, text="Why?")


def test_with_a_password() -> None:
    """A link with a user name is found, so that it can be refused."""
    assert linked("http://me:pw@ex.com/a?").links == ("http://me:pw@ex.com/a",)


@given(st.text(alphabet="https:/.[](){}<>가은는 a1?&#%@", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text(noise: str) -> None:
    """No text breaks it, and every link is a piece of the text."""
    found = linked(f"https://{noise} https://x{noise}")
    assert all(link in f"https://{noise} https://x{noise}" for link in found.links)
    assert len(found.links) <= 3
