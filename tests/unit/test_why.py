"""How a reply came about, told to people."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes_desk import ABSTENTION, ANSWER, NOW, PUBLISHED
from voiced import CLAIMED, DISPUTED, OPINIONS

from bot.types import (
    Judged,
    Quoting,
    Statement,
    Trail,
    Unwritten,
    Usage,
    Verdict,
    Weighed,
)
from bot.wording import head_line, lead_line, reworded_line, searched_lines, why_lines
from retrieval.types import Voice

CITATION = ANSWER.statements[0].citations[0]
PASSAGE = Weighed(
    passage_id="p1",
    document_id="d1",
    url="https://paper.example/a",
    title="A red\nalert",
    voice=Voice.ARTICLE,
    author=None,
    published=PUBLISHED,
    source="The Paper",
    fused=5.5,
    cosine=0.91,
    lexical=None,
)
TRAIL = Trail(
    question="What was announced?",
    passages=(PASSAGE,),
    judged=(
        Judged(text="Kept.", quotes=("Kept.",), verdict=Verdict(passed=True)),
        Judged(
            text="Dropped \u202etext.",
            quotes=(),
            verdict=Verdict(passed=False, reasons=("number not in the source: 8 million",)),
        ),
    ),
    usage=Usage(
        model="m1", calls=2, prompt_tokens=3000, completion_tokens=120, seconds=2.5, cost=0.0012
    ),
)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("reply", [ANSWER, ABSTENTION])
def test_everything_is_told(lang: str, reply: object) -> None:
    """What was read, what was dropped and why, what it cost; on clean lines."""
    told = "\n".join(why_lines(replace(reply, trail=TRAIL), lang))
    for part in ("A red alert", "The Paper", "0.91", "Dropped text.", "8 million", "m1", "3,000"):
        assert part in told
    assert "0.0012" in told
    assert "\u202e" not in told


@pytest.mark.parametrize(("lang", "line"), [("en", "No language model"), ("ko", "쓰지 않았")])
def test_without_a_model(lang: str, line: str) -> None:
    """It is said that none took part."""
    told = why_lines(replace(ANSWER, trail=replace(TRAIL, usage=None, judged=())), lang)
    assert line in told[-1]


def test_without_a_trail() -> None:
    """Replies of earlier versions have none, and are told of all the same."""
    assert why_lines(ANSWER, "en")


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("why", list(Quoting))
def test_why_quotes(lang: str, why: Quoting) -> None:
    """Each reason has a line, and a budget its end."""
    until = NOW + timedelta(hours=3)
    line = head_line(replace(ANSWER, unwritten=Unwritten(why=why, until=until)), lang)
    assert line != head_line(ANSWER, lang)
    assert ("12:00" in line) is why.value.endswith("budget")
    assert "{" not in line


def test_who_speaks() -> None:
    """Before quotes always; before the bot's words where a person is behind them."""
    own = Statement(
        text="It waits.", citations=(CITATION,), verdict=Verdict(passed=True), quoted=False
    )
    person = replace(CITATION, voice=Voice.COMMENT, author="jdoe")
    assert lead_line(own, "en") is None
    assert "jdoe" in (lead_line(replace(own, citations=(person,)), "en") or "")
    assert lead_line(replace(own, quoted=True), "en") == "The Paper reports"


def test_understood() -> None:
    """A question that leaned on another is told as it was understood."""
    reply = replace(ANSWER, reworded="How many users does Google have?")
    assert reworded_line(reply, "en") == "Understood as: How many users does Google have?"
    assert reworded_line(ANSWER, "en") is None
    assert searched_lines(reply, "ko")[0] == "이렇게 이해했습니다: How many users does Google have?"


def test_without_the_words_of_dropped_sentences() -> None:
    """Where nobody asked for them, only their number is told."""
    told = "\n".join(why_lines(replace(ANSWER, trail=TRAIL), "en", dropped=False))
    assert "Dropped" not in told
    assert "8 million" not in told
    assert "dropped: 1." in told


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        (
            "en",
            (
                "Read 226 comments in 2 discussions.",
                "- A red alert over the chatbot: 214 of 230 comments read",
            ),
        ),
        (
            "ko",
            ("토론 2곳에서 댓글 226개", "- A red alert over the chatbot: 댓글 230개 가운데 214개"),
        ),
    ],
)
def test_discussions_behind_opinions(lang: str, parts: tuple[str, ...]) -> None:
    """Each discussion is told with how much of it was read, in one paragraph."""
    paragraph = why_lines(OPINIONS, lang)[1]
    assert all(part in paragraph for part in parts)


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        (
            "en",
            (
                "Sources seem to disagree (figures): no. 1 (2 December 2025) and no. 3",
                "walled.example/story (robots.txt of walled.example does not allow it)",
                "Hacker News could not be read since 21 November 2025",
            ),
        ),
        (
            "ko",
            (
                "출처마다 내용이 다른 것으로 보입니다(수치): 1번 (2025년 12월 2일), 3번",
                "walled.example/story (robots.txt of walled.example does not allow it)",
                "2025년 11월 21일 이후로 Hacker News 출처를 읽지 못했습니다.",
            ),
        ),
    ],
)
def test_what_stands_against_an_answer(lang: str, parts: tuple[str, ...]) -> None:
    """Quarrels, links that were not read with the reason, sources gone quiet."""
    told = "\n".join(why_lines(DISPUTED, lang))
    assert all(part in told for part in parts)


@pytest.mark.parametrize(("lang", "line"), [("en", "no article here: 2."), ("ko", "문장: 2개")])
def test_claims_are_counted(lang: str, line: str) -> None:
    """How many statements only people make."""
    assert line in "\n".join(why_lines(CLAIMED, lang))
    assert line not in "\n".join(why_lines(ANSWER, lang))


def test_passages_of_a_relay_are_told_as_such() -> None:
    """What was read is told with its voice, and a retold comment with its site."""
    relay = replace(PASSAGE, voice=Voice.RELAY, author="neo", retold_from="Hacker News")
    told = "\n".join(why_lines(replace(OPINIONS, trail=replace(TRAIL, passages=(relay,))), "en"))
    assert "(Retold comment from Hacker News, The Paper, 2 December 2025)" in told
    assert "neo" not in told
