"""Which stories are one by what they say. The vectors are made by hand; `make eval-stories` has real ones."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest
from examples import NOW, document

from retrieval import passages
from retrieval.likeness import alike
from retrieval.ports import Matrix
from retrieval.types import Document, Shelved, Voice

SIZE = 64
WIRE = (
    "The agency said on Monday that the lander reached its orbit after a burn of nine minutes, and that all"
    " instruments on board answered within the hour."
)


class Told:
    """Documents with the directions of their vectors; each language has a direction of its own."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.rows: list[np.ndarray] = []

    def add(self, id: str, lang: str, *about: tuple[int, float], **given: object) -> None:
        """`about`: subjects by number and how much it is about each."""
        text = given.pop("text", f"Text of {id}.")
        values = {"source_id": f"source {id}", "title": f"Title of {id}", "lang": lang, **given}
        row = np.zeros(SIZE, np.float32)
        row[60 if lang == "en" else 61] = 3
        for subject, weight in about:
            row[subject] += weight
        self.documents.append(document(id, text, **values))
        self.rows.append(row / np.linalg.norm(row))

    def fill(self) -> None:
        """Others in both languages, on subjects of their own."""
        for n in range(12):
            self.add(f"en other {n}", "en", (10 + n, 1))
            self.add(f"ko other {n}", "ko", (30 + n, 1))

    def joined(self, new: Sequence[str] | None = None) -> set[frozenset[str]]:
        """Pairs that are joined when all, or these, are new."""
        openings = [
            Shelved(passage=passages.split(d)[0], document=d, source_name="", key="")
            for d in self.documents
        ]
        vectors: Matrix = np.stack(self.rows)
        pairs = alike(openings, vectors, lambda id: new is None or id in new)
        return {frozenset(pair) for pair in pairs}


PAIR = {frozenset({"e", "k"})}


def one_story(**korean: object) -> Told:
    """The same story in English and in Korean, and others."""
    told = Told()
    told.fill()
    told.add("e", "en", (1, 1))
    told.add("k", "ko", (1, 1), **korean)
    return told


def test_one_story_in_two_languages() -> None:
    """Is joined, whichever of the two is new."""
    assert one_story().joined() == PAIR
    assert one_story().joined(["e"]) == one_story().joined(["k"]) == PAIR
    assert one_story().joined(["en other 1"]) == set()


def test_the_same_story_already() -> None:
    """Is not joined again."""
    told = one_story(story="s")
    told.documents = [d if d.id != "e" else document("e", story="s") for d in told.documents]
    assert told.joined() == set()


@pytest.mark.parametrize(
    ("korean", "joined"),
    [
        ({"published": NOW - timedelta(days=5.9)}, True),
        ({"published": NOW - timedelta(days=6.1)}, False),
        ({"published": None}, False),
        ({"source_id": "source e"}, False),
        ({"publisher": "One Paper"}, True),
        ({"title": "버전 4.2 공개"}, True),
    ],
)
def test_what_else_must_hold(korean: dict[str, object], *, joined: bool) -> None:
    """Both have dates, four days apart at most, and are not of one source."""
    assert one_story(**korean).joined() == (PAIR if joined else set())


def test_one_publisher_in_two_sources() -> None:
    """Does not tell a story twice."""
    told = Told()
    told.fill()
    told.add("e", "en", (1, 1), publisher="One Paper")
    told.add("k", "ko", (1, 1), publisher="One Paper")
    assert told.joined() == set()


@pytest.mark.parametrize(
    ("english", "korean", "joined"),
    [
        ("Runtime 4.2 is out", "런타임 4.2 공개", True),
        ("Runtime 4.2 is out", "런타임 4.3 공개", False),
        ("Who is hiring? (May 2025)", "누가 채용하나요? (2026년)", False),
        ("Runtime is out", "런타임 4.3 공개", True),
    ],
)
def test_figures_of_titles(english: str, korean: str, *, joined: bool) -> None:
    """Two versions or two years are two stories."""
    told = Told()
    told.fill()
    told.add("e", "en", (1, 1), title=english)
    told.add("k", "ko", (1, 1), title=korean)
    assert told.joined() == (PAIR if joined else set())


@pytest.mark.parametrize(("story", "joined"), [(None, False), ("s", True)])
def test_two_that_are_as_near(story: str | None, *, joined: bool) -> None:
    """Nothing is joined where another story is as near; two of one story are no rivals."""
    told = Told()
    told.fill()
    told.add("e", "en", (1, 1), (2, 1), story=story)
    told.add("k", "ko", (1, 1), (4, 1))
    assert told.joined() == PAIR
    told.add("e2", "en", (1, 1), (3, 1), story=story)
    assert bool(told.joined()) is joined


def test_the_nearest_has_a_nearer_one() -> None:
    """Both must be the nearest of each other."""
    told = Told()
    told.fill()
    told.add("e", "en", (1, 1))
    told.add("k", "ko", (1, 1))
    told.add("k2", "ko", (1, 0.7), (3, 0.7))
    assert told.joined() == PAIR
    assert told.joined(["k2"]) == set()


def test_too_few_to_compare() -> None:
    """A handful of texts in a language say nothing of what is usual in it."""
    told = Told()
    told.add("e", "en", (1, 1))
    told.add("k", "ko", (1, 1))
    assert told.joined() == set()


@pytest.mark.parametrize("source", ["source e", "another"])
def test_wire_copies(source: str) -> None:
    """Near-identical texts are one story, also of one source, however few texts there are."""
    told = Told()
    told.add("e", "en", (1, 1), text=WIRE, title="Lander in orbit")
    told.add("f", "en", (1, 1), text=WIRE, title="The lander in orbit", source_id=source)
    assert told.joined() == {frozenset({"e", "f"})}


@pytest.mark.parametrize("other", [WIRE.replace("nine", "9"), "It answered within the hour.", ""])
def test_no_copies(other: str) -> None:
    """Another figure makes it another report; and what is short is alike by chance."""
    told = Told()
    told.add("e", "en", (1, 1), text=WIRE if "burn" in other else other or "Open thread.")
    told.add("f", "en", (1, 1), text=other or "Open thread.", source_id="source e")
    assert told.joined() == set()


def test_a_product_and_its_front_page() -> None:
    """Two that link to the same one need to be less alike."""

    def told(about: str | None) -> set[frozenset[str]]:
        given = Told()
        given.fill()
        link = {"about_url": about, "voice": Voice.SUMMARY}
        given.add("e", "en", (1, 1), (2, 1), (3, 0.4), **link)
        given.add("k", "ko", (1, 1), (4, 1), (5, 0.4), **link)
        given.add("k2", "ko", (2, 1), (6, 1.3))
        return given.joined()

    assert told("https://product.example/") == PAIR
    assert told(None) == told("https://product.example/a") == set()


def test_nothing_to_compare() -> None:
    """Is nothing to join."""
    assert alike([], np.zeros((0, 0), np.float32), lambda _id: True) == []
