"""The comments of a page: where each begins and ends, who wrote it, how deep it stands. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import html as markup

from retrieval.sources.geeknews.digests import Content, taken_apart
from retrieval.sources.geeknews.moments import ago, exact
from retrieval.sources.geeknews.places import user
from retrieval.sources.geeknews.texts import Element, line, names, storable

_NUMBER = re.compile(r"(?:cid|contents|comment[-_]?)?(\d{1,12})")
_DEPTH = re.compile(r"--depth\s*:\s*(\d{1,3})")
_ROWS = "//*[starts-with(@id, 'cid') or @data-comment-state-id or @data-comment-id]"
_BODIES = "//*[starts-with(@id, 'contents')]"
_AROUND = re.compile(r"\b(?:vote|commentinfo|commentreply|commentfold|upvote|cmtreply)\b")
_DELETED = re.compile(
    r"\[?\s*(?:삭제된\s*(?:댓글|글)\S*|deleted(?: comment)?)\s*\.?\]?", re.IGNORECASE
)
_CLIMB = 4  # elements from a bare anchor to what holds its comment
_DEEPEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comment as it stands on the page."""

    number: int
    author: str | None
    exact: datetime | None  # when it was written
    ago: datetime | None  # the same as far as words like "2일전" tell
    depth: int
    parent: int | None
    contents: Element | None

    def content(self, *, house: bool) -> Content:
        """Taken apart; empty for one that is deleted."""
        if self.contents is None or _DELETED.fullmatch(line(self.contents)):
            return Content()
        return taken_apart(self.contents, house=house)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands, among which others."""

    depth: int
    parent: int | None
    rows: frozenset[Element]


def rows(root: Element, now: datetime) -> list[Row]:
    """All comments in the page's order, each once."""
    found = _numbered(root)
    elements = frozenset(found.values())
    path, all_rows = list[Row](), list[Row]()
    for number, element in found.items():
        inside = _inside(element, elements)
        depth = _depth(element, inside, elements)
        path = [row for row in path if row.depth < depth]
        row = _row(number, inside, _Place(depth, _parent(element, path), elements), now)
        path.append(row)
        all_rows.append(row)
    return all_rows


def _numbered(root: Element) -> Mapping[int, Element]:
    """The element of each comment, by its number."""
    marked = root.xpath(_ROWS) or root.xpath(_BODIES)
    anchors = {number: e for e in reversed(marked) if (number := _number(e)) is not None}
    taken = frozenset(anchors.values())
    return {n: _grown(e, taken) for n, e in reversed(anchors.items())}


def _number(element: Element) -> int | None:
    names_it = ("data-comment-state-id", "data-comment-id", "id")
    said = next(filter(None, (names(element, name) for name in names_it)), "")
    found = _NUMBER.fullmatch(said)
    return int(found[1]) if found else None


def _grown(element: Element, taken: frozenset[Element]) -> Element:
    """The smallest element around an anchor that names an author and holds no other comment."""
    here = element
    for _ in range(_CLIMB):
        parent = here.getparent()
        if _author(here.iter()) or parent is None:
            break
        if any(each in taken and each is not element for each in parent.iter()):
            break
        here = parent
    return here if _author(here.iter()) else element


def _row(number: int, inside: Sequence[Element], place: _Place, now: datetime) -> Row:
    contents = _contents(number, inside)
    said = frozenset(contents.iter()) if contents is not None else frozenset()
    around = [each for each in inside if each not in said]
    return Row(
        number=number,
        author=_author(around),
        exact=exact(around, now),
        ago=ago(_text(around), now),
        depth=place.depth,
        parent=place.parent,
        contents=contents if contents is not None else _rest(inside[0], place.rows),
    )


def _inside(element: Element, rows: frozenset[Element]) -> list[Element]:
    """The elements of a row in order, without those of rows nested in it."""
    found, waiting = list[Element](), [element]
    while waiting:
        here = waiting.pop()
        if isinstance(here.tag, str):
            found.append(here)
            waiting += [child for child in reversed(here) if child not in rows]
    return found


def _contents(number: int, inside: Sequence[Element]) -> Element | None:
    for fits in (
        lambda e: names(e, "id") == f"contents{number}",
        lambda e: "comment_contents" in names(e, "class"),
        lambda e: "commentTD" in names(e, "class"),
        lambda e: names(e, "itemprop") == "text",
    ):
        found = next(filter(fits, inside), None)
        if found is not None:
            return found
    return None


def _rest(element: Element, rows: frozenset[Element]) -> Element:
    """A copy of a row without what stands around the words and without the rows nested in it."""
    copied = markup.Element(element.tag if element.tag.isalnum() else "span")
    copied.set("href", storable(names(element, "href")))
    copied.text = storable(element.text or "")
    for child in element:
        left_out = not isinstance(child.tag, str) or child in rows or _is_around(child)
        part = markup.Element("span") if left_out else _rest(child, rows)
        part.tail = storable(child.tail or "")
        copied.append(part)
    return copied


def _is_around(element: Element) -> bool:
    """Votes, names, times and buttons."""
    href = names(element, "href")
    link = element.tag == "a" and (user(href) or "comment?id=" in href)
    return bool(link or element.tag == "time" or _AROUND.search(names(element, "class")))


def _author(elements: Iterator[Element] | Sequence[Element]) -> str | None:
    links = (names(e, "href") for e in elements if e.tag == "a")
    return next(filter(None, map(user, links)), None)


def _text(elements: Sequence[Element]) -> str:
    """What stands right in the elements and after them, but not after the first, which holds the others."""
    said = [e.text for e in elements] + [e.tail for e in elements[1:]]
    return " ".join(filter(None, ((text or "").strip() for text in said)))


def _depth(element: Element, inside: Sequence[Element], rows: frozenset[Element]) -> int:
    told = [_DEPTH.search(names(e, "style")) for e in inside[:1]]
    marked = [names(e, name) for e in inside[:1] for name in ("data-depth", "data-level")]
    number = next((m[1] for m in told if m), next((m for m in marked if m.isdecimal()), None))
    nested = sum(each in rows for each in element.iterancestors())
    return min(int(number), _DEEPEST) if number is not None else nested


def _parent(element: Element, path: Sequence[Row]) -> int | None:
    told = names(element, "data-comment-parent-id")
    if told.isascii() and told.isdigit():
        return int(told)
    return path[-1].number if path else None
