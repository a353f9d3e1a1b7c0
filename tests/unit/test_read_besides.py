"""What was read besides what is quoted: discussions, the same story elsewhere, links."""

from dataclasses import replace

import pytest
from fakes_desk import ABSTENTION, ANSWER, NOW
from hypothesis import given
from hypothesis import strategies as st
from voiced import ELSEWHERE, HEARD, LINKS, OPINIONS, UNREAD

from bot import wording
from bot.present import listings
from bot.types import Discussion, Link, LinkOutcome, Why

HN, RETOLD = HEARD
PICKED = (
    "Picked for being different from each other; not a poll.",
    "서로 다른 의견을 골라 인용한 것이며, 여론 조사가 아닙니다.",
)


def heard(*discussions: Discussion) -> list[str | None]:
    return [wording.heard_line(replace(ANSWER, heard=discussions), lang) for lang in wording.LANGS]


def links(*found: Link, lang: str, read: bool = False) -> tuple[str, ...]:
    searched = replace(ANSWER.searched, links=found)
    return wording.link_lines(searched, lang, read=read)


def test_opinions_are_counted() -> None:
    """How many comments were read of how many, in how many discussions; and that it is no poll."""
    other = replace(HN, read=6, total=10)
    assert heard(HN, other) == [
        f"Read 220 of 240 comments in 2 discussions. {PICKED[0]}",
        f"토론 2곳에서 댓글 240개 가운데 220개를 읽었습니다. {PICKED[1]}",
    ]


def test_opinions_of_an_unknown_number() -> None:
    """Where a site counts no comments, nothing is said of how many there are."""
    assert heard(replace(HN, read=1, total=None)) == [
        f"Read 1 comment in 1 discussion. {PICKED[0]}",
        f"토론 1곳에서 댓글 1개를 읽었습니다. {PICKED[1]}",
    ]


def test_more_read_than_counted() -> None:
    """A site's count that lags behind what is stored is not told."""
    line = heard(replace(HN, read=300, total=230))[0] or ""
    assert line.startswith("Read 300 comments in 1 discussion.")


def test_retold_opinions_are_counted_apart() -> None:
    """How many of the comments are known only as retold."""
    english, korean = heard(*HEARD)
    assert "Read 226 comments in 2 discussions. Of these, 12 are known only" in (english or "")
    assert "이 가운데 12개는 다른 사이트에서 옮겨 전한 것" in (korean or "")


def test_no_opinions_no_line() -> None:
    """An answer about facts says nothing of polls."""
    assert heard() == [None, None]


@pytest.mark.parametrize(
    ("discussion", "english", "korean"),
    [
        (HN, "214 of 230 comments read", "댓글 230개 가운데 214개 읽음"),
        (replace(HN, total=None), "214 comments read", "댓글 214개 읽음"),
        (
            RETOLD,
            "12 comments read, retold by GeekNews; the original discussion is not stored",
            "GeekNews에서 옮겨 전한 댓글 12개 읽음, 원래 토론은 저장되어 있지 않음",
        ),
    ],
)
def test_each_discussion(discussion: Discussion, english: str, korean: str) -> None:
    """How much of each discussion was read, and whether it is retold."""
    told = [wording.discussion_line(discussion, lang) for lang in wording.LANGS]
    assert told == [english, korean]


def test_pages_worth_opening() -> None:
    """Discussions, then the same story elsewhere: whose, what, how old, how much said."""
    assert [(each.heading, [item.byline for item in each.items]) for each in _lists("en")] == [
        (
            "Discussions read",
            [
                "Hacker News · 214 of 230 comments read",
                "12 comments read, retold by GeekNews; the original discussion is not stored",
            ],
        ),
        (
            "The same story elsewhere",
            [
                "Hacker News · Post · 3 days ago · 512 comments",
                "GeekNews · Summary · 13 months ago",
                "Notes · Article · undated",
            ],
        ),
    ]


def test_pages_worth_opening_in_korean() -> None:
    """The same in Korean."""
    assert [(each.heading, each.items[0].byline) for each in _lists("ko")] == [
        ("읽은 토론", "Hacker News · 댓글 230개 가운데 214개 읽음"),
        ("같은 소식을 다룬 다른 글", "Hacker News · 게시글 · 3일 전 · 댓글 512개"),
    ]


def test_only_web_pages_are_linked() -> None:
    """What lives only here, or has a dangerous address, is listed without a link."""
    bad = replace(ELSEWHERE[0], url="javascript:alert(1)")
    (listing,) = listings(replace(ANSWER, elsewhere=(bad, ELSEWHERE[2])), NOW, "en")
    assert [item.url for item in listing.items] == [None, None]


@pytest.mark.parametrize(
    ("outcome", "read", "english", "korean"),
    [
        (
            LinkOutcome.KNOWN,
            True,
            "Your link was stored already: paper.example/a",
            "이미 저장되어 있던 링크: paper.example/a",
        ),
        (
            LinkOutcome.FETCHED,
            True,
            "Your link was read for this question: paper.example/a",
            "이 질문에 답하려고 읽은 링크: paper.example/a",
        ),
        (
            LinkOutcome.REFUSED,
            False,
            "Your link could not be read, because its site does not allow it: paper.example/a (no)",
            "사이트가 허용하지 않아 읽지 못한 링크: paper.example/a",
        ),
        (
            LinkOutcome.UNREADABLE,
            False,
            (
                "Your link could not be read, because no text is to be had from it:"
                " paper.example/a (no)"
            ),
            "글을 얻을 수 없어 읽지 못한 링크: paper.example/a",
        ),
        (
            LinkOutcome.LATE,
            False,
            "Your link could not be read in time: paper.example/a (no)",
            "제때 열리지 않아 읽지 못한 링크: paper.example/a",
        ),
        (
            LinkOutcome.OFF,
            False,
            (
                "Your link was not read, because links are not read here, or no more for now:"
                " paper.example/a (no)"
            ),
            "이곳에서는 링크를 읽지 않거나 지금은 더 읽을 수 없어 읽지 않은 링크: paper.example/a",
        ),
    ],
)
def test_each_link_has_a_line(
    outcome: LinkOutcome,
    read: bool,  # noqa: FBT001 - given
    english: str,
    korean: str,
) -> None:
    """What became of a link; why it was not read is in English only, where there is a reason."""
    link = Link(url="https://paper.example/a", outcome=outcome, reason=None if read else "no")
    assert links(link, lang="en", read=read) == (english,)
    assert links(link, lang="ko", read=read) == (korean,)
    assert links(link, lang="en", read=not read) == ()


@given(st.text(), st.text(), st.none() | st.text())
def test_no_link_breaks_its_line(url: str, title: str, reason: str | None) -> None:
    """Whatever its texts are, a link has one line of bearable length, that opens nothing."""
    link = Link(url=f"https://{url}", outcome=LinkOutcome.REFUSED, title=title, reason=reason)
    (line,) = links(link, lang="en")
    assert line.splitlines() == [line]
    assert len(line) < 420


def test_links_read_are_part_of_what_was_searched() -> None:
    """The lines about the search tell of links that were read, and of those alone."""
    answer = replace(ANSWER, searched=replace(ANSWER.searched, links=LINKS))
    told = wording.searched_lines(answer, "en")
    assert sum("Your link" in line for line in told) == 1


def test_an_abstention_says_which_link_was_not_read() -> None:
    """Directly after why there is no answer."""
    assert wording.abstention_lines(UNREAD, "ko")[1] == (
        "사이트가 허용하지 않아 읽지 못한 링크: walled.example/story"
    )


@pytest.mark.parametrize(
    ("why", "english", "korean"),
    [
        (
            Why.NO_OPINIONS,
            "Ask what is reported about it instead.",
            "의견 대신 보도된 내용을 물어봐 주세요.",
        ),
        (
            Why.LINK_UNREAD,
            "Ask without the link, with the names that the page is about.",
            "링크 없이, 그 페이지에 나오는 이름을 넣어 물어봐 주세요.",
        ),
        (
            Why.WITHDRAWN,
            "Ask again: other sources may hold an answer.",
            "다시 물어봐 주세요. 다른 출처에 답이 있을 수 있습니다.",
        ),
    ],
)
def test_next_steps(why: Why, english: str, korean: str) -> None:
    """Each reason has a step that leads on from it."""
    said = replace(ABSTENTION, why=why)
    assert english in wording.suggestions(said, "en")
    assert korean in wording.suggestions(said, "ko")


def test_a_late_page_may_be_asked_for_again() -> None:
    """Only where a page did not arrive in time is it worth asking again soon."""
    later = "Ask again in a minute: the page may arrive in time."
    refused = replace(UNREAD, searched=replace(UNREAD.searched, links=LINKS[1:]))
    assert later in wording.suggestions(UNREAD, "en")
    assert later not in wording.suggestions(refused, "en")


def _lists(lang: str):
    return listings(OPINIONS, NOW, lang)
