"""Addresses of one page are one address; those of two pages stay two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.urls import canonical

PAGE = "https://paper.example/2026/05/a-long-story"


@pytest.mark.parametrize(
    "other",
    [
        "http://paper.example/2026/05/a-long-story",
        "HTTPS://WWW.Paper.Example:443/2026/05/a-long-story/",
        "https://m.paper.example/2026/05/a-long-story",
        "https://amp.paper.example./2026/05/a-long-story",
        f"{PAGE}?utm_source=feed&utm_medium=rss&fbclid=1",
        f"{PAGE}?ref=hackernews.example&share=twitter",
        f"{PAGE}?source=rss----12ab---4",
        f"{PAGE}#comments",
        f"{PAGE}#:~:text=so%20it%20says",
        f"{PAGE}/amp",
        f"{PAGE}/amp/?outputType=amp",
        f"{PAGE}.amp",
        f"{PAGE}/index.html",
        f"{PAGE};jsessionid=0A1B",
        f"https://web.archive.org/web/20260501120000/{PAGE}",
        f"https://web.archive.org/web/2026id_/{PAGE}",
        "https://www.google.com/amp/s/paper.example/2026/05/a-long-story/amp",
        "https://google.co.kr/amp/s/paper.example/2026/05/a-long-story",
        "https://www.google.com.br/amp/s/www.paper.example/2026/05/a-long-story",
        "https://paper-example.cdn.ampproject.org/c/s/paper.example/2026/05/a-long-story",
        "https://www-paper-example.cdn.ampproject.org/v/s/www.paper.example/2026/05/a-long-story?usqp=1",
        "https://paper.example/2026/05/%61-long%2Dstory",
    ],
)
def test_one_page(other: str) -> None:
    """Scheme, mirror, port, tracking, place in the page, AMP and archived copies make no difference."""
    assert canonical(other) == canonical(PAGE) == "paper.example/2026/05/a-long-story"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://youtu.be/dQw4w9WgXcQ?t=42", "https://m.youtube.com/watch?app=x&v=dQw4w9WgXcQ"),
        ("https://youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube.com/embed/dQw4w9WgXcQ"),
        ("https://arxiv.org/pdf/2605.01234v2.pdf", "https://export.arxiv.org/abs/2605.01234"),
        ("https://arxiv.org/html/2605.01234v1", "http://arxiv.org/abs/2605.01234v3"),
        ("https://arxiv.org/abs/hep-th/9901001", "https://arxiv.org/pdf/hep-th/9901001v1"),
        ("https://twitter.com/someone/status/123?s=20", "https://x.com/i/web/status/123"),
        ("https://mobile.twitter.com/a/status/123/photo/1", "https://x.com/a/status/123"),
        ("https://old.reddit.com/r/x/comments/1ab/a_title/", "https://redd.it/1ab"),
        ("https://news.ycombinator.com/item?id=1#2", "http://news.ycombinator.com/item?id=1&p=2"),
        ("https://news.hada.io/topic?id=7#cid9", "https://news.hada.io/topic?id=7&go=comments"),
        ("https://lobste.rs/s/ab12cd/a_title", "https://lobste.rs/s/ab12cd"),
        ("https://en.m.wikipedia.org/wiki/Hangul", "https://en.wikipedia.org/wiki/Hangul"),
        (
            "https://news.naver.com/main/read.naver?mode=LSD&oid=030&aid=0001&sid1=105",
            "https://n.news.naver.com/mnews/article/030/0001?sid=105",
        ),
        ("https://news.v.daum.net/v/20260501", "https://v.daum.net/v/20260501?x_trkm=t"),
        ("https://github.com/a/b/?tab=readme-ov-file#usage", "https://github.com/a/b"),
        ("https://한글.example/소식", "https://xn--bj0bj06e.example/%EC%86%8C%EC%8B%9D"),
        ("https://paper.example/a%2fb", "https://paper.example/a%2Fb"),
    ],
)
def test_known_forms(one: str, other: str) -> None:
    """Sites that write one address in several ways."""
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/index.php?id=5", "https://paper.example/index.php?id=6"),
        ("https://paper.example/index.php?id=5", "https://paper.example/"),
        ("https://paper.example/view.php?ref=a12", "https://paper.example/view.php?ref=b13"),
        ("https://paper.example/law?ref=5", "https://paper.example/law?ref=6"),
        ("https://github.com/a/b/blob/x.md?ref=one", "https://github.com/a/b/blob/x.md?ref=two"),
        ("https://app.example/#!/news/1", "https://app.example/#!/news/2"),
        ("https://app.example/#/news/1", "https://app.example/"),
        ("https://github.com/a/b", "https://github.com/a/b/issues"),
        ("https://github.com/a/b/issues/1", "https://github.com/a/b/issues/2"),
        ("https://github.com/ampproject/amp", "https://github.com/ampproject"),
        ("https://wiki.example/en/amp", "https://wiki.example/en"),
        ("https://paper.example/A", "https://paper.example/a"),
        ("https://paper.example/a%2Fb", "https://paper.example/a/b"),
        ("https://paper.example:8080/a", "https://paper.example/a"),
        ("https://one.blogs.example/a", "https://two.blogs.example/a"),
        ("https://m.co.kr/a", "https://co.kr/a"),
        ("https://youtube.com/watch?v=aaaaaaaaaaa", "https://youtube.com/watch?v=bbbbbbbbbbb"),
        ("https://twitter.com/search?q=one", "https://twitter.com/search?q=two"),
        ("https://arxiv.org/abs/2605.01234", "https://arxiv.org/abs/2605.01235"),
        ("https://news.ycombinator.com/item?id=1", "https://news.ycombinator.com/item?id=2"),
        ("https://news.naver.com/main/read.naver?oid=1", "https://news.naver.com/main/read.naver"),
        ("https://paper.example/?p=1", "https://paper.example/?p=2"),
    ],
)
def test_two_pages(one: str, other: str) -> None:
    """What may tell two texts apart is kept."""
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "spoof",
    [
        "https://google.evil.example/amp/s/paper.example/2026/05/a-long-story",
        "https://www.google.evil.net/amp/s/paper.example/2026/05/a-long-story",
        "https://google.com.evil.example/amp/s/paper.example/2026/05/a-long-story",
        "https://google.tk/amp/s/paper.example/2026/05/a-long-story",
        "https://sites.google.com/amp/s/paper.example/2026/05/a-long-story",
        "https://google.com@evil.example/amp/s/paper.example/2026/05/a-long-story",
        "https://evil-example.cdn.ampproject.org/c/s/paper.example/2026/05/a-long-story",
        "https://paper-example.cdn.ampproject.org.evil.example/c/s/paper.example/2026/05/a-long-story",
        "https://web.archive.org.evil.example/web/2026/https://paper.example/2026/05/a-long-story",
        "https://evil.example/web/2026/https://paper.example/2026/05/a-long-story",
    ],
)
def test_copies_at_hosts_of_others(spoof: str) -> None:
    """Only the services themselves are believed: whoever owns a name that looks like theirs is somebody else."""
    assert canonical(spoof) != canonical(PAGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://m.substack.com/p/a-story", "https://substack.com/p/a-story"),
        ("https://amp.tistory.com/12", "https://www.tistory.com/12"),
        ("https://mobile.medium.com/a-story-1", "https://medium.com/a-story-1"),
        ("https://www2.github.io/a", "https://github.io/a"),
        ("https://stra\u00dfe.example/a", "https://strasse.example/a"),
        ("https://notx.com/a/status/123", "https://x.com/a/status/123"),
        ("https://youtu.be.evil.example/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ"),
        ("https://x.com.evil.example/a/status/123", "https://x.com/a/status/123"),
        ("https://redd.it.evil.example/1ab", "https://redd.it/1ab"),
        ("https://m.news.ycombinator.com.evil.example/item?id=1", "https://news.ycombinator.com/item?id=1"),
        ("https://youtube.com:8443/watch?v=dQw4w9WgXcQ", "https://youtube.com/watch?v=dQw4w9WgXcQ"),
    ],
)  # fmt: skip
def test_hosts_of_two_owners(one: str, other: str) -> None:
    """Where anybody can have a name below a site's, or one like it, its pages are others."""
    assert canonical(one) != canonical(other)


def test_a_name_of_a_shared_site() -> None:
    """The site's own `www.` still makes no difference."""
    assert canonical("https://www.medium.com/a-story-1") == canonical(
        "https://medium.com/a-story-1"
    )


@pytest.mark.parametrize(
    "given",
    ["", "no address", "mailto:a@b.example", "https://", "https://[::1", "https://a:99999/x", "newsdesk:d1",
     "https://" + "가" * 90 + ".example/x", "/work/file.jsonl"],
)  # fmt: skip
def test_no_web_address(given: str) -> None:
    """Stays as it is."""
    assert canonical(given) == given


def test_wrapped_without_end() -> None:
    """Copies of copies are followed, however many there are."""
    wrapped = "https://web.archive.org/web/2026/" * 3000 + PAGE
    assert canonical(wrapped) == canonical(PAGE)


SEGMENT = st.text("abcXYZ019-_~.%é한", min_size=1, max_size=8)
PATH = st.lists(SEGMENT, min_size=1, max_size=4).map("/".join)
HOST = st.sampled_from([
    "paper.example",
    "www.paper.example",
    "m.x.co.kr",
    "한글.example",
    "m.m.ex.io",
])
QUERY = st.lists(
    st.sampled_from(["a=1", "b=%c3%a9", "utm_source=x", "ref=hn", "amp", "id=7"]), max_size=3
)


@given(HOST, PATH, QUERY)
def test_repeatable(host: str, path: str, query: list[str]) -> None:
    """The canonical address of a canonical address is itself."""
    once = canonical(f"http://{host}/{path}?{'&'.join(query)}")
    assert canonical(f"https://{once}") == once
    assert canonical(once) == once


@given(st.lists(st.text("abXY01_", min_size=1, max_size=6), min_size=1, max_size=4), st.data())
def test_other_paths_stay_apart(parts: list[str], data: st.DataObject) -> None:
    """Two paths of plain parts are one only if they are the same."""
    others = data.draw(st.lists(st.text("abXY01_", min_size=1, max_size=6), min_size=1, max_size=4))
    one, other = (canonical(f"https://paper.example/{'/'.join(p)}") for p in (parts, others))
    assert (one == other) == (parts == others)


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Nothing makes it fail."""
    canonical(text)
    canonical(f"https://{text}")
    canonical(f"https://paper.example/{text}")
