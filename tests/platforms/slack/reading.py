"""What people read in blocks, what they can press, and what in them is live."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from platforms.slack.model import Button, Json

_PING = re.compile(
    r"<(?:!(?:channel|here|everyone)(?:\|[^>]*)?|!subteam\^[^>]*|@[UWB][A-Z0-9]+(?:\|[^>]*)?"
    r"|#[CG][A-Z0-9]+(?:\|[^>]*)?)>"
)
_LINK = re.compile(r"<([a-z][a-z0-9+.-]*:[^|>\s]*)(?:\|([^>]*))?>", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\((\S+?)\)")
_RICH_PINGS = frozenset({"user", "usergroup", "broadcast", "channel", "team"})
_PRESSED = frozenset({"button", "icon_button", "workflow_button"})


@dataclass(frozen=True)
class Ping:
    """Something that would notify, or name, people or channels."""

    method: str
    text: str


@dataclass(frozen=True)
class Link:
    """A live link. `kind`: mrkdwn, markdown, rich_text or button."""

    method: str
    url: str
    label: str | None
    kind: str


@dataclass(frozen=True)
class Live:
    """A text that Slack parses, or a rich text element."""

    kind: str  # mrkdwn, markdown, rich_text, button
    text: str
    element: Json | None = None


def live_parts(node: Any, *, rich: bool = False) -> Iterator[Live]:
    """Everything in blocks, views or chunks that Slack makes live."""
    if isinstance(node, list):
        for each in node:
            yield from live_parts(each, rich=rich)
    elif isinstance(node, dict):
        inside = rich or str(node.get("type", "")).startswith("rich_text")
        yield from _own(node, rich=inside)
        for key, value in node.items():
            if key != "event_payload":
                yield from live_parts(value, rich=inside)


def _own(node: Json, *, rich: bool) -> Iterator[Live]:
    kind = node.get("type")
    if rich and (kind in _RICH_PINGS or kind == "link"):
        yield Live("rich_text", str(node.get("text", "")), node)
    elif kind == "mrkdwn":
        yield Live("mrkdwn", str(node.get("text", "")))
    elif kind in {"markdown", "markdown_text"}:
        yield Live("markdown", str(node.get("text", "")))
    elif kind == "button" and node.get("url"):
        yield Live("button", text_of(node.get("text")), node)


def pings_in(method: str, part: Live) -> list[Ping]:
    if part.kind == "rich_text":
        element = part.element or {}
        return [Ping(method, str(element))] if element.get("type") in _RICH_PINGS else []
    if part.kind == "button":
        return []
    return [Ping(method, found.group()) for found in _PING.finditer(part.text)]


def links_in(method: str, part: Live) -> list[Link]:
    element = part.element or {}
    if part.kind in {"rich_text", "button"}:
        url = element.get("url")
        return [Link(method, str(url), part.text or None, part.kind)] if url else []
    found = [Link(method, url, label or None, part.kind) for url, label in _LINK.findall(part.text)]
    if part.kind == "markdown":
        found += [
            Link(method, url, label, part.kind) for label, url in _MARKDOWN_LINK.findall(part.text)
        ]
    return found


def text_of(node: Any) -> str:
    """The text of a text object, or of a string."""
    return str(node.get("text", "")) if isinstance(node, dict) else str(node or "")


def readable(node: Any) -> Iterator[str]:
    """Every text a person sees, in the order of the blocks."""
    if isinstance(node, list):
        for each in node:
            yield from readable(each)
        return
    if not isinstance(node, dict):
        return
    kind = str(node.get("type", ""))
    if kind in {"rich_text_section", "rich_text_preformatted", "rich_text_quote"}:
        yield "".join(_inline(each) for each in node.get("elements", []))
        return
    yield from _shown(node, kind)


def _shown(node: Json, kind: str) -> Iterator[str]:
    if isinstance(node.get("text"), str):
        yield node["text"]
    if kind == "image":
        yield str(node.get("alt_text", ""))
    for key, value in node.items():
        if isinstance(value, dict | list) and key not in {"metadata", "confirm"}:
            yield from readable(value)


def _inline(element: Json) -> str:
    kind = element.get("type")
    if kind == "link":
        return str(element.get("text") or element.get("url", ""))
    if kind == "emoji":
        return f":{element.get('name')}:"
    if kind in _RICH_PINGS:
        return str(element.get("user_id") or element.get("channel_id") or element.get("range", ""))
    return str(element.get("text") or element.get("fallback") or "")


def length_of(blocks: list[Json]) -> int:
    return sum(len(text) for text in readable(blocks))


def controls(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Pairs of (block, element) for every element with an action_id."""
    for block in blocks:
        yield from ((block, element) for element in _elements(block))


def _elements(node: Any) -> Iterator[Json]:
    if isinstance(node, list):
        for each in node:
            yield from _elements(each)
    elif isinstance(node, dict):
        if "action_id" in node:
            yield node
        for key in ("elements", "accessory", "element", "actions"):
            yield from _elements(node.get(key))


def buttons_of(blocks: list[Json]) -> list[Button]:
    found: list[Button] = []
    for block, element in controls(blocks):
        found += _pressable(str(block.get("block_id", "")), element)
    return found


def _pressable(block_id: str, element: Json) -> list[Button]:
    action, kind = str(element["action_id"]), str(element["type"])
    if kind == "feedback_buttons":
        halves = [element["positive_button"], element["negative_button"]]
    elif kind in _PRESSED:
        halves = [element]
    else:
        return []
    return [
        Button(
            action,
            block_id,
            kind,
            text_of(half.get("text")),
            half.get("value"),
            half.get("url"),
            half.get("accessibility_label"),
        )
        for half in halves
    ]
