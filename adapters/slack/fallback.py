"""A card as plain text: for notifications, screen readers, and clients without blocks. Pure."""

from adapters.slack import escape
from adapters.slack.lines import facts
from bot import wording
from bot.present import Card, Cited, Listing, Said
from bot.wording.chat import chat

MOST = 3_900
_LINE = 700  # before escaping, which makes at most five characters of one
_NAME = 100


def text_of(card: Card, name: str | None = None) -> str:
    """Escaped, at most `MOST` characters, never empty."""
    lines = [escape.mrkdwn(escape.cut(line, _LINE)) for line in _lines(card, name) if line.strip()]
    taken: list[str] = []
    room = MOST
    for line in lines:
        room -= escape.units(line) + 1
        if room < len("\n…"):
            return "\n".join([*taken, "…"])
        taken.append(line)
    return "\n".join(taken) or "…"


def _lines(card: Card, name: str | None) -> list[str]:
    words = chat(card.lang)
    asked = [words.asked.format(question=card.asked)] if card.asked else []
    shared = [words.shared_by.format(user=name[:_NAME])] if card.shared_by and name else []
    said = (line for s in card.said for line in _said(s, card.lang))
    lines = [*asked, *shared, card.head, *card.about, *said]
    if card.cited:
        lines += [words.sources, *map(_source, card.cited)]
    if card.nearest:
        lines += [words.nearest, *map(_source, card.nearest)]
    if card.tips:
        lines += [words.tips, *(f"- {tip}" for tip in card.tips)]
    return [*lines, *card.foot, *(line for each in card.lists for line in _listing(each))]


def _said(said: Said, lang: str) -> list[str]:
    colon = wording.phrases(lang).colon.strip()
    note = [f"{escape.cut(said.note, _LINE - 200)}{colon}"] if said.note else []
    lead = f"{escape.cut(said.lead, 150)}{colon} " if said.lead else ""
    numbers = "".join(f" [{n}]" for n in said.numbers)
    text = escape.cut(said.text, _LINE - 200)
    quoted = f"“{text}”" if said.quoted else text
    return [*note, f"{lead}{quoted}{numbers}"]


def _source(cited: Cited) -> str:
    return f"[{cited.number}] {escape.cut(cited.title, 300)} — {facts(cited)}"


def _listing(listing: Listing) -> list[str]:
    items = (f"- {escape.cut(item.title, 300)} — {item.byline}" for item in listing.items)
    return [listing.heading, *items] if listing.items else []
