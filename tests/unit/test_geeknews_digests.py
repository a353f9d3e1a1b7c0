"""Digests in comments: told by their heads, split into single opinions, never laid into a named mouth."""

import pytest
from geeknews_pages import HN, LOBSTERS, Bullet, bullets, digest, paragraphs

from retrieval.sources.geeknews.digests import Content, Opinion, taken_apart
from retrieval.sources.geeknews.texts import parsed

THREAD = "https://news.ycombinator.com/item?id=41000001"
TWO = (
    Bullet(text="배터리가 하루를 못 감", under=(Bullet(text="내 것은 이틀 감"),)),
    Bullet(text="The screen is great"),
)


def apart(body: str, *, house: bool = False) -> Content:
    root = parsed(f"<div id=c><span class='comment_contents'>{body}</span></div>")
    assert root is not None
    return taken_apart(root.xpath("//span[@class='comment_contents']")[0], house=house)


def opinions(body: str, *, house: bool = True) -> tuple[Opinion, ...]:
    (found,) = apart(body, house=house).digests
    return found.opinions


def head(body: str, *, house: bool = True) -> tuple[str | None, str | None]:
    (found,) = apart(body, house=house).digests
    return found.head.site, found.head.link


def test_split() -> None:
    """Each bullet is one opinion; a bullet inside another is a reply to it."""
    assert opinions(digest(TWO)) == (
        Opinion(text="배터리가 하루를 못 감", depth=0, top="배터리가 하루를 못 감"),
        Opinion(text="내 것은 이틀 감", depth=1, top="배터리가 하루를 못 감"),
        Opinion(text="The screen is great", depth=0, top="The screen is great"),
    )


@pytest.mark.parametrize("loose", [True, False])
def test_loose_and_tight(loose: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Lists with and without paragraphs in their items say the same."""
    assert opinions(digest(TWO, loose=loose)) == opinions(digest(TWO))


def test_deeper() -> None:
    """Replies to replies go down one by one, all under the first opinion."""
    third = Bullet(text="셋", under=(Bullet(text="넷"),))
    found = opinions(digest((Bullet(text="하나", under=(Bullet(text="둘", under=(third,)),)),)))
    assert [(each.text, each.depth, each.top) for each in found] == [
        ("하나", 0, "하나"),
        ("둘", 1, "하나"),
        ("셋", 2, "하나"),
        ("넷", 3, "하나"),
    ]


def test_continued() -> None:
    """Lines and paragraphs of a bullet, also after its replies, belong to its opinion."""
    body = (
        f"<h6>{HN}</h6><ul><li><p>첫 줄<br>둘째 줄</p><ul><li>답글</li></ul><p>끝 줄</p></li></ul>"
    )
    first, reply = opinions(body)
    assert first.text == "첫 줄\n둘째 줄\n\n끝 줄"
    assert reply.text == "답글"


def test_numbered_list() -> None:
    """A numbered list inside an opinion is part of it."""
    body = f"<h6>{HN}</h6><ul><li>두 가지 이유:<ol><li>가격</li><li>무게</li></ol></li></ul>"
    assert [each.text for each in opinions(body)] == ["두 가지 이유:\n\n- 가격\n- 무게"]


def test_links_and_code() -> None:
    """An opinion keeps the addresses of its links, and its code."""
    body = (
        f"<h6>{HN}</h6><ul><li><a href='https://ex.com/a'>이 글</a> 참고, "
        "<a href='https://ex.com/a-very-long-one'>https://ex.com/a-very-...</a>, <code>make all</code></li></ul>"
    )
    text = "이 글 (https://ex.com/a) 참고, https://ex.com/a-very-long-one, make all"
    assert opinions(body)[0].text == text


@pytest.mark.parametrize(
    ("said", "link", "site"),
    [
        ("Hacker News 의견", None, "Hacker News"),
        ("Hacker News 의견들", THREAD, "Hacker News"),
        ("해커뉴스 의견", None, "Hacker News"),
        ("Lobste.rs 의견들", "https://lobste.rs/s/abc123/title", "Lobsters"),
        ("Reddit 의견들", None, "Reddit"),
        ("레딧 반응", None, "Reddit"),
        ("Tildes 의견", "https://tildes.net/~comp/1", "Tildes"),
        ("어느포럼 의견들", "https://forum.ex.com/t/1", "어느포럼"),
        ("Hacker News comments", None, "Hacker News"),
        ("Opinions from Hacker News", None, "Hacker News"),
    ],
)
def test_heads(said: str, link: str | None, site: str) -> None:
    """Heads of the site's own digests, known or not, name whose opinions follow and where they stand."""
    assert head(digest(TWO, said, link)) == (site, link)


def test_thread_link_is_tidied() -> None:
    """A link into a Hacker News thread is given in the one form that names the thread."""
    link = "https://news.ycombinator.com/item?p=2&id=41000001#41000009"
    assert head(digest(TWO, HN, link)) == ("Hacker News", THREAD)


def test_written_link() -> None:
    """An address written out in the head is its link, too."""
    body = f"<h6>{HN} ({THREAD})</h6>{bullets(TWO)}"
    assert head(body) == ("Hacker News", THREAD)


def test_two_heads() -> None:
    """A comment with two digests holds each under its own head."""
    body = digest(TWO[:1]) + digest(TWO[1:], LOBSTERS, "https://lobste.rs/s/x")
    first, second = apart(body, house=True).digests
    assert (first.head.site, len(first.opinions)) == ("Hacker News", 2)
    assert (second.head.site, second.opinions[0].text) == ("Lobsters", "The screen is great")


def test_someone_else_posts_it() -> None:
    """What a named user posts under the head of a digest stays theirs, and is doubted."""
    found = apart(paragraphs("정리해 봤습니다.") + digest(TWO))
    assert found.own.startswith("정리해 봤습니다.\n\n")
    assert found.digests == ()
    assert found.doubts == ("a head like that of a digest, which the house account did not post",)


@pytest.mark.parametrize(
    "said",
    [
        "제 의견",
        "다른 의견들",
        "의견 감사합니다!",
        "Hacker News 의견을 보니 다들 비슷하게 생각하네요",
        "좋은 의견",
        "my opinion",
    ],
)
def test_no_heads(said: str) -> None:
    """What only resembles a head leaves a user's comment the user's own."""
    found = apart(f"<p>{said}</p>{bullets(TWO)}")
    assert not found.digests
    assert found.own.startswith(said)


def test_pointer() -> None:
    """A user's line with a link to a thread, and words after it, are the user's own."""
    found = apart(f"<p><a href='{THREAD}'>HN 댓글</a></p><p>저는 다르게 봅니다.</p>")
    assert not found.digests
    assert "저는 다르게 봅니다." in found.own
    assert found.doubts


def test_quotes() -> None:
    """Quoted lines are not the commenter's own words."""
    assert apart("<blockquote><p>남의 말</p></blockquote><p>동의합니다</p>").own == "동의합니다"
    assert apart("<p>&gt; 남의 말<br>동의합니다</p>").own == "동의합니다"


def test_nothing_but_quotes() -> None:
    """A comment that only quotes is kept, marked as a quote."""
    assert apart("<blockquote><p>남의 말</p></blockquote>").own == "> 남의 말"


def test_quote_in_an_opinion() -> None:
    """A quote inside a retold opinion stays in it, marked: it may have swallowed the line after it."""
    body = (
        f"<h6>{HN}</h6><ul><li>틀림<blockquote><p>So they say\n동의 못함</p></blockquote></li></ul>"
    )
    assert opinions(body)[0].text == "틀림\n\n> So they say 동의 못함"


def test_address_and_particle() -> None:
    """An address does not grow together with the Korean particle after it."""
    link = "<a href='https://ex.com/a'>https://ex.com/a</a>"
    assert apart(f"<p>{link}를 보세요</p>").own == "https://ex.com/a 를 보세요"


def test_broken_link() -> None:
    """What is no address as addresses are written leaves its label alone."""
    assert apart("<p><a href='%5Bhttps://ex.com%5D'>1</a>번</p>").own == "1번"


def test_house_comment() -> None:
    """What the house account says itself is its own."""
    found = apart(paragraphs("서버 점검을 마쳤습니다."), house=True)
    assert (found.own, found.digests) == ("서버 점검을 마쳤습니다.", ())


def test_bare_list_by_the_house() -> None:
    """A list by the house account without a head is taken for unnamed people's, and doubted."""
    found = apart(bullets(TWO), house=True)
    assert found.own == ""
    assert [len(each.opinions) for each in found.digests] == [3]
    assert found.digests[0].head.site is None
    assert found.doubts


def test_bare_list_by_a_user() -> None:
    """A user's list is the user's own."""
    assert apart(bullets(TWO)).own.startswith("- 배터리가")


def test_head_in_a_line() -> None:
    """A head that is no block of its own still keeps its opinions out of the house account's mouth."""
    found = apart("<p>Hacker News 의견<br>- 비쌈<br>- 가벼움</p>", house=True)
    assert found.own == ""
    assert [each.text for each in found.digests[0].opinions] == ["비쌈", "가벼움"]


def test_paragraphs_under_a_head() -> None:
    """Opinions set as paragraphs are opinions, and doubted."""
    found = apart(f"<h6>{HN}</h6>{paragraphs('너무 비쌈', '가벼움')}", house=True)
    assert [each.text for each in found.digests[0].opinions] == ["너무 비쌈", "가벼움"]
    assert found.doubts == ("a digest headed 'Hacker News' without a list",)


def test_head_alone() -> None:
    """A head with nothing under it says nothing."""
    found = apart(f"<h6>{HN}</h6>", house=True)
    assert (found.own, found.digests) == ("", ())
    assert found.doubts


def test_wrapped() -> None:
    """Elements around head and list do not hide them."""
    assert opinions(f"<div><div>{digest(TWO)}</div></div>") == opinions(digest(TWO))


def test_repeated_sentence() -> None:
    """Two people who say the same are two opinions."""
    same = (Bullet(text="동의함"), Bullet(text="동의함"))
    assert len(opinions(digest(same))) == 2
