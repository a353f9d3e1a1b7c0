"""The rules, at their limits."""

from typing import Any

import pytest
from platforms.slack import rules
from platforms.slack.small_bot import ANSWER, FEEDBACK, HOME, MODAL

Json = dict[str, Any]


def _plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def _section(**fields: Any) -> Json:
    return {"type": "section", **fields}


def _button(**fields: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": _plain(4), **fields}


def _actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def _option(text: int = 5, value: int = 5) -> Json:
    return {"text": _plain(text), "value": "x" * value}


def _select(count: int, kind: str = "static_select", **fields: Any) -> Json:
    return {"type": kind, "action_id": "s", "options": [_option()] * count, **fields}


def _feedback(text: int, value: int) -> Json:
    half = {"text": _plain(text), "value": "x" * value}
    element = {"type": "feedback_buttons", "positive_button": half, "negative_button": half}
    return {"type": "context_actions", "elements": [element]}


def _rich(part: Json) -> Json:
    return {"type": "rich_text", "elements": [part]}


def _line(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def _table(rows: int, cells: int) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


_LINK = {"type": "link", "url": "https://a.example/", "text": "A"}
_LIST = {"type": "rich_text_list", "style": "ordered", "elements": [_line(_LINK)]}
_TRASH = {"type": "icon_button", "icon": "trash", "text": _plain(5), "action_id": "t"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (_section(text=_plain(3000)), _section(text=_plain(3001))),
        (_section(text=_plain(1)), _section(text=_plain(0))),
        (_section(fields=[_plain(2000)] * 3), _section(fields=[_plain(2001)])),
        (_section(fields=[_plain(1)] * 10), _section(fields=[_plain(1)] * 11)),
        (_section(text=_plain(1), block_id="b" * 255), _section(text=_plain(1), block_id="b" * 256)),
        (_section(text=_plain(1), accessory=_button()), _section(text=_plain(1), accessory=FEEDBACK)),
        (_section(text=_plain(1)), _section()),
        (_section(text=_plain(1)), _section(text=_plain(1), colour="red")),
        ({"type": "header", "text": _plain(150)}, {"type": "header", "text": _plain(151)}),
        ({"type": "header", "text": _plain(1)}, {"type": "header", "text": {"type": "mrkdwn", "text": "x"}}),
        ({"type": "context", "elements": [_plain(1)] * 10}, {"type": "context", "elements": [_plain(1)] * 11}),
        ({"type": "context", "elements": [_plain(1)]}, {"type": "context", "elements": []}),
        (_actions(*(_button(action_id=f"{n}") for n in range(25))), _actions(*(_button(action_id=f"{n}") for n in range(26)))),
        (_actions(_button()), _actions(_button(), _button())),
        (_actions(_button(text=_plain(75))), _actions(_button(text=_plain(76)))),
        (_actions(_button(value="x" * 2000)), _actions(_button(value="x" * 2001))),
        (_actions(_button(url="x" * 3000)), _actions(_button(url="x" * 3001))),
        (_actions(_button(action_id="x" * 255)), _actions(_button(action_id="x" * 256))),
        (_actions(_button(accessibility_label="x" * 75)), _actions(_button(accessibility_label="x" * 76))),
        (_actions(_button(style="danger")), _actions(_button(style="default"))),
        (_actions(_select(100)), _actions(_select(101))),
        (_actions(_select(5, "overflow")), _actions(_select(6, "overflow"))),
        (_actions(_select(10, "radio_buttons")), _actions(_select(11, "radio_buttons"))),
        (_actions(_select(10, "checkboxes")), _actions(_select(11, "checkboxes"))),
        (_actions(_select(1, initial_option=_option())), _actions(_select(1, initial_option=_option(4)))),
        (_actions(_select(1, placeholder=_plain(150))), _actions(_select(1, placeholder=_plain(151)))),
        (_actions({**_select(1), "options": [_option(75, 150)]}), _actions({**_select(1), "options": [_option(76, 1)]})),
        (_actions(_button()), _actions({"type": "lever", "action_id": "a"})),
        (_feedback(75, 2000), _feedback(76, 1)),
        (_feedback(1, 2000), _feedback(1, 2001)),
        ({"type": "context_actions", "elements": [_TRASH]}, {"type": "context_actions", "elements": [_button()]}),
        (_rich(_line(_LINK)), _rich(_line({"type": "link", "text": "A"}))),
        (_rich(_LIST), _rich({**_LIST, "elements": [_LINK]})),
        (_rich({"type": "rich_text_quote", "elements": [_LINK]}), _rich({"type": "rich_text_quote", "elements": [_LIST]})),
        (_rich(_line({"type": "text", "text": "x", "style": {"bold": True}})), _rich(_line({"type": "text", "text": "x", "style": {"large": True}}))),
        (_rich(_line({"type": "text", "text": "x"})), _rich(_line({"type": "text", "text": ""}))),
        (_table(100, 20), _table(101, 1)),
        (_table(1, 20), _table(1, 21)),
        ({"type": "markdown", "text": "x" * 12_000}, {"type": "markdown", "text": "x" * 12_001}),
        ({"type": "image", "image_url": "https://a.example/i.png", "alt_text": "A"}, {"type": "image", "image_url": "https://a.example/i.png"}),
        ({"type": "divider"}, {"type": "input", "label": _plain(1), "element": {"type": "plain_text_input"}}),
    ],
)  # fmt: skip
def test_blocks_of_messages(right: Json, wrong: Json) -> None:
    assert rules.message_problems({"text": "x", "blocks": [right]}) == []
    found = rules.message_problems({"text": "x", "blocks": [wrong]})
    assert {each.error for each in found} == {"invalid_blocks"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ({"title": _plain(24)}, {"title": _plain(25)}),
        ({"submit": _plain(24)}, {"submit": _plain(25)}),
        ({"close": _plain(24)}, {"close": _plain(25)}),
        ({"private_metadata": "x" * 3000}, {"private_metadata": "x" * 3001}),
        ({"callback_id": "x" * 255}, {"callback_id": "x" * 256}),
        ({"blocks": [{"type": "divider"}] * 100}, {"blocks": [{"type": "divider"}] * 101}),
        ({"blocks": [_section(text=_plain(9))]}, {"blocks": [{"type": "markdown", "text": "x"}]}),
        ({"notify_on_close": True}, {"response_url_enabled": True}),
    ],
)
def test_modals(right: Json, wrong: Json) -> None:
    assert rules.view_problems({**MODAL, **right}, {"modal"}) == []
    assert rules.view_problems({**MODAL, **wrong}, {"modal"}) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ({"max_length": 3000}, {"max_length": 3001}),
        ({"initial_value": "x" * 3000}, {"initial_value": "x" * 3001}),
        ({"placeholder": _plain(150)}, {"placeholder": _plain(151)}),
    ],
)
def test_text_inputs(right: Json, wrong: Json) -> None:
    def problems(fields: Json) -> int:
        element = {"type": "plain_text_input", "action_id": "a", **fields}
        block = {"type": "input", "label": _plain(2000), "element": element}
        return len(rules.view_problems({**MODAL, "blocks": [block]}, {"modal"}))

    assert problems(right) == 0
    assert problems(wrong) == 1


def test_inputs_need_a_submit_button_and_labels_have_an_end() -> None:
    unsent = {key: value for key, value in MODAL.items() if key != "submit"}
    assert len(rules.view_problems(unsent, {"modal"})) == 1
    long = {**MODAL["blocks"][0], "label": _plain(2001)}
    assert len(rules.view_problems({**MODAL, "blocks": [long]}, {"modal"})) == 1


def test_what_the_small_bot_sends_is_right() -> None:
    assert rules.message_problems({"channel": "C", "text": "x", "blocks": ANSWER}) == []
    assert rules.view_problems(HOME, {"home"}) == []
    assert rules.view_problems(HOME, {"modal"}) != []


@pytest.mark.parametrize(
    "payload",
    [
        {"text": "x", "response_type": "loud"},
        {"text": "x", "replace_original": "yes"},
        {"text": "x", "channel": "C"},
        {"response_type": "ephemeral"},
        {"text": "x", "blocks": [{"type": "marquee"}]},
        ["x"],
    ],
)
def test_answers_to_response_urls(payload: Any) -> None:
    assert len(rules.response_problems(payload)) == 1
    assert rules.response_problems({"delete_original": True}) == []


@pytest.mark.parametrize(
    "chunk",
    [
        {"type": "confetti"},
        {"type": "markdown_text", "text": ""},
        {"type": "task_update", "id": "1", "title": "x", "status": "lazy"},
        {"type": "plan_update"},
        {"type": "blocks", "blocks": [{"type": "marquee"}]},
    ],
)
def test_chunks_of_streams(chunk: Json) -> None:
    assert len(rules.stream_problems({"chunks": [chunk]})) == 1
    task = {"type": "task_update", "id": "1", "title": "Searching", "status": "in_progress"}
    assert rules.stream_problems({"chunks": [task], "markdown_text": "x" * 12_000}) == []
