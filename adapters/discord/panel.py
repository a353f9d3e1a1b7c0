"""How a run goes, drawn within Discord's limits. Pure; names and errors may be anybody's words."""

from collections.abc import Iterator, Sequence
from typing import Final

from adapters.discord import escape, levers
from adapters.discord.budget import ELLIPSIS, cut, fitting
from adapters.discord.drawing import Drawing, Layout, Mode, Page, Text
from adapters.discord.escape import size
from adapters.discord.render import ALL_TEXT, DESCRIPTION
from bot.panels import Panel

_ROOM: Final = min(ALL_TEXT, DESCRIPTION)
_HEAD: Final = 300
_WIDTHS: Final = (1000, 240)  # of a line; the second where they would not fit otherwise


def draw(panel: Panel, mode: Mode, foot: str = "") -> Drawing:
    """A run as a message. `foot` is markdown of ours under it."""
    text = _markdown(panel, foot)
    buttons = levers.of_panel(panel)
    if mode is Mode.COMPONENTS:
        return Layout(parts=(Text(markdown=text),), buttons=buttons)
    return Page(description=text, buttons=buttons)


def tries(panel: Panel, first: Mode, foot: str = "") -> Iterator[tuple[Mode, Drawing]]:
    """What to try, in order: what is refused as components is sent as an embed."""
    for mode in (first,) if first is Mode.EMBED else (first, Mode.EMBED):
        yield mode, draw(panel, mode, foot)


def _markdown(panel: Panel, foot: str) -> str:
    head = f"**{cut(panel.head, _HEAD, escape.text)}**"
    ends = [part for part in (head, cut(panel.bar, _HEAD, escape.text)) if part]
    room = _ROOM - sum(size(part) + 1 for part in (*ends, foot))
    return "\n".join((*ends, *_lines(panel.lines, room), *((foot,) if foot else ())))


def _lines(plain: Sequence[str], room: int) -> list[str]:
    """All of them, shortened where there is no room for them as they are."""
    drawn: list[str] = []
    for width in _WIDTHS:
        drawn = [cut(line, width, escape.text) for line in plain]
        if fitting(drawn, room, 1) == len(drawn):
            return drawn
    return [*drawn[: fitting(drawn, room - 2, 1)], ELLIPSIS]
