"""Which statements contradict each other, and which only seem to."""

from datetime import UTC, datetime, timedelta

import pytest
from conflict_pairs import CONFLICTS, NO_CONFLICTS, Pair

from bot.conflicts import conflicts, with_rivals
from bot.types import Citation, Rift, Statement, Verdict
from retrieval.types import Voice

FIRST = datetime(2026, 11, 3, 9, tzinfo=UTC)


def statement(
    text: str, document: str, *, days: int = 0, story: str | None = "s", quoted: bool = True
) -> Statement:
    cited = Citation(
        passage_id=f"p-{document}-{len(text)}",
        document_id=document,
        quote=text,
        start=0,
        end=len(text),
        url=f"https://paper.example/{document}",
        title="Title",
        voice=Voice.ARTICLE,
        author=None,
        published=FIRST + timedelta(days=days),
        source="Paper",
        lang=None,
        story=story,
    )
    return Statement(text=text, citations=(cited,), verdict=Verdict(passed=True), quoted=quoted)


def found(pair: Pair) -> Rift | None:
    """What is found between two texts of one story, of which the second is a day newer."""
    story = "s" if pair.together else None
    given = [
        statement(pair.one, "a", story=story),
        statement(pair.other, "b", story=story, days=pair.days),
    ]
    return next((c.rift for c in conflicts(given)), None)


@pytest.mark.parametrize("pair", CONFLICTS, ids=lambda p: f"{p.one[:40]}|{p.other[:40]}")
def test_conflict(pair: Pair) -> None:
    """Sources that contradict each other are found, with how they do."""
    assert found(pair) is pair.rift


@pytest.mark.parametrize("pair", NO_CONFLICTS, ids=lambda p: f"{p.one[:40]}|{p.other[:40]}")
def test_no_conflict(pair: Pair) -> None:
    """What only seems to contradict is left alone."""
    assert found(pair) is None


@pytest.mark.parametrize("pair", [*CONFLICTS, *NO_CONFLICTS], ids=lambda p: p.one[:40])
def test_either_way(pair: Pair) -> None:
    """It does not matter which of the two comes first."""
    given = [
        statement(pair.one, "a", story="s" if pair.together else None),
        statement(pair.other, "b", story="s" if pair.together else None, days=pair.days),
    ]
    assert [c.rift for c in conflicts(given)] == [c.rift for c in conflicts(given[::-1])]


OLD = statement("ChatGPT has 450 million weekly users.", "old", days=0)
NEW = statement("ChatGPT has 650 million weekly users.", "new", days=20)
OTHER = statement("Gemini will be built into the Seoul metro app.", "other", days=5)


def test_places() -> None:
    """A conflict names its statements by their places in the answer."""
    (one,) = conflicts([OLD, OTHER, NEW])
    assert (one.one, one.other, one.rift) == (0, 2, Rift.FIGURES)


def test_one_document() -> None:
    """A text that gives two figures does not contradict itself."""
    same = statement("ChatGPT has 650 million weekly users.", "old")
    assert conflicts([OLD, same]) == ()


def test_written_by_a_model() -> None:
    """Only exact words of sources are compared."""
    assert conflicts([OLD, statement(NEW.text, "new", quoted=False)]) == ()


def test_rival_added_newest_last() -> None:
    """A contradicting sentence that was about to be left out stands beside the other, the newer one last."""
    assert with_rivals([NEW, OTHER], [OTHER, OLD]) == [OLD, NEW, OTHER]


def test_one_pair_only() -> None:
    """Where two sources disagree already, no third is added."""
    third = statement("ChatGPT has 900 million weekly users.", "third")
    assert with_rivals([OLD, NEW], [third]) == [OLD, NEW]


def test_no_rival() -> None:
    """What contradicts nothing is not added."""
    assert with_rivals([NEW], [OTHER]) == [NEW]
