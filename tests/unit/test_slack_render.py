"""A card as a Slack message: nothing lost, nothing live that should not be, within all limits."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from fakes_desk import ABSTENTION, ANSWER, KOREAN_ANSWER, NOW, citation, comment, statement
from hypothesis import given, settings
from hypothesis import strategies as st
from platforms.slack import rules
from platforms.slack.reading import length_of, readable
from voiced import CLAIMED, DISPUTED, OPINIONS, UNREAD

from adapters.slack import escape, modals, pages
from adapters.slack.layout import split
from adapters.slack.names import Json
from adapters.slack.render import Drawn, draw
from bot.present import (
    Card,
    Cited,
    Extract,
    Kind,
    Listed,
    Listing,
    Said,
    failure_card,
    note_card,
    reply_card,
)
from bot.talk import Failure

SNAPSHOTS = Path(__file__).parents[1] / "platforms" / "snapshots" / "slack"
ID = "0123456789abcdef"
WHY = "How was this answered?"

HOSTILE = (
    "<!channel> <!here|x> <@U012ABCDE> <#C012ABCDE> <!subteam^S1>",
    "<http://evil.example|bank.example>",
    "&amp; &lt;!channel&gt; <",
    "line\nline\r\nline\x00\x07",
    "\u202egnol\u202c \u200f\u0627\u0644",
    "👩‍👩‍👧‍👦 🎉 *bold* _it_ ~no~ `code` :tada:",
    "엔비디아(NVIDIA)는 “3.5%”를 발표했다.",
)
HUGE = tuple(unit * n for unit in ("가나다 ", "word ", "🎉", "<&>") for n in (40, 700, 3_000))
WORDS = st.one_of(st.sampled_from((*HOSTILE, *HUGE)), st.text(max_size=40))
LINES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20))
URLS = st.one_of(
    st.none(),
    st.sampled_from((
        "https://paper.example/a?b=1&c=2#:~:text=a,b",
        "https://paper.example/" + "x" * 4_000,
        "javascript:alert(1)",
        "https://a.example/<x>|y",
        "sample:relay",
        "http://news.example/토픽",
    )),
)


@st.composite
def sources(draw, number: int) -> Cited:
    """A numbered source with up to three extracts."""
    extracts = st.builds(Extract, lead=LINES, text=WORDS, url=URLS, lang=st.just("en"))
    return Cited(
        number=number,
        title=draw(WORDS),
        voice=draw(LINES),
        author=draw(st.none() | LINES),
        publisher=draw(LINES),
        published=None,
        day="2 December 2025",
        url=draw(URLS),
        extracts=tuple(draw(st.lists(extracts, max_size=3))),
        lacks=draw(st.none() | LINES),
        age=draw(st.sampled_from((None, "just now", "11 months ago"))),
        notes=tuple(draw(st.lists(LINES, max_size=2))),
    )


ITEMS = st.builds(
    Listed,
    title=WORDS,
    who=LINES,
    age=st.none() | st.just("3 days ago"),
    comments=st.none() | LINES,
    url=URLS,
)
LISTINGS = st.builds(
    Listing,
    heading=st.sampled_from(("Discussions read", "같은 소식을 다룬 다른 글")),
    items=st.lists(ITEMS, max_size=5).map(tuple),
)


@st.composite
def cards(draw) -> Card:
    """Any card, also such as no reply makes."""
    count = draw(st.integers(0, 12))
    numbers = st.lists(st.integers(1, 13), max_size=5, unique=True).map(tuple)
    said = st.builds(
        Said,
        lead=st.none() | LINES,
        text=WORDS,
        quoted=st.booleans(),
        numbers=numbers,
        note=st.none() | LINES,
    )
    return Card(
        id=draw(st.sampled_from(("", ID))),
        kind=draw(st.sampled_from(Kind)),
        lang=draw(st.sampled_from(("en", "ko"))),
        head=draw(WORDS),
        about=tuple(draw(st.lists(WORDS, max_size=4))),
        lists=tuple(draw(st.lists(LISTINGS, max_size=2))),
        said=tuple(draw(st.lists(said, max_size=12))),
        cited=tuple(draw(sources(n)) for n in range(1, count + 1)),
        nearest=tuple(draw(st.lists(sources(1), max_size=3))),
        tips=tuple(draw(st.lists(LINES, max_size=4))),
        foot=tuple(draw(st.lists(WORDS, max_size=4))),
        notice=draw(st.none() | LINES),
        private=draw(st.booleans()),
        shared_by=draw(st.none() | st.just("U012ABCDE")),
        asked=draw(st.none() | WORDS),
    )


def windows(card: Card) -> Iterator[Json]:
    """Every page of the rest and of the quotes, as windows."""
    for kind, found in (("rest", pages.rest(card)), ("quotes", pages.quotes(card))):
        for number in range(len(found)):
            yield modals.reading(kind, ID, found, number, card.lang)


def problems(drawn: Drawn, card: Card) -> list[str]:
    """What Slack or our own rules would not take."""
    found = rules.message_problems({"text": drawn.text, "blocks": drawn.blocks})
    for window in windows(card):
        found += rules.view_problems(window, {"modal"})
    return [problem.text for problem in found]


def squeezed(text: str) -> str:
    """Without white space, which lines and pieces may change."""
    return "".join(escape.literal(text).split())


def shown(blocks: list[Json]) -> str:
    return squeezed("".join(readable(blocks)))


@settings(max_examples=60, deadline=None)
@given(cards(), st.booleans())
def test_limits(card: Card, native: bool) -> None:  # noqa: FBT001 - given
    """No message and no window is over a limit or has a field that Slack does not know."""
    drawn = draw(card, name="Ada", native=native)
    assert problems(drawn, card) == []
    assert length_of(drawn.blocks) <= 12_500


@settings(max_examples=60, deadline=None)
@given(cards())
def test_nothing_is_lost(card: Card) -> None:
    """Whatever a card says is in the message or on the pages behind its button."""
    drawn = draw(card, name="Ada")
    everything = shown([*drawn.blocks, *(b for page in pages.rest(card) for b in page)])
    texts = [card.head, card.asked or "", *card.about, *card.tips]
    for c in (*card.cited, *card.nearest):
        texts += [c.title, c.byline, c.lacks or "", *c.notes]
    texts += [t for each in card.lists for item in each.items for t in (item.title, item.byline)]
    texts += [said.note or "" for said in card.said]
    for text in texts:
        assert squeezed(text) in everything
    for line in (*card.foot, card.notice or ""):
        assert squeezed(line) in everything or squeezed(escape.mrkdwn(line)) in everything


@settings(max_examples=60, deadline=None)
@given(cards())
def test_numbers_stay_with_their_sentence(card: Card) -> None:
    """A statement and its numbers stand in one run of text; in the message or in the rest."""
    drawn = draw(card)
    runs = [squeezed(run) for run in _runs([drawn.blocks, pages.rest(card)])]
    for said in card.said:
        numbers = "".join(f"[{n}]" for n in said.numbers)
        end = squeezed(said.text)[-500:] + numbers
        assert any(run.endswith(end) for run in runs)


@settings(max_examples=60, deadline=None)
@given(cards())
def test_nothing_is_live(card: Card) -> None:
    """No text mentions anybody, and links go only to the addresses of the card's sources."""
    drawn = draw(card, name="<@U012ABCDE>")
    message = {"text": drawn.text, "blocks": drawn.blocks}
    every = [message, *({"view": window} for window in windows(card))]
    urls = {c.url for c in (*card.cited, *card.nearest)}
    urls |= {item.url for each in card.lists for item in each.items}
    urls |= {e.url for c in card.cited for e in c.extracts}
    for sent in every:
        pings, links = rules.live_in("chat.postMessage", sent)
        assert pings == []
        assert {link.url for link in links} <= urls
        assert all(link.url.startswith(("http://", "https://")) for link in links)


@settings(max_examples=60, deadline=None)
@given(cards())
def test_what_fits_does_not_change_with_the_days(card: Card) -> None:
    """When the ages are longer, the message shows the same sources."""
    older = replace(
        card, cited=tuple(replace(c, age="11 months ago" if c.age else None) for c in card.cited)
    )
    first, later = (split(each).shown for each in (card, older))
    assert [c.number for c in first.cited] == [c.number for c in later.cited]
    assert len(first.said) == len(later.said)


def _runs(node: object) -> Iterator[str]:
    """The text of each section and quote of rich text."""
    if isinstance(node, list):
        for each in node:
            yield from _runs(each)
    elif isinstance(node, dict):
        if node.get("type") in {"rich_text_section", "rich_text_quote"}:
            yield "".join(run.get("text", "") for run in node["elements"])
        else:
            yield from _runs(list(node.values()))


def _answer(**changes: object) -> Card:
    return replace(reply_card(ID, ANSWER, NOW, UTC), **changes)


_SHORT = replace(ANSWER, statements=ANSWER.statements[:1])
_LONG = replace(
    ANSWER,
    statements=tuple(
        statement(
            citation(
                "The chief executive called a red alert in a memo to all staff on Monday.",
                document_id=f"d{n}",
                title=f"Report {n} of a very long day at the office, part {n}",
            ),
            text=f"Point {n}: " + "work that is not urgent has to wait until it is. " * 18,
        )
        for n in range(1, 13)
    ),
)
_UNNAMED = replace(
    ANSWER,
    statements=(
        statement(comment("This reads like a memo for the press.")),
        statement(comment("누가 적었는지는 몰라도 맞는 말이다.", document_id="c2", author=None)),
    ),
)
_HOSTILE = replace(
    ANSWER,
    statements=(
        statement(
            comment(
                "<!channel> look: <http://evil.example|bank.example> &amp; <@U012ABCDE> *now*",
                title="<!here> A title | with <pipes> & more",
                url="https://hn.example/item?id=1&x=<2>",
                author="<@U0EVIL>",
            )
        ),
    ),
)
SHOWN = {
    "short": reply_card(ID, _SHORT, NOW, UTC),
    "long": reply_card(ID, _LONG, NOW, UTC),
    "opinions": reply_card(ID, _UNNAMED, NOW, UTC),
    "abstention": reply_card(ID, ABSTENTION, NOW, UTC),
    "korean": reply_card(ID, KOREAN_ANSWER, NOW, UTC),
    "hostile": reply_card(ID, _HOSTILE, NOW, UTC),
    "voices": reply_card(ID, OPINIONS, NOW, UTC),
    "claimed": reply_card(ID, replace(CLAIMED, lang="ko"), NOW, UTC),
    "disputed": reply_card(ID, DISPUTED, NOW, UTC),
    "unread": reply_card(ID, replace(UNREAD, lang="ko"), NOW, UTC),
    "private": _answer(private=True, asked="What is the red alert about?"),
    "shared": _answer(shared_by="U012ABCDE", asked="What is the red alert about?"),
    "failure": failure_card(ID, Failure(lang="en", reference="1a2b3c4d")),
    "note": note_card("I was interrupted while posting. Press “Try again”.", "en", id=ID),
}


def snapshot(name: str) -> Path:
    return SNAPSHOTS / f"{name}.json"


def drawing(card: Card) -> str:
    """A message and its windows, for people to read."""
    drawn = draw(card, name="Ada Muster")
    made = {"text": drawn.text.splitlines(), "blocks": drawn.blocks, "windows": [*windows(card)]}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def write_snapshots() -> None:
    """Take what is drawn now as right. Read every line of the difference before you keep it."""
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    for name, card in SHOWN.items():
        snapshot(name).write_text(drawing(card), "utf-8")


@pytest.mark.parametrize("name", SHOWN)
def test_snapshots(name: str) -> None:
    """What was read and found good is still what is drawn; see `write_snapshots`."""
    assert drawing(SHOWN[name]) == snapshot(name).read_text("utf-8")


def test_no_snapshot_is_left_over() -> None:
    """Each file belongs to a card."""
    assert {path.stem for path in SNAPSHOTS.glob("*.json")} == set(SHOWN)


def test_pages_worth_opening_go_first() -> None:
    """Where room is short the lists give way to the statements, and are whole in the rest."""
    lists = SHOWN["voices"].lists
    many = replace(lists[1], items=lists[1].items * 60)
    card = replace(SHOWN["long"], lists=(lists[0], many))
    before, after = (shown(draw(c).blocks) for c in (SHOWN["long"], card))
    kept = [said for said in card.said if squeezed(said.text) in before]
    assert kept
    assert all(squeezed(said.text) in after for said in kept)
    listed = after + shown([block for page in pages.rest(card) for block in page])
    assert listed.count("512comments") == 60


def test_a_reply_that_fits_has_no_rest() -> None:
    """Everything is shown at once, without a button for more."""
    assert pages.rest(SHOWN["short"]) == []
    assert "newsdesk_rest" not in json.dumps(draw(SHOWN["short"]).blocks)


def test_buttons() -> None:
    """A private answer can be shared; a failure can be tried again; a bare note has no buttons."""
    labels = {name: [*_labels(draw(card).blocks)] for name, card in SHOWN.items()}
    assert labels["private"] == ["Show quotes", WHY, "Share with the channel", "Wrong citation"]
    assert labels["short"] == ["Show quotes", WHY, "Wrong citation"]
    assert labels["abstention"] == [WHY]
    assert labels["failure"] == labels["note"] == ["Try again"]
    assert [*_labels(draw(note_card("Saved.", "en")).blocks)] == []


def _labels(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        if block["type"] == "actions":
            yield from (element["text"]["text"] for element in block["elements"])
