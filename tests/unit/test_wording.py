"""The bot's own words in Korean and English."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.types import Abstention, Answer, Citation, Searched, Statement, Verdict, Why
from bot.wording.chat import chat
from bot.wording.remarks import remarks
from bot.wording.voices import voices
from retrieval.types import Coverage, TimeRange, Voice

NOW = datetime(2025, 12, 5, 9, tzinfo=UTC)
DAY = datetime(2025, 12, 2, 20, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")
COVERAGE = Coverage(
    documents=1234, passages=9, sources=1, first=datetime(2025, 11, 1, tzinfo=UTC), last=DAY
)
CITATION = Citation(
    passage_id="p",
    document_id="d",
    quote="It is late.",
    start=0,
    end=11,
    url="https://paper.example/",
    title="Late",
    voice=Voice.COMMENT,
    author="jdoe",
    published=DAY,
    source="Hacker News",
    lang="en",
)
STATEMENT = Statement(text="It is late.", citations=(CITATION,), verdict=Verdict(passed=True))
ANSWER = Answer(lang="en", statements=(STATEMENT,), searched=Searched(coverage=COVERAGE), as_of=DAY)


def abstention(why: Why) -> Abstention:
    return Abstention(lang="en", why=why, searched=Searched(coverage=COVERAGE))


def in_seoul(time: str) -> datetime:
    return datetime.fromisoformat(time).replace(tzinfo=SEOUL)


def fields(template: object) -> list[set[str | None]]:
    texts = template if isinstance(template, tuple) else (template,)
    return [{field for _, field, _, _ in Formatter().parse(str(text)) if field} for text in texts]


@pytest.mark.parametrize("catalogue", [wording.phrases, remarks, voices, chat])
def test_languages_fill_in_the_same_words(catalogue: Callable[[str], Any]):
    """A phrase has the same places to fill in in both languages."""
    english, korean = (asdict(catalogue(lang)) for lang in wording.LANGS)
    assert {key: fields(text) for key, text in english.items()} == {
        key: fields(text) for key, text in korean.items()
    }


@pytest.mark.parametrize(
    ("lang", "known"),
    [("ko", "ko"), ("ko-KR", "ko"), ("KO_kr", "ko"), ("en", "en"), ("de", "en"), (None, "en")],
)
def test_other_languages_fall_back_to_english(lang: str | None, known: str):
    """Korean is known in its variants; every other language is answered in English."""
    assert wording.known(lang) == known


def test_date_in_each_language():
    """Dates are written as the language writes them."""
    assert (wording.day(DAY, "en"), wording.day(DAY, "ko")) == (
        "2 December 2025",
        "2025년 12월 2일",
    )


def test_date_in_a_zone():
    """The day is that of the reader's time zone."""
    assert wording.moment(DAY, "en", SEOUL) == "3 December 2025, 05:00"


@pytest.mark.parametrize(
    ("ago", "english", "korean"),
    [
        (timedelta(seconds=-5), "just now", "방금"),
        (timedelta(seconds=59), "just now", "방금"),
        (timedelta(minutes=1), "1 minute ago", "1분 전"),
        (timedelta(hours=5), "5 hours ago", "5시간 전"),
        (timedelta(days=1, hours=20), "1 day ago", "1일 전"),
        (timedelta(days=59), "59 days ago", "59일 전"),
        (timedelta(days=61), "2 months ago", "2개월 전"),
        (timedelta(days=800), "2 years ago", "2년 전"),
    ],
)
def test_age_in_words(ago: timedelta, english: str, korean: str):
    """Ages are told in their largest fitting unit, rounded down."""
    told = tuple(wording.age(NOW - ago, NOW, lang) for lang in wording.LANGS)
    assert told == (english, korean)


@given(st.timedeltas(timedelta(0), timedelta(days=40000)))
def test_length_is_never_zero(length: timedelta):
    """No length is told as zero of a unit."""
    assert not wording.length(length, "ko").startswith("0")


def test_coverage():
    """The coverage line counts documents and sources and names their dates."""
    assert wording.coverage_line(COVERAGE, "en") == (
        "Searched 1,234 documents from 1 source. "
        "Their dates run from 1 November 2025 to 2 December 2025."
    )


def test_coverage_in_korean():
    """The same in Korean."""
    assert wording.coverage_line(COVERAGE, "ko") == (
        "출처 1곳의 글 1,234건을 찾아보았습니다. "
        "글이 나온 날은 2025년 11월 1일부터 2025년 12월 2일까지입니다."
    )


def test_coverage_without_dates():
    """Undated documents give no span."""
    line = wording.holding_line(Coverage(documents=1, sources=2), "en")
    assert line == "Answers are drawn from 1 document in 2 sources."


def test_coverage_of_one_day():
    """One day is no span."""
    coverage = Coverage(documents=1, sources=1, first=DAY, last=DAY)
    assert wording.coverage_line(coverage, "en").endswith("All are dated 2 December 2025.")


@pytest.mark.parametrize(
    ("since", "until", "line"),
    [
        ("2025-11-24", "2025-12-01", "24 November 2025 – 30 November 2025"),
        ("2025-12-02", "2025-12-03", "2 December 2025"),
        ("2025-12-02", None, "2 December 2025 or later"),
        (None, "2026-01-01", "until 31 December 2025"),
        ("2025-12-02T09:00", "2025-12-03", "2 December 2025, 09:00 – 2 December 2025"),
    ],
)
def test_range_is_told_with_its_last_day(since: str | None, until: str | None, line: str):
    """The half-open range of days is told by the days in it, in the asker's zone."""
    asked = TimeRange(since=since and in_seoul(since), until=until and in_seoul(until))
    assert wording.span(asked, "en", SEOUL) == line


def test_words_of_the_range_are_repeated():
    """How the time words were understood is said with the words."""
    asked = TimeRange(since=datetime(2025, 12, 1, tzinfo=UTC))
    searched = Searched(coverage=COVERAGE, range=asked, range_words="이번 달")
    assert wording.range_line(searched, "ko") == "물어보신 기간: “이번 달” (2025년 12월 1일 이후)"


@pytest.mark.parametrize("why", Why)
@pytest.mark.parametrize("lang", wording.LANGS)
def test_every_abstention_says_why_and_what_to_try(why: Why, lang: str):
    """Each reason has its line and at least one suggestion in each language."""
    said = abstention(why)
    assert wording.abstention_lines(said, lang)[0] == wording.why_line(why, lang)
    assert wording.suggestions(said, lang)


def test_abstention_tells_what_was_searched():
    """Between the reason and the suggestions stands what was looked through."""
    lines = wording.abstention_lines(abstention(Why.NO_EVIDENCE), "en")
    assert lines[1] == wording.coverage_line(COVERAGE, "en")


@pytest.mark.parametrize("why", [Why.NO_QUESTION, Why.TOO_LONG, Why.NOTHING_STORED])
def test_nothing_is_said_to_be_searched_where_nothing_was(why: Why):
    """Without a search no search is claimed."""
    assert wording.searched_lines(abstention(why), "en") == ()


def test_verbatim_answer_says_so():
    """An answer of quotes alone is called word for word."""
    assert wording.head_line(ANSWER, "en") == "Quoted from the sources, word for word."


def test_worded_answer_does_not_claim_to_be_verbatim():
    """An answer with sentences of the bot points to the quotes."""
    worded = replace(ANSWER, statements=(STATEMENT, replace(STATEMENT, quoted=False)))
    assert "word for word" not in wording.head_line(worded, "en")


def test_quotes_are_marked():
    """A verbatim statement carries quotation marks, one in the bot's words does not."""
    own = replace(STATEMENT, quoted=False)
    assert (wording.marked(STATEMENT), wording.marked(own)) == ("“It is late.”", "It is late.")


def test_lack_is_noted():
    """A text that is less than the whole says why."""
    assert wording.lacks_line("cut at 2 MB", "en") == (
        "The stored text is not the whole: cut at 2 MB"
    )


def test_errors_carry_their_reference():
    """A failure is one line that ends in its reference."""
    assert wording.error_line("Disk\nfull.", "ab12", "en") == "Disk full. (reference ab12)"
