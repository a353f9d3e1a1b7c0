"""RSS and Atom feeds, at web addresses and in files."""

from retrieval.ports import SourceReader, SourceTools
from retrieval.sources.feed.bookmark import again
from retrieval.sources.feed.reader import FeedReader
from retrieval.urls import web_url

__all__ = ["ANY_ADDRESS", "again", "make", "recognises"]

ANY_ADDRESS = True
_ENDINGS = (".xml", ".rss", ".atom")


def make(tools: SourceTools) -> SourceReader:
    """The reader of this kind."""
    return FeedReader(
        fetcher=tools.fetcher, pages=tools.pages, extractor=tools.extractor, clock=tools.clock
    )


def recognises(location: str) -> bool:
    """Whether a location looks like a feed: any web address, or a file by its ending."""
    name = location.lower().removesuffix(".gz")
    return web_url(location) is not None or name.endswith(_ENDINGS)
