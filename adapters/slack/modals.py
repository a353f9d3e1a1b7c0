"""Windows: to read in, to say what is wrong, to ask about a message, to set things. Pure."""

import json
from collections.abc import Mapping, Sequence

from adapters.slack import escape, rich
from adapters.slack.names import (
    ABOUT_VIEW,
    FEEDBACK_VIEW,
    FORGET_VIEW,
    PAGE_BACK,
    PAGE_ON,
    SETTINGS_VIEW,
    Json,
)
from adapters.slack.texts import texts
from bot.talk import Preferences, Rating, Reason
from bot.wording.chat import chat
from retrieval.types import Source

TITLE_MOST = 24
NOTE_MOST = 2_000
_OPTION_MOST = 75
_VALUE_MOST = 150
_PRIVATE_MOST = 2_900  # of 3,000 characters
_PREVIEW = 500
_GROUP = 100
FIELD = "value"  # action_id of every input; block ids tell them apart


def modal(title: str, lang: str, blocks: list[Json], **more: str) -> Json:
    """A window without inputs. `more`: callback_id, private_metadata."""
    return {
        "type": "modal",
        "title": rich.plain(title, TITLE_MOST),
        "close": rich.plain(texts(lang).close, TITLE_MOST),
        "blocks": blocks,
        **more,
    }


def note(title: str, line: str, lang: str) -> Json:
    """A window that says one thing."""
    return modal(title, lang, [rich.paragraph(line)])


def reading(kind: str, id: str, pages: Sequence[list[Json]], number: int, lang: str) -> Json:
    """One page of `quotes`, `rest` or `why`, with buttons to the others. Numbers start at 0."""
    words = chat(lang)
    titles = {"quotes": words.quotes, "why": words.why}
    return modal(titles.get(kind, words.rest), lang, leaf(kind, id, pages, number, lang))


def leaf(kind: str, id: str, pages: Sequence[list[Json]], number: int, lang: str) -> list[Json]:
    """The blocks of that window; in a message its buttons open it."""
    own = texts(lang)
    blocks = list(pages[number])
    if len(pages) > 1:
        blocks.append(rich.context([own.page.format(n=number + 1, of=len(pages))]))
        back = [rich.button(PAGE_BACK, own.back, f"{kind}:{id}:{number - 1}")] if number else []
        last = number == len(pages) - 1
        on = [] if last else [rich.button(PAGE_ON, own.on, f"{kind}:{id}:{number + 1}")]
        blocks.append(rich.actions(*back, *on))
    return blocks


def feedback(id: str, rating: Rating, lang: str) -> Json:
    """What is wrong with an answer."""
    words = chat(lang)
    citation = rating is Rating.WRONG_CITATION
    reasons = [_option(line, reason.value) for reason, line in words.reasons.items()]
    chosen = [o for o in reasons if citation and o["value"] == Reason.CITATION.value]
    radio = {"type": "radio_buttons", "options": reasons}
    number = {"type": "plain_text_input", "max_length": 3}
    blocks = [
        _input("reason", words.feedback_reason, {**radio, **_initial(chosen)}),
        _input("citation", words.feedback_citation, number, optional=True),
        _input("note", words.feedback_note, _area(NOTE_MOST), optional=True),
    ]
    data = json.dumps({"id": id, "rating": rating.value, "lang": lang})
    return _form(words.feedback_title, lang, blocks, FEEDBACK_VIEW, data)


def about(data: Mapping[str, str], lang: str) -> Json:
    """A question about a message, whose text is `data["about"]`."""
    words = chat(lang)
    preview = rich.block(rich.quote(rich.text(escape.cut(data["about"], _PREVIEW))))
    field = {**_area(3_000), "placeholder": rich.plain(words.about_hint, 150)}
    blocks = [preview, _input("question", words.about_label, field, optional=True)]
    return _form(words.about_title, lang, blocks, ABOUT_VIEW, _packed(data))


def forget(lang: str) -> Json:
    """Whether everything is to be deleted."""
    words = chat(lang)
    view = _form(words.forget, lang, [rich.paragraph(words.forget_confirm)], FORGET_VIEW, lang)
    return {**view, "submit": rich.plain(words.forget, TITLE_MOST)}


def settings(now: Preferences, sources: Sequence[Source], channel: str, lang: str) -> Json:
    """What holds in a channel, to be changed."""
    words = chat(lang)
    langs = [
        _option(words.lang_auto, "auto"),
        _option("English", "en"),
        _option("한국어", "ko"),
    ]
    language = {"type": "static_select", "options": langs}
    chosen = [o for o in langs if o["value"] == (now.lang or "auto")]
    blocks = [
        _switch("on", words.setting_on, lang, on=now.on),
        *_sources(now, sources, lang),
        _input("lang", words.setting_lang, {**language, **_initial(chosen)}),
        _switch("private", words.setting_private, lang, on=now.private),
        _switch("direct", words.setting_direct, lang, on=now.direct),
    ]
    data = json.dumps({"channel": channel, "lang": lang})
    return _form(words.settings, lang, blocks, SETTINGS_VIEW, data)


def _sources(now: Preferences, sources: Sequence[Source], lang: str) -> list[Json]:
    """Nothing chosen means all. Slack takes groups of at most 100."""
    words = chat(lang)
    options = [_option(s.name or s.location, s.id) for s in sources if len(s.id) <= _VALUE_MOST]
    if not options:
        return []
    groups = [
        {"label": rich.plain(f"{words.setting_sources} {at + 1}-", _OPTION_MOST), "options": part}
        for at in range(0, len(options), _GROUP)
        if (part := options[at : at + _GROUP])
    ]
    chosen = [o for o in options if now.sources and o["value"] in now.sources]
    select: Json = {
        "type": "multi_static_select",
        "placeholder": rich.plain(words.all_sources, 150),
        **({"options": options} if len(groups) == 1 else {"option_groups": groups[:_GROUP]}),
        **({"initial_options": chosen} if chosen else {}),
    }
    return [_input("sources", words.setting_sources, select, optional=True)]


def _switch(id: str, label: str, lang: str, *, on: bool) -> Json:
    words = chat(lang)
    options = [_option(words.yes, "yes"), _option(words.no, "no")]
    radio = {"type": "radio_buttons", "options": options}
    return _input(id, label, {**radio, **_initial(options[:1] if on else options[1:])})


def _form(title: str, lang: str, blocks: list[Json], callback: str, data: str) -> Json:
    words = chat(lang)
    view = modal(title, lang, blocks, callback_id=callback, private_metadata=data)
    buttons = {"submit": words.send, "close": words.cancel}
    return {**view, **{key: rich.plain(label, TITLE_MOST) for key, label in buttons.items()}}


def _input(id: str, label: str, element: Json, *, optional: bool = False) -> Json:
    return {
        "type": "input",
        "block_id": id,
        "label": rich.plain(label, 2_000),
        "element": {**element, "action_id": FIELD},
        "optional": optional,
    }


def _area(most: int) -> Json:
    return {"type": "plain_text_input", "multiline": True, "max_length": most}


def _option(label: str, value: str) -> Json:
    return {"text": rich.plain(label, _OPTION_MOST), "value": value}


def _initial(chosen: list[Json]) -> Json:
    return {"initial_option": chosen[0]} if chosen else {}


def _packed(data: Mapping[str, str]) -> str:
    """As JSON that fits; the message asked about is cut, nothing else."""
    whole = json.dumps(dict(data), ensure_ascii=False)
    over = escape.units(whole) - _PRIVATE_MOST
    if over <= 0 or len(data["about"]) <= 1:
        return whole
    shorter = escape.cut(data["about"], max(1, escape.units(data["about"]) - over))
    return _packed({**data, "about": shorter})
