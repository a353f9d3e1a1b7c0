"""Builds what a language model's work takes, as the settings say: who writes, who checks, what it may cost."""

import time
from collections.abc import Callable
from importlib import import_module

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.checking import Checking
from bot.memory.budgets import Allowance, Limit, SqlBudgets
from bot.ports import SecondOpinion, Writer
from bot.prompt import reword_prompt
from bot.settings import Settings
from bot.writers.counting import CountingWriter
from bot.writing import Surroundings, Terms, Writing
from retrieval.ports import Embedder

_SECONDING = 5_000  # tokens: six sentences with their quotes


def make_writing(
    settings: Settings, engine: AsyncEngine, embedder: Embedder, around: Surroundings
) -> Writing | None:
    """None where no model is set. Raises BadRequest."""
    if not settings.writer_model:
        return None
    writer = make_writer(settings)
    checking = Checking(embedder if settings.across_languages else None, _opinion(settings, writer))
    return Writing(
        writer, checking, SqlBudgets(engine, _allowance(settings)), _terms(settings), around
    )


async def tried(settings: Settings, timer: Callable[[], float] = time.monotonic) -> float:
    """Seconds that the model took for a word. Raises WriterUnavailable and its kinds, BadRequest."""
    writer, began = make_writer(settings), timer()
    try:
        await writer.write(reword_prompt("Hello?", (), fence="0"))
    finally:
        await writer.close()
    return timer() - began


def make_writer(settings: Settings) -> Writer:
    """Imported only where it is used: the library is large."""
    module = import_module("bot.writers.openai")
    options = module.WriterOptions(
        url=settings.writer_url,
        key=settings.writer_key.get_secret_value(),
        model=settings.writer_model,
        timeout=settings.writing_within,
        deadline=settings.writing_within,
        at_once=settings.writer_at_once,
    )
    return CountingWriter(module.open_writer(options))


def _opinion(settings: Settings, writer: Writer) -> SecondOpinion | None:
    opinion: SecondOpinion | None = None
    if settings.second_opinion == "model":
        opinion = import_module("bot.opinions.same_model").SameModel(writer)
    elif settings.second_opinion == "cross-encoder":
        make = import_module("bot.opinions.cross_encoder").CrossEncoderOpinion
        opinion = make(settings.second_opinion_model)
    return opinion


def _terms(settings: Settings) -> Terms:
    return Terms(
        passages=settings.writer_passages,
        longest=settings.writer_tokens,
        across=settings.across_languages,
        within=settings.writing_within,
        seconding=_SECONDING if settings.second_opinion == "model" else 0,
        price_read=settings.writer_price_read,
        price_written=settings.writer_price_written,
    )


def _allowance(settings: Settings) -> Allowance:
    limits = {
        whose: Limit(
            tokens=getattr(settings, f"{whose}_tokens_per_day"),
            cost=getattr(settings, f"{whose}_cost_per_day"),
        )
        for whose in ("user", "channel", "tenant", "house")
    }
    return Allowance(**limits)
