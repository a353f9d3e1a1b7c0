"""Texts of strangers as a column holds them: one line, not too long, and nothing a database refuses. Pure."""

from bot.wording.folding import plain

SHORT, LONG = 16, 500  # characters


def line(text: str, most: int = LONG) -> str:
    """At most so many characters, without those that are no text: half of a pair, control, direction.

    A record must not be lost because somebody put a NUL into it.
    """
    folded = plain(_whole(text[: 2 * most]))
    return folded if len(folded) <= most else f"{folded[: most - 1]}…"


def key(text: str) -> str:
    """What to look for where somebody gave an id: nothing has an empty one, or one that no column can hold."""
    return text if _whole(text) == text and "\x00" not in text else ""


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
