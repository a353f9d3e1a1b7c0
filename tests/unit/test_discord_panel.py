"""Panels of runs within Discord's limits."""

import pytest

from adapters.discord import levers
from adapters.discord.drawing import Drawing, Layout, Mode, Page, Text
from adapters.discord.escape import size
from adapters.discord.panel import draw
from bot.panels import Button, Panel, Press
from bot.wording.admin import admin_words

LONG = "*" * 5000
FULL = Panel(
    run_id="0123456789abcdef",
    lang="en",
    head=f"Refresh: {LONG} — running",
    bar="▓▓▓▓░░░░ 48 % (12 / 25)",
    lines=(
        LONG,
        "12 added",
        "Now: here",
        "For 3 s",
        "Asked by x",
        "7 errors:",
        *(f"• {n} {LONG}" for n in range(5)),
        "… and 2 more",
    ),
    buttons=(Button(press=Press.CONFIRM, label="x" * 200, value="f" * 32, danger=True),),
)


def markdown(drawing: Drawing) -> str:
    if isinstance(drawing, Layout):
        return "\n".join(part.markdown for part in drawing.parts if isinstance(part, Text))
    return drawing.description


@pytest.mark.parametrize("mode", Mode)
def test_the_longest_panel_fits(mode: Mode) -> None:
    """Every line of it stands, shortened if need be."""
    drawn = draw(FULL, mode, "-# a line of ours")
    text = markdown(drawn)
    assert size(text) <= 4000
    for kept in ("48 %", "12 added", "Asked by x", "7 errors:", "• 4 ", "… and 2 more", "of ours"):
        assert kept in text


@pytest.mark.parametrize("mode", Mode)
def test_what_fits_is_not_shortened(mode: Mode) -> None:
    """A long message is told whole, where the rest is short."""
    message = "The host answered 403. " * 30
    short = Panel(run_id=FULL.run_id, lang="en", head="Refresh: X — failed", lines=(message,))
    assert message.strip() in markdown(draw(short, mode))


def test_ids_of_buttons_fit() -> None:
    """At most 100 characters, and a label of at most 80."""
    made = (*levers.of_panel(FULL), *levers.of_removal("s" * 64, admin_words("en")))
    assert all(len(lever.custom_id) <= 100 for lever in made)
    assert all(len(lever.label) <= 80 for lever in made)


def test_markup_of_others_is_shown_to_the_letter() -> None:
    """In the head, the lines and the bar."""
    bad = "**x** [a](https://b.example) @everyone <@1>"
    panel = Panel(run_id=FULL.run_id, lang="en", head=bad, bar=bad, lines=(bad,))
    drawn = draw(panel, Mode.EMBED)
    assert isinstance(drawn, Page)
    assert drawn.description.count("\\*\\*x\\*\\*") == 3
    assert "@everyone" not in drawn.description
    assert "<@1>" not in drawn.description
    assert "](https://" not in drawn.description
