"""Cards drawn within Discord's limits, as components or as an embed. Pure.

Sources and the lines under a reply get their room first, since they are short and each says something
that nothing else does; the statements get what is left, and what does not fit goes into a file, whole.
"""

from collections.abc import Sequence
from dataclasses import replace

from adapters.discord import escape, pieces
from adapters.discord.budget import ELLIPSIS, chunks, cut, fitting
from adapters.discord.drawing import Drawing, Layout, Linked, Mode, Page, Rule, Text
from adapters.discord.escape import size
from adapters.discord.whole import whole
from bot.present import Card, Cited
from bot.wording.chat import chat

URL = 512  # units of an address in a button; masked links keep to it, too
ALL_TEXT = 3900  # of 4,000 over all texts of a message of components
DESCRIPTION = 4000  # of 4,096
_EMBED, _FIELD = 5800, 1000  # of 6,000 over all texts of an embed, of 1,024
_STATEMENTS, _HEAD = 2600, 500
_SOURCES = {Mode.COMPONENTS: 1700, Mode.EMBED: 2200}  # addresses take room in an embed


def draw(card: Card, mode: Mode, *, threads: bool = False, attach: bool = True) -> Drawing:
    """A card as a message.

    `threads`: whether a thread can be started from it; `attach`: whether a file may come with it.
    """
    drawing, left = (_layout if mode is Mode.COMPONENTS else _page)(card, attach=attach)
    rest = shown(card, mode) < len(pieces.sources(card))
    return replace(
        drawing,
        buttons=pieces.buttons(card, threads=threads, rest=rest),
        attached=whole(card) if left and attach else None,
    )


def shown(card: Card, mode: Mode) -> int:
    """How many sources stand in the message itself."""
    first = pieces.sources(card)[: pieces.MOST_SOURCES]
    drawn = [_beside(c) if mode is Mode.COMPONENTS else masked(c) for c in first]
    return fitting(drawn, _SOURCES[mode], 1)


def masked(cited: Cited) -> str:
    """A source in one line, its title a link."""
    head, url = pieces.title(cited), escape.target(cited.url, URL)
    link = f"[{_label(head)}]({_closed(url)})" if url else head
    return f"**[{cited.number}]** {link} — {pieces.source_line(cited)}"


def _layout(card: Card, *, attach: bool) -> tuple[Drawing, bool]:
    count = shown(card, Mode.COMPONENTS)
    sources = tuple(_linked(cited, card.lang) for cited in pieces.sources(card)[:count])
    foot = "\n".join(f"-# {line}" for line in pieces.foot(card, escape.text))
    more, heading = pieces.more_sources(card, count), _heading(card)
    around = sum(size(t) for t in (*(s.markdown for s in sources), foot, more, heading))
    said, left = _said(card, min(_STATEMENTS, ALL_TEXT - around), attach=attach)
    return Layout(parts=_parted((said,), (heading, *sources, more), (foot,))), left


def _page(card: Card, *, attach: bool) -> tuple[Drawing, bool]:
    count = shown(card, Mode.EMBED)
    more = pieces.more_sources(card, count)
    listed = [masked(cited) for cited in pieces.sources(card)[:count]]
    fields = _fields(_heading_words(card), (*listed, *((more,) if more else ())))
    footer = "\n".join(pieces.foot(card, lambda line: escape.inert(escape.one_line(line))))
    around = size(footer) + sum(size(name) + size(value) for name, value in fields)
    said, left = _said(card, min(DESCRIPTION, _EMBED - around), attach=attach)
    return Page(description=said, fields=fields, footer=footer), left


def _said(card: Card, most: int, *, attach: bool) -> tuple[str, bool]:
    """Everything above the sources, and whether something of it is left."""
    around = (pieces.preface(card), pieces.tips(card))
    room = most - sum(size(part) + 2 for part in around)
    head = cut(card.head, min(_HEAD, room) if card.said else room, escape.block)
    statements, left = pieces.statements(card, room - size(head) - 2, attach=attach)
    parts = (around[0], head, statements, around[1])
    said = "\n\n".join(part for part in parts if part.strip())
    return said or ELLIPSIS, left or head != escape.block(card.head)


def _heading_words(card: Card) -> str:
    return chat(card.lang).nearest if card.nearest and not card.cited else chat(card.lang).sources


def _heading(card: Card) -> str:
    """Above sources that a reply does not rest upon."""
    return f"**{_heading_words(card)}**" if card.nearest and not card.cited else ""


def _beside(cited: Cited) -> str:
    """A source in two lines, its link beside it."""
    return f"**[{cited.number}] {pieces.title(cited)}**\n-# {pieces.source_line(cited)}"


def _linked(cited: Cited, lang: str) -> Text | Linked:
    url = escape.target(cited.url, URL)
    if url is None:
        return Text(markdown=_beside(cited))
    return Linked(markdown=_beside(cited), label=chat(lang).open_link, url=url)


def _label(markdown: str) -> str:
    """Without brackets: Discord takes a link whose label has one of a pair for no link."""
    return markdown.replace("\\[", "(").replace("\\]", ")")


def _closed(url: str) -> str:
    """An address that cannot end the link that it stands in."""
    return url.replace("[", "%5B").replace("]", "%5D")


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
