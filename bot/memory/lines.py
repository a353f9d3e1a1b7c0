"""Texts of strangers as a column holds them: one line, not too long, and nothing a database refuses. Pure."""

from bot.wording.folding import plain

SHORT, LONG = 16, 500  # characters


def line(text: str, most: int = LONG) -> str:
    """At most so many characters, without those that are no text: half of a pair, control, direction.

    A record must not be lost because somebody put a NUL into it.
    """
    whole = text[: 2 * most].encode("utf-8", "replace").decode("utf-8")
    folded = plain(whole)
    return folded if len(folded) <= most else f"{folded[: most - 1]}…"
