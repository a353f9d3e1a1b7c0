"""Links that open a quote at its place."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import place, stored, web

URL = "https://paper.example/story"
LONG = (
    "The company said on Monday that it would delay every new product, from shopping agents to "
    "health assistants, until its main product was fast and reliable again."
)


def fragment(link: str | None) -> str:
    assert link is not None
    return link.partition(":~:text=")[2]


def test_short_quote_is_named_whole():
    """A short quote is one term, percent-encoded."""
    assert place(URL, "a red alert") == f"{URL}#:~:text=a%20red%20alert"


def test_reserved_characters_are_encoded():
    """Comma, dash and ampersand mean something in a text fragment, so they are encoded."""
    link = place(URL, "R&D, e-mail, 5% #1 = 한글?")
    assert fragment(link) == ("R%26D%2C%20e%2Dmail%2C%205%25%20%231%20%3D%20%ED%95%9C%EA%B8%80%3F")


def test_long_quote_is_named_by_its_ends():
    """A long quote is named by the whole words that it begins and ends with."""
    start, end = (unquote(term) for term in fragment(place(URL, LONG)).split(","))
    assert (start, end) == ("The company said on Monday", "fast and reliable again.")


def test_lines_are_not_joined():
    """A quote of two lines is named by one term from each: a term does not cross blocks."""
    assert fragment(place(URL, "First line\n\nlast line")) == "First%20line,last%20line"


def test_bullets_are_left_out():
    """The dash of a list is drawn by the page, not written in it."""
    assert fragment(place(URL, "- 광고 중단\n- 재배치")) == (
        "%EA%B4%91%EA%B3%A0%20%EC%A4%91%EB%8B%A8,%EC%9E%AC%EB%B0%B0%EC%B9%98"
    )


def test_existing_fragment_is_kept():
    """The anchor of a comment stays in front of the directive."""
    assert place(f"{URL}#cid12", "right") == f"{URL}#cid12:~:text=right"


def test_existing_directive_is_replaced():
    """A link that already names other words names ours afterwards."""
    assert place(f"{URL}#top:~:text=other", "right") == f"{URL}#top:~:text=right"


def test_query_is_kept():
    """What comes before the fragment is left as it is."""
    assert place(f"{URL}?id=1&p=2", "right") == f"{URL}?id=1&p=2#:~:text=right"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "sample:code-red",
        "//paper.example/x",
        "https:///x",
        "http://[::1",
        "https://paper.example/a b",
        "https://paper.example/\nx",
        "https:\\\\paper.example",
        "",
    ],
)
def test_only_web_addresses(url: str):
    """What is not an http(s) address with a host gives no link."""
    assert (web(url), place(url, "right")) == (None, None)


def test_empty_quote_opens_the_page():
    """Without words to look for the permalink is left as it is."""
    assert place(URL, " \n ") == URL


def test_cut_words_are_made_whole():
    """A browser looks for whole words, so a quote that cuts one is made longer."""
    text = "서울에서 OpenAI가 발표했습니다."
    assert unquote(fragment(place(URL, "OpenAI", text))) == "OpenAI가"


def test_repeated_beginning_is_made_longer():
    """As many words are named as tell the quote from an earlier place that begins alike."""
    earlier = "The company said on Monday that nothing had changed. "
    start = unquote(fragment(place(URL, LONG, earlier + LONG)).split(",")[0])
    assert start == "The company said on Monday that it"


def test_repeated_ending_is_made_longer():
    """The end is not found too early inside the quote."""
    quote = "It began in Seoul on a Monday, when rivals were fast and reliable again. " + LONG
    end = unquote(fragment(place(URL, quote)).split(",")[1])
    assert end == "was fast and reliable again."


@given(quote=st.text(max_size=300), text=st.none() | st.text(max_size=300))
def test_terms_are_words_of_the_quote(quote: str, text: str | None):
    """Whatever is quoted, at most two terms come out and a plain quote holds both."""
    terms = fragment(place(URL, quote, text)).split(",")
    folded = " ".join(quote.split())
    assert len(terms) <= 2
    assert text is not None or all(unquote(term) in folded for term in terms)


def test_stored_place():
    """Our own page is asked to mark the span and is opened at it."""
    assert stored("ab12", 3, 9) == "/documents/ab12?start=3&end=9#quote"


def test_stored_place_encodes_the_id():
    """An id cannot add to the path or to the query."""
    assert stored("a/b?c", 0, 1) == "/documents/a%2Fb%3Fc?start=0&end=1#quote"
