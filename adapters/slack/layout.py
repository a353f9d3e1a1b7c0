"""Decides what of a card fits into one message, and what goes behind "Show the rest". Pure.

A statement is shown whole with its numbers, or it is in the rest; only one that would fill a message by
itself is cut, and then it is whole in the rest.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from adapters.slack import escape
from bot.present import Card, Cited, Listed, Listing, Said
from bot.wording.chat import Chat, chat

MESSAGE_MOST = 12_000  # characters; 13,200 were measured as the most that Slack takes
_LABELS = 900  # headings, buttons, the line about the rest
_ASKED = 500
_HEAD = 1_500
_NOTICE = 600
_FOOT = 2_000
_ABOUT = 2_000
_LEAD = 200
_SENTENCE = 2_800
_TITLE = 300
_BYLINE = 300
_AGE = 24  # more than any age takes: what fits must not change with the day on which it is asked
_STATEMENTS = 36  # a block each; a message has at most 50
_LINES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A card in two. `rest` is None when all is shown."""

    shown: Card
    rest: Card | None


def split(card: Card) -> Split:
    """Divide a card. The rest has the numbers and sources of what it holds."""
    words = chat(card.lang)
    top = _top(card)
    said = tuple(_shorter(s, words) for s in card.said)
    room = MESSAGE_MOST - _LABELS - _weight_of_top(top)
    foot = _fitting((escape.units(escape.mrkdwn(line)) + 1 for line in card.foot), _FOOT, _LINES)
    top = replace(top, foot=card.foot[:foot])
    room -= sum(escape.units(escape.mrkdwn(line)) + 1 for line in top.foot)
    costs = _costs(said, card.cited)
    count = _fitting(costs, room, _STATEMENTS)
    room -= sum(costs[:count])
    listed, room = _listed(card.cited, said[:count], room)
    near = _fitting(map(weight, map(short, card.nearest)), room, _LINES)
    room -= sum(weight(short(c)) for c in card.nearest[:near])
    costs = [escape.units(tip) + 2 for tip in card.tips]
    tips = _fitting(costs, room, _LINES)
    room -= sum(costs[:tips])
    shown = replace(
        top,
        said=said[:count],
        cited=tuple(short(c) for c in listed),
        nearest=tuple(short(c) for c in card.nearest[:near]),
        tips=card.tips[:tips],
        lists=_lists(card.lists, room),
    )
    return Split(shown=shown, rest=_rest(card, shown))


def weight(source: Cited) -> int:
    """Characters of a line in a list of sources."""
    age = _AGE if source.age else 0
    parts = (source.title, source.who, source.day, *source.notes, source.lacks or "")
    return sum(escape.units(part) + 3 for part in parts) + age + 12


def listed(card: Card, shown: Card) -> list[tuple[Sequence[Listed], Sequence[Listed]]]:
    """The items of each list, all and those that are shown."""
    both = zip(card.lists, shown.lists, strict=True)
    return [(each.items, kept.items) for each, kept in both]


def short(source: Cited) -> Cited:
    """A source with a title and names of bearable length."""
    cut = escape.cut
    if escape.units(source.title) <= _TITLE and escape.units(source.byline) <= _BYLINE:
        return replace(source, lacks=cut(source.lacks, _BYLINE) if source.lacks else None)
    each = _BYLINE // 4
    return replace(
        source,
        title=cut(source.title, _TITLE),
        voice=cut(source.voice, each),
        author=cut(source.author, each) if source.author else None,
        publisher=cut(source.publisher, each),
        day=cut(source.day, each),
        age=cut(source.age, each) if source.age else None,
        lacks=cut(source.lacks, _BYLINE) if source.lacks else None,
    )


def _top(card: Card) -> Card:
    return replace(
        card,
        asked=escape.cut(card.asked, _ASKED) if card.asked else None,
        head=escape.cut(card.head, _HEAD),
        notice=escape.cut(card.notice, _NOTICE) if card.notice else None,
        about=card.about[: _fitting((escape.units(a) + 1 for a in card.about), _ABOUT, _LINES)],
    )


def _weight_of_top(top: Card) -> int:
    notice = escape.units(escape.mrkdwn(top.notice or ""))
    about = sum(escape.units(line) + 1 for line in top.about)
    return escape.units(top.head) + escape.units(top.asked or "") + about + notice


def _shorter(said: Said, words: Chat) -> Said:
    lead = escape.cut(said.lead, _LEAD) if said.lead else None
    text = escape.cut(said.text, _SENTENCE, words.cut.format(button=words.rest))
    note = escape.cut(said.note, _LEAD) if said.note else None
    return replace(said, lead=lead, text=text, note=note)


def _costs(said: Sequence[Said], cited: Sequence[Cited]) -> list[int]:
    """What each statement takes up, with those of its sources that no earlier one cites."""
    weights = {c.number: weight(short(c)) for c in cited}
    seen: set[int] = set()
    costs = []
    for s in said:
        numbers = sum(len(str(n)) + 3 for n in s.numbers)
        words = (s.note or "", s.lead or "", s.text)
        own = sum(map(escape.units, words)) + numbers + 3
        costs.append(own + sum(weights.get(n, 0) for n in set(s.numbers) - seen))
        seen |= set(s.numbers)
    return costs


def _fitting(weights: Iterable[int], room: int, most: int) -> int:
    """How many of the first fit into the room."""
    sums = list(accumulate(weights))[:most]
    return sum(total <= room for total in sums)


def _lists(lists: Sequence[Listing], room: int) -> tuple[Listing, ...]:
    """As many items of each list as there is room for; one may be left without any."""
    kept = []
    for listing in lists:
        room -= escape.units(listing.heading)
        costs = [_cost(item) for item in listing.items]
        count = _fitting(costs, room, _LINES)
        room -= sum(costs[:count])
        kept.append(replace(listing, items=listing.items[:count]))
    return tuple(kept)


def _cost(item: Listed) -> int:
    parts = (item.title, item.who, item.comments or "")
    return sum(escape.units(part) + 3 for part in parts) + (_AGE if item.age else 0)


def _listed(cited: Sequence[Cited], said: Sequence[Said], room: int) -> tuple[list[Cited], int]:
    """The sources of what is shown, whose room is taken already, and as many others as fit."""
    needed = {n for s in said for n in s.numbers}
    others = [c for c in cited if c.number not in needed]
    count = _fitting((weight(short(c)) for c in others), room, _LINES)
    more = {c.number for c in others[:count]}
    left = room - sum(weight(short(c)) for c in others[:count])
    return [c for c in cited if c.number in needed | more], left


def _rest(card: Card, shown: Card) -> Card | None:
    kept = [s for s, out in zip(card.said, shown.said, strict=False) if s != out]
    said = (*kept, *card.said[len(shown.said) :])
    numbers = {n for s in said for n in s.numbers}
    lines = set(shown.cited)
    cited = [c for c in card.cited if c.number in numbers or c not in lines]
    near = set(shown.nearest)
    rest = replace(
        card,
        asked=card.asked if card.asked != shown.asked else None,
        head=card.head if card.head != shown.head else "",
        notice=card.notice if card.notice != shown.notice else None,
        said=said,
        cited=tuple(cited),
        nearest=tuple(c for c in card.nearest if c not in near),
        tips=card.tips[len(shown.tips) :],
        foot=card.foot[len(shown.foot) :],
        about=card.about[len(shown.about) :],
        lists=tuple(_unlisted(card, shown)),
    )
    parts = (rest.asked, rest.head, rest.notice, rest.said, rest.cited, rest.nearest)
    return rest if any(parts) or rest.tips or rest.foot or rest.about or rest.lists else None


def _unlisted(card: Card, shown: Card) -> Iterator[Listing]:
    for listing, (every, some) in zip(card.lists, listed(card, shown), strict=True):
        if len(some) < len(every):
            yield replace(listing, items=listing.items[len(some) :])
