"""From an address that somebody names to the source that it becomes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.catalogue import Catalogue, Kind, new_source
from bot.errors import BadRequest
from retrieval.discover import Discovered
from retrieval.errors import Absent, BadInput, Forbidden, SourceUnavailable
from retrieval.ports import Library
from retrieval.types import Problem, Source
from retrieval.urls import shown, web_url

Discover = Callable[[str], Awaitable[Discovered]]


class Adding:
    """Finds the source of a location, or stores a new one. Without `discover` any address is a feed."""

    def __init__(
        self, library: Library, catalogue: Catalogue, discover: Discover | None = None
    ) -> None:
        self._library = library
        self._catalogue = catalogue
        self._discover = discover

    async def __call__(self, location: str) -> tuple[Source, Problem | None]:
        """The source, and what is to be said of how it was found. Raises BadRequest, StoreUnavailable."""
        place = location.strip()
        known = await self._library.source_at(place) if place.isprintable() else None
        if known is not None and _settled(known):
            return known, None
        found = await self._found(place)
        source = await self._stored(found)
        told = Problem(where=shown(place), what=found.note) if found.note else None
        return source, told

    async def _found(self, place: str) -> Discovered:
        kind = self._catalogue.kind(place)
        if kind is None or not place.isprintable():
            known = ", ".join(k.name for k in self._catalogue.kinds)
            raise BadRequest(
                f"{place or '(nothing)'}: not a source that can be read; give the http(s) address"
                f" of a feed, an article or a discussion, or the path of a file (kinds: {known})"
            )
        if self._discover is None or not kind.any_address or web_url(place) is None:
            return Discovered(kind=kind.name, location=place)
        return await self._discovered(self._discover, kind, place)

    async def _discovered(self, discover: Discover, kind: Kind, place: str) -> Discovered:
        """What cannot be reached now is kept, and read later, as the kind that it was taken for."""
        try:
            return await discover(place)
        except (Absent, BadInput, Forbidden) as e:
            raise BadRequest(str(e)) from e
        except SourceUnavailable:
            return Discovered(kind=kind.name, location=place)

    async def _stored(self, found: Discovered) -> Source:
        """Public from now on, also where it was only asked about before."""
        every = self._catalogue.refresh_every
        made = new_source(found.kind, found.location, every=every)
        known = await self._library.source_at(found.location)
        known = known or await self._library.source(made.id)
        if known is not None and _settled(known):
            return known
        source = replace(known, kind=made.kind, every=made.every, asked=False) if known else made
        await self._library.save_source(source)
        return source


def _settled(source: Source) -> bool:
    """Whether it is known for sure what a source is: it has been read, or was no guess."""
    if source.asked:
        return False
    return source.read_at is not None or web_url(source.location) is None
