"""What is asked about within a story, and which words and vectors speak of it."""

import numpy as np
import pytest
from discussions import comment, found

from bot.positions.asking import Leaning
from bot.positions.choosing import Excerpt
from bot.positions.focus import Focus, narrowed, on_subject, plain, share, subject
from bot.positions.nearness import CLOSELY, above, apart, read_closely, to_read
from bot.positions.pointed import pointed_at
from bot.positions.pointing import CLOSE, Candidate, about, leaning_to
from bot.positions.subjects import said_as
from retrieval.ports import Likeness

TITLES = ["Harbor editor drops its free plan", "하버 편집기, 무료 요금제 폐지"]


@pytest.mark.parametrize(
    ("topic", "phrase"),
    [
        ("the Harbor editor", None),
        ("하버 편집기의 무료 요금제", None),
        ("the decision to drop the free plan", None),
        ("Harbor's debugger", "debugger"),
        ("the possibility of a Harbor lawsuit", "lawsuit"),
        ("하버 편집기의 디버거", "디버거"),
        ("하버가 확장 기능을 미루는 것", "확장 기능을 미루는 것"),
        ("comparing Harbor to Quillpad", "Quillpad"),
        ("하버 해고", "해고"),
    ],
)
def test_narrowed(topic: str, phrase: str | None) -> None:
    """What the titles do not say is asked about; words that say nothing by themselves are not."""
    focus = narrowed(topic, TITLES)
    assert (focus and focus.phrase) == phrase


def asked(topic: str) -> Focus:
    focus = narrowed(topic, TITLES)
    assert focus is not None
    return focus


@pytest.mark.parametrize(
    ("topic", "text", "expected"),
    [
        ("Harbor's debugger", "I like its debuggers.", 1.0),
        ("Harbor's debugger", "I like its search.", 0.0),
        ("Harbor's prices", "편집기 가격이 올랐음", 1.0),
        ("하버의 보안", "Its security is weak.", 1.0),
        ("하버 디버거", "디버거가 느려서 쓰지 않음", 1.0),
        ("하버 인상", "겉보기에는 인상적임", 0.0),
        ("하버가 출시를 미루는 것", "결국 미룬다고 함", 1.0),
        ("switching to Quillpad", "I switched to Ternpad.", 0.0),
        ("switching to Quillpad", "Quillpad is fine.", 0.5),
        ("switching to Quillpad", "I switched to Quillpad.", 1.0),
        ("Harbor's ads", "It adds a button.", 0.0),
    ],
)
def test_share(topic: str, text: str, expected: float) -> None:
    """Words count in all their forms and in both languages, not as parts of others; a name is not left out."""
    assert share(asked(topic), plain(text)) == expected


def test_known_subjects() -> None:
    """An everyday subject is known in both languages, anything else in none."""
    assert "광고" in said_as("ads")
    assert said_as("quillpad") == ()


def candidates(*shares: float) -> list[Candidate]:
    (told,) = found(
        comment("1", "A sentence about an editor and what it costs a small team to use.")
    )
    excerpt = Excerpt(found=told, start=0, end=10, worth=0.0, leaning=None)
    return [Candidate(excerpt=excerpt, share=s) for s in shares]


def near(*values: float) -> "np.typing.NDArray[np.float32]":
    return np.array(values, np.float32)


def test_words_before_nearness() -> None:
    """Who has the words speaks of it; where somebody has, others must be nearer than where nobody has."""
    focus = asked("Harbor's debugger")
    rest = [0.0] * 8
    assert about(focus, candidates(1.0, 0.0, *rest), near(0.0, CLOSE + 0.1, *rest)) == [0]
    assert about(focus, candidates(0.0, 0.0, *rest), near(0.0, CLOSE + 0.1, *rest)) == [1]


def test_nothing_about_it() -> None:
    """Nobody speaks of it where nobody has its words or is near to it."""
    assert about(asked("Harbor's debugger"), candidates(*[0.0] * 9), near(*[1.0] * 9)) == []


def test_usual_is_not_known() -> None:
    """In a few excerpts it cannot be told what is usual: only words count."""
    assert about(asked("Harbor's debugger"), candidates(0.0, 1.0), near(9.0, 0.0)) == [1]


def test_name_alone() -> None:
    """A text that has the name but is about something else of it does not answer."""
    focus = asked("Quillpad prices today")
    given, rest = candidates(0.5, 0.5, *[0.0] * 8), [0.0] * 8
    assert about(focus, given, near(2.0, 2.0, *rest), near(1.0, -0.5, *rest)) == [0]


@pytest.mark.parametrize(
    ("sides", "kept"),
    [
        ([Leaning.CRITICAL, None, Leaning.FAVOURABLE], [0]),
        ([None, Leaning.FAVOURABLE, None], [0, 2]),
        ([Leaning.FAVOURABLE], []),
    ],
)
def test_leaning(sides: list[Leaning | None], kept: list[int]) -> None:
    """Who asks for criticism gets it, or else what is no praise."""
    (one,) = candidates(1.0)
    of = [
        Candidate(
            excerpt=Excerpt(found=one.excerpt.found, start=0, end=10, worth=0.0, leaning=side),
            share=1.0,
        )
        for side in sides
    ]
    assert leaning_to(Leaning.CRITICAL, range(len(of)), of) == kept


def test_whole_story() -> None:
    """Of many texts, those count that name the story or are nearer to it than usual."""
    texts = ["Harbor is slow.", "It was raining.", *["Something else."] * 7, "A near one."]
    values = near(0.0, -1.0, *[-0.1] * 7, 1.5)
    assert on_subject(subject("Harbor", TITLES), subject("", ()), texts, values) == [0, 9]


def test_near_to_everything() -> None:
    """A text that is near to whatever is asked is not near to anything."""
    ground = np.array([[1.0, 0.0], [0.8, 0.6]], np.float32)
    vectors = np.array([[1.0, 0.0], [0.0, 1.0]], np.float32)
    lifted = above(apart(vectors, ground, np.array([0.7, 0.7], np.float32)), ())
    assert lifted[1] > 0 > lifted[0]


def test_read_closely() -> None:
    """Texts that meet each word of what is asked come nearer than others by the same vectors."""
    likeness = {
        0: Likeness(cosine=0.8, support=near(0.9, 0.9)),
        1: Likeness(cosine=0.8, support=near(0.7, 0.7)),
    }
    read = read_closely(near(1.0, 1.0, 1.0), likeness, [1])
    assert read[0] > read[2] > read[1]


def test_few_are_read_closely() -> None:
    """The nearest are read, and a few others to know what is usual; none twice."""
    best, others = to_read(np.arange(60, dtype=np.float32))
    assert best == list(range(59, 59 - CLOSELY, -1))
    assert not set(best) & set(others)
    assert others


def test_story_that_is_pointed_at() -> None:
    """Of several stories, the one is meant whose title says most of what is asked."""
    plan = found(comment("1", "x", title=TITLES[0]), story="plan")[0].document
    debugger = found(comment("2", "x", title="Harbor editor gets a debugger"), story="bug")
    roots = [plan, debugger[0].document]
    assert pointed_at("Harbor's debugger", {"plan", "bug"}, roots) == {"bug"}
    assert pointed_at("the Harbor editor", {"plan", "bug"}, roots) == {"plan", "bug"}
