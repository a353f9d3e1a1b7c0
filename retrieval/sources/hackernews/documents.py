"""Stories and comments of Hacker News as documents. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from retrieval.articles import past
from retrieval.ids import document_id
from retrieval.sources.hackernews.html import words
from retrieval.sources.hackernews.items import Item
from retrieval.sources.hackernews.locations import permalink
from retrieval.sources.hackernews.tree import Placed, Thread
from retrieval.text import language
from retrieval.types import Document, Standing, Voice

PUBLISHER = "Hacker News"
_ONLY_LINK = "a link without a text of its own; what it links to is read apart"
_ONLY_TITLE = "a title without a text"


def id_of(source_id: str, item: int) -> str:
    """The id of a story's or a comment's document."""
    return document_id(source_id, f"item:{item}")


def article_key(story: int) -> str:
    """What the article that a story links to is called in its source."""
    return f"article:{story}"


def documents_of(source_id: str, thread: Thread, count: int, now: datetime) -> Iterator[Document]:
    """The story and those of its comments that have words of their own. `count` is what the site counts."""
    yield from story(source_id, thread.root, count, now)
    texts = {thread.root.id: words(thread.root.html)}
    for placed in thread.comments:
        said = comment(source_id, thread.root, placed, now, texts.get(placed.parent, ""))
        texts[placed.item.id] = said.text
        if said.text:
            yield said


def story(
    source_id: str,
    item: Item,
    count: int | None,
    now: datetime,
    standing: Standing = Standing.SHOWN,
) -> Iterator[Document]:
    """The story itself, unless nothing is left of it."""
    own = words(item.html)
    if not (own or item.title):
        return
    lacks = None if own else _ONLY_LINK if item.url else _ONLY_TITLE
    yield Document(
        id=id_of(source_id, item.id),
        source_id=source_id,
        url=permalink(item.id),
        title=item.title,
        text=own or item.title,
        voice=Voice.POST,
        author=item.author,
        published=past(item.created, now),
        lang=language(f"{item.title}\n{own}"),
        lacks=lacks,
        publisher=PUBLISHER,
        thread_url=permalink(item.id),
        about_url=item.url,
        comments=count,
        standing=standing,
    )


def comment(source_id: str, root: Item, placed: Placed, now: datetime, answered: str) -> Document:
    """A comment; its text is empty when it has no words of its own. `answered` is its parent's text."""
    text = words(placed.item.html, answered)
    return Document(
        id=id_of(source_id, placed.item.id),
        source_id=source_id,
        url=permalink(placed.item.id),
        title=root.title,
        text=text,
        voice=Voice.COMMENT,
        author=placed.item.author,
        published=past(placed.item.created, now),
        lang=language(text),
        parent_url=permalink(placed.parent),
        publisher=PUBLISHER,
        thread_url=permalink(root.id),
        branch=permalink(placed.branch),
        depth=placed.depth,
        about_url=root.url,
    )


def dead_comment(
    source_id: str, root: Item, item: Item, places: Mapping[int, Placed], now: datetime
) -> tuple[Placed, Document]:
    """A comment that its site hides, placed by its parent as far as that is known, and marked."""
    above = places.get(item.parent or 0)
    parent = item.parent or root.id
    branch = above.branch if above else item.id if parent == root.id else parent
    depth = above.depth + 1 if above else int(parent != root.id)
    placed = Placed(item=item, parent=parent, branch=branch, depth=depth)
    said = comment(source_id, root, placed, now, "")
    return placed, replace(said, standing=Standing.DEAD)
