"""A card as a Markdown file: everything in it, for what no message has room for. Pure.

Nothing is escaped, so that quotes stay exact to the letter; every line of theirs is marked as quoted.
"""

from adapters.discord.drawing import Attached
from adapters.discord.escape import lines, one_line
from bot import wording
from bot.present import Card, Cited, Extract, Listing, Said
from bot.wording.chat import chat

NAME = "answer.md"  # ASCII: Discord renames other files, and a message has to name its file


def whole(card: Card) -> Attached:
    """The file."""
    words = chat(card.lang)
    sources = card.cited or card.nearest
    title = words.nearest if card.nearest else words.sources
    parts = (
        words.asked.format(question=one_line(card.asked)) if card.asked else "",
        one_line(card.head),
        *map(one_line, card.about),
        *(statement(said, card.lang) for said in card.said),
        f"## {title}" if sources else "",
        *(source(each) for each in sources),
        f"## {words.tips}" if card.tips else "",
        "\n".join(f"- {one_line(tip)}" for tip in card.tips),
        *(part for listing in card.lists for part in _listing(listing)),
        "\n".join(one_line(line) for line in (*card.foot, card.notice or "") if line),
    )
    return Attached(name=NAME, text="\n\n".join(part for part in parts if part) + "\n")


def statement(said: Said, lang: str) -> str:
    """A sentence with the numbers of its sources."""
    numbers = " ".join(f"[{n}]" for n in said.numbers)
    colon = wording.phrases(lang).colon + "\n"
    lead = "".join(one_line(each) + colon for each in (said.note, said.lead) if each)
    text = _quoted(said.text.rstrip()) if said.quoted else "\n".join(lines(said.text.rstrip()))
    return f"{lead}{text} {numbers}".rstrip()


def source(cited: Cited) -> str:
    """A source with all that is quoted from it."""
    head = f"[{cited.number}] {one_line(cited.title)} — {one_line(cited.byline)}"
    facts = (head, *map(one_line, (*cited.notes, cited.lacks or "", cited.url or "")))
    about = "\n".join(fact for fact in facts if fact)
    return "\n\n".join((about, *(_extract(each) for each in cited.extracts)))


def _listing(listing: Listing) -> tuple[str, ...]:
    items = (
        f"- {one_line(item.title)} — {one_line(item.byline)} {one_line(item.url or '')}".rstrip()
        for item in listing.items
    )
    return f"## {one_line(listing.heading)}", "\n".join(items)


def _extract(extract: Extract) -> str:
    link = f"\n{one_line(extract.url)}" if extract.url else ""
    return f"{one_line(extract.lead)}\n{_quoted(extract.text)}{link}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in lines(text))
