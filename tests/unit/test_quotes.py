"""Where a model's quotes stand, and the sentences around them."""

import pytest
from examples import document
from hypothesis import given
from hypothesis import strategies as st

from bot.quotes import LONGEST, doubted, located, widened
from retrieval.passages import sentences

TEXT = (
    "Nova denied that it had sold its maps unit. The unit’s staff stays on, a spokeswoman said.\n"
    "네이버는  지도 사업을 매각하지 않는다고 밝혔다. 직원 120명은 그대로 남는다."
)


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("it had sold its maps unit", "it had sold its maps unit"),
        ("“The unit's staff stays on”", "The unit’s staff stays on"),
        ("... sold its maps unit…", "sold its maps unit"),
        ("네이버는 지도 사업을 매각하지", "네이버는  지도 사업을 매각하지"),
        ("sold its maps  unit.\nThe unit’s staff", "sold its maps unit. The unit’s staff"),
    ],
)
def test_located(quote: str, stands: str) -> None:
    """To the letter, but for white space and the shape of quotation marks and apostrophes."""
    span = located(quote, TEXT)
    assert span is not None
    assert TEXT[span[0] : span[1]] == stands


@pytest.mark.parametrize(
    "quote", ["It had sold its maps unit", "sold its map unit", "unit", "", "…", "\x00", "the a of"]
)
def test_not_located(quote: str) -> None:
    """Another letter is another text, and one word is no quote."""
    assert located(quote, TEXT) is None


@given(st.text(max_size=80), st.text(max_size=200))
def test_any_text(quote: str, text: str) -> None:
    """Whatever a model gives, the answer is a span of the text or nothing."""
    span = located(quote, text)
    assert span is None or 0 <= span[0] < span[1] <= len(text)


def test_widened() -> None:
    """A clause becomes its sentence, so that a denial is not cut off."""
    span = located("it had sold its maps unit", TEXT)
    assert span is not None
    start, end = widened(span, TEXT, "en") or (0, 0)
    assert TEXT[start:end] == "Nova denied that it had sold its maps unit."


def test_too_wide() -> None:
    """What touches more than three sentences is no quote but a text."""
    text = "One came first. Two came next. Three came then. Four came last."
    assert widened((0, len(text)), text, "en") is None
    assert widened((0, text.index("Four") - 1), text, "en") == (0, text.index("Four") - 1)


def test_widened_keeps_whole_sentences() -> None:
    """At both ends."""
    of = document(text=TEXT)
    for start, end in sentences(of.text, "en"):
        assert widened((start + 1, end - 1), of.text, "en") == (start, end)


def test_far_too_long() -> None:
    """A sentence that goes on for ever is no quote."""
    text = "and so it went on, " * 100 + "it ended."
    assert len(text) > LONGEST
    assert widened((0, 10), text, "en") is None


@pytest.mark.parametrize(
    ("before", "after", "is_doubted"),
    [
        ("Claims that turned out to be wrong:\n", "", True),
        ("Here is a rumour that is going round. ", "", True),
        ("", " That claim turned out to be false.", True),
        ("", " 이는 사실이 아니라고 회사가 밝혔다.", True),
        ("떠도는 소문이 있다. ", "", True),
        ("Nova had a good year. ", " It opened a shop.", False),
        ("", "", False),
    ],
)
def test_doubted(before: str, after: str, *, is_doubted: bool) -> None:
    """What is said right before or after a quote may take it back."""
    quote = "Nova sold 3 million phones."
    span = (len(before), len(before) + len(quote))
    assert doubted(span, before + quote + after) is is_doubted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Points:\n- The pack costs 95 dollars.\n- It ships in May.", "The pack costs 95 dollars."),
        ("요점\n1. 배터리 팩은 95달러이다.\n2. 5월에 나온다.", "배터리 팩은 95달러이다."),
        ("2,000 cycles are no limit for it. It ships in May.", "2,000 cycles are no limit for it."),
    ],
)
def test_a_bullet_is_no_part_of_a_quote(text: str, told: str) -> None:
    """A quote begins where the sentence does, after the mark of a list."""
    at = text.index(told)
    span = widened((at + 2, at + len(told)), text, None)
    assert span is not None
    assert text[slice(*span)] == told


def test_a_heading_takes_back_the_points_below_it() -> None:
    """What stands under a heading that ends in a colon is doubted, bullet or not."""
    text = "Claims that proved wrong:\n- The pack costs 95 dollars."
    at = text.index("The pack")
    assert doubted((at, len(text)), text)
