"""Answers a question for opinions with what people said: of several minds, in their own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.positions.asking import OpinionsAsked, opinions_asked
from bot.positions.choosing import choose, shortlist, statement
from bot.positions.listening import discussions, opinions, stories_meant, stories_near
from bot.types import Discussion, Statement
from retrieval.ports import Embedder, Library
from retrieval.types import Filter, Found
from retrieval.within import Within


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What people said. No `heard`: nobody's words are stored. `statements` are still to be checked."""

    statements: tuple[Statement, ...] = ()
    heard: tuple[Discussion, ...] = ()  # what was read
    found: tuple[Found, ...] = ()  # the passages of the statements, one each


class Opinions:
    """Reads whole discussions of the stories that a topic is about, and quotes a few positions."""

    def __init__(self, library: Library, within: Within, embedder: Embedder) -> None:
        self._library = library
        self._within = within
        self._embedder = embedder

    async def __call__(
        self,
        question: str,
        topic: str,
        found: Sequence[Found],
        filter: Filter,
        stories: Sequence[str] = (),
    ) -> Gathered:
        """Opinions on a topic, for which `found` was found by ordinary search.

        `stories`: those that the question names itself, by a link; no others are looked at then. A question whose form asks for no opinions is taken as one for everybody's. Raises
        StoreUnavailable, ModelUnavailable.
        """
        asked = opinions_asked(question) or OpinionsAsked(topic=topic)
        fits = dict.fromkeys(stories, 0.0) or stories_near(topic, found)
        if not fits:
            return Gathered()
        said = opinions(await self._within(topic, list(fits), filter), asked.site)
        meant = stories_meant(fits, (f.document.story for f in said))
        heard = [f for f in said if f.document.story in meant]
        if not heard:
            return Gathered()
        roots = await self._library.roots(sorted(meant), filter)
        statements, cited = await self._chosen(asked, topic, heard)
        return Gathered(statements=statements, heard=discussions(heard, roots), found=cited)

    async def _chosen(
        self, asked: OpinionsAsked, topic: str, heard: Sequence[Found]
    ) -> tuple[tuple[Statement, ...], tuple[Found, ...]]:
        given = shortlist(heard, asked.leaning)
        if not given:
            return (), ()
        vectors = await self._embedder.embed_passages([e.text for e in given])
        chosen = choose(given, vectors, await self._embedder.embed_question(topic))
        return tuple(map(statement, chosen)), tuple(e.found for e in chosen)
