"""A user's use of a message's components or of a modal, as the payload of an interaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from platforms.discord.commands import NotOffered
from platforms.discord.model import Json, Message, walk

Filled = Mapping[str, str | bool | Sequence[str]]

_SELECTS = {3, 5, 6, 7, 8}
_TEXT, _RADIO, _CHECKBOXES, _CHECKBOX = 4, 21, 22, 23


def pressed(message: Message, label: str | None, custom_id: str | None) -> Json:
    """The data of pressing a button, found by its label or custom_id."""
    buttons = [each for each in walk(message.components) if each.get("type") == 2]
    for each in buttons:
        named = label is not None and each.get("label") == label
        if named or (custom_id is not None and each.get("custom_id") == custom_id):
            return {"component_type": 2, "custom_id": _pressable(each), "id": each["id"]}
    known = [each.label for each in message.buttons()]
    raise NotOffered(f"no button {label or custom_id!r}; there are {known}")


def _pressable(button: Json) -> str:
    if button.get("disabled") or not button.get("custom_id"):
        raise NotOffered(f"the button {button.get('label')!r} is disabled or a link")
    return str(button["custom_id"])


def chosen(message: Message, values: Sequence[str], custom_id: str | None) -> Json:
    """The data of choosing in a select, by the options' labels or values."""
    for each in walk(message.components):
        fits = custom_id in {None, each.get("custom_id")}
        if each.get("type") in _SELECTS and fits and not each.get("disabled"):
            return {
                "component_type": each["type"],
                "custom_id": each["custom_id"],
                "id": each["id"],
                "values": _picked(each, values, each.get("min_values"), each.get("max_values")),
            }
    raise NotOffered(f"no select {custom_id!r}")


def _picked(node: Json, wanted: Sequence[str], low: int | None, high: int | None) -> list[str]:
    """The values of options that are named by label or value."""
    named: dict[str, str] = {}
    for each in node.get("options") or []:
        named |= {each["label"]: each["value"], each["value"]: each["value"]}
    unknown = [each for each in wanted if each not in named]
    if unknown and node["type"] not in _SELECTS - {3}:
        raise NotOffered(f"no option {unknown}; there are {sorted(named)}")
    low, high = 1 if low is None else low, 1 if high is None else high
    if not low <= len(wanted) <= high:
        raise NotOffered(f"{low} to {high} options can be chosen, not {len(wanted)}")
    return [named.get(each, each) for each in wanted]


def submitted(modal: Json, filled: Filled) -> Json:
    """The data of submitting a modal. `filled` is by label or custom_id of the inputs."""
    left = dict(filled)
    components = [_top(each, left) for each in _numbered(modal["components"])]
    if left:
        raise NotOffered(f"the modal has no input {sorted(left)}")
    return {"custom_id": modal["custom_id"], "components": components, "resolved": {}}


def _numbered(components: list[Json]) -> Iterator[Json]:
    for number, each in enumerate(walk(components), start=1):
        each.setdefault("id", number)
    yield from components


def _top(node: Json, left: dict[str, Any]) -> Json:
    told: Json = {"type": node["type"], "id": node["id"]}
    if node["type"] == 18:
        return told | {"component": _input(node["component"], node["label"], left)}
    if node["type"] == 1:
        inside = [_input(each, str(each.get("label")), left) for each in node["components"]]
        return told | {"components": inside}
    return told


def _input(node: Json, label: str, left: dict[str, Any]) -> Json:
    given = left.pop(node["custom_id"], left.pop(label, None))
    told: Json = {"type": node["type"], "id": node["id"], "custom_id": node["custom_id"]}
    return told | _INPUTS.get(node["type"], _several)(node, label, given)


def _text(node: Json, label: str, given: Any) -> Json:
    text = given if given is not None else node.get("value") or ""
    low, high = node.get("min_length") or 0, node.get("max_length") or 4000
    empty = not text and node.get("required", True) in {True, None}
    if empty or len(text) > high or (text and len(text) < low):
        raise NotOffered(f"{label!r} takes {low} to {high} characters, not {len(text)}")
    return {"value": text}


def _radio(node: Json, label: str, given: Any) -> Json:
    usual = [each["value"] for each in node["options"] if each.get("default")]
    wanted = usual if given is None else [given]
    if not wanted and node.get("required", True) in {True, None}:
        raise NotOffered(f"{label!r} needs a choice")
    return {"value": _picked(node, wanted, 0, 1)[0] if wanted else None}


def _checkbox(node: Json, _label: str, given: Any) -> Json:
    return {"value": bool(node.get("default") if given is None else given)}


def _several(node: Json, _label: str, given: Any) -> Json:
    wanted = [given] if isinstance(given, str) else list(given or [])
    required = node.get("required", True) in {True, None}
    low = node.get("min_values") if required else 0
    high = len(node.get("options") or ()) if node["type"] == _CHECKBOXES else 1
    return {"values": _picked(node, wanted, low, node.get("max_values") or high)}


_INPUTS: dict[int, Callable[[Json, str, Any], Json]] = {
    _TEXT: _text,
    _RADIO: _radio,
    _CHECKBOX: _checkbox,
}
