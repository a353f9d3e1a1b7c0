"""How old an answer is and what stands against it, in Korean and English."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fakes_desk import ANSWER, NOW, PUBLISHED
from voiced import ARTICLE, DISPUTED, LATER, NAMED

from bot import wording
from bot.types import Answer, Conflict, Rift, Searched, Unrefreshed
from retrieval.types import Standing, TimeRange

MARKS = ["[1]", "[2]", "[3]"]
SEOUL = ZoneInfo("Asia/Seoul")


def quarrel(answer: Answer = DISPUTED, rift: Rift = Rift.FIGURES) -> tuple[str, str]:
    told = replace(answer, conflicts=tuple(replace(c, rift=rift) for c in answer.conflicts))
    english, korean = (wording.conflict_lines(told, MARKS, lang) for lang in wording.LANGS)
    return english[0], korean[0]


def dated(one: datetime | None, other: datetime | None) -> Answer:
    first, second, third = DISPUTED.statements
    first = replace(first, citations=(replace(ARTICLE, published=one),))
    third = replace(third, citations=(replace(LATER, published=other),))
    return replace(DISPUTED, statements=(first, second, third))


def test_as_of() -> None:
    """The as-of line names the date of the newest quoted text."""
    assert wording.as_of_line(PUBLISHED, "en").startswith("As of 2 December 2025")


def test_as_of_unknown() -> None:
    """Undated texts are said to be undated."""
    assert wording.as_of_line(None, "ko") == "여기에 인용한 글에는 날짜가 없습니다."


@pytest.mark.parametrize(
    ("latest", "days", "warned"),
    [(False, 30, False), (False, 31, True), (True, 3, False), (True, 4, True)],
)
def test_when_an_answer_is_old(latest: bool, days: int, warned: bool) -> None:  # noqa: FBT001
    """A month is old; three days are where the newest was asked for."""
    answer = replace(ANSWER, latest=latest)
    line = wording.stale_line(answer, PUBLISHED + timedelta(days=days), "en")
    assert (line is not None) is warned


def test_old_answers_warn() -> None:
    """The warning tells the age of the newest source, and that there may be newer news."""
    after = PUBLISHED + timedelta(days=70)
    assert [wording.stale_line(ANSWER, after, lang) for lang in wording.LANGS] == [
        "The newest source is 2 months old; there may be newer news.",
        "가장 최근 출처도 2개월 전에 나왔습니다. 더 새로운 소식이 있을 수 있습니다.",
    ]


def test_past_is_not_stale() -> None:
    """Who asks about the past is not warned that the texts are old."""
    past = replace(ANSWER.searched, range=TimeRange(until=PUBLISHED))
    answer = replace(ANSWER, searched=past)
    assert wording.stale_line(answer, PUBLISHED + timedelta(days=70), "en") is None


def test_a_source_gone_quiet() -> None:
    """A source whose last reading failed is named, with the day since when."""
    quiet = Unrefreshed(source="Hacker\nNews", since=datetime(2025, 11, 21, 20, tzinfo=UTC))
    searched = replace(ANSWER.searched, unrefreshed=(quiet, replace(quiet, since=None)))
    assert wording.unrefreshed_lines(searched, "en") == (
        (
            "Hacker News could not be read since 21 November 2025; "
            "what is quoted from it may be out of date."
        ),
        "The last reading of Hacker News failed; what is quoted from it may be out of date.",
    )
    assert wording.unrefreshed_lines(searched, "ko", SEOUL) == (
        (
            "2025년 11월 22일 이후로 Hacker News 출처를 읽지 못했습니다. "
            "그곳에서 인용한 내용은 그 뒤로 바뀌었을 수 있습니다."
        ),
        (
            "지난번에 Hacker News 출처를 읽지 못했습니다. "
            "그곳에서 인용한 내용은 그 뒤로 바뀌었을 수 있습니다."
        ),
    )


@pytest.mark.parametrize(
    ("standing", "english", "korean"),
    [
        (Standing.SHOWN, (), ()),
        (Standing.FLAGGED, ("flagged on Hacker News",), ("Hacker News에서 신고된 글",)),
        (Standing.DEAD, ("hidden on Hacker News",), ("Hacker News에서 숨겨진 글",)),
    ],
)
def test_standing_of_a_source(
    standing: Standing, english: tuple[str, ...], korean: tuple[str, ...]
) -> None:
    """A comment that its own site flagged or hides is noted as such."""
    cited = replace(NAMED, standing=standing)
    assert wording.source_notes(cited, "en") == english
    assert wording.source_notes(cited, "ko") == korean


def test_a_change_is_noted() -> None:
    """A text that changed after it was published says when that was noticed."""
    cited = replace(NAMED, edited=datetime(2025, 12, 3, 20, tzinfo=UTC))
    assert wording.source_notes(cited, "en") == ("edited; change noticed on 3 December 2025",)
    assert wording.source_notes(cited, "ko", SEOUL) == ("수정됨, 2025년 12월 4일에 바뀐 것을 확인",)


@pytest.mark.parametrize(
    ("rift", "english", "korean"),
    [
        (
            Rift.FIGURES,
            "Sources seem to disagree (figures): ",
            "출처마다 내용이 다른 것으로 보입니다(수치): ",
        ),
        (
            Rift.DATES,
            "Sources seem to disagree (dates): ",
            "출처마다 내용이 다른 것으로 보입니다(날짜): ",
        ),
        (
            Rift.DENIAL,
            "Sources seem to disagree (one denies what the other says): ",
            "출처마다 내용이 다른 것으로 보입니다(한쪽이 다른 쪽을 부정함): ",
        ),
    ],
)
def test_a_quarrel_is_told_with_both_dates(rift: Rift, english: str, korean: str) -> None:
    """Both sources are named with their dates, then the newer one; none is said to be right."""
    assert quarrel(rift=rift) == (
        f"{english}[1] (2 December 2025) and [3] (4 December 2025). The newer one is [3].",
        f"{korean}[1] (2025년 12월 2일), [3] (2025년 12월 4일). 더 나중에 나온 것은 [3]입니다.",
    )


def test_the_newer_one_may_come_first() -> None:
    """Newest is what came out last, wherever it stands."""
    answer = dated(PUBLISHED, PUBLISHED - timedelta(days=3))
    assert quarrel(answer)[0].endswith("The newer one is [1].")


@pytest.mark.parametrize("other", [None, PUBLISHED + timedelta(minutes=5)])
def test_none_is_newer_where_dates_do_not_tell(other: datetime | None) -> None:
    """Of an undated one, or two of one day, none is called newer."""
    english, korean = quarrel(dated(PUBLISHED, other))
    assert "newer" not in english
    assert "나중에" not in korean


@pytest.mark.parametrize("place", [-1, 3, 99])
def test_a_quarrel_with_what_is_not_there(place: int) -> None:
    """A conflict that names no statement of the answer is left out."""
    odd = replace(DISPUTED, conflicts=(Conflict(one=0, other=place, rift=Rift.DATES),))
    assert wording.conflict_lines(odd, MARKS, "en") == ()


def test_no_word_of_who_is_right() -> None:
    """The lines judge nobody."""
    for rift in Rift:
        english, korean = quarrel(rift=rift)
        assert not any(word in english.lower() for word in ("right", "wrong", "correct", "true"))
        assert not any(word in korean for word in ("맞", "틀", "옳"))


def test_undated_sources_have_no_age() -> None:
    """An age is told of what has a date."""
    assert wording.age_line(None, NOW, "en") is None
    assert wording.age_line(PUBLISHED, NOW, "ko") == "3일 전"


def test_nothing_to_warn_of() -> None:
    """A reply without troubles has no lines about any."""
    assert wording.unrefreshed_lines(Searched(coverage=ANSWER.searched.coverage), "en") == ()
    assert wording.conflict_lines(ANSWER, MARKS, "ko") == ()
