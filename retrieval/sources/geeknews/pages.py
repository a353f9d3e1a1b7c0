"""A topic's page as values, read by several signs so that a changed class name loses no voice. Pure.

What is looked for: the title over a link, the body by its id, comments by their `cidM`, who said it by links to
accounts, when by any machine-readable time, how deep by style, attribute or nesting. The page's own description
for search engines (JSON-LD) fills in what is missing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from retrieval.articles import past
from retrieval.sources.geeknews.described import Described, described
from retrieval.sources.geeknews.digests import Content
from retrieval.sources.geeknews.moments import ago, exact
from retrieval.sources.geeknews.places import HOUSE, outside, topic_number, user
from retrieval.sources.geeknews.rows import rows
from retrieval.sources.geeknews.texts import Element, line, names, parsed, words

_COUNT = re.compile(r"댓글\s*(\d{1,5})\s*개|(\d{1,5})\s*comments?")
_BODIES = (
    "//*[@id='topic_contents']",
    "//*[@itemprop='articleBody']",
    "//*[contains(concat(' ', @class, ' '), ' topic_contents ')]",
)
_TITLES = (
    "//*[contains(concat(' ', @class, ' '), ' topictitle ')]//*[self::h1 or self::h2]",
    "//*[contains(concat(' ', @class, ' '), ' topictitle ')]//a[@href]",
    "//a[@href]/h1",
    "//h1",
)
_FOREIGN = ("related-topics", "comment_form", "comment_thread", "referrer")
_HIGHEST = 100_000  # comments; a larger count is no count


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment taken apart. `author` is None for one that is deleted or names nobody."""

    number: int
    author: str | None
    published: datetime | None
    depth: int
    parent: int | None
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPage:
    """A topic with its comments, in the page's order."""

    number: int
    title: str
    article: str | None  # what it links to outside the site
    author: str | None
    published: datetime | None
    count: int | None  # of comments, as the site counts them
    shown: int  # comments that stand on the page, also empty ones
    body: str
    comments: tuple[Comment, ...]

    @property
    def whole(self) -> bool:
        """Whether no comment that is counted was missed."""
        return self.count is None or self.shown >= self.count


def topic_page(page: str, number: int, now: datetime) -> TopicPage | None:
    """A topic's page; None for a page that is none, or another topic's. Never raises."""
    root = parsed(page)
    if root is None or not _is_of(root, number):
        return None
    told = described(root)
    title, body = _title(root, told), _first(root, _BODIES)
    info = _info(root, number)
    if not title or not (body is not None or info or told.title):
        return None
    found = rows(root, now)
    return TopicPage(
        number=number,
        title=title,
        article=_article(root) or told.article,
        author=next(filter(None, (user(names(e, "href")) for e in info)), None) or told.author,
        published=exact(info, now) or past(told.published, now) or _ago(info, now),
        count=_counted(info, told),
        shown=len(found),
        body=told.text if body is None else _body(body),
        comments=tuple(
            Comment(
                number=row.number,
                author=row.author or told.author_of(row.number),
                published=row.exact or past(told.published_of(row.number), now) or row.ago,
                depth=row.depth,
                parent=row.parent,
                content=row.content(house=HOUSE in {row.author, told.author_of(row.number)}),
            )
            for row in found
        ),
    )


def _is_of(root: Element, number: int) -> bool:
    """Whether the page does not say that it is another topic's."""
    said = [
        *(names(e, "href") for e in root.xpath("//link[@rel='canonical']")),
        *(names(e, "content") for e in root.xpath("//meta[@property='og:url']")),
    ]
    return all(topic_number(link) == number for link in said if link)


def _title(root: Element, told: Described) -> str:
    heading = _first(root, _TITLES)
    return (line(heading) if heading is not None else "") or told.title


def _article(root: Element) -> str | None:
    """The link over or in the title, wherever the title stands."""
    heading = _first(root, _TITLES)
    near = [] if heading is None else [heading, *heading.iterancestors("a"), *heading.iter("a")]
    return next(filter(None, (outside(names(e, "href")) for e in near)), None)


def _info(root: Element, number: int) -> list[Element]:
    """The elements of the line under the title: points, author, time, count of comments."""
    by_points = root.xpath("//*[@id=$id]/..", id=f"tp{number}")
    lines = by_points or root.xpath("//*[contains(concat(' ', @class, ' '), ' topicinfo ')]")
    return list(lines[0].iter()) if lines else []


def _ago(info: Sequence[Element], now: datetime) -> datetime | None:
    return ago(line(info[0]), now) if info else None


def _counted(info: Sequence[Element], told: Described) -> int | None:
    marks = [names(e, "data-topic-comment-count") for e in info]
    written = _COUNT.search(line(info[0])) if info else None
    numbers = [*marks, *(filter(None, written.groups()) if written else ())]
    number = next((int(n) for n in numbers if n.isascii() and n.isdigit()), told.count)
    return number if number is None or number <= _HIGHEST else None


def _body(element: Element) -> str:
    """The body without what the site sets around it."""
    for each in list(_around(element)):
        each.drop_tree()
    return words(element)


def _around(element: Element) -> Iterator[Element]:
    for each in element.iterdescendants():
        if any(mark in f"{names(each, 'class')} {names(each, 'id')}" for mark in _FOREIGN):
            yield each


def _first(root: Element, paths: Sequence[str]) -> Element | None:
    return next((found[0] for path in paths if (found := root.xpath(path))), None)
