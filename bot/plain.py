"""Texts of others on a terminal: they move no cursor, change no colour and set no title. Pure."""

_CONTROLS = dict.fromkeys(
    (*range(9), *range(11, 32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}"
)


def plain(text: str) -> str:
    """The text, with a mark for each control character but tabs and line feeds."""
    return text.translate(_CONTROLS)
