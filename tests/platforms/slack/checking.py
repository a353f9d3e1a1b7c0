"""What the rules are written with: a list of problems, each with its place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from platforms.slack.model import Json


@dataclass(frozen=True)
class Problem:
    """`error` is what Slack answers; None where Slack takes it but this bot must not send it."""

    error: str | None
    text: str


@dataclass
class Check:
    """Collects what is wrong. `error` is the code of what it finds."""

    error: str = "invalid_blocks"
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, what: str, error: str | None = "") -> None:
        code = self.error if error == "" else error
        self.problems.append(Problem(code, f"{where}: {what}"))

    def keys(self, node: Json, allowed: Iterable[str], where: str) -> None:
        for key in node.keys() - {"type", *allowed}:
            self.wrong(where, f"unknown field {key!r}")

    def string(self, node: Json, key: str, low: int, high: int, where: str) -> None:
        """A string of `low` to `high` characters; it may be absent when `low` is 0."""
        value = node.get(key)
        if value is None and low == 0:
            return
        if not isinstance(value, str):
            self.wrong(where, f"{key} must be a string")
        elif not low <= len(value) <= high:
            self.wrong(where, f"{key} has {len(value)} characters, not {low} to {high}")

    def size(self, node: Json, key: str, low: int, high: int, where: str) -> list[Any]:
        """A list of `low` to `high` items; empty where it is none."""
        value = node.get(key, [])
        if not isinstance(value, list):
            self.wrong(where, f"{key} must be a list")
            return []
        if not low <= len(value) <= high:
            self.wrong(where, f"{key} has {len(value)} items, not {low} to {high}")
        return value

    def flag(self, node: Json, key: str, where: str) -> None:
        if not isinstance(node.get(key, False), bool):
            self.wrong(where, f"{key} must be true or false")

    def one_of(self, node: Json, key: str, allowed: Iterable[str], where: str) -> None:
        if key in node and node[key] not in set(allowed):
            self.wrong(where, f"{key} may not be {node[key]!r}")

    def text(self, node: Json, key: str, high: int, where: str, **more: bool) -> None:
        """A text object. `plain`: plain_text only; `optional`: may be absent."""
        value = node.get(key)
        if value is None and more.get("optional"):
            return
        if not isinstance(value, dict):
            self.wrong(where, f"{key} must be a text object")
            return
        self.text_object(value, high, f"{where}.{key}", plain=more.get("plain", False))

    def text_object(self, value: Json, high: int, where: str, *, plain: bool) -> None:
        kind = value.get("type")
        if kind not in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}):
            self.wrong(where, f"a text object of type {kind!r}")
        self.keys(value, {"text", "emoji"} if kind == "plain_text" else {"text", "verbatim"}, where)
        self.string(value, "text", 1, high, where)
