"""Replies as a terminal shows them."""

from dataclasses import replace

import pytest
from fakes_desk import ABSTENTION, ANSWER, NOW, SEOUL
from voiced import CLAIMED, DISPUTED, OPINIONS, UNREAD

from bot.console import reply_lines
from bot.types import Reply


def lines(reply: Reply, lang: str = "en") -> list[str]:
    return reply_lines(replace(reply, lang=lang), NOW, SEOUL)


@pytest.mark.parametrize(
    ("lang", "first"),
    [
        ("en", "Read 226 comments in 2 discussions."),
        ("ko", "토론 2곳에서 댓글 226개를 읽었습니다."),
    ],
)
def test_opinions_begin_with_what_they_are(lang: str, first: str) -> None:
    """Before any opinion it is said that they were picked, and are no poll."""
    assert lines(OPINIONS, lang)[0].startswith(first)


def test_a_relay_has_no_author() -> None:
    """Whoever posted retold comments is not named, neither before the quote nor at the source."""
    told = lines(OPINIONS)
    assert told[5].startswith("An unnamed Hacker News commenter, retold by GeekNews, says: “")
    source = next(line for line in told if line.startswith("[4] "))
    assert source.endswith(
        "(Retold comment from Hacker News, GeekNews, 2 December 2025, 3 days ago)"
    )
    assert not any("neo" in line for line in told)


def test_sources_have_ages_and_notes() -> None:
    """A source has its voice, author, publisher, day and age, and what was noticed of it."""
    source = next(line for line in lines(OPINIONS) if line.startswith("[2] "))
    assert source.endswith(
        "(Comment, mira, Hacker News, 2 December 2025, 3 days ago; flagged on Hacker News)"
    )


def test_pages_worth_opening_are_listed() -> None:
    """Discussions and the same story elsewhere, each with its address."""
    told = lines(OPINIONS)
    start = told.index("Discussions read:")
    assert told[start + 1] == (
        "  - A red alert over the chatbot (Hacker News · 214 of 230 comments read)"
        " https://hn.example/item?id=46121870"
    )
    assert "  - A note on it (Notes · Article · undated)" in told


@pytest.mark.parametrize(
    ("lang", "label"),
    [
        ("en", "Only claimed in a comment; no article here says it:"),
        ("ko", "댓글에만 있는 주장이며, 확인해 주는 기사는 저장되어 있지 않음:"),
    ],
)
def test_claims_are_labelled(lang: str, label: str) -> None:
    """The label stands directly before its statement."""
    told = lines(CLAIMED, lang)
    assert told[1] == told[3] == label
    assert "jdoe" in told[2]


def test_quarrels_come_first() -> None:
    """Sources that disagree are told of before the statements, by the numbers of the list."""
    assert lines(DISPUTED)[0] == (
        "Sources seem to disagree (figures): [1] (2 December 2025) and [3] (4 December 2025)."
        " The newer one is [3]."
    )


def test_a_source_gone_quiet_is_told() -> None:
    """So are sources that could not be read of late."""
    assert any(
        line.startswith("Hacker News could not be read since 21 November")
        for line in lines(DISPUTED)
    )


def test_unread_links_of_an_abstention() -> None:
    """Why there is no answer, then which links were not read."""
    assert lines(UNREAD, "ko")[:2] == [
        "링크된 페이지를 읽지 못했고, 저장된 다른 글에도 답이 없습니다.",
        "사이트가 허용하지 않아 읽지 못한 링크: walled.example/story",
    ]


def test_nearest_items_have_ages() -> None:
    """Items near a question are told with their voice, author and age; undated ones as such."""
    told = lines(ABSTENTION)
    assert any("(Article, Ada Muster, The Paper, 2 December 2025, 3 days ago)" in x for x in told)
    assert any("(Retold comment, 긱뉴스, undated)" in line for line in told)


def test_an_answer_without_troubles_is_as_short_as_before() -> None:
    """Nothing stands before its first statement."""
    assert lines(ANSWER)[0].startswith("The Paper reports: “Work on advertising")
