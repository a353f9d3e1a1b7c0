"""Elements and blocks of Slack's Block Kit, as plain values. Pure."""

from collections.abc import Sequence

from adapters.slack import escape
from adapters.slack.names import Json

BUTTON_MOST = 75
_CONTEXT_MOST = 3_000


def text(value: str, style: str | None = None) -> Json:
    """A run of literal text; `style`: bold or italic."""
    made: Json = {"type": "text", "text": escape.literal(value) or " "}
    return {**made, "style": {style: True}} if style else made


def link(url: str | None, label: str, style: str | None = None) -> Json:
    """A link where the URL is fit for one; else its label as text."""
    fit = escape.link(url)
    run = text(label, style)
    return {**run, "type": "link", "url": fit} if fit else run


def section(*runs: Json) -> Json:
    """A line of text."""
    return {"type": "rich_text_section", "elements": list(runs)}


def quote(*runs: Json) -> Json:
    """Lines with a bar beside them."""
    return {"type": "rich_text_quote", "elements": list(runs)}


def bullets(items: Sequence[Json]) -> Json:
    """Sections, each behind a bullet."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items)}


def numbered(items: Sequence[Json], first: int) -> Json:
    """Sections, numbered from `first` on."""
    made: Json = {"type": "rich_text_list", "style": "ordered", "elements": list(items)}
    return {**made, "offset": first - 1} if first > 1 else made


def block(*parts: Json) -> Json:
    """A block of rich text."""
    return {"type": "rich_text", "elements": list(parts)}


def paragraph(value: str, style: str | None = None) -> Json:
    """A block of one run of text."""
    return block(section(text(value, style)))


def context(lines: Sequence[str]) -> Json:
    """Small print. `verbatim`: Slack makes no links of addresses in it."""
    joined = "\n".join(escape.mrkdwn(line) for line in lines)[:_CONTEXT_MOST]
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": joined or " ", "verbatim": True}],
    }


def plain(value: str, most: int) -> Json:
    """A plain_text object, cut to what fits."""
    return {
        "type": "plain_text",
        "text": escape.cut(escape.literal(value), most) or " ",
        "emoji": False,
    }


def button(
    action: str, label: str, value: str, *, primary: bool = False, danger: bool = False
) -> Json:
    """A button whose label is also read aloud."""
    made: Json = {
        "type": "button",
        "action_id": action,
        "text": plain(label, BUTTON_MOST),
        "value": value,
        "accessibility_label": escape.cut(label, BUTTON_MOST),
    }
    if danger:
        return {**made, "style": "danger"}
    return {**made, "style": "primary"} if primary else made


def dialog(title: str, asked: str, yes: str, no: str) -> Json:
    """What asks once more before a press of a dangerous button counts."""
    return {
        "title": plain(title, 100),
        "text": plain(asked, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
        "style": "danger",
    }


def actions(*buttons: Json) -> Json:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons)}
