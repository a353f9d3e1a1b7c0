"""The rules of blocks."""

from collections.abc import Callable
from typing import Any

from platforms.slack import elements
from platforms.slack.checking import Check
from platforms.slack.model import Json
from platforms.slack.reading import length_of

_Rule = Callable[[Check, Json, str], None]

BLOCK_TEXT = 13_200  # measured, not documented
MARKDOWN_TEXT = 12_000
_EXPANDED = 50


def _section(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"block_id", "text", "fields", "accessory", "expand"}, where)
    if "text" not in node and not node.get("fields"):
        check.wrong(where, "needs text or fields")
    check.text(node, "text", 3000, where, optional=True)
    for number, each in enumerate(check.size(node, "fields", 0, 10, where)):
        check.text_object(each, 2000, f"{where}.fields[{number}]", plain=False)
    if "accessory" in node:
        elements.element(check, node["accessory"], elements.IN_SECTION, f"{where}.accessory")


def _header(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"block_id", "text", "level"}, where)
    check.text(node, "text", 150, where, plain=True)


def _divider(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"block_id"}, where)


def _context(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"block_id", "elements"}, where)
    for number, each in enumerate(check.size(node, "elements", 1, 10, where)):
        place = f"{where}.elements[{number}]"
        if isinstance(each, dict) and each.get("type") == "image":
            elements.element(check, each, {"image"}, place)
        elif isinstance(each, dict):
            check.text_object(each, 3000, place, plain=False)
        else:
            check.wrong(place, "must be an object")


def _row(low: int, high: int, allowed: set[str]) -> _Rule:
    def rule(check: Check, node: Json, where: str) -> None:
        check.keys(node, {"block_id", "elements"}, where)
        given = check.size(node, "elements", low, high, where)
        for number, each in enumerate(given):
            elements.element(check, each, allowed, f"{where}.elements[{number}]")
        ids = [
            each["action_id"] for each in given if isinstance(each, dict) and "action_id" in each
        ]
        if len(ids) != len(set(ids)):
            check.wrong(where, "two elements have the same action_id")

    return rule


def _input(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"block_id", "label", "element", "hint", "optional", "dispatch_action"}, where)
    check.text(node, "label", 2000, where, plain=True)
    check.text(node, "hint", 2000, where, plain=True, optional=True)
    check.flag(node, "optional", where)
    elements.element(check, node.get("element"), elements.IN_INPUT, f"{where}.element")


def _image(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"block_id", "image_url", "alt_text", "title", "slack_file"}, where)
    check.string(node, "image_url", 0, 3000, where)
    check.string(node, "alt_text", 1, 2000, where)
    check.text(node, "title", 2000, where, plain=True, optional=True)


def _markdown(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"block_id", "text"}, where)
    check.string(node, "text", 1, MARKDOWN_TEXT, where)


def _table(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"block_id", "rows", "column_settings"}, where)
    check.size(node, "column_settings", 0, 20, where)
    for number, row in enumerate(check.size(node, "rows", 1, 100, where)):
        place = f"{where}.rows[{number}]"
        for column, cell in enumerate(check.size({"cells": row}, "cells", 1, 20, place)):
            _cell(check, cell, f"{place}[{column}]")


def _cell(check: Check, cell: Any, where: str) -> None:
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind == "rich_text":
        elements.rich_text(check, cell, where)
    elif kind == "raw_text":
        check.string(cell, "text", 1, 3000, where)
    else:
        check.wrong(where, f"a cell of type {kind!r}")


def _loose(check: Check, node: Json, where: str) -> None:
    """Blocks whose fields no rule here knows."""


_COMMON: dict[str, _Rule] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _row(1, 25, elements.IN_ACTIONS),
    "image": _image,
    "rich_text": elements.rich_text,
    "input": _input,
    "video": _loose,
    "alert": _loose,
}
_MESSAGE: dict[str, _Rule] = {
    **{kind: rule for kind, rule in _COMMON.items() if kind != "input"},
    "context_actions": _row(1, 5, elements.IN_CONTEXT_ACTIONS),
    "markdown": _markdown,
    "table": _table,
    **dict.fromkeys(("task_card", "plan", "card", "carousel", "data_table", "file"), _loose),
}
_BY_SURFACE = {"message": (_MESSAGE, 50), "modal": (_COMMON, 100), "home": (_COMMON, 100)}


def check_blocks(check: Check, blocks: Any, surface: str) -> None:
    rules, most = _BY_SURFACE[surface]
    if not isinstance(blocks, list):
        check.wrong("blocks", "must be a list", "invalid_blocks_format")
        return
    if len(blocks) > most:
        check.wrong("blocks", f"{len(blocks)} of at most {most}")
    for number, block in enumerate(blocks):
        _block(check, block, rules, f"blocks[{number}]")
    objects = [each for each in blocks if isinstance(each, dict)]
    _unique(check, objects)
    if surface == "message":
        _whole_message(check, objects)


def _block(check: Check, block: Any, rules: dict[str, _Rule], where: str) -> None:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in rules:
        check.wrong(where, f"a block of type {kind!r} may not stand here")
        return
    check.string(block, "block_id", 0, 255, where)
    rules[kind](check, block, f"{where} {kind}")


def _unique(check: Check, blocks: list[Json]) -> None:
    ids = [each["block_id"] for each in blocks if each.get("block_id")]
    for again in {each for each in ids if ids.count(each) > 1}:
        check.wrong("blocks", f"block_id {again!r} is there twice")


def _whole_message(check: Check, blocks: list[Json]) -> None:
    length = length_of(blocks)
    if length > BLOCK_TEXT:
        check.wrong("blocks", f"{length} characters in all", "msg_blocks_too_long")
    markdown = [str(each.get("text")) for each in blocks if each.get("type") == "markdown"]
    if sum(map(len, markdown)) > MARKDOWN_TEXT:
        check.wrong("blocks", "too much text in markdown blocks")
    if len(blocks) + sum(map(_expansions, markdown)) > _EXPANDED:
        check.wrong("blocks", "markdown grows to more than 50 blocks")
    if sum(each.get("type") == "table" for each in blocks) > 1:
        check.wrong("blocks", "more than one table", "only_one_table_allowed")


def _expansions(text: str) -> int:
    return sum(line.startswith(("# ", "## ", "### ", "---")) for line in text.splitlines())
