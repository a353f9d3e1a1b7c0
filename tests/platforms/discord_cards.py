"""Cards to draw, and drawings as text. Run it to write the snapshots of how they look anew:

python tests/platforms/discord_cards.py
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from fakes_desk import ABSTENTION, ANSWER, KOREAN_ANSWER, NOW, PUBLISHED, SEOUL, comment, statement
from voiced import CLAIMED, DISPUTED, OPINIONS, UNREAD

from adapters.discord.drawing import Drawing, Layout, Linked, Mode, Page, Rule, custom_id
from adapters.discord.render import draw
from bot.present import (
    Card,
    Cited,
    Extract,
    Listed,
    Listing,
    Said,
    failure_card,
    note_card,
    reply_card,
)
from bot.talk import Failure
from bot.types import Answer
from retrieval.types import Voice

ID: Final = "0123456789abcdef"
SNAPSHOTS: Final = Path(__file__).parent / "snapshots" / "discord"
_LONG = (
    "The plant is to make chips for servers from the second half of next year, the company said, "
    "and it expects the share of usable ones to reach what its older lines have by the end of that "
    "year, which analysts who were asked called ambitious given how long the last step took. "
)
_HOSTILE = (
    "# Free *money*\n> @everyone look at <@123456789012345678>, <#1> and </ask:2>\n"
    "- [your bank](https://evil.example/login) or https://evil.example/a_b\n"
    "1. ||spoiler|| `code` <t:0:R> <:smile:3> discord.gg/abc \u202eright to left"
)


def _answer(answer: Answer) -> Card:
    return reply_card(ID, answer, NOW, SEOUL)


def _opinions() -> Card:
    named = comment("I have run it for a month, and it is slower than the old one.")
    unnamed = comment("The price is the point, not the speed.", author=None, document_id="c2")
    relayed = comment(
        "가격은 내렸지만 예전만 못하다는 의견이 많음",
        voice=Voice.RELAY,
        author="neo",
        source="긱뉴스",
        lang="ko",
        document_id="r1",
        url="sample:relay",
    )
    statements = tuple(statement(each) for each in (named, unnamed, relayed))
    return _answer(replace(ANSWER, statements=statements))


def _cited(number: int, text: str) -> Cited:
    extract = Extract(lead="The Paper reports:", text=text, url=None, lang="en")
    return Cited(
        number=number,
        title=f"{text[:90]} (part {number})",
        voice="Article",
        author="Ada Muster" if number % 2 else None,
        publisher="The Paper",
        published=PUBLISHED,
        day="2 December 2025",
        url=f"https://paper.example/{number}#:~:text=part",
        extracts=(extract,),
    )


def _long() -> Card:
    said = tuple(
        Said(
            lead="The Paper reports",
            text=f"({n}) " + _LONG * (2 if n < 6 else 1),
            quoted=True,
            numbers=(n, *((n + 1,) if n % 3 == 0 else ())),
        )
        for n in range(1, 11)
    )
    cited = tuple(_cited(n, _LONG) for n in range(1, 12))
    lists = CARDS["voices"].lists  # for which there is no room
    return replace(
        CARDS["short"], said=said, cited=cited, lists=lists, asked="When is the plant ready?"
    )


def _giant() -> Card:
    text = " ".join(f"{n}: {_LONG}" for n in range(1, 20))
    said = (Said(lead="The Paper reports", text=text, quoted=True, numbers=(1,)),)
    return replace(CARDS["short"], said=said, cited=(_cited(1, _LONG),))


def _hostile() -> Card:
    bad = Cited(
        number=1,
        title="[click](https://evil.example) **@here** # x",
        voice="Comment",
        author="<@1>",
        publisher="||pub||",
        published=None,
        day="undated",
        url="https://paper.example/a_(b)[c]",
        extracts=(Extract(lead="<@1> says:", text=_HOSTILE, url=None, lang="en"),),
        lacks="@everyone",
        age="3 days ago",
        notes=("flagged on ||pub|| @here",),
    )
    page = Listed(
        title="[more](https://evil.example) <@1>",
        who="# @everyone",
        age=None,
        comments="512 comments",
        url="https://paper.example/b_[c](d)",
    )
    said = (
        Said(lead="<@1> on ||pub|| says", text=_HOSTILE, quoted=True, numbers=(1,)),
        Said(lead=None, text=_HOSTILE, quoted=False, numbers=(1,)),
    )
    return replace(
        CARDS["short"],
        said=(replace(said[0], note="Only claimed by @everyone"), said[1]),
        cited=(bad,),
        about=(_HOSTILE,),
        lists=(Listing(heading="The same story elsewhere", items=(page,)),),
        asked=_HOSTILE,
        shared_by="123456789012345678",
    )


CARDS: Final[dict[str, Card]] = {
    "short": _answer(replace(ANSWER, statements=ANSWER.statements[:1])),
    "three": _answer(ANSWER),
    "korean": _answer(KOREAN_ANSWER),
    "opinions": _opinions(),
    "abstention": reply_card(ID, ABSTENTION, NOW, SEOUL),
    "voices": _answer(OPINIONS),
    "claimed": _answer(replace(CLAIMED, lang="ko")),
    "disputed": _answer(DISPUTED),
    "unread": reply_card(ID, replace(UNREAD, lang="ko"), NOW, SEOUL),
    "failure": failure_card(ID, Failure(lang="en", reference="1a2b3c4d")),
    "failure_korean": failure_card(
        ID, Failure(lang="ko", reference="1a2b3c4d", message="답하는 데 너무 오래 걸렸습니다.")
    ),
    "note": note_card("Shared with the channel.", "en"),
}
CARDS |= {"long": _long(), "giant": _giant(), "hostile": _hostile()}


def shown_as_text(drawing: Drawing) -> str:
    """A drawing as it would be read aloud: texts, then buttons, then the file."""
    body = _layout(drawing) if isinstance(drawing, Layout) else _page(drawing)
    buttons = [
        f"({b.emoji + ' ' if b.emoji else ''}{b.label}: {custom_id(b.act, b.id)})"
        for b in drawing.buttons
    ]
    file = drawing.attached
    attached = ["", f"===== {file.name}", file.text] if file else []
    return "\n".join((*body, *buttons, *attached)) + "\n"


def _layout(drawing: Layout) -> list[str]:
    lines: list[str] = []
    for part in drawing.parts:
        if isinstance(part, Rule):
            lines.append("-" * 40)
        elif isinstance(part, Linked):
            lines += [part.markdown, f"    [{part.label}: {part.url}]"]
        else:
            lines.append(part.markdown)
    return [*lines, "-" * 40]


def _page(drawing: Page) -> list[str]:
    fields = [line for name, value in drawing.fields for line in ("", f"<{name}>", value)]
    return [drawing.description, *fields, "", f"<footer>\n{drawing.footer}", "-" * 40]


def main() -> None:
    """Write them all."""
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    for name, card in CARDS.items():
        for mode in Mode:
            text = shown_as_text(draw(card, mode, threads=True))
            (SNAPSHOTS / f"{name}.{mode}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
