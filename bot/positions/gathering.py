"""Answers a question for opinions with what people said: of several minds, in their own words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.positions import nearness, pointing
from bot.positions.asking import OpinionsAsked, opinions_asked
from bot.positions.choosing import Excerpt, choose, shortlist, statement
from bot.positions.focus import (
    Focus,
    besides_names,
    covered,
    narrowed,
    on_subject,
    plain,
    share,
    subject,
)
from bot.positions.listening import discussions, opinions, stories_meant, stories_near
from bot.positions.pointed import lead, pointed_at
from bot.types import Discussion, Statement
from retrieval.ports import Embedder, Library, Matrix, Vector
from retrieval.types import Document, Filter, Found
from retrieval.within import Within

_SOME = 12  # comments with which a title is compared
_SAYS = 1.5  # what having the topic's own words is worth, in standard deviations of nearness
_TITLE = 1.0  # nearness of a story's title to a word, from which the title says it in other words


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What people said. No `heard`: nobody's words are stored. `statements` are still to be checked; there
    are none where nobody spoke of what is asked.
    """

    statements: tuple[Statement, ...] = ()
    heard: tuple[Discussion, ...] = ()  # what was read
    found: tuple[Found, ...] = ()  # the passages of the statements, one each


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What people said on the stories that are meant."""

    asked: OpinionsAsked
    topic: str
    roots: Sequence[Document]
    said: Sequence[Found]  # the nearest to the topic first

    @property
    def titles(self) -> list[str]:
        return list(dict.fromkeys(root.title for root in self.roots))


class Opinions:
    """Reads whole discussions of the stories that a topic is about, and quotes a few positions."""

    def __init__(self, library: Library, within: Within, embedder: Embedder) -> None:
        self._library = library
        self._within = within
        self._embedder = embedder
        self._ground: Matrix | None = None

    async def __call__(
        self,
        question: str,
        topic: str,
        found: Sequence[Found],
        filter: Filter,
        stories: Sequence[str] = (),
    ) -> Gathered:
        """Opinions on a topic, for which `found` was found by ordinary search.

        `stories`: those that the question names itself, by a link; no others are looked at then. A question
        whose form asks for no opinions is taken as one for everybody's. Raises StoreUnavailable,
        ModelUnavailable.
        """
        asked = opinions_asked(question) or OpinionsAsked(topic=topic)
        fits = dict.fromkeys(stories, 0.0) or stories_near(topic, found)
        if not fits:
            return Gathered()
        said = opinions(await self._within(topic, list(fits), filter), asked.site)
        meant = stories_meant(fits, (f.document.story for f in said))
        roots = await self._library.roots(sorted(meant), filter)
        meant = meant if stories else pointed_at(topic, meant, roots)
        heard = _Heard(
            asked=asked,
            topic=topic,
            roots=[r for r in roots if r.story in meant],
            said=[f for f in said if f.document.story in meant],
        )
        if not heard.said:
            return Gathered()
        chosen = await self._chosen(heard, filter)
        return Gathered(
            statements=tuple(map(statement, chosen)),
            heard=discussions(heard.said, heard.roots),
            found=tuple(e.found for e in chosen),
        )

    async def _chosen(self, heard: _Heard, filter: Filter) -> list[Excerpt]:
        """Of what is asked alone, where that is narrower than the story."""
        focus = narrowed(heard.topic, heard.titles) if heard.asked.topic else None
        if focus is None:
            return await self._of_story(heard)
        chosen = await self._of_part(heard, focus, filter)
        if chosen or not await self._is_story(heard, focus):
            return chosen
        return await self._of_story(heard)

    async def _of_story(self, heard: _Heard) -> list[Excerpt]:
        wanted = heard.asked.leaning
        given = shortlist(heard.said, wanted)
        given += pointing.also(heard.topic, heard.said, given, wanted)
        if not given:
            return []
        given += pointing.others(heard.said, given, wanted)
        vectors = await self._embedder.embed_passages([e.text for e in given])
        near = nearness.spread(await self._apart(vectors, heard.topic))
        every, own = subject(heard.topic, heard.titles), besides_names(heard.topic)
        texts = [e.text for e in given]
        subjects = on_subject(every, own, texts, near)
        kept = [i for i in subjects if wanted is None or given[i].leaning is wanted]
        says = np.array([share(own, plain(text)) for text in texts], np.float32)
        strong = near + _SAYS * says
        return choose([given[i] for i in kept], vectors[kept], strong[kept])

    async def _is_story(self, heard: _Heard, focus: Focus) -> bool:
        """Whether what is asked is the story itself, in other words or in another language."""
        if not heard.titles or covered(focus, lead(heard.roots)):
            return bool(heard.titles)
        some = [f.passage.text for f in heard.said[:: max(len(heard.said) // _SOME, 1)]][:_SOME]
        vectors = await self._embedder.embed_passages([*some, *heard.titles])
        for word in focus.words:
            near = nearness.above(await self._apart(vectors, word), range(len(some)))
            if near[len(some) :].max() < _TITLE:
                return False
        return True

    async def _of_part(self, heard: _Heard, focus: Focus, filter: Filter) -> list[Excerpt]:
        """Excerpts about what is asked."""
        said = await self._nearest(heard, focus, filter)
        given = pointing.candidates(focus, said)
        if not given:
            return []
        texts = [c.excerpt.text for c in given]
        vectors = await self._embedder.embed_passages(texts)
        usual = pointing.usual(given)
        near = nearness.above(await self._apart(vectors, focus.phrase), usual)
        if not pointing.enough(given):
            near = await self._read_closely(focus, texts, near)
        besides = await self._besides(focus, vectors, usual)
        rows = pointing.about(focus, given, near, besides)
        rows = pointing.leaning_to(heard.asked.leaning, rows, given)
        strong = pointing.strength(given, near)
        return choose([given[i].excerpt for i in rows], vectors[rows], strong[rows])

    async def _nearest(self, heard: _Heard, focus: Focus, filter: Filter) -> Sequence[Found]:
        """Comments, the nearest to what is asked first; all the same where all of them are compared."""
        if len(heard.said) <= pointing.EXCERPTS:
            return heard.said
        stories = sorted({f.document.story for f in heard.said if f.document.story})
        ids = {f.passage.id for f in heard.said}
        found = await self._within(focus.phrase, stories, filter)
        return [f for f in found if f.passage.id in ids]

    async def _read_closely(self, focus: Focus, texts: Sequence[str], near: Vector) -> Vector:
        best, others = nearness.to_read(near)
        rows = [*best, *others]
        compared = await self._embedder.compare(focus.phrase, [texts[i] for i in rows])
        return nearness.read_closely(near, dict(zip(rows, compared, strict=True)), others)

    async def _besides(self, focus: Focus, vectors: Matrix, usual: Sequence[int]) -> Vector | None:
        if not focus.besides:
            return None
        return nearness.above(await self._apart(vectors, focus.besides), usual)

    async def _apart(self, vectors: Matrix, asked: str) -> Vector:
        if self._ground is None:
            rows = [await self._embedder.embed_question(phrase) for phrase in nearness.GROUND]
            self._ground = np.stack(rows)
        return nearness.apart(vectors, self._ground, await self._embedder.embed_question(asked))
