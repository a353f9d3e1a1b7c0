"""Single web pages: the main text of one article."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from itertools import islice
from urllib.parse import urlsplit

from retrieval.articles import article_document, host_shown
from retrieval.charsets import as_utf8
from retrieval.errors import Absent, BadInput
from retrieval.ids import document_id
from retrieval.plan import fingerprint
from retrieval.ports import Article, ArticleExtractor, Fetched, Fetcher, SourceReader, SourceTools
from retrieval.types import Document, Problem, Reading, Source
from retrieval.urls import host, shown, web_url
from retrieval.web.fulltext import DISCUSSIONS

ANY_ADDRESS = True
_KEY = "page"  # a source of this kind has one document, wherever it moves
_UNCHANGED = 304
_HTML = frozenset({"", "text/html", "application/xhtml+xml"})
_THIN = 300  # characters; a shorter text is hardly the whole
_CUT = ("…", "...", "[…]", "[...]")
_PAID = re.compile(rb'"isAccessibleForFree"\s*:\s*(?:false|"false")', re.IGNORECASE)
_PASSWORD = re.compile(rb"<input\b[^<>]{0,500}\btype\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^<>]*>(?:\s*<[^<>/][^<>]*>){0,4}\s*([^<]{3,300})", re.IGNORECASE)
_SEARCHED = 1_000_000  # bytes of a page
_LINKS = 2000  # looked for
_COMPARED = 100_000  # characters of the text
_OF_LINKS = 0.4  # of a text; an article has less
_NAME = re.compile(r"[\W_]+")
_ENDINGS = frozenset({"com", "net", "org", "kr", "co.kr", "or.kr"})  # of domains that one owner has


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """The page's validators, and what its document was like."""

    etag: str | None = None
    last_modified: str | None = None
    mark: str | None = None


def make(tools: SourceTools) -> SourceReader:
    """The reader of this kind."""
    return WebPageReader(pages=tools.named, extractor=tools.extractor, clock=tools.clock)


def recognises(location: str) -> bool:
    """Whether a location is a web address."""
    return web_url(location) is not None


def single(location: str) -> bool:
    """Whether a location is one text, which may be read because a question names it."""
    return recognises(location)


class WebPageReader:
    """Implements SourceReader for one page, obeying robots.txt."""

    def __init__(
        self, *, pages: Fetcher, extractor: ArticleExtractor, clock: Callable[[], datetime]
    ) -> None:
        self._pages = pages
        self._extractor = extractor
        self._clock = clock

    async def read(self, source: Source) -> Reading:
        """See SourceReader. BadInput where the page has no article."""
        before = loaded(source.bookmark)
        try:
            page = await self._pages.fetch(
                source.location, etag=before.etag, last_modified=before.last_modified
            )
        except Absent as e:
            if before.mark is None:
                raise
            return _gone(source, e)
        if page.status == _UNCHANGED:
            return Reading(bookmark=source.bookmark, unchanged=True)
        return await self._read(source, page, before)

    async def _read(self, source: Source, page: Fetched, before: Bookmark) -> Reading:
        check(page, source.location)
        html = await asyncio.to_thread(as_utf8, page.body, page.charset)
        article = await self._extractor.extract(html, page.url)
        found = await asyncio.to_thread(article_in, html, article, page.url)
        document = _document(source, found, page, self._clock())
        document = replace(document, lacks=lacks(html, document.text))
        mark = fingerprint(document)
        if mark == before.mark:
            return Reading(bookmark=source.bookmark, unchanged=True, location=page.moved_to)
        return Reading(
            documents=(document,),
            bookmark=_dumped(page, mark),
            name=document.publisher,
            location=page.moved_to,
        )


def check(page: Fetched, location: str) -> None:
    """Raises BadInput for what is no page of a single text. `location` is what was asked for."""
    if page.content_type not in _HTML:
        raise BadInput(
            f"{shown(page.url)} is of the kind {page.content_type[:60]!r}, no web page;"
            " name the address of an article"
        )
    if host(page.url) in DISCUSSIONS:
        raise BadInput(
            f"{shown(page.url)} belongs to a site of discussions; name one discussion or the site"
        )
    if is_front_page(page.url) and not is_front_page(location):
        raise BadInput(
            f"{shown(location)} leads to the front page of {host(page.url)}; its text may have been removed"
        )


def is_front_page(url: str) -> bool:
    """Whether an address is that of a whole site."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def article_in(html: bytes, article: Article | None, url: str) -> Article:
    """The article of a page. Raises BadInput where there is none."""
    thin = article is None or len(article.text) < _THIN
    if thin and _PASSWORD.search(html):
        raise BadInput(f"{shown(url)} wants a login before it shows a text; name an open page")
    if article is None:
        raise BadInput(
            f"{shown(url)} has no article: it may be a list, want a login, or be drawn by scripts;"
            " name the page of one article, or a feed"
        )
    if _is_list(html, article.text):
        raise BadInput(
            f"{shown(url)} has no article: it is a list of links; name the page of one article, or a feed"
        )
    return article


def _is_list(html: bytes, text: str) -> bool:
    """Whether much of the text are the names of links."""
    page, text = html[:_SEARCHED].decode("utf-8", "replace"), text[:_COMPARED]
    named = {" ".join(unescape(m[1]).split()) for m in islice(_LINK.finditer(page), _LINKS)}
    return sum(len(name) for name in named if name in text) > _OF_LINKS * len(text)


def lacks(html: bytes, text: str) -> str | None:
    """Why a text is less than the whole, by what its page shows."""
    if _PAID.search(html):
        return "the page says that its whole text is for subscribers"
    if text.rstrip().endswith(_CUT):
        return "the page shows only the beginning of its text"
    return "the page shows only a short text" if len(text) < _THIN else None


def loaded(text: str | None) -> Bookmark:
    """An empty bookmark for none and for what is not ours."""
    try:
        raw = json.loads(text or "{}")
        kept = {name: raw.get(name) for name in ("etag", "last_modified", "mark")}
    except (ValueError, AttributeError):
        return Bookmark()
    return Bookmark(**{name: each for name, each in kept.items() if isinstance(each, str)})


def _dumped(page: Fetched, mark: str) -> str:
    fields = {"etag": page.etag, "last_modified": page.last_modified, "mark": mark}
    return json.dumps(fields, separators=(",", ":"))


def _document(source: Source, article: Article, page: Fetched, now: datetime) -> Document:
    made = article_document(
        source.id, _KEY, article, url=page.url, title=_first_line(article.text), now=now
    )
    chosen = not source.asked and host_shown(made.url) == host_shown(source.location)
    return replace(made, publisher=_publisher(article.site if chosen else None, made.url))


def _publisher(named: str | None, url: str) -> str:
    """What a site calls itself, where its address bears that out: a page may say that it is any paper.

    A page that a stranger linked to, or that another site's page led to, is called by its host: a name
    like that of a paper costs little under one of the many endings there are.
    """
    own = host_shown(url)
    label, _, ending = own.partition(".")
    if named is None or ending not in _ENDINGS:
        return own
    spoken, label = _NAME.sub("", named).casefold(), _NAME.sub("", label)
    return named if spoken in {label, f"the{label}"} else own


def _first_line(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= 100 else f"{line[:99]}…"  # noqa: PLR2004 (characters of a title)


def _gone(source: Source, error: Absent) -> Reading:
    told = Problem(where=shown(source.location), what=str(error), mend="It is not quoted any more.")
    return Reading(gone=(document_id(source.id, _KEY),), problems=(told,), name=source.name)
