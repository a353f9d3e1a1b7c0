"""GeekNews, the Korean site of tech news: its feed of new topics, their pages, and single topics by link."""

from retrieval.ports import SourceReader, SourceTools
from retrieval.sources.geeknews.bookmark import again, further
from retrieval.sources.geeknews.places import FEED, place
from retrieval.sources.geeknews.reader import GeekNewsReader

__all__ = ["again", "further", "make", "recognises", "single"]


def make(tools: SourceTools) -> SourceReader:
    """The reader of this kind."""
    return GeekNewsReader(
        fetcher=tools.fetcher,
        pages=tools.named,
        clock=tools.clock,
        endpoint=tools.endpoints.geeknews,
        known=tools.known,
        waiting=tools.waiting,
        backfill=tools.backfill,
    )


def recognises(location: str) -> bool:
    """Whether a location is the site's front page, its new topics, its feed or one of its topics."""
    found = place(location)
    return found == FEED or isinstance(found, int)


def single(location: str) -> bool:
    """Whether a location is one topic, which may be read because a question names it."""
    return isinstance(place(location), int)
