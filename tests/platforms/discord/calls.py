"""One REST request as a route sees it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from platforms.discord.model import Json
from platforms.discord.posting import Sent
from platforms.discord.state import World


@dataclass(frozen=True)
class Call:
    """`template` is the path as the API document writes it; `params` fill its braces."""

    method: str
    path: str
    template: str
    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    sent: tuple[Sent, ...] = ()

    def id(self, name: str) -> int:
        """A path parameter that is an id; 0 where it is no number."""
        text = self.params.get(name, "")
        return int(text) if text.isdigit() else 0

    @property
    def form(self) -> Json:
        return self.body if isinstance(self.body, dict) else {}

    @property
    def place(self) -> str:
        return f"{self.method} {self.path}"

    def flag(self, name: str) -> bool:
        return self.query.get(name, "").lower() in {"1", "true"}


Handler = Callable[[World, Call], Any]
Route = tuple[str, str, Handler]
