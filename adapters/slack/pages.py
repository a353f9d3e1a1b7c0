"""What is read in windows: the rest of a long reply, the exact quotes, and how it came about. Pure.

A page is a list of blocks that fits into one window; nothing is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from adapters.slack import escape, lines, rich
from adapters.slack.layout import split
from adapters.slack.lines import Urls
from adapters.slack.names import Json
from bot.present import Card, Cited, Extract, Listing, Said
from bot.wording.chat import chat

_PIECE = 2_500
_PAGE_TEXT = 10_000
_PAGE_BLOCKS = 90
_MESSAGE_BLOCKS = 40


def rest(card: Card) -> list[list[Json]]:
    """Pages with all that the message does not show; none when it shows everything."""
    left = split(card).rest
    return _paged(_rest_blocks(left, lines.urls_of(card.cited))) if left else []


def quotes(card: Card) -> list[list[Json]]:
    """Pages with every exact quote, who says it, and where it stands."""
    opening = chat(card.lang).open_link
    return _paged([b for c in card.cited for b in _quoted(c, opening)])


def why(paragraphs: Sequence[str], lang: str) -> list[list[Json]]:
    """Pages on how a reply came about, each small enough for a message, too; at least one."""
    blocks = _paragraphs(p for text in paragraphs for p in _lines(text)) or _paragraphs([
        chat(lang).why_none
    ])
    return _paged(blocks, _MESSAGE_BLOCKS)


def weight(node: object) -> int:
    """Characters that are read in blocks."""
    if isinstance(node, list):
        return sum(map(weight, node))
    if not isinstance(node, dict):
        return 0
    own = node.get("text")
    inner = sum(weight(value) for value in node.values() if isinstance(value, dict | list))
    return inner + (escape.units(own) if isinstance(own, str) else 0)


def _rest_blocks(card: Card, urls: Urls) -> list[Json]:
    words = chat(card.lang)
    top = [words.asked.format(question=card.asked)] if card.asked else []
    blocks = _paragraphs([*top, card.head, *card.about])
    blocks += [lines.statement(s, urls, card.lang) for said in card.said for s in _parts(said)]
    for heading, cited in ((words.sources, card.cited), (words.nearest, card.nearest)):
        blocks += [rich.paragraph(heading, "bold")] if cited else []
        blocks += [b for c in cited for b in _source(c)]
    blocks += [rich.paragraph(words.tips, "bold")] if card.tips else []
    blocks += _paragraphs(card.tips)
    blocks += [b for listing in card.lists for b in _listing(listing)]
    return blocks + _paragraphs([*card.foot, card.notice or ""])


def _listing(listing: Listing) -> list[Json]:
    """Pages worth opening; long titles in pieces."""
    blocks = [rich.paragraph(listing.heading, "bold")]
    for item in listing.items:
        blocks += [
            rich.block(rich.section(rich.link(item.url, t)))
            for t in escape.pieces(item.title, _PIECE)
        ]
        blocks += _paragraphs([item.byline])
    return blocks


def _paragraphs(texts: Iterable[str]) -> list[Json]:
    return [rich.paragraph(p) for t in texts if t.strip() for p in escape.pieces(t, _PIECE)]


def _lines(text: str) -> list[str]:
    """A paragraph in parts of whole lines, each as large as one may be."""
    parts: list[str] = []
    for line in text.split("\n"):
        if parts and escape.units(parts[-1]) + escape.units(line) < _PIECE:
            parts[-1] = f"{parts[-1]}\n{line}"
        else:
            parts.append(line)
    return parts


def _parts(said: Said) -> list[Said]:
    """A statement in parts that each have all of its numbers; one part unless it is a giant."""
    lead = escape.cut(said.lead, _PIECE) if said.lead else None
    note = escape.cut(said.note, _PIECE) if said.note else None
    parts = escape.pieces(said.text, _PIECE)
    return [replace(said, note=note, lead=lead, text=part) for part in parts]


def _source(cited: Cited) -> list[Json]:
    titles = escape.pieces(cited.title, _PIECE)
    first = rich.section(rich.text(f"[{cited.number}] ", "bold"), rich.link(cited.url, titles[0]))
    more = [rich.block(rich.section(rich.link(cited.url, t))) for t in titles[1:]]
    return [rich.block(first), *more, *_paragraphs([lines.facts(cited)])]


def _quoted(cited: Cited, opening: str) -> list[Json]:
    return [*_source(cited), *(b for e in cited.extracts for b in _extract(e, opening))]


def _extract(extract: Extract, opening: str) -> list[Json]:
    quote = [rich.block(rich.quote(rich.text(p))) for p in escape.pieces(extract.text, _PIECE)]
    fit = escape.link(extract.url)
    link = [rich.block(rich.section(rich.link(fit, opening)))] if fit else []
    return [*_paragraphs([extract.lead]), *quote, *link]


def _paged(blocks: list[Json], most: int = _PAGE_BLOCKS) -> list[list[Json]]:
    pages: list[list[Json]] = []
    room = 0
    for block in blocks:
        cost = weight(block)
        if not pages or cost > room or len(pages[-1]) >= most:
            pages.append([])
            room = _PAGE_TEXT
        pages[-1].append(block)
        room -= cost
    return pages
