"""Messages beyond one limit each, for the tests of the rules."""

from platforms.discord.model import Json


def _text(size: int) -> Json:
    return {"type": 10, "content": "x" * size}


def _row(*buttons: Json) -> Json:
    return {"type": 1, "components": list(buttons)}


def _button(**more: object) -> Json:
    return {"type": 2, "style": 2, "label": "b", "custom_id": "c"} | more


LINK = {"style": 5, "custom_id": None}
SECTION = {"type": 9, "components": [_text(1)] * 4, "accessory": _button()}

TOO_MUCH: list[Json] = [
    {"content": "x" * 2001},
    {"nonce": "x" * 26},
    {"embeds": [{"title": "x" * 257}]},
    {"embeds": [{"description": "x" * 3001}] * 2},
    {"embeds": [{"fields": [{"name": "", "value": "x"}]}]},
    {"components": [_row(*(_button(custom_id=str(each)) for each in range(6)))]},
    {"components": [_row(_button(), _button())]},
    {"components": [_row(_button(label="x" * 81))]},
    {"components": [_row(_button(custom_id="x" * 101))]},
    {"components": [_row(_button(url="https://example.org", **LINK))] * 6},
    {"components": [_row(_button(url="javascript:alert(1)", **LINK))]},
    {"components": [_row(_button(url="https://example.org/" + "x" * 500, **LINK))]},
    {"components": [_text(1)]},
    {"flags": 1 << 15, "content": "x", "components": [_text(1)]},
    {"flags": 1 << 15, "components": [_text(2000), _text(2001)]},
    {"flags": 1 << 15, "components": [_text(1)] * 41},
    {"flags": 1 << 15, "components": [SECTION]},
    {"flags": 1 << 7, "content": "x"},
]
