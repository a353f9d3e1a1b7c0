"""Stories and comments of a Hacker News in small, and how its two APIs tell them.

The search leaves out what is deleted or dead, and what it has not caught up with; a deleted comment with replies is left
as a node without author and text. Firebase tells all, with flags.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_MOST = 1000  # hits of a search


@dataclass
class Post:
    """A story or a comment as the site has it."""

    id: int
    author: str
    created: int
    html: str = ""
    title: str = ""
    url: str | None = None
    points: int = 100
    parent: int | None = None
    story: int = 0
    replies: list[int] = field(default_factory=list)
    deleted: bool = False
    dead: bool = False
    lagging: bool = False
    front: bool = True

    @property
    def visible(self) -> bool:
        return not (self.deleted or self.dead or self.lagging)

    @property
    def tags(self) -> set[str]:
        kind = "story" if self.parent is None else "comment"
        heads = {"Ask HN:": "ask_hn", "Show HN:": "show_hn"}
        special = {tag for head, tag in heads.items() if self.title.startswith(head)}
        front = {"front_page"} if self.front and self.parent is None else set()
        return {kind, f"story_{self.story}", f"author_{self.author}"} | special | front


class Posts:
    """What the site has. `now` is its clock, moved by `pass_time`; `changed` is what it tells as changed just now."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.posts: dict[int, Post] = {}
        self.changed: list[int] = []
        self._ids = itertools.count(40_000_000, 7)

    def add_story(
        self,
        title: str,
        *,
        url: str | None = None,
        html: str = "",
        age: float = 1.0,
        **more: object,
    ) -> int:
        """A story, `age` hours old; its id."""
        created = int((self.now - timedelta(hours=age)).timestamp())
        id = next(self._ids)
        given = {"author": "ann", **more}
        self.posts[id] = Post(id=id, created=created, html=html, title=title, url=url, **given)  # type: ignore[arg-type]
        self.posts[id].story = id
        return self._change(id)

    def comment(self, parent: int, html: str, *, author: str = "bob", **more: object) -> int:
        """A reply to a story or a comment, written now; its id."""
        id, above = next(self._ids), self.posts[parent]
        given = {"author": author, "created": int(self.now.timestamp()), "story": above.story}
        self.posts[id] = Post(id=id, html=html, parent=parent, **given | more)  # type: ignore[arg-type]
        above.replies.append(id)
        return self._change(id)

    def edit(self, id: int, **fields: object) -> None:
        """Give a post other fields, as `html=…` or `title=…`."""
        for name, value in fields.items():
            setattr(self.posts[id], name, value)
        self._change(id)

    def delete(self, *ids: int) -> None:
        for id in ids:
            self.edit(id, deleted=True)

    def kill(self, *ids: int) -> None:
        for id in ids:
            self.edit(id, dead=True)

    def lag(self, *ids: int, lagging: bool = True) -> None:
        """The search does not have these yet, or has caught up."""
        for id in ids:
            self.posts[id].lagging = lagging

    def pass_time(self, **span: float) -> None:
        """Let `hours=…` or `days=…` go by; changes of before are no longer told as the latest."""
        self.now += timedelta(**span)
        self.changed.clear()

    def stories(self) -> list[Post]:
        """Those to be seen."""
        return [p for p in self.posts.values() if p.parent is None and p.visible]

    def hits(self, order: str, asked: dict[str, str]) -> list[dict[str, object]]:
        """As the search lists them."""
        found = [p for p in self.posts.values() if p.visible and _fits(p, asked)]
        if order == "search_by_date":
            found.sort(key=lambda p: -p.created)
        return [self._hit(p) for p in found[: min(int(asked.get("hitsPerPage", 20)), _MOST)]]

    def _hit(self, post: Post) -> dict[str, object]:
        return {
            "objectID": str(post.id),
            "title": post.title,
            "url": post.url,
            "author": post.author,
            "points": post.points,
            "story_text": post.html or None,
            "num_comments": sum(p.story == post.id and p.visible for p in self._below(post)),
            "created_at_i": post.created,
            "_tags": sorted(post.tags),
        }

    def _below(self, post: Post) -> Iterator[Post]:
        waiting = list(post.replies)
        while waiting:
            each = self.posts[waiting.pop()]
            yield each
            waiting += each.replies

    def tree(self, id: int) -> dict[str, object] | None:
        """As the item endpoint of the search tells it; None for what it does not have."""
        post = self.posts.get(id)
        return self._node(post) if post and post.visible else None

    def _node(self, post: Post) -> dict[str, object] | None:
        children = [n for id in post.replies if (n := self._node(self.posts[id]))]
        if not post.visible and (not children or post.lagging):
            return None
        return {
            "id": post.id,
            "created_at_i": post.created,
            "type": "story" if post.parent is None else "comment",
            "author": post.author if post.visible else None,
            "title": post.title or None,
            "url": post.url,
            "text": (post.html or None) if post.visible else None,
            "points": post.points if post.parent is None else None,
            "parent_id": post.parent,
            "story_id": post.story,
            "children": children,
        }

    def item(self, id: int) -> dict[str, object] | None:
        """As Firebase tells it."""
        post = self.posts.get(id)
        if post is None:
            return None
        kind = "story" if post.parent is None else "comment"
        raw = {
            "id": id,
            "type": kind,
            "time": post.created,
            "parent": post.parent,
            "kids": post.replies,
        }
        if post.deleted:
            return {**raw, "deleted": True}
        told = {"by": post.author, "text": post.html, "title": post.title or None, "url": post.url}
        return {
            **raw,
            **told,
            **({"dead": True} if post.dead else {}),
            "descendants": len(list(self._below(post))),
        }

    def _change(self, id: int) -> int:
        self.changed.append(id)
        return id


def _fits(post: Post, asked: dict[str, str]) -> bool:
    """Tags are all wanted, those in brackets any of them; numbers must all be so."""
    groups = re.findall(r"\(([^)]*)\)|([^,()]+)", asked.get("tags", ""))
    tagged = all(post.tags & set((some or one).split(",")) for some, one in groups)
    return tagged and all(
        _holds(post, each) for each in asked.get("numericFilters", "").split(",") if each
    )


def _holds(post: Post, filter: str) -> bool:
    name, sign, number = re.fullmatch(r"(\w+)(<|>|>=)(\d+)", filter).groups()  # type: ignore[union-attr]
    value = {"created_at_i": post.created, "points": post.points}[name]
    return {"<": value < int(number), ">": value > int(number), ">=": value >= int(number)}[sign]
