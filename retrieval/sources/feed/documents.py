"""Entries of feeds, with or without their full text, as documents. Pure."""

from dataclasses import replace
from datetime import datetime

from retrieval.articles import host_shown, past
from retrieval.ids import document_id
from retrieval.ports import Article
from retrieval.sources.feed.entries import ParsedEntry, ParsedFeed
from retrieval.text import language
from retrieval.types import Document, Source, Voice
from retrieval.urls import host, site, web_url
from retrieval.web.fulltext import DISCUSSIONS, Full

_ONLY_TITLE = "the feed gives no more than a title"
_TITLE = 100  # characters, where an entry has none


def retells(entry: ParsedEntry, feed: ParsedFeed, location: str) -> bool:
    """Whether the feed's own text is about somebody else's article."""
    own = {site(url) for url in (feed.link, web_url(location)) if url}
    hosts = {host(url) for url in (entry.link, feed.link, location)}
    return bool(hosts & DISCUSSIONS) or bool(entry.link and own and site(entry.link) not in own)


def document(
    source: Source, key: str, entry: ParsedEntry, full: Full, *, retold: bool, now: datetime
) -> Document:
    """The article where it was had, else what the feed says of it."""
    id = document_id(source.id, key)
    said = (
        _article(entry, full.article, retold=retold) if full.article else _own(entry, retold=retold)
    )
    return replace(
        said,
        id=id,
        source_id=source.id,
        url=said.url or f"urn:newsdesk:{id}",
        published=past(said.published, now),
        updated=past(entry.updated, now),
        lang=language(f"{said.title}\n{said.text}") or (None if retold else entry.lang),
        lacks=None if full.article else full.lacks or (None if entry.text else _ONLY_TITLE),
    )


def _own(entry: ParsedEntry, *, retold: bool) -> Document:
    return Document(
        id="",
        source_id="",
        url=entry.link or "",
        title=entry.title or _first_line(entry.text),
        text=entry.text or entry.title,
        voice=Voice.SUMMARY if retold else Voice.ARTICLE,
        author=entry.author,
        published=entry.published or entry.updated,
    )


def _article(entry: ParsedEntry, article: Article, *, retold: bool) -> Document:
    """Who retells an article did not write it, and did so later."""
    mine, theirs = (None, None) if retold else (entry.author, entry.published)
    url = article.url or entry.link or ""
    return Document(
        id="",
        source_id="",
        url=url,
        title=entry.title or article.title or _first_line(article.text),
        text=article.text,
        author=mine or article.author,
        published=theirs or article.published or entry.published or entry.updated,
        publisher=host_shown(url) or None if retold else None,
    )


def _first_line(text: str) -> str:
    line = text.partition("\n")[0]
    return (
        line
        if len(line) <= _TITLE
        else f"{line[: _TITLE - 1].rpartition(' ')[0] or line[:_TITLE]}…"
    )
