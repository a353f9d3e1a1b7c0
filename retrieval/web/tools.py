"""Puts together what readers of sources need of the web."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
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
async def open_tools(  # noqa: PLR0913 - all of it is the outside
    *,
    contact: str,
    openings: Iterable[str],
    clock: Callable[[], datetime],
    endpoints: Endpoints | None = None,
    known: Known = nothing_known,
    politeness: Politeness | None = None,
    pages_openings: Iterable[str] = (),
) -> AsyncIterator[SourceTools]:
    """Guarded, polite fetching under a named user agent. Raises BadInput for a bad opening.

    `openings` are for addresses that an administrator named, not for those that texts lead to, whoever
    wrote these; `pages_openings` are for the latter. Tools that are open at the same time share their
    `politeness`, since a host does not tell them apart.
    """
    polite = politeness or new_politeness()
    async with AsyncExitStack() as stack:
        named = _walker(contact, openings, polite, stack)
        found = _walker(contact, pages_openings, polite, stack)
        extractor = TrafilaturaExtractor()
        stack.callback(extractor.close)
        yield SourceTools(
            fetcher=GuardedFetcher(named),
            named=GuardedFetcher(named, _robots(named).permit),
            pages=GuardedFetcher(found, _robots(found).permit),
            extractor=extractor,
            clock=clock,
            endpoints=endpoints or Endpoints(),
            known=known,
        )


def _walker(
    contact: str, openings: Iterable[str], politeness: Politeness, stack: AsyncExitStack
) -> Walker:
    allowed = tuple(opening(text) for text in openings)
    client = WebClient(backend=GuardedBackend(openings=allowed), user_agent=user_agent(contact))
    stack.push_async_callback(client.close)
    return Walker(client=client, politeness=politeness, clock=time.monotonic, openings=allowed)


def _robots(walker: Walker) -> Robots:
    return Robots(walker=walker, agent=AGENT, clock=time.monotonic)


def new_politeness() -> Politeness:
    """By the machine's clock."""
    return Politeness(clock=time.monotonic, sleep=asyncio.sleep)


def user_agent(contact: str) -> str:
    """Who asks, and where they can be reached."""
    told = f"; {contact}" if contact else ""
    return f"{AGENT}/{VERSION} (news reader that quotes with links{told})"
