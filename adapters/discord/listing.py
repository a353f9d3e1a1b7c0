"""Pages worth opening, listed under the sources of a reply: the first to go when room is short. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.discord import escape
from adapters.discord.budget import cut
from adapters.discord.escape import size
from bot.present import Card, Listed

URL = 512  # units of an address in a link or a button
MOST = 3  # of a list that are shown at once
_TITLE, _BYLINE = 110, 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Each list that has room, as its heading and its lines, and how many lines have none."""

    lists: tuple[tuple[str, tuple[str, ...]], ...]
    left: int

    @property
    def markdown(self) -> str:
        """All of them under their headings."""
        return "\n".join("\n".join((_heading(name), *lines)) for name, lines in self.lists)


def masked(head: str, url: str | None) -> str:
    """Markdown of a text that opens a page, where there is one."""
    fit = escape.target(url, URL)
    return f"[{_label(head)}]({_closed(fit)})" if fit else head


def line(listed: Listed) -> str:
    """`- The title, a link — The Verge · Article · 3 days ago · 512 comments`."""
    head = masked(cut(listed.title, _TITLE, escape.text), listed.url)
    byline = cut(listed.byline, _BYLINE, escape.text)
    return f"- {head} — {byline}" if byline else f"- {head}"


def shown(card: Card, room: int) -> Shown:
    """As many lines as fit into so many units, the first of each list first."""
    lists: list[tuple[str, tuple[str, ...]]] = []
    for listing in card.lists:
        room -= size(_heading(listing.heading)) + 2
        lines = tuple(_fitting((line(each) for each in listing.items[:MOST]), room))
        room -= sum(size(each) + 1 for each in lines)
        lists += [(listing.heading, lines)] if lines else []
    every = sum(len(listing.items) for listing in card.lists)
    return Shown(lists=tuple(lists), left=every - sum(len(lines) for _, lines in lists))


def every(card: Card) -> Iterator[str]:
    """All of it in blocks, for where there is more room."""
    for listing in card.lists:
        yield _heading(listing.heading)
        yield from map(line, listing.items)


def _heading(words: str) -> str:
    return f"**{escape.text(words)}**"


def _fitting(lines: Iterator[str], room: int) -> Iterator[str]:
    for each in lines:
        room -= size(each) + 1
        if room < 0:
            return
        yield each


def _label(markdown: str) -> str:
    """Without brackets: Discord takes a link whose label has one of a pair for no link."""
    return markdown.replace("\\[", "(").replace("\\]", ")")


def _closed(url: str) -> str:
    """An address that cannot end the link that it stands in."""
    return url.replace("[", "%5B").replace("]", "%5D")
