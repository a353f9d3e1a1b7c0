"""Cards drawn within Discord's limits, as components or as an embed. Pure.

Sources and the lines under a reply get their room first, since they are short and each says something
that nothing else does; the statements get what is left, and what does not fit goes into a file, whole.
Lists of further pages get what the statements leave; a button opens the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.discord import escape, listing, pieces
from adapters.discord.budget import ELLIPSIS, chunks, cut, fitting
from adapters.discord.drawing import Drawing, Layout, Linked, Mode, Page, Rule, Text
from adapters.discord.escape import size
from adapters.discord.whole import whole
from bot.present import Card, Cited
from bot.wording.chat import chat

ALL_TEXT = 3900  # of 4,000 over all texts of a message of components
DESCRIPTION = 4000  # of 4,096
_EMBED, _FIELD = 5800, 1000  # of 6,000 over all texts of an embed, of 1,024
_STATEMENTS, _HEAD, _LISTS = 2600, 500, 1000
_SOURCES = {Mode.COMPONENTS: 1700, Mode.EMBED: 2200}  # addresses take room in an embed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A message, and what of the card it does not hold."""

    drawing: Drawing
    rest: bool  # sources or further pages, which a button opens
    left: bool  # of all else


def draw(card: Card, mode: Mode, *, threads: bool = False, attach: bool = True) -> Drawing:
    """A card as a message.

    `threads`: whether a thread can be started from it; `attach`: whether a file may come with it.
    """
    drawn = (_layout if mode is Mode.COMPONENTS else _page)(card, attach=attach)
    return replace(
        drawn.drawing,
        buttons=pieces.buttons(card, threads=threads, rest=drawn.rest),
        attached=whole(card) if drawn.left and attach else None,
    )


def shown(card: Card, mode: Mode) -> int:
    """How many sources stand in the message itself; the same whenever it is drawn."""
    first = map(pieces.as_old_as_can_be, pieces.sources(card)[: pieces.MOST_SOURCES])
    drawn = [_beside(c) if mode is Mode.COMPONENTS else masked(c) for c in first]
    return fitting(drawn, _SOURCES[mode], 1)


def masked(cited: Cited) -> str:
    """A source in one line, its title a link."""
    link = listing.masked(pieces.title(cited), cited.url)
    return f"**[{cited.number}]** {link} — {pieces.source_line(cited)}"


def _layout(card: Card, *, attach: bool) -> _Drawn:
    count = shown(card, Mode.COMPONENTS)
    sources = tuple(_linked(cited, card.lang) for cited in pieces.sources(card)[:count])
    lines, cut_off = pieces.foot(card, escape.text)
    foot, heading = "\n".join(f"-# {line}" for line in lines), _heading(card)
    around = sum(size(t) for t in (*(s.markdown for s in sources), foot, heading))
    around += size(pieces.more(card, _most_left(card)))
    said, left = _said(card, min(_STATEMENTS, ALL_TEXT - around), attach=attach)
    lists = listing.shown(card, min(_LISTS, ALL_TEXT - around - size(said)))
    hidden = len(pieces.sources(card)) - count + lists.left
    further = "\n".join(t for t in (lists.markdown, pieces.more(card, hidden)) if t)
    drawing = Layout(parts=_parted((said,), (heading, *sources), (further,), (foot,)))
    return _Drawn(drawing=drawing, rest=hidden > 0, left=left or cut_off)


def _page(card: Card, *, attach: bool) -> _Drawn:
    count = shown(card, Mode.EMBED)
    listed = [masked(cited) for cited in pieces.sources(card)[:count]]
    fields = _fields(_heading_words(card), listed)
    lines, cut_off = pieces.foot(card, lambda line: escape.inert(escape.one_line(line)))
    footer = "\n".join(lines)
    around = size(footer) + sum(size(name) + size(value) for name, value in fields)
    around += size(pieces.more(card, _most_left(card))) + 1
    said, left = _said(card, min(DESCRIPTION, _EMBED - around), attach=attach)
    lists = listing.shown(card, min(_LISTS, _EMBED - around - size(said)))
    hidden = len(pieces.sources(card)) - count + lists.left
    further = [f for name, each in lists.lists for f in _fields(name, each)]
    more = pieces.more(card, hidden)
    fields = (*fields, *further, *((("\u200b", more),) if more else ()))
    drawing = Page(description=said, fields=fields, footer=footer)
    return _Drawn(drawing=drawing, rest=hidden > 0, left=left or cut_off)


def _most_left(card: Card) -> int:
    """All that could have no room."""
    return len(pieces.sources(card)) + sum(len(each.items) for each in card.lists)


def _said(card: Card, most: int, *, attach: bool) -> tuple[str, bool]:
    """Everything above the sources, and whether something of it is left."""
    around = (pieces.preface(card), pieces.tips(card))
    room = most - sum(size(part) + 2 for part in around)
    head = cut(card.head, min(_HEAD, room) if card.said else room, escape.block)
    about, left_about = pieces.about(card, (room - size(head)) // 2)
    room -= size(head) + 2 + (size(about) + 2 if about else 0)
    statements, left = pieces.statements(card, room, attach=attach)
    parts = (around[0], head, about, statements, around[1])
    said = "\n\n".join(part for part in parts if part.strip())
    return said or ELLIPSIS, left or left_about or head != escape.block(card.head)


def _heading_words(card: Card) -> str:
    return chat(card.lang).nearest if card.nearest and not card.cited else chat(card.lang).sources


def _heading(card: Card) -> str:
    """Above sources that a reply does not rest upon."""
    return f"**{_heading_words(card)}**" if card.nearest and not card.cited else ""


def _beside(cited: Cited) -> str:
    """A source in two lines, its link beside it."""
    return f"**[{cited.number}] {pieces.title(cited)}**\n-# {pieces.source_line(cited)}"


def _linked(cited: Cited, lang: str) -> Text | Linked:
    url = escape.target(cited.url, listing.URL)
    if url is None:
        return Text(markdown=_beside(cited))
    return Linked(markdown=_beside(cited), label=chat(lang).open_link, url=url)


def _fields(name: str, listed: Sequence[str]) -> tuple[tuple[str, str], ...]:
    values = chunks(listed, _FIELD)
    return tuple((name if n == 0 else "\u200b", value) for n, value in enumerate(values))


def _parted(*groups: Sequence[str | Text | Linked]) -> tuple[Text | Linked | Rule, ...]:
    """The parts that say something, with a line between groups."""
    parts: list[Text | Linked | Rule] = []
    for group in groups:
        filled = [Text(markdown=p) if isinstance(p, str) else p for p in group if p]
        parts += [Rule(), *filled] if parts and filled else filled
    return tuple(parts)
