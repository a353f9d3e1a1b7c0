"""Hacker News: its lists of stories, and single threads, each with its whole tree of comments."""

from retrieval.ports import SourceReader, SourceTools
from retrieval.sources.hackernews.bookmark import again, further
from retrieval.sources.hackernews.locations import place, recognises
from retrieval.sources.hackernews.reader import HackerNewsReader

__all__ = ["again", "further", "make", "recognises", "single"]


def make(tools: SourceTools) -> SourceReader:
    """The reader of this kind."""
    return HackerNewsReader(tools)


def single(location: str) -> bool:
    """Whether a location is one thread, which may be read because a question names it."""
    return recognises(location) and place(location).item is not None
