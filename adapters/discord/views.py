"""Drawings as what the library sends: views, embeds and files."""

from io import BytesIO
from typing import Any

import discord
from discord import ui

from adapters.discord.drawing import (
    Attached,
    Drawing,
    Layout,
    Lever,
    Linked,
    Page,
    Press,
    Rule,
    Text,
    custom_id,
)

_ROW = 5  # buttons


def body(drawing: Drawing) -> dict[str, Any]:
    """What a message is made of, as arguments for sending or editing one; it pings nobody."""
    nobody = {"allowed_mentions": discord.AllowedMentions.none()}
    if isinstance(drawing, Layout):
        return {"view": _layout(drawing), **nobody}
    return {"embed": _embed(drawing), "view": _buttons(drawing), **nobody}


def files(drawing: Drawing) -> list[discord.File]:
    """What is attached; each time anew, since a file can be sent only once."""
    attached = drawing.attached
    return [_file(attached)] if attached else []


def _layout(drawing: Layout) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container(*(_part(part) for part in drawing.parts))
    view.add_item(container)
    if drawing.attached:
        view.add_item(ui.File(f"attachment://{drawing.attached.name}"))
    for row in rows(drawing.buttons):
        view.add_item(ui.ActionRow(*(_press(button) for button in row)))
    view.stop()
    return view


def rows(buttons: tuple[Press | Lever, ...]) -> list[tuple[Press | Lever, ...]]:
    """As many beside each other as Discord takes. An embed's are put so by the library."""
    return [buttons[n : n + _ROW] for n in range(0, len(buttons), _ROW)]


def _buttons(drawing: Page) -> ui.View:
    view = ui.View(timeout=None)
    for button in drawing.buttons:
        view.add_item(_press(button))
    view.stop()  # presses are told by their ids: the library need not remember every message
    return view


def _part(part: Text | Linked | Rule) -> ui.Item[ui.LayoutView]:
    match part:
        case Text():
            return ui.TextDisplay(part.markdown)
        case Linked():
            opens: ui.Button[ui.LayoutView] = ui.Button(label=part.label, url=part.url)
            return ui.Section(part.markdown, accessory=opens)
        case Rule():
            return ui.Separator()


def _press(button: Press | Lever) -> ui.Button[Any]:
    if isinstance(button, Press):
        id = custom_id(button.act, button.id)
        return ui.Button(label=button.label, emoji=button.emoji, custom_id=id)
    style = discord.ButtonStyle.danger if button.danger else discord.ButtonStyle.secondary
    return ui.Button(label=button.label, custom_id=button.custom_id, style=style)


def _embed(drawing: Page) -> discord.Embed:
    embed = discord.Embed(description=drawing.description)
    for name, value in drawing.fields:
        embed.add_field(name=name, value=value, inline=False)
    return embed.set_footer(text=drawing.footer or None)


def _file(attached: Attached) -> discord.File:
    return discord.File(BytesIO(attached.text.encode(errors="replace")), attached.name)
