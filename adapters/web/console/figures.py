"""The page of figures: how many questions, how they ended, how long it took, how much there is to search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from adapters.web.console.figures_view import chart_views
from adapters.web.console.frame import Console
from adapters.web.console.views import Link

SPANS = (7, 30, 90)  # days


def router(console: Console) -> APIRouter:
    """The route of the figures."""
    routes = APIRouter()
    routes.add_api_route("/figures", _Figures(console).show, methods=["GET", "HEAD"])
    return routes


@dataclass(frozen=True, slots=True)
class _Figures:
    console: Console

    async def show(self, request: Request) -> HTMLResponse:
        """Charts of the last days; `?days=` of how many."""
        told, span = self.console.told(request), _span(request.query_params.get("days", ""), SPANS)
        since = told.now - timedelta(days=span - 1)
        insight = self.console.ports.insight
        days, growth = await insight.days(since), await insight.growth(since)
        return self.console.page(
            request,
            "figures.html",
            charts=chart_views(days, growth, told),
            filters=tuple(
                Link(
                    href=told.link(f"/console/figures?days={n}"),
                    label=told.words.last_days.format(n=n),
                    current=n == span,
                )
                for n in SPANS
            ),
        )


def _span(text: str, spans: Sequence[int]) -> int:
    return next((n for n in spans if str(n) == text), 30)
