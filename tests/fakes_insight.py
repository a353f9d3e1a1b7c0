"""What those who run the bot look at, with a script, for tests of whoever shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.administration import Act
from bot.insight import AuditLog, Case, Day, Ended, Growth, Insight, Measured, Page, Rated
from bot.talk import Failure, Kept, Rating
from bot.types import Abstention, Answer
from retrieval.types import Document, Passage


@dataclass
class FakeInsight(Insight):
    """Keeps everything in memory; `listed` are all documents of all sources."""

    told: list[Measured] = field(default_factory=list)
    daily: list[Day] = field(default_factory=list)
    grown: list[Growth] = field(default_factory=list)
    questions: list[Kept] = field(default_factory=list)  # newest first
    ratings: list[Rated] = field(default_factory=list)  # newest first
    in_vain: list[tuple[str, int]] = field(default_factory=list)
    listed: Page = field(default_factory=lambda: Page(items=(), total=0))
    stored: dict[str, tuple[Document, Sequence[Passage]]] = field(default_factory=dict)
    made: dict[str, Case] = field(default_factory=dict)
    asked: list[tuple[str, str, int, int]] = field(default_factory=list)  # lists of documents

    async def measured(self, told: Measured) -> None:
        self.told.append(told)

    async def days(self, since: datetime) -> Sequence[Day]:
        return [d for d in self.daily if d.day >= since.astimezone(UTC).date()]

    async def growth(self, since: datetime) -> Sequence[Growth]:
        return [g for g in self.grown if g.day >= since.astimezone(UTC).date()]

    async def recent(
        self, limit: int, *, ended: Ended | None = None, before: datetime | None = None
    ) -> Sequence[Kept]:
        kinds = {Ended.ANSWER: Answer, Ended.ABSTENTION: Abstention, Ended.FAILURE: Failure}
        wanted = kinds[ended] if ended else object
        fit = [k for k in self.questions if isinstance(k.outcome, wanted)]
        return [k for k in fit if before is None or k.received < before][:limit]

    async def kept(self, id: str) -> Kept | None:
        return next((k for k in self.questions if k.id == id), None)

    async def rated(self, limit: int, *, wrong_citation: bool = False) -> Sequence[Rated]:
        wrong = Rating.WRONG_CITATION
        fit = [r for r in self.ratings if r.feedback.rating is wrong or not wrong_citation]
        return fit[:limit]

    async def unanswered(self, limit: int) -> Sequence[tuple[str, int]]:
        return self.in_vain[:limit]

    async def documents(self, source_id: str, text: str, *, limit: int, offset: int) -> Page:
        self.asked.append((source_id, text, limit, offset))
        return self.listed

    async def document(self, document_id: str) -> tuple[Document, Sequence[Passage]] | None:
        return self.stored.get(document_id)

    async def cases(self) -> Sequence[Case]:
        return list(self.made.values())

    async def add_case(self, case: Case) -> None:
        self.made[case.id] = case

    async def drop_case(self, id: str) -> bool:
        return self.made.pop(id, None) is not None


@dataclass
class FakeAuditLog(AuditLog):
    """Lines in a list, oldest first."""

    lines: list[Act] = field(default_factory=list)

    async def note(self, act: Act) -> None:
        self.lines.append(act)

    async def acts(self, limit: int) -> Sequence[Act]:
        return self.lines[::-1][:limit]

    async def expire(self, before: datetime) -> int:
        old = [act for act in self.lines if act.at < before]
        self.lines = [act for act in self.lines if act.at >= before]
        return len(old)
