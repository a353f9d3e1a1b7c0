"""Draws runs, and questions about sources, as messages. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from adapters.slack import escape, rich
from adapters.slack.names import KEEP, PRESSES, REMOVE, Json
from adapters.slack.render import Drawn
from adapters.slack.texts import texts
from bot import wording
from bot.panels import Button, Panel, Press
from bot.wording.admin import admin_words
from bot.wording.chat import chat
from bot.wording.folding import plain
from bot.wording.runs import panel
from retrieval.types import Run, RunState, Source

_HEAD = 300
_LINE = 400
_LINES = 25
_NAME = 100
_TEXT = 3_500
_RUNS = 10


def draw(of: Panel, note: str = "") -> Drawn:
    """A run with its buttons; `note` is a line of ours below."""
    lines = [escape.cut(line, _LINE) for line in of.lines[:_LINES]]
    head = escape.cut(of.head, _HEAD)
    parts = [rich.section(rich.text(head, "bold"))]
    parts += [rich.section(rich.text(line)) for line in (of.bar, *lines) if line]
    blocks = [rich.block(*parts), *([rich.context([note])] if note else []), *buttons(of)]
    return Drawn(text=_text([head, of.bar, *lines, note]), blocks=blocks)


def buttons(of: Panel) -> list[Json]:
    """A row of what may be done about a run; none where nothing may."""
    row = [_button(each, of) for each in of.buttons]
    return [rich.actions(*row)] if row else []


def runs(found: Sequence[Run], now: datetime, lang: str) -> Drawn:
    """The latest runs, with buttons under those that go on or wait for a yes."""
    words = admin_words(lang)
    if not found:
        return Drawn(text=escape.mrkdwn(words.no_runs), blocks=[])
    shown = [(run, panel(run, now, lang)) for run in found[:_RUNS]]
    blocks = [rich.paragraph(words.runs, "bold")]
    blocks += [block for run, of in shown for block in _run(run, of, now)]
    return Drawn(
        text=_text([words.runs, *(_line(run, of, now) for run, of in shown)]), blocks=blocks
    )


def line(run: Run, now: datetime, lang: str) -> str:
    """How a run is, in mrkdwn."""
    return escape.mrkdwn(escape.cut(panel(run, now, lang).head, _HEAD))


def removal(source: Source, lang: str) -> Drawn:
    """Whether a source is to be removed, with its texts."""
    words, own = admin_words(lang), texts(lang)
    form = words.remove_question[source.documents != 1]
    asked = name_in(form.replace("{n}", f"{source.documents:,}"), source)
    yes = rich.button(REMOVE, words.remove_yes, source.id, danger=True)
    dialog = rich.dialog(words.remove_yes, own.confirm_delete, words.remove_yes, words.remove_no)
    keep = rich.button(KEEP, words.remove_no, source.id)
    blocks = [rich.paragraph(asked), rich.actions({**yes, "confirm": dialog}, keep)]
    return Drawn(text=escape.mrkdwn(asked), blocks=blocks)


def name_in(line: str, source: Source) -> str:
    """A line of ours about a source, with its name put in; not escaped."""
    name = escape.cut(plain(source.name) or source.location, _NAME)
    return line.replace("{name}", name)


def _button(button: Button, of: Panel) -> Json:
    action, value = PRESSES[button.press], f"{of.run_id}:{button.value}"
    made = rich.button(action, button.label, value, danger=button.danger)
    own = texts(of.lang)
    why = {Press.CONFIRM: own.confirm_delete, Press.ROLLBACK: own.confirm_rollback}
    if button.press not in why:
        return made
    no = chat(of.lang).cancel
    return {**made, "confirm": rich.dialog(button.label, why[button.press], button.label, no)}


def _run(run: Run, of: Panel, now: datetime) -> Iterator[Json]:
    head, _, more = _line(run, of, now).partition("\n")
    yield rich.block(rich.section(rich.text(head, "bold")), rich.section(rich.text(more)))
    if run.open or run.state is RunState.HELD:
        yield from buttons(of)


def _line(run: Run, of: Panel, now: datetime) -> str:
    """Two lines: what and how it is; more of it, with its id."""
    age = wording.age(run.queued or run.started, now, of.lang)
    more = [of.bar, age, plain(run.message or ""), run.id]
    return (
        f"{escape.cut(plain(of.head), _HEAD)}\n{escape.cut(' · '.join(filter(None, more)), _LINE)}"
    )


def _text(lines: Sequence[str]) -> str:
    """For where blocks are not shown."""
    taken: list[str] = []
    room = _TEXT
    for each in filter(None, lines):
        room -= escape.units(safe := escape.mrkdwn(each)) + 1
        if room < 0:
            return "\n".join([*taken, "…"])
        taken.append(safe)
    return "\n".join(taken)
