"""Figures as charts with a table of the same values. Pure: values in, views out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from adapters.web.console.charts import NARROW, WIDE, Drawing, Figure, Series, draw, marks
from adapters.web.console.frame import Told
from bot.insight import Day, Growth
from bot.wording.dates import count

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NONE = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """A chart at two sizes, its legend and its table. No drawings: there is nothing to draw."""

    id: str
    title: str
    unit: str
    summary: str
    legend: tuple[tuple[str, str], ...]  # key for the style, label
    stacked: bool
    drawings: tuple[tuple[str, Drawing], ...]  # key for the style, narrow and wide
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # newest first


def chart_views(days: Sequence[Day], growth: Sequence[Growth], told: Told) -> tuple[ChartView, ...]:
    """All charts of the page."""
    return (
        _questions(days, told),
        _refusals(days, told),
        _latency(days, told),
        _documents(growth, told),
    )


def _questions(days: Sequence[Day], told: Told) -> ChartView:
    words = told.words
    series = (
        Series(label=words.ended_answer, values=tuple(float(d.answers) for d in days)),
        Series(label=words.ended_abstention, values=tuple(float(d.abstentions) for d in days)),
        Series(label=words.ended_failure, values=tuple(float(d.failures) for d in days)),
    )
    total = sum(d.questions for d in days)
    figure = Figure(days=tuple(d.day for d in days), series=series, stacked=True, whole=True)
    return _Chart(told, "questions", _whole).view(
        figure,
        title=words.chart_questions,
        unit=words.unit_questions,
        summary=count(total, words.questions_in_all),
        empty=total == 0,
    )


def _refusals(days: Sequence[Day], told: Told) -> ChartView:
    words = told.words
    values = tuple(100.0 * d.abstentions / d.questions if d.questions else None for d in days)
    refused, total = sum(d.abstentions for d in days), sum(d.questions for d in days)
    share = f"{100 * refused / total:.0f}" if total else "0"
    series = (Series(label=words.refusal_share, values=values),)
    figure = Figure(days=tuple(d.day for d in days), series=series, stacked=False, whole=False)
    return _Chart(told, "refusals", _tenths).view(
        figure,
        title=words.chart_refusals,
        unit=words.unit_percent,
        summary=words.refusals_in_all.format(share=share, n=f"{refused:,}", total=f"{total:,}"),
        empty=total == 0,
    )


def _latency(days: Sequence[Day], told: Told) -> ChartView:
    words = told.words
    series = (
        Series(label=words.p50, values=tuple(d.p50 for d in days)),
        Series(label=words.p95, values=tuple(d.p95 for d in days)),
    )
    slowest = max((d.p95 for d in days if d.p95 is not None), default=None)
    figure = Figure(days=tuple(d.day for d in days), series=series, stacked=False, whole=False)
    summary = words.slowest_day.format(n=_tenths(slowest)) if slowest is not None else ""
    return _Chart(told, "latency", _tenths).view(
        figure,
        title=words.chart_latency,
        unit=words.unit_seconds,
        summary=summary,
        empty=slowest is None,
    )


def _documents(growth: Sequence[Growth], told: Told) -> ChartView:
    words = told.words
    series = (Series(label=words.unit_documents, values=tuple(float(g.documents) for g in growth)),)
    figure = Figure(days=tuple(g.day for g in growth), series=series, stacked=False, whole=True)
    gained = growth[-1].documents - growth[0].documents if growth else 0
    summary = words.growth_in_all.format(
        n=f"{growth[-1].documents:,}" if growth else "0", gained=f"{gained:+,}"
    )
    return _Chart(told, "documents", _whole).view(
        figure,
        title=words.chart_documents,
        unit=words.unit_documents,
        summary=summary,
        empty=not any(g.documents for g in growth),
    )


@dataclass(frozen=True, slots=True)
class _Chart:
    told: Told
    id: str
    valued: Callable[[float], str]

    def view(
        self, figure: Figure, *, title: str, unit: str, summary: str, empty: bool
    ) -> ChartView:
        sizes = (("narrow", NARROW), ("wide", WIDE))
        drawn = tuple((key, draw(figure, size, self.named, self.valued)) for key, size in sizes)
        labels = tuple(s.label for s in figure.series)
        return ChartView(
            id=self.id,
            title=title,
            unit=unit,
            summary=self.told.words.nothing_to_draw if empty else summary,
            legend=tuple(zip(marks(figure.series), labels, strict=True)),
            stacked=figure.stacked,
            drawings=() if empty else drawn,
            heads=(self.told.words.day, *labels),
            rows=tuple(reversed([self.row(figure, n) for n in range(len(figure.days))])),
        )

    def row(self, figure: Figure, n: int) -> tuple[str, ...]:
        values = (s.values[n] for s in figure.series)
        written = (_NONE if v is None else self.valued(v) for v in values)
        return (figure.days[n].isoformat(), *written)

    def named(self, day: date) -> str:
        if self.told.lang == "ko":
            return f"{day.month}월 {day.day}일"
        return f"{day.day} {_MONTHS[day.month - 1]}"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _tenths(value: float) -> str:
    """`12`, `1.5`: with a tenth only where there is one."""
    return f"{value:,.1f}".removesuffix(".0")
