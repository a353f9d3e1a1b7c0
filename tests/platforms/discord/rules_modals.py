"""Limits of modals."""

from platforms.discord.checking import Check
from platforms.discord.model import Json, walk
from platforms.discord.rules_components import options

_ROW, _TEXT_INPUT, _TEXT, _LABEL, _RADIO, _CHECKBOXES = 1, 4, 10, 18, 21, 22
_INPUTS = {3, 4, 5, 6, 7, 8, 19, 21, 22, 23}


def modal_rules(modal: Json) -> list[str]:
    """What is wrong with a modal that the bot opens."""
    check = Check()
    check.sizes("data", modal, (("title", 1, 45), ("custom_id", 1, 100), ("components", 1, 5)))
    for index, each in enumerate(modal.get("components") or []):
        _top(check, f"data.components.{index}", each)
    ids = [each["custom_id"] for each in walk(modal.get("components")) if "custom_id" in each]
    check.unique("data.components: custom_id", ids)
    if not ids:
        check.wrong("data.components", "a modal without inputs")
    return check.problems


def _top(check: Check, where: str, each: Json) -> None:
    if each.get("type") == _LABEL:
        check.sizes(where, each, (("label", 1, 45), ("description", 0, 100)))
        _input(check, where, each.get("component") or {})
    elif each.get("type") == _ROW:
        inside = each.get("components") or []
        if [child.get("type") for child in inside] != [_TEXT_INPUT]:
            check.wrong(where, "a row in a modal has one text input")
        for child in inside:
            check.size(f"{where}.label", child.get("label"), 1, 45)
            _input(check, where, child)
    elif each.get("type") != _TEXT:
        check.wrong(where, f"type {each.get('type')} may not stand in a modal")


def _input(check: Check, where: str, node: Json) -> None:
    if node.get("type") not in _INPUTS:
        check.wrong(where, f"type {node.get('type')} is no input")
    check.size(f"{where}.custom_id", node.get("custom_id"), 1, 100)
    check.size(f"{where}.placeholder", node.get("placeholder"), 0, 150)
    if node.get("type") == _TEXT_INPUT:
        _text_input(check, where, node)
    elif node.get("type") in {_RADIO, _CHECKBOXES}:
        options(check, where, node, (2 if node["type"] == _RADIO else 1, 10))
    elif node.get("type") == 3:
        options(check, where, node, (1, 25))


def _text_input(check: Check, where: str, node: Json) -> None:
    low, high = node.get("min_length") or 0, node.get("max_length") or 4000
    check.size(f"{where}.max_length", high, max(1, low), 4000)
    check.size(f"{where}.placeholder", node.get("placeholder"), 0, 100)
    check.size(f"{where}.value", node.get("value"), 0, high)
