"""The pieces that every drawing of a card is made of, as markdown of a known size. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from adapters.discord import escape
from adapters.discord.budget import cut, fitting
from adapters.discord.drawing import Act, Press
from adapters.discord.escape import size
from adapters.discord.texts import texts
from adapters.discord.whole import NAME
from bot import wording
from bot.present import Card, Cited, Kind, Said
from bot.wording.chat import chat

MOST_SOURCES = 8  # that are shown at once; the others open by a button
_ASKED, _TITLE, _BYLINE, _LEAD, _NOTE, _NOTES = 300, 110, 120, 150, 120, 80
_TIP, _TIPS = 160, 5
_LINE, _ABOUT, _FOOT = 220, 600, 700  # units of a line; of all lines under the head, under a reply
_AGE = 24  # units, more than any age takes
_USER = 20  # digits of the largest id
_LEAST = 60  # units that a sentence which is cut has at least
_GAP = "\n\n"


def sources(card: Card) -> Sequence[Cited]:
    """What is listed under a reply."""
    return card.cited or card.nearest


def preface(card: Card) -> str:
    """Who shares it and what was asked, where the reply does not stand under its question."""
    words = chat(card.lang)
    shared = words.shared_by.format(user=person(card.shared_by)) if card.shared_by else ""
    asked = cut(card.asked, _ASKED, escape.text) if card.asked else ""
    head = words.asked.format(question=asked) if asked else ""
    return "\n".join(f"-# {line}" for line in (shared, head) if line)


def person(user: str) -> str:
    """Names a person; nobody is pinged, since no message of ours may."""
    id = user.isascii() and user.isdecimal() and len(user) <= _USER
    return f"<@{user}>" if id else cut(user, _BYLINE, escape.text)


def statements(card: Card, most: int, *, attach: bool) -> tuple[str, bool]:
    """As many statements as fit, each with its numbers, and whether something is left.

    What is left is in a file with `attach`, else among the quotes.
    """
    drawn = [statement(said, card.lang) for said in card.said]
    if fitting(drawn, most, len(_GAP)) == len(drawn):
        return _GAP.join(drawn), False
    elsewhere = _Elsewhere(lang=card.lang, attach=attach)
    room = most - size(elsewhere.more(len(drawn))) - len(_GAP)
    first = fitting(drawn, room, len(_GAP))
    shown = drawn[:first] or [_cut(card.said[0], card.lang, room, elsewhere.cut)]
    rest = len(drawn) - len(shown)
    return _GAP.join((*shown, *((elsewhere.more(rest),) if rest else ()))), True


def statement(said: Said, lang: str) -> str:
    """A sentence with the numbers of its sources; a quote as a block quote under who says it."""
    return _lead(said, lang) + _body(said) + _numbers(said)


def title(cited: Cited) -> str:
    """Its title, shortened."""
    return cut(cited.title, _TITLE, escape.text)


def source_line(cited: Cited) -> str:
    """Whose it is and how old, what was noticed of it, and what it lacks. Names give way to the date."""
    dated = cut(cited.dated, _BYLINE // 2, escape.text)
    who = cut(cited.who, _BYLINE - size(dated), escape.text)
    notes = cut(" · ".join(cited.notes), _NOTES, escape.text)
    lacks = cut(cited.lacks, _BYLINE, escape.text) if cited.lacks else ""
    return " · ".join(part for part in (who, dated, notes, lacks) if part)


def as_old_as_can_be(cited: Cited) -> Cited:
    """With the longest age, so that what fits does not change with the day on which it is asked."""
    return replace(cited, age="0" * _AGE) if cited.age else cited


def tips(card: Card) -> str:
    """What to try next, as a list under its heading."""
    listed = "\n".join(f"- {cut(tip, _TIP, escape.text)}" for tip in card.tips[:_TIPS])
    return f"**{chat(card.lang).tips}**\n{listed}" if listed else ""


def about(card: Card, most: int) -> tuple[str, bool]:
    """What stands against a reply, under its head, and whether something of it is left."""
    lines, left = _lines(card.about, min(most, _ABOUT), escape.text)
    return "\n".join(lines), left


def foot(card: Card, drawn: Callable[[str], str]) -> tuple[tuple[str, ...], bool]:
    """The lines under a reply, and whether something of them is left."""
    lines, left = _lines(card.foot, _FOOT, drawn)
    notice = cut(card.notice or "", _LINE, drawn)
    return tuple(filter(None, (*lines, notice))), left


def more(card: Card, left: int) -> str:
    """How many sources and pages open by a button; empty when all are shown."""
    words = chat(card.lang)
    return f"-# {words.page_more.format(n=left, button=words.rest)}" if left else ""


def buttons(card: Card, *, threads: bool, rest: bool) -> tuple[Press, ...]:
    """What can be done with a reply. `threads`: whether one can be started there."""
    if not card.id or card.kind in {Kind.FAILURE, Kind.NOTE}:
        return (_press(card, Act.AGAIN),) if card.id else ()
    acts = (
        Act.UP,
        Act.DOWN,
        *((Act.QUOTES,) if any(cited.extracts for cited in card.cited) else ()),
        *((Act.REST,) if rest else ()),
        *((Act.SHARE,) if card.private else (Act.THREAD,) if threads else ()),
        Act.WHY,
    )
    return tuple(_press(card, act) for act in acts)


def _press(card: Card, act: Act) -> Press:
    words = chat(card.lang)
    label, emoji = {
        Act.UP: (words.helpful, "👍"),
        Act.DOWN: (words.unhelpful, "👎"),
        Act.QUOTES: (words.quotes, None),
        Act.REST: (words.rest, None),
        Act.SHARE: (words.share, None),
        Act.THREAD: (words.thread, None),
        Act.AGAIN: (words.again, None),
        Act.WHY: (words.why, None),
    }[act]
    return Press(act=act, id=card.id, label=label, emoji=emoji)


def _lines(plain: Sequence[str], most: int, drawn: Callable[[str], str]) -> tuple[list[str], bool]:
    """As many lines as fit, and whether something is left."""
    cuts = [cut(line, _LINE, drawn) for line in plain]
    kept = cuts[: fitting(cuts, most, len("-# \n"))]
    return [line for line in kept if line], kept != [drawn(line) for line in plain]


def _lead(said: Said, lang: str) -> str:
    """Above a sentence: that only people say so, and who says it."""
    note = f"**{cut(said.note, _NOTE, escape.text)}**\n" if said.note else ""
    if not said.lead:
        return note
    return note + cut(said.lead, _LEAD, escape.text) + wording.phrases(lang).colon + "\n"


def _body(said: Said) -> str:
    text = said.text.rstrip()
    return escape.quoted(text) if said.quoted else escape.block(text)


def _numbers(said: Said) -> str:
    return "".join(f" [{n}]" for n in said.numbers)


def _cut(said: Said, lang: str, most: int, end: str) -> str:
    """A sentence that alone is too long, with its numbers and with where it is whole."""
    lead, numbers = _lead(said, lang), _numbers(said)
    room = max(_LEAST, most - size(lead) - size(numbers))
    draw = escape.quoted if said.quoted else escape.block
    return lead + cut(said.text, room, draw, end) + numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Elsewhere:
    """Words for where the rest is: in a file, or among the quotes where no file may be sent."""

    lang: str
    attach: bool

    @property
    def cut(self) -> str:
        words = chat(self.lang)
        if self.attach:
            return texts(self.lang).cut.format(name=NAME)
        return words.cut.format(button=words.quotes)

    def more(self, n: int) -> str:
        words = chat(self.lang)
        if self.attach:
            return texts(self.lang).in_file.format(n=n, name=NAME)
        return words.page_more.format(n=n, button=words.quotes)
