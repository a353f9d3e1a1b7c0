"""Windows and the Home tab: within Slack's limits whatever they show."""

from dataclasses import replace

import pytest
from fakes_desk import SOURCES
from hypothesis import given, settings
from hypothesis import strategies as st
from platforms.slack import rules
from platforms.slack.inputs import entered
from platforms.slack.reading import readable

from adapters.slack import escape, modals, pages, parse
from adapters.slack.home import home
from adapters.slack.names import Json
from bot.talk import Preferences, Rating, Reason
from bot.wording.chat import chat

LANGUAGES = ("en", "ko")
LANGS = pytest.mark.parametrize("lang", LANGUAGES)


def problems(view: Json) -> list[str]:
    return [problem.text for problem in rules.view_problems(view, {"modal", "home"})]


@LANGS
def test_home(lang: str) -> None:
    """It can be published, and deleting asks once more."""
    view = home(lang, 30)
    assert problems(view) == []
    assert any("confirm" in e for b in view["blocks"] for e in b.get("elements", []))


@LANGS
@pytest.mark.parametrize("rating", [Rating.DOWN, Rating.WRONG_CITATION])
def test_feedback(lang: str, rating: Rating) -> None:
    """Every reason can be chosen; a wrong citation has its own chosen already."""
    view = modals.feedback("0123456789abcdef", rating, lang)
    assert problems(view) == []
    (radio,) = [b["element"] for b in view["blocks"] if b["block_id"] == "reason"]
    assert [o["value"] for o in radio["options"]] == [r.value for r in Reason]
    assert ("initial_option" in radio) == (rating is Rating.WRONG_CITATION)


@LANGS
@pytest.mark.parametrize("count", [0, 3, 100, 250])
def test_settings(lang: str, count: int) -> None:
    """What holds is chosen already, with any number of sources."""
    many = [replace(SOURCES[0], id=f"s{n}", name=f"Source {n} " + "x" * 90) for n in range(count)]
    now = Preferences(on=False, sources=frozenset({"s1", "s2"}), lang="ko", private=True)
    view = modals.settings(now, many, "C1", lang)
    assert problems(view) == []
    state = {**view, "state": {"values": entered(view["blocks"], {})}}
    assert parse.chosen(state, "on") == "no"
    assert parse.chosen(state, "lang") == "ko"
    assert sorted(parse.chosen(state, "sources") or []) == (["s1", "s2"] if count else [])


@LANGS
def test_small_windows(lang: str) -> None:
    """They can be opened."""
    assert problems(modals.forget(lang)) == []
    assert problems(modals.note("A title that is rather long for a window", "Done.", lang)) == []


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=50), st.integers(1, 200), st.sampled_from(("en", "ko")))
def test_a_question_about_any_message(text: str, times: int, lang: str) -> None:
    """However long the message, its window fits, and what is kept of it is its beginning."""
    data = {
        "channel": "C1",
        "thread": "1.0",
        "about": text * times,
        "url": "https://h/1",
        "until": "9",
    }
    view = modals.about(data, lang)
    assert problems(view) == []
    kept = parse.unpacked(view["private_metadata"])
    assert (kept["channel"], kept["url"]) == ("C1", "https://h/1")
    assert (text * times).startswith(kept["about"].removesuffix("…"))
    assert rules.live_in("views.open", {"view": view}) == ([], [])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=80), max_size=80), st.integers(1, 300), st.sampled_from(LANGUAGES))
def test_how_it_came_about(lines: list[str], times: int, lang: str) -> None:
    """Whatever is said of it fits into messages and windows, is live nowhere, and is said in full."""
    said = [line * times for line in lines]
    found = pages.why(said, lang)
    shown = []
    for number in range(len(found)):
        view = modals.reading("why", "0123456789abcdef", found, number, lang)
        message = {"text": "why", "blocks": modals.leaf("why", "0", found, number, lang)}
        assert problems(view) == []
        assert rules.message_problems(message) == []
        assert rules.live_in("views.open", {"view": view}) == ([], [])
        shown += readable(found[number])
    everything = "".join("".join(shown).split())
    for line in said:
        assert "".join(escape.literal(line).split()) in everything


def test_nothing_to_explain() -> None:
    """That is said, too."""
    (page,) = pages.why((), "ko")
    assert [*readable(page)] == [chat("ko").why_none]


def test_pages() -> None:
    """The first has no way back, the last none on."""
    pages: list[list[Json]] = [[{"type": "divider"}]] * 3
    for number, labels in enumerate((
        ["Next page"],
        ["Previous page", "Next page"],
        ["Previous page"],
    )):
        view = modals.reading("rest", "0123456789abcdef", pages, number, "en")
        assert problems(view) == []
        shown = [*readable(view["blocks"])]
        assert [s for s in shown if s.endswith(" page")] == labels
        assert f"Page {number + 1} of 3" in shown
