"""A whole thread: its story and every comment with its place. Pure, and without recursion: threads may be deep."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from retrieval.sources.hackernews.items import Item, from_tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A comment and where it stands."""

    item: Item
    parent: int
    branch: int  # the top-level comment that it is or stands under
    depth: int  # 0: top level


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A story and its comments, parents before their replies."""

    root: Item
    comments: tuple[Placed, ...] = ()
    damaged: int = 0  # parts that could not be understood: what is absent may be in them


@dataclass(frozen=True, slots=True)
class _Node:
    """A part of the tree that is still to be looked at, and where it stands."""

    raw: object
    parent: int
    branch: int | None
    depth: int


def thread(raw: object) -> Thread | None:
    """The thread of an answer of the item endpoint; None for what is no item at all."""
    root = from_tree(raw) if isinstance(raw, Mapping) else None
    if root is None or not isinstance(raw, Mapping):
        return None
    placed: list[Placed] = []
    children, damaged = _children(raw)
    waiting = [_Node(child, root.id, None, 0) for child in reversed(children)]
    while waiting:
        node = waiting.pop()
        item = from_tree(node.raw) if isinstance(node.raw, Mapping) else None
        if item is None or not isinstance(node.raw, Mapping):
            damaged += 1
            continue
        branch = node.branch or item.id
        children, bad = _children(node.raw)
        damaged += bad + (not _is_whole(item))
        waiting += (_Node(c, item.id, branch, node.depth + 1) for c in reversed(children))
        if item.author and item.html and item.kind != "pollopt":
            placed.append(Placed(item=item, parent=node.parent, branch=branch, depth=node.depth))
    return Thread(root=root, comments=tuple(_once(placed, root.id)), damaged=damaged)


def _children(raw: Mapping[str, object]) -> tuple[list[object], int]:
    """The replies, and 1 where they are no list."""
    children = raw.get("children", [])
    return (children, 0) if isinstance(children, list) else ([], 1)


def _is_whole(item: Item) -> bool:
    """Both author and words, or neither: what is left of a deleted comment that has replies."""
    return bool(item.author) == bool(item.html) or item.kind == "pollopt"


def _once(placed: list[Placed], root: int) -> Iterator[Placed]:
    seen = {root}
    for each in placed:
        if each.item.id not in seen:
            seen.add(each.item.id)
            yield each
