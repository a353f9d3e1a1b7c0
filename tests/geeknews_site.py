"""A server on 127.0.0.1 that plays GeekNews: topics come, grow, are edited and vanish while it runs."""

import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from geeknews_pages import HN, Bullet, Said, Topic, digest, feed_xml, topic_html
from loopback import Asked, Loopback, Says, loopback

FEED = "/rss/news"
REFUSED = Says(b"Forbidden\n", 403)
BUSY = Says(b"", 429, {"retry-after": "120"})
DOWN = Says(b"", 503)
HANGING = Says(b"........", drip=30.0)
HTML = Says(b"<html><body><h1>Checking your browser</h1></body></html>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as the site saw it."""

    when: datetime
    path: str
    status: int
    agent: str


@dataclass
class GeekNewsSite:
    """`topics` by number, the newest last. `faults` answers for a path, or for all under "*"."""

    server: Loopback
    clock: Callable[[], datetime]
    topics: dict[int, Topic] = field(default_factory=dict)
    faults: dict[str, Says] = field(default_factory=dict)
    log: list[Request] = field(default_factory=list)
    listed: int = 50  # topics in the feed
    empty: bool = False  # the feed, by mistake
    last: int = 1000  # number of a comment

    @property
    def url(self) -> str:
        return self.server.url

    def paths(self) -> list[str]:
        """What was asked for, in order, but for robots.txt."""
        return [each.path for each in self.log if each.path != "/robots.txt"]

    def add(self, topic: Topic) -> None:
        """A new topic; one of the same number is replaced."""
        self.topics[topic.number] = topic
        self.last = max(self.last, *(each.number for each in topic.comments), 0)

    def edit(self, number: int, **changes: str | None) -> None:
        """Another title, body or url of a topic."""
        self.topics[number] = replace(self.topics[number], **changes)  # type: ignore[arg-type]

    def comment(
        self, topic: int, body: str, *, author: str = "kimdev", parent: int | None = None
    ) -> int:
        """A new comment (HTML), below the one it answers or at the end; its number."""
        self.last += 1
        above = next((s for s in self.topics[topic].comments if s.number == parent), None)
        said = Said(
            number=self.last,
            body=body,
            author=author,
            when=self.clock(),
            parent=parent,
            depth=above.depth + 1 if above else 0,
        )
        comments = list(self.topics[topic].comments)
        comments.insert(comments.index(above) + 1 if above else len(comments), said)
        self._set(topic, comments)
        return said.number

    def digest(
        self, topic: int, opinions: Sequence[Bullet], head: str = HN, link: str | None = None
    ) -> int:
        """A digest posted by the house account; its number."""
        return self.comment(topic, digest(opinions, head, link), author="neo")

    def reword(self, topic: int, comment: int, body: str) -> None:
        """Another body (HTML) of a comment."""
        comments = self.topics[topic].comments
        self._set(topic, [replace(s, body=body) if s.number == comment else s for s in comments])

    def delete(self, topic: int, comment: int) -> None:
        """A comment vanishes; answers to it stay."""
        self._set(topic, [s for s in self.topics[topic].comments if s.number != comment])

    def remove(self, number: int) -> None:
        """A topic vanishes from feed and site: 404."""
        del self.topics[number]

    def answer(self, asked: Asked) -> Says:
        """What the server says, noted in the log."""
        says = self.faults.get(asked.path) or self.faults.get("*") or self._page(asked)
        agent = asked.headers.get("user-agent", "")
        self.log.append(
            Request(when=self.clock(), path=asked.path, status=says.status, agent=agent)
        )
        return says

    def _page(self, asked: Asked) -> Says:
        if asked.path == FEED:
            return self._feed(asked)
        path, _, number = asked.path.partition("?id=")
        topic = self.topics.get(int(number)) if path == "/topic" and number.isdigit() else None
        return Says(topic_html(topic).encode()) if topic else Says(status=404)

    def _feed(self, asked: Asked) -> Says:
        newest = [] if self.empty else list(self.topics.values())[-self.listed :][::-1]
        body = feed_xml(newest).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if asked.headers.get("if-none-match") == etag:
            return Says(b"", 304, {"etag": etag})
        return Says(body, 200, {"etag": etag}, "application/atom+xml; charset=utf-8")

    def _set(self, topic: int, comments: Sequence[Said]) -> None:
        self.topics[topic] = replace(self.topics[topic], comments=tuple(comments))


class _Answers(dict[str, Callable[[Asked], Says]]):
    """In place of the server's written pages: one answer for every path."""

    def __init__(self, site: GeekNewsSite) -> None:
        super().__init__()
        self._site = site

    def get(self, _path: str, _default: object = None) -> Callable[[Asked], Says]:  # type: ignore[override]
        return self._site.answer


@asynccontextmanager
async def geeknews_site(clock: Callable[[], datetime]) -> AsyncIterator[GeekNewsSite]:
    """A running site without topics; `clock` gives the times of its log and of what is written on it."""
    async with loopback() as server:
        site = GeekNewsSite(server=server, clock=clock)
        server.pages = _Answers(site)  # type: ignore[assignment]
        yield site
