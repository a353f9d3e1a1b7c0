"""Topic pages become values: whole pages, older ones, ones with other class names, and what is no topic."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from geeknews_pages import (
    HN,
    WHEN,
    Bullet,
    Said,
    Topic,
    bullets,
    digest,
    paragraphs,
    seed_topic,
    topic_html,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.sources.geeknews import recognises
from retrieval.sources.geeknews.documents import page_documents
from retrieval.sources.geeknews.moments import ago
from retrieval.sources.geeknews.pages import TopicPage, topic_page
from retrieval.sources.geeknews.places import user
from retrieval.types import Document, Voice

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LINK = "https://news.hada.io/topic?id=77"
POINTS = bullets((Bullet(text="새 칩 공개"), Bullet(text="전력 절반")))
TOPIC = Topic(number=77, title="새 칩이 나왔다", body=POINTS)
TALK = (
    Said(number=501, body=paragraphs("좋아 보이네요."), author="minsu"),
    Said(number=502, body=paragraphs("저도요."), author="jane_d", depth=1, parent=501),
    Said(
        number=503, body=digest((Bullet(text="비쌈", under=(Bullet(text="아님"),)),)), author="neo"
    ),
)
OLD = """<html><body><div class=topictitle><a href='https://ex.com/old'><h1>옛날 글</h1></a></div>
<div class=topicinfo><span id='tp77'>3</span>P by <a href='/user?id=neo'>GN⁺</a>
<span title='2025-12-03T08:34:11+09:00'>2일전</span> | 댓글 2개</div>
<div class=topic_contents><span id='topic_contents'><p>짧은 요약</p></span></div>
<div id='comment_thread'><div class=comment_row id='cid9' style='--depth:0'><div class=commentinfo>
<a href='/user?id=xguru'>xguru</a> <a href='comment?id=9' title='2025-12-03T09:00:00+09:00'>2일전</a></div>
<div class=commentTD><span id='contents9' class=comment_contents>첫 댓글</span></div></div>
<div class=comment_row id='cid10' style='--depth:1'><div class=commentinfo><a href='/user?id=lee'>lee</a>
<a href='comment?id=10'>3시간전</a></div><div class=commentTD><span id='contents10'>답글</span></div></div></div>"""


def read(page: str) -> TopicPage:
    found = topic_page(page, 77, NOW)
    assert found is not None
    return found


def documents(page: str) -> list[Document]:
    return page_documents("s1", read(page))


def voices(page: str) -> list[tuple[str, str | None, str]]:
    return [(d.voice.value, d.author, d.text) for d in documents(page)]


def test_topic() -> None:
    """A topic tells its title, article, poster, time, count of comments and body."""
    page = read(topic_html(replace(TOPIC, comments=TALK)))
    assert (page.title, page.article, page.author) == (
        "새 칩이 나왔다",
        "https://ex.com/article",
        "neo",
    )
    assert (page.published, page.count, page.whole) == (WHEN, 3, True)
    assert page.body == "- 새 칩 공개\n- 전력 절반"


def test_who_says_what() -> None:
    """Body, users' comments and retold opinions each come in their voice, the last without an author."""
    assert voices(topic_html(replace(TOPIC, comments=TALK))) == [
        ("summary", "GN⁺", "- 새 칩 공개\n- 전력 절반"),
        ("comment", "minsu", "좋아 보이네요."),
        ("comment", "jane_d", "저도요."),
        ("relay", None, "비쌈"),
        ("relay", None, "아님"),
    ]


def test_comment() -> None:
    """A comment knows its permalink, parent, branch, depth, time, topic and article."""
    document = documents(topic_html(replace(TOPIC, comments=TALK)))[2]
    assert document.url == f"{LINK}#cid502"
    assert document.parent_url == document.branch == f"{LINK}#cid501"
    assert (document.depth, document.thread_url, document.title) == (1, LINK, "새 칩이 나왔다")
    assert (document.published, document.lang) == (WHEN + timedelta(hours=1), "ko")
    assert (document.about_url, document.publisher) == ("https://ex.com/article", "GeekNews")


def test_relay() -> None:
    """A retold opinion knows where it is retold, from where, and under which opinion it stands."""
    link = "https://news.ycombinator.com/item?id=41000001"
    said = Said(
        number=9,
        author="neo",
        body=digest((Bullet(text="A", under=(Bullet(text="B"),)),), HN, link),
    )
    _, top, reply = documents(topic_html(replace(TOPIC, comments=(said,))))
    assert (top.url, top.thread_url, top.parent_url) == (f"{LINK}#cid9", LINK, LINK)
    assert (top.retold_from, top.retells_url) == ("Hacker News", link)
    assert (reply.branch, reply.depth, reply.parent_url) == (top.branch, 1, f"{LINK}#cid9")
    assert top.branch
    assert top.branch.startswith(f"{LINK}#cid9/")


def test_edited_digest() -> None:
    """In an edited digest only what was edited gets another id."""
    before, after = (
        documents(topic_html(replace(TOPIC, comments=(replace(TALK[2], body=digest(said)),))))
        for said in (
            (Bullet(text="하나"), Bullet(text="둘"), Bullet(text="둘")),
            (Bullet(text="하나"), Bullet(text="둘"), Bullet(text="셋"), Bullet(text="둘")),
        )
    )
    new = {d.id for d in after} - {d.id for d in before}
    assert {d.id for d in before} <= {d.id for d in after}
    assert [d.text for d in after if d.id in new] == ["셋"]


@pytest.mark.parametrize(
    ("title", "url", "voice"),
    [
        ("새 칩이 나왔다", "https://ex.com/a", Voice.SUMMARY),
        ("Ask GN: 어떤 키보드를 쓰세요?", None, Voice.POST),
        ("Show GN: 제가 만든 앱", "https://ex.com/app", Voice.POST),
        ("Show HN: 누가 만든 앱", "https://ex.com/app", Voice.SUMMARY),
        ("그냥 적어 본 글", None, Voice.POST),
    ],
)
def test_voice_of_the_body(title: str, url: str | None, voice: Voice) -> None:
    """A body is a summary where it links to somebody else's article, else the submitter's own words."""
    (document,) = documents(topic_html(replace(TOPIC, title=title, url=url)))
    assert (document.voice, document.about_url) == (voice, url)


def test_no_body() -> None:
    """A topic without a text has its title for one, and says that this is not the whole."""
    (document,) = documents(topic_html(replace(TOPIC, body="")))
    assert (document.text, bool(document.lacks)) == ("새 칩이 나왔다", True)


def test_older_page() -> None:
    """Pages in the older form are read as well: other links to users, times in titles or in words."""
    page = read(OLD)
    assert (page.author, page.article, page.body, page.count) == (
        "neo",
        "https://ex.com/old",
        "짧은 요약",
        2,
    )
    first, reply = page.comments
    assert (first.author, first.published) == ("xguru", datetime(2025, 12, 3, tzinfo=UTC))
    assert (reply.author, reply.parent, reply.depth) == ("lee", 9, 1)
    assert reply.published == NOW - timedelta(hours=3)


@pytest.mark.parametrize(
    "name",
    [
        "comment_row",
        "commentinfo",
        "commentTD",
        "comment_contents",
        "topictitle",
        "topicinfo",
        "comment_thread",
    ],
)
def test_changed_class_names(name: str) -> None:
    """No single class name's change loses or mixes up a voice."""
    page = topic_html(replace(TOPIC, comments=TALK))
    assert voices(page.replace(name, f"x{len(name)}")) == voices(page)


@pytest.mark.parametrize("mark", ["id=cid", "data-comment-state-id", "id='contents", "--depth"])
def test_missing_marks(mark: str) -> None:
    """Nor does the loss of a single other mark."""
    page = topic_html(replace(TOPIC, comments=TALK))
    assert voices(page.replace(mark, "data-x")) == voices(page)


def test_nested_rows() -> None:
    """Comments nested in one another, instead of marked with a depth, keep author, words and depth."""
    page = (
        "<h1>제목</h1><div id=topic_contents><p>본문</p></div><div id=cid1><a href='/@a'>a</a><p>하나</p>"
        "<div id=cid2><a href='/@b'>b</a><p>둘</p></div></div>"
    )
    assert [(c.author, c.depth, c.parent, c.content.own) for c in read(page).comments] == [
        ("a", 0, None, "하나"),
        ("b", 1, 1, "둘"),
    ]


def test_missed_comments() -> None:
    """A page that shows fewer comments than it counts is not whole."""
    page = topic_html(replace(TOPIC, comments=TALK))
    assert not read(
        page.replace("data-topic-comment-count='3'", "data-topic-comment-count='4'")
    ).whole


def test_deleted_comment() -> None:
    """A comment that the site shows as deleted says nothing, and is not missed."""
    said = Said(number=5, body="<p>[삭제된 댓글입니다]</p>")
    page = topic_html(replace(TOPIC, comments=(said,)))
    assert len(documents(page)) == 1
    assert read(page).whole


@pytest.mark.parametrize(
    "page",
    [
        "",
        "   ",
        "<html><body><h1>점검 중입니다</h1></body></html>",
        "Forbidden",
        '{"error": "gone"}',
        topic_html(replace(TOPIC, number=78)),
    ],
)
def test_no_topic(page: str) -> None:
    """What is no page of this topic is none."""
    assert topic_page(page, 77, NOW) is None


def test_hostile_markup() -> None:
    """Scripts and direction marks leave no trace; an executable link is no address."""
    body = "<p>One\u202e <script>alert(1)</script><a href='javascript:alert(1)'>two</a></p>"
    (document,) = documents(topic_html(replace(TOPIC, body=body)))
    assert document.text == "One two"


def test_future_time() -> None:
    """A time that lies ahead is not believed; the words beside it are ("2일전")."""
    page = read(topic_html(replace(TOPIC, when=NOW + timedelta(days=9))))
    assert page.published == datetime(2026, 11, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("3분전", NOW - timedelta(minutes=3)),
        ("9시간전", NOW - timedelta(hours=9)),
        ("2일전", datetime(2026, 11, 18, tzinfo=UTC)),
        ("1달전", datetime(2026, 10, 21, tzinfo=UTC)),
        ("어제", datetime(2026, 11, 19, tzinfo=UTC)),
        ("2024-10-15", datetime(2024, 10, 14, 15, tzinfo=UTC)),
        ("2년전", datetime(2024, 11, 20, tzinfo=UTC)),
        ("언젠가", None),
    ],
)
def test_ago(text: str, when: datetime | None) -> None:
    """Korean times of the past are understood; what is none is not guessed."""
    assert ago(text, NOW) == when


@pytest.mark.parametrize(
    ("location", "ours"),
    [
        ("https://news.hada.io", True),
        ("https://news.hada.io/", True),
        ("https://news.hada.io/new", True),
        ("https://news.hada.io/rss/news", True),
        ("https://news.hada.io/topic?id=77", True),
        ("http://news.hada.io/topic?id=77&utm_source=x#cid5", True),
        ("https://news.hada.io/topic?id=x", False),
        ("https://news.hada.io/user/neo", False),
        ("https://news.hada.io.ex.com/", False),
        ("https://ex.com/topic?id=77", False),
        ("texts.jsonl", False),
    ],
)
def test_recognises(location: str, ours: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """The site's front page, new topics, feed and topics are ours; nothing else is."""
    assert recognises(location) is ours


SEED = "제목\n(ex.com)- 요점 하나\n- 요점 둘\n소제목\n- 셋\n이어짐\nHacker News 의견\n-\n첫째\n둘째 줄- 답 하나\n- 답 둘\n-\n홀로\n"


def test_copied_page() -> None:
    """A page copied as text gives its summary, and its opinions with their replies."""
    page = topic_html(replace(seed_topic(SEED, url="https://ex.com/a"), number=77))
    assert voices(page) == [
        ("summary", "GN⁺", "- 요점 하나\n- 요점 둘\n\n소제목\n\n- 셋\n이어짐"),
        ("relay", None, "첫째\n둘째 줄"),
        ("relay", None, "답 하나"),
        ("relay", None, "답 둘"),
        ("relay", None, "홀로"),
    ]


PIECES = st.sampled_from([
    "<div id=cid5>",
    "<div class=comment_row id=cid6 style=--depth:1>",
    "<a href='/@neo'>GN⁺</a>",
    "<a href='/user?id=kim'>kim</a>",
    "<span id='contents5' class=comment_contents>",
    f"<h6>{HN}</h6>",
    "<ul><li>",
    "</li></ul>",
    "<p>말",
    "<blockquote>",
    "</div>",
    "</span>",
    "<h1>제목</h1>",
    "<div id=topic_contents>",
    "<!--",
    "<time datetime='2026-99-99'>",
    '<script type=application/ld+json>{"headline": 1, "comment": [1]}</script>',
    "\0&#0;&#xD800;<",
])


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=20), max_size=40).map("".join))
def test_broken_pages(page: str) -> None:
    """No page breaks the parser, and nothing retold ever has an author."""
    found = topic_page(f"<h1>T</h1><div id=topic_contents>x</div>{page}", 77, NOW)
    for document in page_documents("s1", found) if found else []:
        assert document.voice is not Voice.RELAY or document.author is None
        assert document.text


def test_names_are_one_plain_line() -> None:
    """An account's name cannot break a line or turn the direction of what follows."""
    name = user("/@neo%E2%80%AE%0Aevil")
    assert name is not None
    assert name.isprintable()
