"""What the rules are written with: a list of problems, each with its place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from platforms.discord.model import Json


@dataclass
class Check:
    """Collects what is wrong as "place: what"."""

    problems: list[str] = field(default_factory=list)

    def wrong(self, where: str, what: str) -> None:
        self.problems.append(f"{where}: {what}")

    def size(self, where: str, value: Any, low: int, high: int) -> None:
        """A string, list or number of items between two bounds; nothing is of size 0."""
        count = value if isinstance(value, int) else len(value or ())
        if not low <= count <= high:
            self.wrong(where, f"size {count}, not {low} to {high}")

    def sizes(self, where: str, node: Json, bounds: Iterable[tuple[str, int, int]]) -> None:
        for key, low, high in bounds:
            self.size(f"{where}.{key}", node.get(key), low, high)

    def unique(self, where: str, values: list[Any]) -> None:
        if len(values) != len(set(values)):
            self.wrong(where, f"the same one twice in {values}")
