"""Makes what reads the world from the settings: the kinds of source, and who reads links in questions."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules

from bot.adding import Discover
from bot.asked_links import AskedLinks
from bot.catalogue import Catalogue, Kind, never
from bot.link_reading import LinkReading, LinkTerms
from bot.settings import Settings
from retrieval import sources as source_kinds
from retrieval.discover import Discovery
from retrieval.ports import Endpoints, SourceReader, SourceTools
from retrieval.stores.sql.library import SqlLibrary
from retrieval.web.tools import new_politeness, open_tools

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """What reads the world: for those who run the bot, and what strangers may have it read."""

    kinds: Sequence[Kind]
    readers: Mapping[str, SourceReader]
    discover: Discover
    for_links: Mapping[str, SourceReader]


def make_catalogue(settings: Settings, kinds: Sequence[Kind], model: str) -> Catalogue:
    """What can be read, and how often."""
    every = timedelta(minutes=settings.refresh_minutes)
    return Catalogue(kinds=kinds, refresh_every=every, model=model)


def make_links(
    settings: Settings, library: SqlLibrary, reading: Readers, clock: Clock
) -> AskedLinks:
    """Who reads what questions link to."""
    terms = LinkTerms(
        on=settings.links,
        seconds=settings.link_seconds,
        person_per_hour=settings.links_per_hour,
        all_per_hour=settings.house_links_per_hour,
    )
    catalogue = make_catalogue(settings, reading.kinds, "")
    return AskedLinks(library, catalogue, LinkReading(library, reading.for_links, clock, terms))


async def _tools(
    settings: Settings, library: SqlLibrary, stack: AsyncExitStack, clock: Clock
) -> tuple[SourceTools, SourceTools]:
    """For what those who run the bot name, and for what strangers link to, which no network is opened to."""
    politeness = new_politeness()
    named, linked = [
        replace(
            await stack.enter_async_context(
                open_tools(
                    contact=settings.contact,
                    openings=openings,
                    pages_openings=pages_openings,
                    clock=clock,
                    endpoints=_endpoints(settings),
                    known=library.thread,
                    politeness=politeness,
                )
            ),
            waiting=library.held_threads,
            backfill=timedelta(days=settings.backfill_days),
            dead=settings.dead_comments,
        )
        for openings, pages_openings in (
            (settings.private_networks, settings.private_pages),
            ((), ()),
        )
    ]
    return named, linked


async def open_readers(
    settings: Settings, library: SqlLibrary, stack: AsyncExitStack, clock: Clock
) -> Readers:
    """Every kind of source there is, found by its module's name. Raises BadInput for a bad opening."""
    tools, closed = await _tools(settings, library, stack, clock)
    # Sites that have a place in the settings are asked there also for strangers, and for nothing else.
    sites = replace(tools, pages=closed.pages, extractor=closed.extractor)
    modules = [
        (m.name, import_module(f"{source_kinds.__name__}.{m.name}"))
        for m in iter_modules(source_kinds.__path__)
    ]
    kinds = [
        Kind(
            name=name,
            recognises=module.recognises,
            any_address=getattr(module, "ANY_ADDRESS", False),
            single=getattr(module, "single", never),
            further=getattr(module, "further", None),
            again=getattr(module, "again", None),
        )
        for name, module in modules
    ]
    return Readers(
        kinds=kinds,
        readers={name: module.make(tools) for name, module in modules},
        discover=Discovery(tools),
        for_links={
            kind.name: module.make(closed if kind.any_address else sites)
            for kind, (_, module) in zip(kinds, modules, strict=True)
        },
    )


def _endpoints(settings: Settings) -> Endpoints:
    return Endpoints(
        hackernews_search=settings.hackernews_search_url.rstrip("/"),
        hackernews_items=settings.hackernews_items_url.rstrip("/"),
        geeknews=settings.geeknews_url.rstrip("/"),
    )
