"""What the buttons of a reply open: its exact quotes, and the sources that had no room. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from adapters.discord import escape, listing, pieces
from adapters.discord.budget import cut, fitting
from adapters.discord.drawing import Attached, Drawing, Layout, Mode, Page, Text
from adapters.discord.render import ALL_TEXT, DESCRIPTION, masked, shown
from adapters.discord.texts import texts
from adapters.discord.whole import whole
from bot.present import Card, Cited, Extract
from bot.wording.chat import chat

_ROOM = min(ALL_TEXT, DESCRIPTION) - 100  # units, but for the line that names the file
_LEAD = 200
_PARAGRAPH = 2000
_WHY: Final = "why.txt"  # plain: what models and pages say is no markdown of ours


def quotes(card: Card, mode: Mode) -> Drawing:
    """Every quote to the letter, with who says it and where it opens; in full in a file if need be."""
    blocks = [block for cited in card.cited for block in _quotes(cited, card.lang)]
    return listed(blocks or [texts(card.lang).quotes_none], mode, card.lang, whole(card))


def rest(card: Card, mode: Mode) -> Drawing:
    """The sources that do not stand in the message itself, and all further pages."""
    hidden = pieces.sources(card)[shown(card, mode) :]
    blocks = [*(masked(cited) for cited in hidden), *listing.every(card)]
    return listed(blocks, mode, card.lang, whole(card))


def why(paragraphs: Sequence[str], mode: Mode, lang: str) -> Drawing:
    """How an answer came about, in paragraphs that are plain texts; in full in a file if need be."""
    end = texts(lang).cut.format(name=_WHY)
    blocks = [cut(each, _PARAGRAPH, escape.block, end) for each in paragraphs]
    plain = "\n\n".join("\n".join(escape.lines(each)) for each in paragraphs)
    file = Attached(name=_WHY, text=f"{plain}\n")
    is_cut = blocks != [escape.block(each) for each in paragraphs]
    drawing = listed(blocks, mode, lang, file)
    return replace(drawing, attached=file) if is_cut else drawing


def listed(
    blocks: Sequence[str],
    mode: Mode,
    lang: str,
    file: Attached | None = None,
    *,
    between: str = "\n\n",
) -> Drawing:
    """Blocks of markdown under each other; those that do not fit are in the file."""
    count = fitting(blocks, _ROOM, len(between))
    left = len(blocks) - count
    more = (f"-# {texts(lang).in_file.format(n=left, name=file.name)}",) if left and file else ()
    text = between.join((*blocks[:count], *more)) or "…"
    return note(text, mode, file if left else None)


def note(markdown: str, mode: Mode, file: Attached | None = None) -> Drawing:
    """A few words of our own, safe already."""
    if mode is Mode.COMPONENTS:
        return Layout(parts=(Text(markdown=markdown),), attached=file)
    return Page(description=markdown, attached=file)


def _quotes(cited: Cited, lang: str) -> list[str]:
    about = f"**[{cited.number}] {pieces.title(cited)}**\n-# {pieces.source_line(cited)}"
    drawn = [_extract(extract, lang) for extract in cited.extracts]
    return [f"{about}\n{drawn[0]}", *drawn[1:]] if drawn else []


def _extract(extract: Extract, lang: str) -> str:
    lead = cut(extract.lead, _LEAD, escape.text)
    url = escape.target(extract.url, listing.URL)
    link = f"\n[{chat(lang).open_link}]({url})" if url else ""
    return f"{lead}\n{escape.quoted(extract.text)}{link}"
