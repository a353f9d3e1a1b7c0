"""The rules of block elements and rich text."""

from collections.abc import Callable
from typing import Any

from platforms.slack.checking import Check
from platforms.slack.model import Json

_Rule = Callable[[Check, Json, str], None]

_INPUT_TEXT = {"initial_value", "placeholder", "focus_on_load", "dispatch_action_config"}
_PICKED = {"placeholder", "confirm", "focus_on_load"}


def _confirm(check: Check, node: Json, where: str) -> None:
    confirm = node.get("confirm")
    if confirm is None:
        return
    where = f"{where}.confirm"
    check.keys(confirm, {"title", "text", "confirm", "deny", "style"}, where)
    check.text(confirm, "title", 100, where, plain=True)
    check.text(confirm, "text", 300, where)
    check.text(confirm, "confirm", 30, where, plain=True)
    check.text(confirm, "deny", 30, where, plain=True)


def _button(check: Check, node: Json, where: str) -> None:
    check.keys(
        node,
        {
            "text",
            "action_id",
            "url",
            "value",
            "style",
            "confirm",
            "accessibility_label",
            "agent_prompt",
        },
        where,
    )
    check.text(node, "text", 75, where, plain=True)
    check.string(node, "value", 0, 2000, where)
    check.string(node, "url", 0, 3000, where)
    check.string(node, "accessibility_label", 0, 75, where)
    check.one_of(node, "style", {"primary", "danger"}, where)
    _confirm(check, node, where)


def _half(check: Check, node: Json, key: str, where: str) -> None:
    half = node.get(key)
    if not isinstance(half, dict):
        check.wrong(where, f"{key} is missing")
        return
    where = f"{where}.{key}"
    check.keys(half, {"text", "value", "accessibility_label"}, where)
    check.text(half, "text", 75, where, plain=True)
    check.string(half, "value", 1, 2000, where)
    check.string(half, "accessibility_label", 0, 75, where)


def _feedback(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"action_id", "positive_button", "negative_button"}, where)
    _half(check, node, "positive_button", where)
    _half(check, node, "negative_button", where)


def _icon_button(check: Check, node: Json, where: str) -> None:
    allowed = {"action_id", "icon", "text", "value", "confirm", "accessibility_label"}
    check.keys(node, {*allowed, "visible_to_user_ids"}, where)
    check.one_of({"icon": None, **node}, "icon", {"trash"}, where)
    check.text(node, "text", 75, where, plain=True)
    check.string(node, "value", 0, 2000, where)
    check.string(node, "accessibility_label", 0, 75, where)
    _confirm(check, node, where)


def _option(check: Check, option: Any, where: str, *, plain: bool) -> None:
    if not isinstance(option, dict):
        check.wrong(where, "an option must be an object")
        return
    check.keys(option, {"text", "value", "description", "url"}, where)
    check.text(option, "text", 75, where, plain=plain)
    check.string(option, "value", 1, 150, where)
    check.text(option, "description", 75, where, optional=True)


def _options(check: Check, node: Json, high: int, where: str, *, plain: bool) -> None:
    options = check.size(node, "options", 1, high, where)
    for number, option in enumerate(options):
        _option(check, option, f"{where}.options[{number}]", plain=plain)
    first = node.get("initial_option")
    for chosen in [*node.get("initial_options", []), *([first] if first else [])]:
        if chosen not in options:
            check.wrong(where, "the initial option is not among the options")


def _static_select(check: Check, node: Json, where: str) -> None:
    own = {"options", "option_groups", "initial_option", "initial_options", "max_selected_items"}
    check.keys(node, {"action_id", *own, *_PICKED}, where)
    check.text(node, "placeholder", 150, where, plain=True, optional=True)
    groups = check.size(node, "option_groups", 0, 100, where)
    for number, group in enumerate(groups):
        place = f"{where}.option_groups[{number}]"
        check.text(group, "label", 75, place, plain=True)
        _options(check, {"options": group.get("options")}, 100, place, plain=True)
    if not groups:
        _options(check, node, 100, where, plain=True)
    _confirm(check, node, where)


def _overflow(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"action_id", "options", "confirm"}, where)
    _options(check, node, 5, where, plain=True)


def _choices(check: Check, node: Json, where: str) -> None:
    own = {"options", "initial_option", "initial_options", "confirm", "focus_on_load"}
    check.keys(node, {"action_id", *own}, where)
    _options(check, node, 10, where, plain=False)


def _plain_text_input(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"action_id", "multiline", "min_length", "max_length", *_INPUT_TEXT}, where)
    check.text(node, "placeholder", 150, where, plain=True, optional=True)
    low, high = node.get("min_length", 0), node.get("max_length", 3000)
    if not 0 <= low <= 3000 or not 1 <= high <= 3000 or low > high:
        check.wrong(where, f"lengths of {low} to {high}")
    check.string(node, "initial_value", 0, high, where)


def _image(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"image_url", "alt_text", "slack_file"}, where)
    check.string(node, "image_url", 0, 3000, where)
    check.string(node, "alt_text", 1, 2000, where)


def _other(check: Check, node: Json, where: str) -> None:
    check.text(node, "placeholder", 150, where, plain=True, optional=True)


_RULES: dict[str, _Rule] = {
    "button": _button,
    "feedback_buttons": _feedback,
    "icon_button": _icon_button,
    "static_select": _static_select,
    "multi_static_select": _static_select,
    "overflow": _overflow,
    "checkboxes": _choices,
    "radio_buttons": _choices,
    "plain_text_input": _plain_text_input,
    "image": _image,
}
_PICKERS = {
    *(f"{many}{kind}_select" for many in ("", "multi_") for kind in ("users", "external")),
    *(f"{many}{kind}_select" for many in ("", "multi_") for kind in ("conversations", "channels")),
    *("datepicker", "timepicker", "datetimepicker"),
}
_TYPED = {"email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input"}
_SELECTS = {"static_select", "multi_static_select", "checkboxes", "radio_buttons", *_PICKERS}

IN_ACTIONS = {"button", "overflow", "workflow_button", *_SELECTS}
IN_SECTION = {*IN_ACTIONS, "image"}
IN_INPUT = {"plain_text_input", *_SELECTS, *_TYPED}
IN_CONTEXT_ACTIONS = {"feedback_buttons", "icon_button"}


def element(check: Check, node: Any, allowed: set[str], where: str) -> None:
    """One element: its type may stand here, and its fields keep their limits."""
    kind = node.get("type") if isinstance(node, dict) else None
    if kind not in allowed:
        check.wrong(where, f"an element of type {kind!r} may not stand here")
        return
    check.string(node, "action_id", 0, 255, where)
    _RULES.get(str(kind), _other)(check, node, where)


_STYLES = {"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight"}
_INLINE: dict[str, set[str]] = {
    "text": {"text"},
    "link": {"url", "text", "unsafe"},
    "emoji": {"name", "unicode", "skin_tone", "display_url"},
    "user": {"user_id"},
    "usergroup": {"usergroup_id"},
    "channel": {"channel_id"},
    "team": {"team_id"},
    "broadcast": {"range"},
    "date": {"timestamp", "format", "url", "fallback"},
    "color": {"value"},
}
_NEEDED = {"text": "text", "link": "url", "emoji": "name", "date": "timestamp"}
_PARTS: dict[str, set[str]] = {
    "rich_text_section": {"elements"},
    "rich_text_quote": {"elements", "border"},
    "rich_text_preformatted": {"elements", "border", "language"},
    "rich_text_list": {"elements", "style", "indent", "offset", "border"},
}


def rich_text(check: Check, node: Json, where: str) -> None:
    check.keys(node, {"block_id", "elements"}, where)
    for number, part in enumerate(check.size(node, "elements", 1, 1000, where)):
        _part(check, part, set(_PARTS), f"{where}.elements[{number}]")


def _part(check: Check, part: Any, allowed: set[str], where: str) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in allowed:
        check.wrong(where, f"{kind!r} is no part of rich text here")
        return
    check.keys(part, _PARTS[kind], where)
    check.one_of(part, "style", {"bullet", "ordered"}, where)
    low = 0 if kind == "rich_text_section" else 1
    for number, inner in enumerate(check.size(part, "elements", low, 1000, where)):
        place = f"{where}.elements[{number}]"
        if kind == "rich_text_list":
            _part(check, inner, {"rich_text_section"}, place)
        else:
            _inline(check, inner, place)


def _inline(check: Check, node: Any, where: str) -> None:
    kind = node.get("type") if isinstance(node, dict) else None
    if kind not in _INLINE:
        check.wrong(where, f"an unknown rich text element {kind!r}")
        return
    check.keys(node, {"style", *_INLINE[kind]}, where)
    check.keys(node.get("style", {}), _STYLES, f"{where}.style")
    needed = _NEEDED.get(kind)
    if needed and not node.get(needed):
        check.wrong(where, f"{needed} is empty")
    if kind == "link":
        check.string(node, "url", 1, 3000, where)
