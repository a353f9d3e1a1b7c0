"""Which questions ask for people's opinions, of what, whose, and of which leaning."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opinion_questions import ASKED, FACTS

from bot.positions.asking import opinions_asked

PIECES = st.sampled_from(
    "what do people think of the common on hn hacker news in comments , . ? 사람들은 해커뉴스 댓글 반응 에 대한 의견 주요 어떤 어때 을 any criticism"
    " from by users 개발자들의 에서 은 는 요약 알려줘 lobsters like other most".split()
)
SOON = 0.2  # seconds: no question may hold up the others


@pytest.mark.parametrize(("question", "topic", "site", "leaning"), ASKED)
def test_asked(question: str, topic: str, site: str | None, leaning: str | None) -> None:
    """A question for opinions tells their topic, the site that is asked, and the leaning wanted."""
    asked = opinions_asked(question)
    assert asked is not None
    assert (asked.topic, asked.site, asked.leaning) == (topic, site, leaning)


@pytest.mark.parametrize("question", FACTS)
def test_facts(question: str) -> None:
    """A question for what somebody named says, or for any other fact, asks for no opinions."""
    assert opinions_asked(question) is None


@pytest.mark.parametrize(
    "question", ["", "???", "  ", "\n", "what do people think of " + "x" * 400]
)
def test_nothing_asked(question: str) -> None:
    """Nothing, or a whole essay, is no question for opinions."""
    assert opinions_asked(question) is None


def test_site_in_the_topic() -> None:
    """A site that is itself the topic is not the place to ask."""
    asked = opinions_asked("What do people think of Hacker News?")
    assert asked is not None
    assert (asked.topic, asked.site) == ("Hacker News", None)


def test_leaning_both_ways() -> None:
    """Whoever asks whether people like something wants to hear both sides."""
    asked = opinions_asked("Do developers like the new Xcode?")
    assert asked is not None
    assert asked.leaning is None


@given(st.lists(PIECES, max_size=60).map(" ".join) | st.text(max_size=300))
def test_any_words(question: str) -> None:
    """Whatever somebody writes is decided at once, and its topic is part of it."""
    began = time.perf_counter()
    asked = opinions_asked(question)
    assert time.perf_counter() - began < SOON
    if asked is not None:
        assert asked.topic in " ".join(question.split())
