"""What one reading of pages gathers. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from retrieval.sources.geeknews.bookmark import Followed
from retrieval.sources.geeknews.documents import PUBLISHER
from retrieval.sources.geeknews.pages import TopicPage
from retrieval.sources.geeknews.places import topic_link
from retrieval.types import Document, Problem, Reading

_TOLD = 30  # problems


@dataclass(slots=True)
class Round:
    """Gathered page by page; `settled` are the topics that were read or are gone."""

    topics: dict[int, Followed] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    settled: set[int] = field(default_factory=set)
    misread: int = 0

    def add(self, page: TopicPage, documents: Sequence[Document]) -> None:
        """What a page brought. What is absent of it is gone only if no comment was missed."""
        self.documents += documents
        self.problems += _problems(page)
        if page.whole:
            self.threads.add(topic_link(page.number))

    def settle(self, number: int, now: datetime) -> None:
        """Its page was read."""
        self.settled.add(number)
        self.topics[number] = self.topics[number].done(now)

    def lose(self, number: int, now: datetime, ids: Iterable[str]) -> None:
        """The site says that it is not there; it is asked again at its next age."""
        self.gone += ids
        self.settle(number, now)

    def fail(self, number: int, now: datetime, problem: Problem) -> None:
        """Its page could not be had or understood."""
        self.problems.append(problem)
        self.topics[number] = self.topics[number].tried(now)

    def reading(self, bookmark: str) -> Reading:
        """All of it."""
        return Reading(
            documents=tuple(self.documents),
            bookmark=bookmark,
            threads=frozenset(self.threads),
            gone=tuple(self.gone),
            problems=tuple(self.problems[:_TOLD]),
            name=PUBLISHER,
        )


def _problems(page: TopicPage) -> Iterator[Problem]:
    where = f"topic {page.number}"
    if not page.whole:
        what = (
            f"{page.shown} of its {page.count} comments stand on its page; none is taken as deleted"
        )
        yield Problem(where=where, what=what)
    for comment in page.comments:
        for doubt in comment.content.doubts:
            yield Problem(where=f"{where}, comment {comment.number}", what=doubt)
