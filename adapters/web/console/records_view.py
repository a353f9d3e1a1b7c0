"""Indexes, generations and acts as the console shows them. Pure: values in, views out."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.web.console.frame import Told
from adapters.web.console.views import Fact, Part, Row, line, part, since, title
from bot.administration import Act
from bot.health import Checks, readiness
from bot.types import IndexState
from bot.wording import plain
from bot.wording.folding import shortened
from retrieval.types import Generation, GenerationState


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """How full an index is, and of which generation."""

    name: str
    done: int
    total: int
    line: str


def health_facts(checks: Checks, told: Told) -> tuple[Fact, ...]:
    """Whether each thing that must be well is so."""
    words = told.words
    named = {"database": words.check_database, "generation": words.check_generation}
    return tuple(
        Fact(
            label=named.get(each.name, plain(each.name)),
            value=words.check_good if each.good else words.check_bad,
            state="" if each.good else "failing",
        )
        for each in readiness(checks)
    )


def index_views(
    indexes: Sequence[IndexState], generations: Sequence[Generation], told: Told
) -> tuple[IndexView, ...]:
    """One for each index that answers."""
    active = next((g.id for g in generations if g.state is GenerationState.ACTIVE), "")
    return tuple(_index(each, active, told) for each in indexes)


def generation_row(of: Generation, told: Told) -> Row:
    """A generation in a list."""
    words = told.words
    return Row(
        title=words.generation.format(id=plain(of.id)),
        state=of.state.value,
        state_label=getattr(words, f"generation_{of.state.value}"),
        parts=(
            Part(text=title(of.model)),
            Part(text=title(of.splitter)),
            since(of.created, told),
        ),
    )


def act_row(act: Act, told: Told) -> Row:
    """A line of the audit log."""
    words = told.words
    about = shortened(act.about, 120)
    return Row(
        title=f"{title(act.act)}: {about}" if about else title(act.act),
        state=act.outcome if act.outcome in {"done", "refused", "failed"} else "",
        state_label=getattr(words, f"outcome_{act.outcome}", title(act.outcome)),
        parts=(since(act.at, told), *part(act.by.label), *part(act.by.place)),
        lines=line(act.detail),
    )


def _index(index: IndexState, generation: str, told: Told) -> IndexView:
    words = told.words
    parts = (
        words.index_passages.format(n=f"{index.passages:,}"),
        words.index_behind.format(n=f"{index.behind:,}") if index.behind else words.index_ready,
        words.generation.format(id=plain(generation)) if generation else "",
    )
    return IndexView(
        name=plain(index.name),
        done=index.passages,
        total=max(1, index.passages + index.behind),
        line=" · ".join(p for p in parts if p),
    )
