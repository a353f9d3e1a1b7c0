"""Cards as Discord messages: within every limit, nothing lost, nothing live; and as they read."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from platforms.discord_cards import CARDS, SNAPSHOTS, shown_as_text

from adapters.discord import escape, lists
from adapters.discord.drawing import Drawing, Layout, Linked, Mode, Text, custom_id
from adapters.discord.listing import line as listing_line
from adapters.discord.render import draw, shown
from adapters.discord.views import rows
from bot.present import Card, Cited, Extract, Kind, Listed, Listing, Said

HOSTILE = [
    "<@123456789012345678>",
    "<@&1>",
    "<#1>",
    "</ask:1>",
    "<t:1:R>",
    "<id:guide>",
    "<:x:1>",
    "<a:x:1>",
    "@everyone",
    "@here",
    "[bank](https://evil.example)",
    "https://evil.example/a_b",
    "<https://evil.example>",
    "discord.gg/abc",
    "\n# heading",
    "\n> quote",
    "\n- item",
    "\n1. item",
    "\n-# small",
    "```",
    "**b**",
    "||s||",
    "\u202eright to left",
    "שלום",
    "👩‍👩‍👧",
    "한국어 문장입니다.",
    "[1]",
    "\\",
    "](",
    "\r\n",
    "\u2028",
]
LIVE = re.compile(
    r"<@[!&]?\d|<#\d|</\w|<t:-?\d|<id:|<a?:\w+:\d|@everyone|@here|(?<!\()https?://"
    r"|discord\.gg/|[\u202a-\u202e\u2066-\u2069]",
    re.IGNORECASE,
)

texts = st.lists(
    st.sampled_from(HOSTILE) | st.text(max_size=40) | st.integers(1, 1500).map("가b ".__mul__),
    max_size=6,
).map("".join)
urls = st.none() | st.sampled_from([
    "https://paper.example/a",
    "http://paper.example/?q=[x](y)#:~:text=a,b",
    "https://paper.example/" + "%EA" * 300 + "#:~:text=x",
    "https://paper.example/#:~:text=" + "%EA%B2%BD" * 200,
    "javascript:alert(1)",
    "https://",
    "https://paper.example/a b)",
])
said = st.builds(
    Said,
    lead=st.none() | texts,
    text=texts.map(lambda text: text + " end"),
    quoted=st.booleans(),
    numbers=st.lists(st.integers(1, 12), max_size=12, unique=True).map(tuple),
    note=st.none() | texts,
)
cited = st.builds(
    Cited,
    number=st.integers(1, 12),
    title=texts,
    voice=st.just("Article"),
    author=st.none() | texts,
    publisher=texts,
    published=st.none(),
    day=st.just("undated"),
    url=urls,
    extracts=st.lists(
        st.builds(Extract, lead=texts, text=texts, url=urls, lang=st.none()), max_size=3
    ).map(tuple),
    lacks=st.none() | texts,
    age=st.sampled_from([None, "just now", "11 months ago"]),
    notes=st.lists(texts, max_size=2).map(tuple),
)
listed = st.builds(
    Listed,
    title=texts,
    who=texts,
    age=st.none() | st.just("3 days ago"),
    comments=st.none() | texts,
    url=urls,
)
listing = st.builds(
    Listing,
    heading=st.sampled_from(["Discussions read", "같은 소식을 다룬 다른 글"]),
    items=st.lists(listed, max_size=6).map(tuple),
)
many = st.lists(cited, max_size=12).map(tuple)
some = st.lists(texts, max_size=6).map(tuple)
cards = st.builds(
    Card,
    id=st.sampled_from(["0123456789abcdef", ""]),
    kind=st.sampled_from(Kind),
    lang=st.sampled_from(["en", "ko"]),
    head=texts,
    about=st.lists(texts, max_size=5).map(tuple),
    lists=st.lists(listing, max_size=2).map(tuple),
    said=st.lists(said, max_size=12).map(tuple),
    cited=many,
    nearest=st.just(()),
    tips=some,
    foot=some,
    notice=st.none() | texts,
    private=st.booleans(),
    shared_by=st.none() | texts,
    asked=st.none() | texts,
)
bounded = settings(
    max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)  # shrinking texts this long takes minutes


def markdown(drawing: Drawing) -> list[str]:
    """Every text that a drawing shows."""
    if isinstance(drawing, Layout):
        return [part.markdown for part in drawing.parts if isinstance(part, Text | Linked)]
    return [drawing.description, *(v for _, v in drawing.fields), drawing.footer]


def components(drawing: Layout) -> int:
    """How Discord counts them: nested ones, too."""
    parts = sum(3 if isinstance(part, Linked) else 1 for part in drawing.parts)
    buttons = sum(1 + len(row) for row in rows(drawing.buttons))
    return 1 + parts + buttons + (drawing.attached is not None)


def check_limits(drawing: Drawing) -> None:
    sizes = [escape.size(text) for text in markdown(drawing)]
    if isinstance(drawing, Layout):
        assert components(drawing) <= 40
        assert sum(sizes) <= 4000
        assert all(size >= 1 for size in sizes)
        assert all(len(p.label) <= 80 for p in drawing.parts if isinstance(p, Linked))
    else:
        names = [name for name, _ in drawing.fields]
        assert 1 <= sizes[0] <= 4096
        assert sum(sizes) + sum(map(len, names)) <= 6000
        assert all(1 <= size <= 1024 for size in sizes[1:-1])
        assert sizes[-1] <= 2048
        assert len(names) <= 25
    assert all(len(row) <= 5 for row in rows(drawing.buttons))
    assert len(rows(drawing.buttons)) <= 2
    assert all(len(b.label) <= 80 for b in drawing.buttons)
    assert all(len(custom_id(b.act, b.id)) <= 100 for b in drawing.buttons)


def check_links(drawing: Drawing) -> None:
    masked = [url for text in markdown(drawing) for url in re.findall(r"(?<!\\)\]\((.*?)\)", text)]
    beside = [p.url for p in getattr(drawing, "parts", ()) if isinstance(p, Linked)]
    live = [url for url in masked if "\u200b" not in url]  # a footer parts what looks like one
    for url in (*live, *beside):
        assert escape.size(url) <= 512
        assert urlsplit(url).scheme in {"http", "https"}
        assert urlsplit(url).hostname
        assert not re.search(r"[\s()<>]", url)


def check_inert(drawing: Drawing) -> None:
    for text in markdown(drawing):
        ours = re.sub(r"^-# (?:Shared by <@\d+>|<@\d+> 님이 공유함)$", "", text, flags=re.MULTILINE)
        assert not LIVE.search(ours), LIVE.search(ours)
        if text is getattr(drawing, "footer", None):
            continue  # Discord reads no markdown there
        for line in ours.splitlines():
            shown = line.removeprefix("> ").removeprefix("-# ").removeprefix("- ")
            assert not re.match(r"\s*(?:#{1,3}\s|-#\s|>|[-+*]\s)", shown), line


def words(text: str) -> str:
    """What is left of a text when all that drawing adds or strips is gone."""
    return re.sub(r"[\W_]+", "", "".join(escape.lines(text)))


@bounded
@given(cards, st.sampled_from(Mode), st.booleans())
def test_no_limit_is_exceeded(card: Card, mode: Mode, attach: bool) -> None:  # noqa: FBT001
    """Whatever the texts are, Discord would take the message."""
    drawing = draw(card, mode, threads=True, attach=attach)
    check_limits(drawing)
    check_links(drawing)


@bounded
@given(cards, st.sampled_from(Mode))
def test_nothing_hostile_is_live(card: Card, mode: Mode) -> None:
    """No mention, link, heading or list of a text's own making works."""
    for drawing in (draw(card, mode), lists.quotes(card, mode), lists.rest(card, mode)):
        check_inert(drawing)


@bounded
@given(cards, st.sampled_from(Mode))
def test_every_statement_keeps_its_numbers(card: Card, mode: Mode) -> None:
    """Each stands whole in the message or in the file, directly before its own numbers."""
    drawing = draw(card, mode)
    shown = markdown(drawing)[0]
    file = drawing.attached.text if drawing.attached else ""
    for each in card.said:
        numbers = "".join(f" [{n}]" for n in each.numbers)
        text = each.text.rstrip()
        block = escape.quoted(text) if each.quoted else escape.block(text)
        plain = "\n".join(f"> {line}" if each.quoted else line for line in escape.lines(text))
        assert block + numbers in shown or (plain + numbers).rstrip() in file


@bounded
@given(cards, st.sampled_from(Mode))
def test_every_source_is_reachable(card: Card, mode: Mode) -> None:
    """A source stands in the message, or a button opens it; its list is within limits, too."""
    drawing, opened = draw(card, mode), lists.rest(card, mode)
    check_limits(opened)
    shown = "".join(markdown(drawing))
    hidden = [c for c in card.cited if f"**[{c.number}]" not in shown]
    rest = "".join(markdown(opened)) + (opened.attached.text if opened.attached else "")
    assert all(f"[{c.number}]" in rest for c in hidden)
    if hidden and card.id and card.kind in {Kind.ANSWER, Kind.ABSTENTION}:
        assert any(b.act == "rest" for b in drawing.buttons)


@bounded
@given(cards, st.sampled_from(Mode))
def test_every_page_worth_opening_is_reachable(card: Card, mode: Mode) -> None:
    """It stands in the message, or a button opens it, in the list there or in its file."""
    drawing, opened = draw(card, mode), lists.rest(card, mode)
    shown = "".join(markdown(drawing))
    rest = "".join(markdown(opened)) + (opened.attached.text if opened.attached else "")
    for each in (item for listing in card.lists for item in listing.items):
        here = listing_line(each) in shown
        assert here or listing_line(each) in rest or escape.one_line(each.title) in rest
        if not here and card.id and card.kind in {Kind.ANSWER, Kind.ABSTENTION}:
            assert any(b.act == "rest" for b in drawing.buttons)


@bounded
@given(cards, st.sampled_from(Mode))
def test_what_stands_against_a_reply_is_told(card: Card, mode: Mode) -> None:
    """Each line under the head and under the reply is shown whole, or all of them are in the file."""
    drawing = draw(card, mode)
    shown = "".join(map(words, markdown(drawing)))
    file = drawing.attached.text if drawing.attached else ""
    for line in (*card.about, *card.foot):
        assert words(escape.one_line(line)) in shown or escape.one_line(line) in file


@bounded
@given(cards, st.sampled_from(Mode))
def test_what_fits_does_not_change_with_the_days(card: Card, mode: Mode) -> None:
    """When the ages are longer, the message shows the same sources."""
    older = replace(
        card, cited=tuple(replace(c, age="11 months ago" if c.age else None) for c in card.cited)
    )
    assert shown(older, mode) == shown(card, mode)


@pytest.mark.parametrize("mode", Mode)
def test_pages_worth_opening_go_first(mode: Mode) -> None:
    """Where room is short the lists give way to the statements; a button opens them."""
    long, voices = CARDS["long"], CARDS["voices"]
    crowded = draw(replace(long, lists=voices.lists), mode)
    bare = draw(replace(long, lists=()), mode)
    said = "> (1) The plant is to make chips"
    assert said in markdown(crowded)[0]
    assert markdown(crowded)[0].count("> (") >= markdown(bare)[0].count("> (") - 1
    assert "rest" in [b.act for b in crowded.buttons]
    assert "512 comments" in "".join(markdown(lists.rest(replace(long, lists=voices.lists), mode)))


def test_names_give_way_to_the_date() -> None:
    """However long the names of a source are, its day and its age are shown."""
    cited = replace(
        CARDS["short"].cited[0], author="A" * 200, publisher="P" * 200, age="11 months ago"
    )
    drawing = draw(replace(CARDS["short"], cited=(cited,)), Mode.COMPONENTS)
    assert "2 December 2025, 11 months ago" in "".join(markdown(drawing))


@bounded
@given(cards, st.sampled_from(Mode))
def test_quotes_open_whole(card: Card, mode: Mode) -> None:
    """Every extract is in the list or in the file, to the letter."""
    drawing = lists.quotes(card, mode)
    check_limits(drawing)
    check_links(drawing)
    shown = "\n".join(markdown(drawing))
    file = drawing.attached.text if drawing.attached else ""
    for extract in (extract for each in card.cited for extract in each.extracts):
        plain = "\n".join(f"> {line}" for line in escape.lines(extract.text))
        assert escape.quoted(extract.text) in shown or plain in file


@bounded
@given(some, st.sampled_from(Mode), st.sampled_from(["en", "ko"]))
def test_how_it_was_answered_opens_whole(told: tuple[str, ...], mode: Mode, lang: str) -> None:
    """Every paragraph is shown, or in the file to the letter; none is live."""
    drawing = lists.why(told, mode, lang)
    check_limits(drawing)
    check_inert(drawing)
    shown = "\n".join(markdown(drawing))
    file = drawing.attached.text if drawing.attached else ""
    for each in told:
        assert escape.block(each) in shown or "\n".join(escape.lines(each)) in file


@bounded
@given(texts)
def test_escaping_adds_and_loses_no_words(text: str) -> None:
    """What is read after escaping is what was written."""
    assert words(escape.block(text)) == words(text)


@bounded
@given(texts, st.integers(1, 300))
def test_cutting_keeps_the_beginning(text: str, most: int) -> None:
    """A cut text is the beginning of the whole one, and as long as allowed at the most."""
    from adapters.discord.budget import cut  # noqa: PLC0415

    short = cut(text, most, escape.text)
    assert escape.size(short) <= most
    assert words(escape.text(text)).startswith(words(short))


def test_the_link_without_its_fragment_is_used_where_the_whole_is_too_long() -> None:
    """A page still opens, though not at the quote."""
    url = "https://paper.example/a#:~:text=" + "%EA%B2%BD" * 200
    assert escape.target(url, 512) == "https://paper.example/a"


def test_only_its_asker_shares_and_only_public_replies_go_on_in_a_thread() -> None:
    """The buttons fit where the reply is."""
    card = CARDS["short"]
    private = draw(replace(card, private=True), Mode.COMPONENTS, threads=True)
    public = draw(card, Mode.COMPONENTS, threads=True)
    assert [b.act for b in private.buttons] == ["up", "down", "quotes", "share", "why"]
    assert [b.act for b in public.buttons] == ["up", "down", "quotes", "thread", "why"]


@pytest.mark.parametrize("name", sorted(CARDS))
@pytest.mark.parametrize("mode", Mode)
def test_reads_as_before(name: str, mode: Mode) -> None:
    """Stored under tests/platforms/snapshots; `python tests/platforms/discord_cards.py` writes them anew."""
    stored = (SNAPSHOTS / f"{name}.{mode}.txt").read_text(encoding="utf-8")
    assert shown_as_text(draw(CARDS[name], mode, threads=True)) == stored
