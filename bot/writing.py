"""A language model writes an answer from passages; only what stands up to the checks is handed on.

Whatever the model does, nobody waits longer than `within`, and nothing unchecked leaves this module.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.checking import Checking, Given, answers
from bot.draft import read_draft, read_rewording
from bot.drafts import Prompt
from bot.errors import OverBudget, WriterBusy, WriterRefused, WriterSlow, WriterUnavailable
from bot.followup import faithful
from bot.ports import Budgets, Tell, Writer
from bot.prompt import answer_prompt, keyed, prompt_tokens, repair_prompt, reword_prompt
from bot.relevance import Asked
from bot.types import (
    Judged,
    Phase,
    Progress,
    Question,
    Quoting,
    Spender,
    Statement,
    Unwritten,
    Usage,
)
from bot.writers.counting import Meter, metered
from retrieval.errors import ModelUnavailable, StoreUnavailable
from retrieval.types import Found

_LOG = logging.getLogger("newsdesk")
_ROUNDS = 2  # the first, and one to repair what failed
_REWORDING = 4  # the part of the time that this may take
_COMPLAINTS = 1_500  # tokens, with what went wrong
_MOST_KEPT = 12  # sentences that are remembered for who asks why
_LONGEST_KEPT = 400  # characters of one
_MILLION = 1_000_000
_WHY: tuple[tuple[type[WriterUnavailable], Quoting], ...] = (
    (WriterSlow, Quoting.SLOW),
    (WriterBusy, Quoting.BUSY),
    (WriterRefused, Quoting.REFUSED),
    (WriterUnavailable, Quoting.UNAVAILABLE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a model's work may take."""

    passages: int = 6  # that it is shown
    across: bool = False  # whether sentences may be in another language than their quotes
    longest: int = 800  # tokens it may write at a time
    seconding: int = 0  # tokens that a second opinion may take a round
    within: float = 60.0  # seconds for an answer, repair included
    price_read: float = 0.0  # of a million tokens that it reads
    price_written: float = 0.0  # of a million that it writes

    def cost(self, read: int, written: int) -> float:
        """In the currency of the prices."""
        return (read * self.price_read + written * self.price_written) / _MILLION


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What came of writing. Without statements, either the model is `silent` or `unwritten` says what
    kept it from writing.
    """

    statements: tuple[Statement, ...] = ()
    silent: bool = False  # it says that the passages hold no answer
    unwritten: Unwritten | None = None
    judged: tuple[Judged, ...] = ()
    usage: Usage | None = None


@dataclass(slots=True, kw_only=True)
class _Work:
    """What was done for one question so far."""

    began: float
    rounds: list[list[Statement] | None] = field(default_factory=list)  # None: unreadable
    silent: bool = False  # the model says that the passages hold no answer
    meter: Meter = field(default_factory=Meter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What writing is told by the world around it."""

    clock: Callable[[], datetime]
    timer: Callable[[], float]  # seconds
    nonce: Callable[[], str]  # what nobody can guess


class Writing:
    """A model, who checks it, and what it may cost."""

    def __init__(
        self,
        writer: Writer,
        checking: Checking,
        budgets: Budgets,
        terms: Terms,
        around: Surroundings,
    ) -> None:
        self._writer = writer  # a CountingWriter, or nothing is counted
        self._checking = checking
        self._budgets = budgets
        self._around = around
        self.terms = terms

    async def __call__(
        self, question: Question, asked: Asked, lang: str, found: Sequence[Found], tell: Tell
    ) -> Composed:
        """An answer from the passages. Raises StoreUnavailable, ModelUnavailable."""
        passages = keyed(found)
        given = Given(asked=asked, lang=lang, passages=passages)
        prompt = self._prompt(question, asked, lang, passages)
        work = _Work(began=self._around.timer())
        unwritten = None
        try:
            async with self._paid(question.spender, prompt, work, _ROUNDS):
                async with asyncio.timeout(self.terms.within):
                    await self._rounds(prompt, given, work, tell)
        except OverBudget as e:
            unwritten = Unwritten(why=Quoting(f"{e.whose}_budget"), until=e.until)
        except TimeoutError:
            unwritten = Unwritten(why=Quoting.SLOW)
            _LOG.warning("writer: not done within %g s", self.terms.within)
        except WriterUnavailable as e:
            why = next(why for kind, why in _WHY if isinstance(e, kind))
            unwritten = Unwritten(why=why)
            _LOG.warning("writer: %s", e)  # it names the server: for operators alone
        except (StoreUnavailable, ModelUnavailable):
            raise
        except Exception as e:  # noqa: BLE001 - whatever breaks, there are quotes; its text may hold a key
            unwritten = Unwritten(why=Quoting.UNAVAILABLE)
            _LOG.error("writer: %s", type(e).__name__)
        return self._composed(work, asked.question, unwritten)

    async def reworded(self, question: Question) -> str | None:
        """A question that leans on earlier ones made complete; None when that could not be done."""
        prompt = reword_prompt(question.text, question.earlier, fence=self._around.nonce())
        work = _Work(began=self._around.timer())
        try:
            async with self._paid(question.spender, prompt, work, 1):
                async with asyncio.timeout(self.terms.within / _REWORDING):
                    wanted = read_rewording(await self._written(prompt))
        except (OverBudget, WriterUnavailable, TimeoutError) as e:
            _LOG.warning("follow-up: %s %s", type(e).__name__, e)
            return None
        except StoreUnavailable:
            raise
        except Exception as e:  # noqa: BLE001 - whatever breaks, there are rules; its text may hold a key
            _LOG.error("follow-up: %s", type(e).__name__)
            return None
        good = wanted is not None and faithful(wanted, question.text, question.earlier)
        return wanted if good else None

    async def close(self) -> None:
        """End the model's connections."""
        await self._checking.close()
        await self._writer.close()

    def _prompt(
        self, question: Question, asked: Asked, lang: str, passages: Mapping[str, Found]
    ) -> Prompt:
        return answer_prompt(
            asked.question,
            lang,
            passages,
            fence=self._around.nonce(),
            today=f"{question.now.astimezone(ZoneInfo(question.timezone)):%Y-%m-%d}",
            longest=self.terms.longest,
            across=self.terms.across,
        )

    async def _rounds(self, prompt: Prompt, given: Given, work: _Work, tell: Tell) -> None:
        """One, and another one when what is left of it is no answer."""
        await tell(Progress(phase=Phase.WRITING))
        wrote = await self._round(prompt, given, work, tell)
        judged = work.rounds[-1]
        if work.silent or answers(judged or (), given.asked.question):
            return
        complaints = [(s.text, s.verdict.reasons) for s in judged or () if not s.verdict.passed]
        await tell(Progress(phase=Phase.WRITING))
        await self._round(repair_prompt(prompt, wrote, complaints), given, work, tell)

    async def _round(self, prompt: Prompt, given: Given, work: _Work, tell: Tell) -> str:
        """What the model wrote; what checking made of it is noted in `work`."""
        wrote = await self._written(prompt)
        draft = read_draft(wrote)
        if draft is None:
            work.rounds.append(None)
        elif not draft.answered:
            work.silent = all(r is None for r in work.rounds)
            work.rounds.append([])
        else:
            await tell(Progress(phase=Phase.CHECKING, count=len(draft.statements)))
            work.rounds.append(await self._checking(draft, given))
        return wrote

    async def _written(self, prompt: Prompt) -> str:
        written = await self._writer.write(prompt)
        return written.text if written.whole else ""

    @asynccontextmanager
    async def _paid(
        self, spender: Spender | None, prompt: Prompt, work: _Work, rounds: int
    ) -> AsyncIterator[None]:
        """Sets the most aside that it may take, and gives back what it did not. Raises OverBudget."""
        again = (rounds - 1) * (prompt.longest + _COMPLAINTS)  # what is shown to it once more
        read = rounds * prompt_tokens(prompt) + again
        written = rounds * (prompt.longest + self.terms.seconding)
        cost = self.terms.cost(read, written)
        id = await self._budgets.reserve(spender, read + written, cost, self._around.clock())
        try:
            with metered() as work.meter:
                yield
        finally:
            took = work.meter
            cost = self.terms.cost(took.read, took.written)
            try:
                await self._budgets.settle(id, took.read + took.written, cost)
            except StoreUnavailable as e:  # what was set aside stays so, and the answer stands
                _LOG.warning("budget: %s", e)

    def _composed(self, work: _Work, question: str, unwritten: Unwritten | None) -> Composed:
        good = [r for r in work.rounds if r and answers(r, question)]
        best = max(good, key=_passed, default=[])
        if unwritten is None and not best and not work.silent:
            unread = all(r is None for r in work.rounds)
            unwritten = Unwritten(why=Quoting.UNREADABLE if unread else Quoting.UNCHECKED)
        return Composed(
            statements=tuple(s for s in best if s.verdict.passed),
            silent=work.silent,
            unwritten=None if best else unwritten,
            judged=_remembered(work.rounds),
            usage=self._usage(work) if work.meter.calls else None,
        )

    def _usage(self, work: _Work) -> Usage:
        took = work.meter
        priced = self.terms.price_read or self.terms.price_written
        return Usage(
            model=self._writer.model,
            calls=took.calls,
            prompt_tokens=took.read,
            completion_tokens=took.written,
            seconds=round(self._around.timer() - work.began, 3),
            cost=self.terms.cost(took.read, took.written) if priced else None,
        )


def _passed(statements: Sequence[Statement]) -> int:
    return sum(s.verdict.passed for s in statements)


def _remembered(rounds: Sequence[Sequence[Statement] | None]) -> tuple[Judged, ...]:
    judged = [
        Judged(
            text=s.text[:_LONGEST_KEPT],
            quotes=tuple(c.quote[:_LONGEST_KEPT] for c in s.citations),
            verdict=s.verdict,
            round=n,
        )
        for n, statements in enumerate(rounds, start=1)
        for s in statements or ()
    ]
    return tuple(judged[:_MOST_KEPT])
