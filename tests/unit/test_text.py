"""What is stored is plain text."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.charsets import decode
from retrieval.markup import line_of, text_of
from retrieval.text import language, one_line, plain
from retrieval.urls import host, shown, site, web_url

HOSTILE = st.text(
    st.sampled_from("<>/!-&;:#x0ascriptj pb\"'= \n\t\r\0\u200b\u202e\u0301\ud800가かﾞ漢"),
    max_size=200,
)


@given(st.text() | HOSTILE)
def test_plain_is_repeatable(text: str) -> None:
    """Normalising what is normal changes nothing."""
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters()) | HOSTILE)
def test_plain_holds_nothing_hidden(text: str) -> None:
    """No control character but the line break, nothing that turns the direction, NFC throughout."""
    done = plain(text)
    assert unicodedata.is_normalized("NFC", done)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in done if char != "\n")
    assert not set(done) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff"
    )


@given(st.text() | HOSTILE)
def test_html_holds_no_tag(html: str) -> None:
    """Whatever the markup, no script element and no executable link is left."""
    text = text_of(html).lower()
    assert "<script" not in text
    assert "<p>" not in text


def test_paragraphs_stay() -> None:
    """Spaces are folded, a blank line parts paragraphs and single breaks stay."""
    assert plain(" a \t b\r\n\r\n\r\n\u00a0c\nd\u2028e ") == "a b\n\nc\nd\ne"


def test_hangul_is_composed() -> None:
    """Decomposed Hangul becomes what search and quotes expect."""
    assert plain(unicodedata.normalize("NFD", "한국어")) == "한국어"


def test_shown_tag_is_quoted() -> None:
    """A tag that the text talks about stays readable and is no tag any more; generics stay."""
    assert (
        plain("Use <video src=x> and List<String>, 1 < 2")
        == "Use ‹video src=x› and List<String>, 1 < 2"
    )


def test_executable_address_is_broken() -> None:
    """An executable address is put out of use while a title with that word is not."""
    assert (
        plain("javascript:alert(1), JavaScript: a history")
        == "javascript :alert(1), JavaScript: a history"
    )


def test_one_line() -> None:
    """Titles have no line breaks."""
    assert one_line(" a\n\nb ") == "a b"


def test_emoji_joiners_stay() -> None:
    """A family of emoji is not torn apart."""
    assert plain("👩\u200d💻") == "👩\u200d💻"


def test_html_layout() -> None:
    """Blocks become paragraphs, lists and tables stay readable, entities are resolved."""
    html = (
        "<h1>Head</h1><p>One &amp; <b>two</b>\n lines</p><ul><li><b>first</b></li><li>second</li></ul>"
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table><pre>x\n  y</pre>"
    )
    assert text_of(html) == "Head\n\nOne & two lines\n\n- first\n- second\n\na | b\n1 | 2\n\nx\ny"


def test_scripts_and_comments_vanish() -> None:
    """Code, styles and comments are not text, closed or not."""
    html = "a<script>alert(1)</script><style>p{}</style><!-- no -->b<svg><script>2</script></svg><script>rest"
    assert text_of(html) == "ab"


def test_attribute_with_bracket() -> None:
    """A bracket inside an attribute does not end the tag."""
    assert text_of("<a title='x > y' href=\"javascript:alert(1)\">link</a> on") == "link on"


def test_escaped_twice() -> None:
    """Markup that was escaped once too often is still markup."""
    assert (
        text_of("&lt;p&gt;Hi &amp;amp; you&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;") == "Hi & you"
    )


def test_escaped_sample_stays() -> None:
    """Escaped markup inside real markup is a sample, shown in angle quotes."""
    assert text_of("<p>Write &lt;br&gt; here</p>") == "Write ‹br› here"


def test_plain_input_keeps_breaks() -> None:
    """Text without markup is not laid out anew."""
    assert text_of("one\n\ntwo < three") == "one\n\ntwo < three"


def test_line_of() -> None:
    """A title in HTML becomes one line."""
    assert line_of("A <i>big</i><br>thing") == "A big thing"


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<!--",
        "<a><b><i>",
        '<a ">" ',
        "<a '",
        "<script>",
        "<",
        "</",
        "&",
        "&#",
        "<td>",
        "- \n",
        "<x a='",
    ],
)
def test_time_grows_with_length_only(piece: str) -> None:
    """A megabyte of the worst markup takes seconds at most."""
    started = time.process_time()
    text_of(piece * (1_000_000 // len(piece)))
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("오픈AI가 GPT-5를 공개했다", "ko"),
        ("이 API는 REST 위에서 JSON을 쓴다", "ko"),
        ("今日はとても良い天気です", "ja"),
        ("人工智能正在改变世界", "zh"),
        ("The model was released in the spring", "en"),
        ("Der Hund schläft unter dem Tisch", None),
        ("12345 !!", None),
        ("", None),
    ],
)
def test_language(text: str, expected: str | None) -> None:
    """The script tells the language, common words tell English."""
    assert language(text) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/a?b=1#c", "https://ex.com/a?b=1#c"),
        (" https://ko.ex.com/가\n", "https://ko.ex.com/가"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://me:secret@ex.com/", None),
        ("http://[bad", None),
        ("https://ex.com/\"onclick='x", None),
        ("https://ex.com/" + "a" * 3000, None),
        ("", None),
        (None, None),
    ],
)
def test_web_url(link: str | None, expected: str | None) -> None:
    """Only clean http(s) addresses are linked to; relative ones are resolved."""
    assert web_url(link, "https://ex.com/feed") == expected


def test_sites() -> None:
    """Hosts of one owner are one site, also below co.kr and the like."""
    assert site("https://feeds.ex.com/rss") == site("https://www.EX.com./a") == "ex.com"
    assert site("https://news.ex.co.kr/") == "ex.co.kr"
    assert site("https://a.co.kr/") != site("https://b.co.kr/")
    assert site("http://127.0.0.1:80/") == "127.0.0.1"
    assert host("no address") == host("http://[") == ""


def test_shown_hides_passwords() -> None:
    """A message names an address without the password in it, on one line."""
    assert shown("https://me:p@ss@ex.com/a?t=1\nx") == "https://ex.com/a?t=1x"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("가나다".encode("cp949"), "EUC-KR"),
        ("가나다".encode("cp949"), "ks_c_5601-1987"),
        ("가나다".encode(), None),
        ("가나다".encode(), "no-such"),
        ("가나다".encode("utf-16"), None),
        (b"\xef\xbb\xbf" + "가나다".encode(), "euc-kr"),
    ],
)
def test_charsets(body: bytes, charset: str | None) -> None:
    """The byte order mark and the host's word decide, then UTF-8."""
    assert decode(body, charset) == "가나다"


def test_charset_of_page() -> None:
    """A page may name its own encoding, but not one that is no text encoding."""
    assert "가" in decode("<meta charset='euc-kr'>가".encode("cp949"))
    assert "+ADw-" in decode(b"<meta charset=utf-7>+ADw-")
