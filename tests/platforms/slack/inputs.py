"""What people enter: the actions of presses, and the state of submitted views."""

from collections.abc import Mapping
from typing import Any

from platforms.slack.model import Json
from platforms.slack.reading import controls, text_of

_ONE = {"static_select", "radio_buttons", "overflow"}
_MANY = {"multi_static_select", "checkboxes"}
_STATELESS = {"button", "icon_button", "workflow_button", "feedback_buttons", "overflow"}
_IDS = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}


def acted(block: Json, element: Json, value: Any, ts: str) -> Json:
    """The action that a press sends."""
    kind = element["type"]
    made: Json = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block.get("block_id"),
        "action_ts": ts,
    }
    if kind == "feedback_buttons":
        half = _half(element, value)
        return made | {"text": half["text"], "value": half["value"]}
    if kind in {"button", "icon_button", "workflow_button"}:
        return made | {key: element[key] for key in ("text", "value", "url") if key in element}
    return made | _state(element, value)


def _half(element: Json, value: Any) -> Json:
    """The positive or the negative button."""
    halves = {name: element[f"{name}_button"] for name in ("positive", "negative")}
    by_value = {half["value"]: half for half in halves.values()}
    found: Json | None = halves.get(value) or by_value.get(value)
    if found is None:
        raise LookupError(f"feedback is positive, negative or one of {sorted(by_value)}")
    return found


def standing(blocks: list[Json], action: Json) -> Json:
    """The state that goes with a press: what every input and menu shows, and the new choice."""
    state: Json = {}
    for block, element in controls(blocks):
        if element["type"] in _STATELESS:
            continue
        entry = {"type": element["type"], **_state(element, None)}
        if action["action_id"] == element["action_id"]:
            entry = {key: action.get(key, value) for key, value in entry.items()}
        state.setdefault(block.get("block_id", ""), {})[element["action_id"]] = entry
    return state


def entered(blocks: list[Json], values: Mapping[str, Any]) -> Json:
    """The state of a view: what was entered, else what was there at first."""
    state: Json = {}
    unused = set(values)
    for block in blocks:
        element = block.get("element") or {}
        if block.get("type") != "input":
            continue
        keys = [str(key) for key in (element.get("action_id"), block["block_id"]) if key in values]
        unused -= set(keys)
        given = values[keys[0]] if keys else None
        state[block["block_id"]] = {
            element.get("action_id", "action"): {"type": element["type"], **_state(element, given)}
        }
        _needed(block, state[block["block_id"]])
    if unused:
        raise LookupError(f"no inputs for {sorted(unused)}")
    return state


def _needed(block: Json, state: Json) -> None:
    """Slack does not submit a view whose needed inputs are empty."""
    (entry,) = state.values()
    empty = all(value in (None, []) for key, value in entry.items() if key != "type")
    if empty and not block.get("optional"):
        raise ValueError(f"{block['block_id']} must be filled in: {text_of(block.get('label'))}")


def _state(element: Json, value: Any) -> Json:
    kind = element["type"]
    if kind in _ONE:
        chosen = _option(element, value) if value is not None else element.get("initial_option")
        return {"selected_option": chosen}
    if kind in _MANY:
        first = element.get("initial_options", [])
        chosen = [_option(element, each) for each in value] if value is not None else first
        return {"selected_options": chosen}
    if kind in _IDS:
        return {_IDS[kind]: value if value is not None else element.get(_initial(kind))}
    return {"value": value if value is not None else element.get("initial_value")}


def _initial(kind: str) -> str:
    return _IDS[kind].replace("selected", "initial")


def _option(element: Json, value: Any) -> Json:
    """The option of this value, or of this text."""
    options = list(element.get("options", []))
    for group in element.get("option_groups", []):
        options += group["options"]
    for option in options:
        if value in {option["value"], text_of(option["text"])}:
            return dict(option)
    raise LookupError(f"{value!r} is not among {[each['value'] for each in options]}")
