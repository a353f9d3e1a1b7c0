"""Digests in comments: heads like "Hacker News 의견들", and the single opinions under them. Pure.

Under a head, unnamed people speak: every bullet is one opinion, a bullet inside it is a reply to it, and what
stands outside the bullets is an opinion, too. Nothing under a head is ever the poster's own. What an opinion
quotes stays in it, marked, since a quote may have swallowed the line after it.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import html as markup

from retrieval.sources.geeknews.heads import Head, head_of, site_in
from retrieval.sources.geeknews.texts import Element, line, own_words, storable, words

_LISTS = frozenset({"ul", "ol"})
_WRAPPERS = frozenset({"div", "section", "article", "details"})
_BLOCKS = _LISTS | frozenset("h1 h2 h3 h4 h5 h6 p blockquote pre table hr".split())
_NESTED = frozenset({"ul"})  # numbered lists are part of what one person says
_BULLET = re.compile(r"^[-*•]\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one unnamed person said. `top` is the text of the top-level opinion that it is or stands under."""

    text: str
    depth: int
    top: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Opinions under one head, in order."""

    head: Head
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A comment taken apart: the poster's own words, digests, and what was doubtful about it."""

    own: str = ""
    digests: tuple[Digest, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Part:
    """Blocks under one head, or before any."""

    head: Head | None = None
    opening: Element | None = None  # the block of the head
    blocks: list[Element] = field(default_factory=list)


def taken_apart(contents: Element, *, house: bool) -> Content:
    """The content of a comment. `house`: the site's own account posted it.

    Anybody can write "Hacker News 의견" over words of their own: what others than the house account post
    stays theirs.
    """
    return _of_the_house(contents) if house else _of_a_user(contents)


def _of_a_user(contents: Element) -> Content:
    headed = any(block.tag not in _LISTS and head_of(block) for block in _blocks(contents))
    doubts = ("a head like that of a digest, which the house account did not post",)
    return Content(own=own_words(contents), doubts=doubts if headed else ())


def _of_the_house(contents: Element) -> Content:
    first, *rest = _parts(_blocks(contents))
    if not rest:
        return _headless(contents, first.blocks)
    digests = tuple(Digest(head=p.head, opinions=_opinions(p.blocks)) for p in rest if p.head)
    return Content(
        own="\n\n".join(filter(None, map(own_words, first.blocks))),
        digests=tuple(each for each in digests if each.opinions),
        doubts=tuple(_doubts(rest)),
    )


def _headless(contents: Element, blocks: Sequence[Element]) -> Content:
    """Own words. But what the house account posts without a clear head may still be a digest: a bare list,
    or lines under a head. Unnamed people's words are not to be laid into its mouth.
    """
    if blocks and all(block.tag in _LISTS for block in blocks):
        doubt = "a list without a head, taken for opinions of unnamed people"
        return _unnamed(None, _opinions(blocks), doubt)
    own = own_words(contents)
    if found := _under_a_line(own):
        return _unnamed(found[0], found[1], "a digest whose head is no block of its own")
    headed = any(block.tag not in _LISTS and head_of(block) for block in blocks)
    doubts = ("a line like the head of a digest, and no digest",) if headed else ()
    return Content(own="" if headed else own, doubts=doubts)


def _unnamed(site: str | None, opinions: tuple[Opinion, ...], doubt: str) -> Content:
    digests = (Digest(head=Head(site=site, link=None), opinions=opinions),) if opinions else ()
    return Content(digests=digests, doubts=(doubt,))


def _under_a_line(text: str) -> tuple[str, tuple[Opinion, ...]] | None:
    """The site that a line of a text announces, and what follows that line, split at bullets."""
    lines = text.split("\n")
    for number, each in enumerate(lines):
        site = site_in(each)
        rest = "\n".join(lines[number + 1 :]).strip()
        if site and rest:
            said = filter(None, (part.strip() for part in _BULLET.split(rest)))
            return site, tuple(Opinion(text=one, depth=0, top=one) for one in said)
    return None


def _doubts(heads: Sequence[_Part]) -> Iterator[str]:
    for part in heads:
        named = part.head.site if part.head else None
        loose = [block for block in part.blocks if block.tag not in _LISTS]
        if len(loose) == len(part.blocks):
            yield f"a digest headed {named!r} without a list"
        elif loose:
            yield f"a digest headed {named!r} with text outside its list"


def _parts(blocks: Sequence[Element]) -> list[_Part]:
    """What comes before any head, then a part for each; what only looks like a head is words like others."""
    parts = [_Part()]
    for block in blocks:
        head = None if block.tag in _LISTS else head_of(block)
        if head:
            parts.append(_Part(head, block))
        else:
            parts[-1].blocks.append(block)
    folded = parts[:1]
    for part in parts[1:]:
        if part.blocks:
            folded.append(part)
        else:
            folded[-1].blocks += [part.opening, *part.blocks]
    return folded


def _blocks(contents: Element) -> list[Element]:
    """The blocks of a content in order; loose text between them becomes paragraphs."""
    blocks, loose = list[Element](), _paragraph(contents.text)
    for child in contents:
        if child.tag in _BLOCKS or _wraps(child):
            blocks += [loose, *(_blocks(child) if _wraps(child) else [child])]
            loose = _paragraph(child.tail)
        else:
            loose.append(deepcopy(child))
    return [block for block in [*blocks, loose] if line(block)]


def _wraps(element: Element) -> bool:
    return element.tag in _WRAPPERS or (
        element.tag not in _BLOCKS and any(child.tag in _BLOCKS for child in element)
    )


def _paragraph(text: str | None) -> Element:
    paragraph = markup.Element("p")
    paragraph.text = storable(text or "")
    return paragraph


def _opinions(blocks: Sequence[Element]) -> tuple[Opinion, ...]:
    found = list[Opinion]()
    for block in blocks:
        if block.tag in _LISTS:
            found += _listed(block, 0, "")
        elif text := words(block):
            found.append(Opinion(text=text, depth=0, top=text))
    return tuple(found)


def _listed(listing: Element, depth: int, top: str) -> Iterator[Opinion]:
    """The items of a list, each followed by what is nested in it. A parser bounds the depth of a page."""
    for item in listing:
        if item.tag in _LISTS:  # nested without an item around it
            yield from _listed(item, depth + 1, top)
        if item.tag != "li":
            continue
        text = words(item, _NESTED)
        if text:
            yield Opinion(text=text, depth=depth, top=top or text)
        for nested in _nested(item):
            yield from _listed(nested, depth + bool(text), top or text)


def _nested(item: Element) -> Iterator[Element]:
    """The lists right inside an item, also those wrapped in other elements."""
    for child in item:
        if child.tag in _NESTED:
            yield child
        elif isinstance(child.tag, str) and child.tag != "ol":
            yield from _nested(child)
