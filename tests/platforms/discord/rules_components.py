"""Limits of components: rows, buttons, selects, sections, text displays."""

from collections.abc import Callable
from urllib.parse import urlsplit

from platforms.discord.checking import Check
from platforms.discord.model import Json, walk

_ROW, _BUTTON, _SELECT, _TEXT_INPUT, _SECTION, _TEXT = 1, 2, 3, 4, 9, 10
_THUMBNAIL, _GALLERY, _FILE, _SEPARATOR, _CONTAINER = 11, 12, 13, 14, 17
_SELECTS = {_SELECT, 5, 6, 7, 8}
_TOP = {_ROW, _SECTION, _TEXT, _GALLERY, _FILE, _SEPARATOR, _CONTAINER}
_LINK, _PREMIUM = 5, 6


def check_components(check: Check, components: list[Json], *, v2: bool) -> None:
    """The components of a message."""
    every = list(walk(components))
    top = _TOP if v2 else {_ROW}
    for index, each in enumerate(components):
        if each.get("type") not in top:
            check.wrong(f"components.{index}", f"type {each.get('type')} may not stand here")
    check.size("components", every if v2 else components, 0, 40 if v2 else 5)
    check.unique(
        "components: custom_id", [each["custom_id"] for each in every if "custom_id" in each]
    )
    texts = [each.get("content") or "" for each in every if each.get("type") == _TEXT]
    check.size("components: all text", sum(map(len, texts)), 0, 4000)
    for index, each in enumerate(every):
        rule = _RULES.get(each.get("type") or 0)
        if rule is not None:
            rule(check, f"components[{index}]", each)


def _row(check: Check, where: str, row: Json) -> None:
    inside = row.get("components") or []
    types = [each.get("type") for each in inside]
    if set(types) <= {_BUTTON}:
        check.size(f"{where}.components", inside, 1, 5)
    elif len(types) != 1 or types[0] not in _SELECTS:
        check.wrong(where, f"a row of 1 to 5 buttons or of one select, not of {types}")


def _button(check: Check, where: str, button: Json) -> None:
    check.size(f"{where}.label", button.get("label"), 0, 80)
    if not button.get("label") and not button.get("emoji") and button.get("style") != _PREMIUM:
        check.wrong(where, "a button without label and emoji")
    if button.get("style") == _LINK:
        _link(check, where, button)
    elif button.get("style") != _PREMIUM:
        check.size(f"{where}.custom_id", button.get("custom_id"), 1, 100)
        if button.get("url"):
            check.wrong(where, "only a link button has a url")


def _link(check: Check, where: str, button: Json) -> None:
    url = button.get("url") or ""
    check.size(f"{where}.url", url, 1, 512)
    if button.get("custom_id"):
        check.wrong(where, "a link button has no custom_id")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https", "discord"} or not parts.netloc or " " in url:
        check.wrong(f"{where}.url", f"not a link: {url[:80]!r}")


def _select(check: Check, where: str, select: Json) -> None:
    check.sizes(where, select, (("custom_id", 1, 100), ("placeholder", 0, 150)))
    if select.get("type") == _SELECT:
        options(check, where, select, (1, 25))


def options(check: Check, where: str, node: Json, bounds: tuple[int, int]) -> None:
    """The options of a select, radio group or group of check boxes."""
    given = node.get("options") or []
    check.size(f"{where}.options", given, *bounds)
    check.unique(f"{where}.options: value", [each.get("value") for each in given])
    limits = (("label", 1, 100), ("value", 1, 100), ("description", 0, 100))
    for index, each in enumerate(given):
        check.sizes(f"{where}.options.{index}", each, limits)


def _section(check: Check, where: str, section: Json) -> None:
    texts = section.get("components") or []
    check.size(f"{where}.components", texts, 1, 3)
    if any(each.get("type") != _TEXT for each in texts):
        check.wrong(where, "only texts stand in a section")
    if (section.get("accessory") or {}).get("type") not in {_BUTTON, _THUMBNAIL}:
        check.wrong(where, "the accessory is a button or a thumbnail")


def _text(check: Check, where: str, text: Json) -> None:
    check.size(f"{where}.content", (text.get("content") or "").strip(), 1, 4000)


def _container(check: Check, where: str, container: Json) -> None:
    inside = container.get("components") or []
    check.size(f"{where}.components", inside, 1, 40)
    for each in inside:
        if each.get("type") not in _TOP - {_CONTAINER}:
            check.wrong(where, f"type {each.get('type')} may not stand in a container")


def _described(check: Check, where: str, media: Json) -> None:
    for each in media.get("items") or [media]:
        check.size(f"{where}.description", each.get("description"), 0, 1024)


_RULES: dict[int, Callable[[Check, str, Json], None]] = {
    _ROW: _row,
    _BUTTON: _button,
    **dict.fromkeys(_SELECTS, _select),
    _SECTION: _section,
    _TEXT: _text,
    _THUMBNAIL: _described,
    _GALLERY: _described,
    _CONTAINER: _container,
}
