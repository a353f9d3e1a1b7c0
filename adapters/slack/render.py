"""Draws a card as a Slack message. Pure: plain values in, plain values out."""

from dataclasses import dataclass

from adapters.slack import escape, layout, lines, rich
from adapters.slack.fallback import text_of
from adapters.slack.names import (
    AGAIN,
    DOWN,
    FEEDBACK,
    QUOTES,
    REST,
    SHARE,
    UP,
    WHY,
    WRONG,
    Json,
)
from adapters.slack.texts import texts
from bot.present import Card, Kind
from bot.wording.chat import Chat, chat

_NAME = 100
_REPLIES = frozenset({Kind.ANSWER, Kind.ABSTENTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A message. `text` stands for the blocks where those are not shown."""

    text: str
    blocks: list[Json]


def draw(card: Card, *, name: str | None = None, native: bool = True) -> Drawn:
    """`name`: of the person who shared it; `native`: with Slack's own feedback buttons."""
    divided = layout.split(card)
    shown = divided.shown
    blocks = [*_top(shown, name), *_body(shown, card)]
    if divided.rest:
        blocks.append(_more(card, shown))
    blocks += _bottom(shown)
    if card.id:
        blocks += _controls(card, more=divided.rest is not None, native=native)
    return Drawn(text=text_of(shown, name), blocks=blocks)


def _top(card: Card, name: str | None) -> list[Json]:
    words = chat(card.lang)
    parts = []
    if card.asked:
        parts.append(rich.section(rich.text(words.asked.format(question=card.asked), "italic")))
    if card.shared_by:
        by = words.shared_by.format(user=escape.cut(name, _NAME)) if name else None
        parts.append(rich.section(rich.text(by or texts(card.lang).shared, "italic")))
    if card.head:
        parts.append(rich.section(rich.text(card.head)))
    parts += [rich.section(rich.text(line)) for line in card.about if line]
    return [rich.block(*parts)] if parts else []


def _body(shown: Card, card: Card) -> list[Json]:
    words, urls = chat(card.lang), lines.urls_of(card.cited)
    blocks = [lines.statement(said, urls, card.lang) for said in shown.said]
    if shown.cited:
        blocks.append(lines.sources(words.sources, shown.cited))
    if shown.nearest:
        blocks.append(lines.sources(words.nearest, shown.nearest))
    if shown.tips:
        blocks.append(lines.bulleted(words.tips, shown.tips))
    return blocks + [lines.listing(each) for each in shown.lists if each.items]


def _more(card: Card, shown: Card) -> Json:
    """How much of it is elsewhere; what is only cut counts as one."""
    words = chat(card.lang)
    parts = (
        (card.said, shown.said),
        (card.cited, shown.cited),
        (card.nearest, shown.nearest),
        (card.tips, shown.tips),
        *layout.listed(card, shown),
    )
    missing = sum(len(every) - len(some) for every, some in parts)
    return rich.context([words.page_more.format(n=max(missing, 1), button=words.rest)])


def _bottom(card: Card) -> list[Json]:
    small = [line for line in (*card.foot, card.notice) if line]
    return [rich.context(small)] if small else []


def _controls(card: Card, *, more: bool, native: bool) -> list[Json]:
    words = chat(card.lang)
    if card.kind not in _REPLIES:
        return [rich.actions(rich.button(AGAIN, words.again, card.id, primary=True))]
    buttons = []
    if any(c.extracts for c in card.cited):
        buttons.append(rich.button(QUOTES, words.quotes, card.id))
    if more:
        buttons.append(rich.button(REST, words.rest, card.id))
    buttons.append(rich.button(WHY, words.why, card.id))
    if card.private:
        buttons.append(rich.button(SHARE, words.share, card.id))
    if card.cited:
        buttons.append(rich.button(WRONG, words.wrong_citation, card.id))
    return [rich.actions(*buttons), _feedback(card.id, words, native=native)]


def _feedback(id: str, words: Chat, *, native: bool) -> Json:
    up, down = f"up:{id}", f"down:{id}"
    if not native:
        return rich.actions(
            rich.button(UP, words.helpful, up), rich.button(DOWN, words.unhelpful, down)
        )
    pair = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": _half(words.helpful, up),
        "negative_button": _half(words.unhelpful, down),
    }
    return {"type": "context_actions", "elements": [pair]}


def _half(label: str, value: str) -> Json:
    return {
        "text": rich.plain(label, rich.BUTTON_MOST),
        "value": value,
        "accessibility_label": escape.cut(label, rich.BUTTON_MOST),
    }
