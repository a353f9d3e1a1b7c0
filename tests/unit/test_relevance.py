"""A statement has to be about what was asked, and tell the kind of thing that was asked for."""

import pytest
from examples import document
from fakes import FakeEmbedder

from bot.extract import candidates
from bot.quotes import citation
from bot.relevance import Asked, astray, leans, tells
from bot.types import Statement, Verdict
from retrieval.passages import split
from retrieval.types import Document, Found, Scores, Voice

SCORES = Scores(dense=3.0, cosine=0.9, lexical=0.3, recency=0.0, fused=6.0)
USERS = document(
    text="ChatGPT has 800 million weekly users. Gemini grew to 650 million users. It opened a cafe in Busan."
)


def found(of: Document) -> list[Found]:
    return [Found(passage=p, document=of, source_name="Paper", scores=SCORES) for p in split(of)]


async def asked(question: str, of: Document = USERS) -> Asked:
    sentences = candidates(found(of))
    alike = await FakeEmbedder().compare(question, [s.text for s in sentences])
    return Asked(question=question, read=list(zip(sentences, alike, strict=True)))


def statement(text: str, quote: str, of: Document = USERS) -> Statement:
    (only,) = found(of)
    start = only.passage.text.index(quote)
    return Statement(
        text=text,
        citations=(citation(only, start, start + len(quote)),),
        verdict=Verdict(passed=True),
        quoted=False,
    )


GEMINI = statement("Gemini has 650 million users.", "Gemini grew to 650 million users.")
CHATGPT = statement(
    "ChatGPT has 800 million weekly users.", "ChatGPT has 800 million weekly users."
)


async def test_another_subject() -> None:
    """A true sentence about ChatGPT does not answer a question about Gemini."""
    given = await asked("How many users does Gemini have?")
    assert astray(GEMINI, given) is None
    assert astray(CHATGPT, given) == "it is about something else than what was asked about"


async def test_far_from_the_question() -> None:
    """What is quoted has to come near the sentence that answers best."""
    cafe = statement("It opened a cafe in Busan.", "It opened a cafe in Busan.")
    given = await asked("How many weekly users are there?")
    assert astray(cafe, given) == "what it quotes is far from the question"


async def test_another_name_for_it() -> None:
    """A name that is written differently is the same name."""
    of = document(text="OpenAI declared a code red on Monday.", title="")
    said = statement(
        "오픈AI가 월요일에 코드 레드를 선언했다.", "OpenAI declared a code red on Monday.", of
    )
    assert astray(said, await asked("오픈AI가 무엇을 선언했나?", of)) is None


def test_nothing_read() -> None:
    """What was not read cannot be near."""
    assert astray(CHATGPT, Asked(question="What is new?", read=())) is not None


@pytest.mark.parametrize(
    ("question", "text", "good"),
    [
        ("How many users does it have?", "It has 650 million users.", True),
        ("How many users does it have?", "It has many users.", False),
        ("When was it shown?", "It was shown on 2 December.", True),
        ("When was it shown?", "It was shown in Seoul.", False),
        ("Why was the launch delayed?", "It was delayed because of a fault.", True),
        ("Why was the launch delayed?", "The launch was delayed.", False),
        ("출시가 왜 늦어졌나?", "결함 때문에 출시가 늦어졌다.", True),
        ("출시가 왜 늦어졌나?", "출시는 12월이다.", False),
        ("Who leads the company?", "Ada Muster leads the company.", True),
        ("Who leads the company?", "the company is led well.", False),
        ("경찰청장은 누구인가?", "김가온이 경찰청장으로 지명되었다.", True),
        ("경찰청장은 누구인가?", "경찰청장은 김가온이다.", True),
        ("경찰청장은 누구인가?", "누리 정부에서 경찰청장으로 지명되어 8월에 취임하였다.", False),
        ("What do people think of it?", "It was released on Monday.", False),
        ("What do people think of it?", "Users complain that it is slow.", True),
        ("What was announced?", "A cheaper phone was announced.", True),
    ],
)
def test_kinds(question: str, text: str, *, good: bool) -> None:
    """A number, a time, a reason, a name, an opinion: where it is asked for, it must be there."""
    assert tells(statement(text, USERS.text[:36]), question) is good


def test_comments_are_opinions() -> None:
    """Whatever words they use."""
    of = document(text="This is the slowest phone that was ever made.", voice=Voice.COMMENT)
    said = statement(of.text, of.text, of)
    assert tells(said, "What do people think of the phone?")


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("It also costs more.", True),
        ("However, the price rose.", True),
        ("그러나 값은 올랐다.", True),
        ("이는 지난해보다 많다.", True),
        ("Apple raised the price.", False),
        ("이용자는 늘었다.", False),
        ("Items were shown.", False),
    ],
)
def test_leans(text: str, *, good: bool) -> None:
    """Sentences that say something else without the one before."""
    assert leans(text) is good


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many phones did Nova sell?", "Kite sold 5 million phones."),
        ("How many phones did Nova sell in 2025?", "Nova sold 5 million phones in 2024."),
        ("노바는 휴대전화를 몇 대 팔았나?", "카이트는 휴대전화 500만 대를 팔았다."),
    ],
)
async def test_somebody_else(question: str, text: str) -> None:
    """Also where the title is about who was asked about, or the year is another one."""
    of = document(text=text, title="Nova falls behind" if text.isascii() else "노바의 한 해")
    found_out = astray(statement(text, text, of), await asked(question, of))
    assert found_out == "it is about something else than what was asked about"


@pytest.mark.parametrize(
    ("question", "text", "good"),
    [
        ("How many people did Nova fire?", "Nova paid a fine of 5 million dollars.", False),
        ("How many people did Nova fire?", "Nova fired 300 employees.", True),
        ("How many weekly users are there?", "There are 800 million weekly users.", True),
        ("Which app has soared amid a ban on TikTok?", "TikTok has its downsides.", False),
        ("Which app has soared amid a ban on TikTok?", "Kite has soared in the US.", True),
        ("Which company bought Nova?", "Nova was bought by Intel.", True),
        ("인구는 어떻게 되는가?", "1945년부터 1965년까지는 이민자가 적었다.", False),
        ("인구는 어떻게 되는가?", "1945년까지는 결혼한 사람이 대부분이었다.", False),
        ("직원 수는 얼마인가?", "직원은 두 명이다.", True),
        ("인구는 어떻게 되는가?", "2017년 인구는 250만 명이다.", True),
        ("How much did it cost?", "It was sold in May 2025.", False),
        ("직원은 몇 명인가?", "직원 120명이 일한다.", True),
        ("직원은 몇 명인가?", "직원에게 120만 원을 주었다.", False),
    ],
)
def test_a_number_of_that(question: str, text: str, *, good: bool) -> None:
    """A number of something else is no answer."""
    of = document(text=text)
    assert tells(statement(text, text, of), question) is good
