"""The main text of a page as a document. Pure."""

from datetime import datetime, timedelta

from retrieval.ids import document_id
from retrieval.ports import Article
from retrieval.text import language
from retrieval.types import Document
from retrieval.urls import host

_AHEAD = timedelta(days=2)  # clocks and time zones may be wrong by that much


def article_document(
    source_id: str, key: str, article: Article, *, url: str, title: str, now: datetime
) -> Document:
    """An article under its own address and title, or else the given ones. `key` names it in its source."""
    own = article.url or url
    heading = article.title or title
    return Document(
        id=document_id(source_id, key),
        source_id=source_id,
        url=own,
        title=heading,
        text=article.text,
        author=article.author,
        published=past(article.published, now),
        lang=language(f"{heading}\n{article.text}"),
        publisher=host_shown(own) or None,
    )


def host_shown(url: str) -> str:
    """A page's host as it is called, in ASCII, where no letter can pass for another; empty for none."""
    name = host(url).removeprefix("www.")
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name.encode("ascii", "backslashreplace").decode("ascii")


def past(when: datetime | None, now: datetime) -> datetime | None:
    """A time that has been; None for one that lies ahead."""
    return when if when and when <= now + _AHEAD else None
