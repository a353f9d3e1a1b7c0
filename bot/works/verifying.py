"""Whether a filled generation may be answered from: its counts, and a sample of known questions."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.serving import Opened
from retrieval.search import Query
from retrieval.types import Problem

_AMONG = 10  # passages that a known text is looked for in
_MAY_LOSE = 0.1  # share of the known questions that the old index answers and the new one need not


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A question of which it is known which documents answer it."""

    question: str
    documents: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What an index holds, compared with the database."""

    passages: int
    problems: tuple[Problem, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether all agree."""
        return not self.problems


class Verifying:
    """`sizes`: see Generations; `known`: questions with what answers them; `cases`: what a generation's answers get wrong, a problem each."""

    def __init__(
        self,
        sizes: Callable[[str], Awaitable[tuple[int, int]]],
        known: Callable[[], Awaitable[Sequence[Known]]],
        cases: Callable[[Opened], Awaitable[Sequence[Problem]]],
        clock: Callable[[], datetime],
    ) -> None:
        self._sizes = sizes
        self._known = known
        self._cases = cases
        self._clock = clock

    async def counts(self, opened: Opened) -> Counted:
        """Compare both indexes with the database. While sources are read a count may be old at once."""
        passages, texts = await self._sizes(opened.generation.splitter)
        expected = {"dense": texts, "lexical": passages}
        problems = []
        for index in opened.indexes:
            held = await index.count()
            if held != expected.get(index.name, passages):
                what = f"holds {held:,} of {expected.get(index.name, passages):,}"
                problems.append(Problem(where=f"{index.name} index", what=what))
        return Counted(passages=passages, problems=tuple(problems))

    async def compared(self, old: Opened, new: Opened) -> Sequence[Problem]:
        """What the new index gets wrong that the old one gets right."""
        known = await self._known()
        found_old = [k for k in known if await self._finds(old, k)]
        lost = [k for k in found_old if not await self._finds(new, k)]
        problems = list(await self._new_failures(old, new))
        if len(lost) > _MAY_LOSE * len(found_old):
            what = f"{len(lost)} of {len(found_old)} known texts are not found any more"
            problems.append(Problem(where="known questions", what=what))
        return problems

    async def _new_failures(self, old: Opened, new: Opened) -> Sequence[Problem]:
        failing = await self._cases(new)
        if not failing:
            return ()
        before = {p.where for p in await self._cases(old)}
        return [p for p in failing if p.where not in before]

    async def _finds(self, opened: Opened, known: Known) -> bool:
        query = Query(text=known.question, now=self._clock(), zone=ZoneInfo("UTC"), limit=_AMONG)
        found = (await opened.search(query)).found
        held = {f.document.id for f in found} | {t.document.id for f in found for t in f.twins}
        return bool(held & known.documents)
