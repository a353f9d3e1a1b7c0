"""The comments of a page: where each begins and ends, who wrote it, how deep it stands. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from retrieval.sources.geeknews.digests import Content, taken_apart
from retrieval.sources.geeknews.moments import ago, exact
from retrieval.sources.geeknews.places import user
from retrieval.sources.geeknews.texts import Element, line, names

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


def rows(root: Element, now: datetime) -> list[Row]:
    """All comments in the page's order, each once."""
    found = _numbered(root)
    elements = frozenset(found.values())
    path, all_rows = list[Row](), list[Row]()
    for number, element in found.items():
        inside = _inside(element, elements)
        depth = _depth(element, inside, elements)
        path = [row for row in path if row.depth < depth]
        row = _row(number, inside, depth, _parent(element, path), now)
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


def _row(
    number: int, inside: Sequence[Element], depth: int, parent: int | None, now: datetime
) -> Row:
    contents = _contents(number, inside)
    said = frozenset(contents.iter()) if contents is not None else frozenset()
    around = [each for each in inside if each not in said]
    return Row(
        number=number,
        author=_author(around),
        exact=exact(around, now),
        ago=ago(_text(around), now),
        depth=depth,
        parent=parent,
        contents=contents if contents is not None else _rest(inside),
    )


def _inside(element: Element, rows: frozenset[Element]) -> list[Element]:
    """The elements of a row without those of rows nested in it."""
    nested = [e for e in element.iterdescendants() if e in rows]
    foreign = {inner for row in nested for inner in row.iter()}
    return [e for e in element.iter() if e not in foreign and isinstance(e.tag, str)]


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


def _rest(inside: Sequence[Element]) -> Element:
    """A copy of the row without what stands around the words."""
    copied = deepcopy(inside[0])
    for each in list(copied.iterdescendants()):
        around = _AROUND.search(names(each, "class")) or _number(each) is not None
        link = each.tag == "a" and (
            user(names(each, "href")) or "comment?id=" in names(each, "href")
        )
        if each.getparent() is not None and (around or link or each.tag == "time"):
            each.drop_tree()
    return copied


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
