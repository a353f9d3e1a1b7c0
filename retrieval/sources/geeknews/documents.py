"""Topics, comments and the opinions of digests as documents, each in the voice of who speaks. Pure."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from retrieval.ids import document_id
from retrieval.sources.geeknews.digests import Digest
from retrieval.sources.geeknews.feed import FeedTopic
from retrieval.sources.geeknews.pages import Comment, TopicPage
from retrieval.sources.geeknews.places import shown_name, topic_link
from retrieval.text import language
from retrieval.types import Document, Voice

PUBLISHER = "GeekNews"
NO_TEXT = "the topic has a title and no text of its own"
TEASER = "only the feed's first lines; its page is read as soon as it is its turn"
_OWN = re.compile(r"\s*(?:show|ask)\s+gn\b", re.IGNORECASE)


def voice_of(title: str, article: str | None) -> Voice:
    """Whose words a topic's body is: a summary of the article that it links to, or the submitter's own.

    "Show GN" links to the submitter's own work, so what is said of it is theirs.
    """
    return Voice.POST if article is None or _OWN.match(title) else Voice.SUMMARY


def page_documents(source_id: str, page: TopicPage) -> list[Document]:
    """All documents of a page: the topic, then what is said about it, in the page's order."""
    root = _topic(source_id, page)
    said = {comment.number: comment for comment in page.comments}
    return [root, *(d for comment in page.comments for d in _comment(root, comment, said))]


def teaser(source_id: str, topic: FeedTopic) -> Document:
    """What the feed says of a topic whose page was not read yet."""
    link = topic_link(topic.number)
    own = _OWN.match(topic.title)
    return Document(
        id=topic_id(source_id, topic.number),
        source_id=source_id,
        url=link,
        title=topic.title,
        text=topic.text or topic.title,
        voice=Voice.POST if own else Voice.SUMMARY,
        author=shown_name(topic.author),
        published=topic.published,
        lang=language(f"{topic.title}\n{topic.text}"),
        lacks=TEASER,
        publisher=PUBLISHER,
        thread_url=link,
    )


def topic_id(source_id: str, topic: int) -> str:
    """The id of a topic's own document."""
    return document_id(source_id, f"topic:{topic}")


def _topic(source_id: str, page: TopicPage) -> Document:
    link = topic_link(page.number)
    return Document(
        id=topic_id(source_id, page.number),
        source_id=source_id,
        url=link,
        title=page.title,
        text=page.body or page.title,
        voice=voice_of(page.title, page.article),
        author=shown_name(page.author),
        published=page.published,
        lang=language(f"{page.title}\n{page.body}"),
        lacks=None if page.body else NO_TEXT,
        publisher=PUBLISHER,
        thread_url=link,
        about_url=page.article,
        comments=_counted(page),
    )


def _counted(page: TopicPage) -> int | None:
    """How many comments the site counts that are their posters' own, rather than digests."""
    digests = sum(bool(c.content.digests) and not c.content.own for c in page.comments)
    return None if page.count is None else max(page.count - digests, 0)


def _comment(root: Document, comment: Comment, said: Mapping[int, Comment]) -> Iterator[Document]:
    """The poster's own words if there are any, then the opinions of the digests."""
    topic = root.url
    link = f"{topic}#cid{comment.number}"
    base = replace(
        root,
        url=link,
        published=comment.published,
        lacks=None,
        comments=None,
        parent_url=_parent(topic, comment, said),
    )
    if comment.content.own:
        yield replace(
            base,
            id=document_id(root.source_id, f"comment:{comment.number}"),
            voice=Voice.COMMENT,
            author=shown_name(comment.author),
            text=comment.content.own,
            branch=f"{topic}#cid{_top(comment, said)}",
            depth=comment.depth,
            lang=language(comment.content.own) or root.lang,
        )
    seen = Counter[str]()
    for digest in comment.content.digests:
        yield from _relays(base, comment.number, digest, seen)


def _relays(base: Document, number: int, digest: Digest, seen: Counter[str]) -> Iterator[Document]:
    """Named by what they say, so that an edited digest changes no more than what was edited in it."""
    for opinion in digest.opinions:
        mark = _mark(opinion.text)
        seen[mark] += 1
        key = mark if seen[mark] == 1 else f"{mark}:{seen[mark]}"
        yield replace(
            base,
            id=document_id(base.source_id, f"relay:{number}:{key}"),
            voice=Voice.RELAY,
            author=None,  # whoever posted the digest said none of it
            text=opinion.text,
            parent_url=base.url if opinion.depth else base.thread_url,
            branch=f"{base.url}/{_mark(opinion.top)}",
            depth=opinion.depth,
            lang=language(opinion.text) or base.lang,
            retells_url=digest.head.link,
            retold_from=digest.head.site,
        )


def _parent(topic: str, comment: Comment, said: Mapping[int, Comment]) -> str:
    """The comment that it answers, else the topic."""
    known = comment.parent in said and comment.parent != comment.number
    return f"{topic}#cid{comment.parent}" if known else topic


def _top(comment: Comment, said: Mapping[int, Comment]) -> int:
    """The number of the top-level comment above it."""
    here, seen = comment, {comment.number}
    while here.parent is not None and here.parent in said and here.parent not in seen:
        here = said[here.parent]
        seen.add(here.number)
    return here.number


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
