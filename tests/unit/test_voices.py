"""Who speaks, in Korean and English."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.types import Citation, Nearest, Statement, Verdict
from retrieval.types import Voice

CITATION = Citation(
    passage_id="p",
    document_id="d",
    quote="It is late.",
    start=0,
    end=11,
    url="https://paper.example/late",
    title="Late",
    voice=Voice.COMMENT,
    author="jdoe",
    published=datetime(2025, 12, 2, 20, tzinfo=UTC),
    source="Hacker News",
    lang="en",
)
STATEMENT = Statement(text="It is late.", citations=(CITATION,), verdict=Verdict(passed=True))
RELAY = replace(CITATION, voice=Voice.RELAY, author="neo", source="GeekNews")


def both(of: Citation | Nearest) -> tuple[str, str]:
    return wording.voice_line(of, "en"), wording.voice_line(of, "ko")


@pytest.mark.parametrize(
    ("voice", "english", "korean"),
    [
        (Voice.ARTICLE, "Hacker News reports", "Hacker News 보도"),
        (
            Voice.SUMMARY,
            "Hacker News’s summary of an article says",
            "Hacker News의 기사 요약",
        ),
        (
            Voice.POST,
            "jdoe, who posted this on Hacker News, says",
            "Hacker News에 jdoe 님이 올린 글",
        ),
        (Voice.COMMENT, "jdoe on Hacker News says", "Hacker News의 jdoe 님 댓글"),
        (
            Voice.RELAY,
            "An unnamed commenter, retold by Hacker News, says",
            "Hacker News에서 옮겨 전한 익명 댓글",
        ),
    ],
)
def test_each_voice_is_introduced_as_what_it_is(voice: Voice, english: str, korean: str) -> None:
    """An article reports, a site sums up, a person says, and somebody unnamed is retold."""
    assert both(replace(CITATION, voice=voice)) == (english, korean)


@pytest.mark.parametrize(
    ("source", "url", "english", "korean"),
    [
        ("The Verge", "https://verge.example/a", "The Verge reports", "The Verge 보도"),
        (
            "verge.example",
            "https://verge.example/a",
            "The article at verge.example says",
            "verge.example에 실린 기사",
        ),
        ("my notes", "sample:1", "An article in my notes says", "my notes에 있는 기사"),
        ("\u200b", "https://verge.example/a", "The article says", "기사 내용"),
    ],
)
def test_an_article_is_its_publishers(source: str, url: str, english: str, korean: str) -> None:
    """A name reports, at an address or in a collection an article is found; nobody is made up."""
    article = replace(CITATION, voice=Voice.ARTICLE, source=source, url=url)
    assert both(article) == (english, korean)


def test_a_relay_names_where_the_comment_was_made() -> None:
    """The site of the comment and the site that retells it are told apart."""
    assert both(replace(RELAY, retold_from="Hacker News")) == (
        "An unnamed Hacker News commenter, retold by GeekNews, says",
        "GeekNews에서 옮겨 전한 Hacker News의 익명 댓글",
    )


@given(st.sampled_from([None, "Hacker News"]), st.sampled_from(wording.LANGS), st.booleans())
def test_a_relay_is_nobodys_own(site: str | None, lang: str, quoted: bool) -> None:  # noqa: FBT001
    """Neither the one who posted it, nor an article, nor the retelling site is made its speaker."""
    relay = replace(RELAY, retold_from=site)
    statement = replace(STATEMENT, citations=(relay,), quoted=quoted)
    line = wording.lead_line(statement, lang) or ""
    assert "neo" not in line
    assert wording.author_name(relay) is None
    assert not any(word in line for word in ("article", "reports", "GeekNews says", "보도", "기사"))
    assert ("unnamed" if lang == "en" else "익명") in line


@pytest.mark.parametrize(
    ("voice", "english", "korean"),
    [
        (Voice.POST, "A post on Hacker News says", "Hacker News에 올라온 글"),
        (Voice.COMMENT, "A commenter on Hacker News says", "Hacker News에 달린 댓글"),
    ],
)
def test_missing_author_is_not_invented(voice: Voice, english: str, korean: str) -> None:
    """Without an author's name the line has no gap for one."""
    assert both(replace(CITATION, voice=voice, author=None)) == (english, korean)


def test_names_cannot_turn_the_line() -> None:
    """Line breaks and writing-direction marks in a name are left out."""
    line = wording.voice_line(replace(CITATION, author="j\u202edoe\nx"), "en")
    assert line == "jdoe x on Hacker News says"


def test_names_are_not_filled_in_again() -> None:
    """Braces in a name are only braces."""
    line = wording.voice_line(replace(CITATION, author="{source}"), "en")
    assert line == "{source} on Hacker News says"


@pytest.mark.parametrize(
    ("of", "english", "korean"),
    [
        (CITATION, "Comment", "댓글"),
        (RELAY, "Retold comment", "옮겨 전한 댓글"),
        (
            replace(RELAY, retold_from="Lobsters"),
            "Retold comment from Lobsters",
            "옮겨 전한 Lobsters 댓글",
        ),
        (replace(CITATION, retold_from="Lobsters"), "Comment", "댓글"),
    ],
)
def test_kind_of_a_source(of: Citation, english: str, korean: str) -> None:
    """What a source is; a retold comment with the site that it is from."""
    assert (wording.kind_name(of, "en"), wording.kind_name(of, "ko")) == (english, korean)


@pytest.mark.parametrize(
    ("voice", "english", "korean"),
    [
        (Voice.POST, "Only claimed in a post;", "게시글에만 있는 주장"),
        (Voice.COMMENT, "Only claimed in a comment;", "댓글에만 있는 주장"),
        (Voice.RELAY, "Only claimed in a retold comment;", "옮겨 전한 댓글에만 있는 주장"),
    ],
)
def test_a_claim_is_labelled(voice: Voice, english: str, korean: str) -> None:
    """What only people say is labelled as such, and that no article here says it."""
    said = replace(STATEMENT, claimed=True, citations=(replace(CITATION, voice=voice),))
    lines = [wording.claimed_line(said, lang) or "" for lang in wording.LANGS]
    assert [lines[0].startswith(english), lines[1].startswith(korean)] == [True, True]
    assert "no article here says it" in lines[0]
    assert "확인해 주는 기사는 저장되어 있지 않음" in lines[1]


def test_what_is_no_claim_has_no_label() -> None:
    """Other statements are not labelled."""
    assert wording.claimed_line(STATEMENT, "en") is None
