"""Puts together what readers of sources need of the web."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

from retrieval.ports import Endpoints, Known, SourceTools, nothing_known
from retrieval.web.article import TrafilaturaExtractor
from retrieval.web.client import WebClient
from retrieval.web.fetch import GuardedFetcher, Walker
from retrieval.web.guard import GuardedBackend, opening
from retrieval.web.politeness import Politeness
from retrieval.web.robots import Robots

AGENT = "Newsdesk"
VERSION = "0.1"


@asynccontextmanager
async def open_tools(
    *,
    contact: str,
    openings: Iterable[str],
    clock: Callable[[], datetime],
    endpoints: Endpoints | None = None,
    known: Known = nothing_known,
    politeness: Politeness | None = None,
) -> AsyncIterator[SourceTools]:
    """Guarded, polite fetching under a named user agent. Raises BadInput for a bad opening.

    Tools that are open at the same time share their `politeness`, since a host does not tell them apart.
    """
    allowed = tuple(opening(text) for text in openings)
    client = WebClient(backend=GuardedBackend(openings=allowed), user_agent=user_agent(contact))
    politeness = politeness or new_politeness()
    walker = Walker(client=client, politeness=politeness, clock=time.monotonic, openings=allowed)
    robots = Robots(walker=walker, agent=AGENT, clock=time.monotonic)
    try:
        yield SourceTools(
            fetcher=GuardedFetcher(walker),
            pages=GuardedFetcher(walker, robots.permit),
            extractor=TrafilaturaExtractor(),
            clock=clock,
            endpoints=endpoints or Endpoints(),
            known=known,
        )
    finally:
        await client.close()


def new_politeness() -> Politeness:
    """By the machine's clock."""
    return Politeness(clock=time.monotonic, sleep=asyncio.sleep)


def user_agent(contact: str) -> str:
    """Who asks, and where they can be reached."""
    told = f"; {contact}" if contact else ""
    return f"{AGENT}/{VERSION} (news reader that quotes with links{told})"
