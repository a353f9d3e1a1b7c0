"""Other people's texts as they may stand in a line of ours. Pure."""

import unicodedata

_WEB = ("http://", "https://")
_SHORT = 80  # characters of a title or an address within a sentence


def plain(text: str) -> str:
    """One line without the invisible characters that could turn the rest of a sentence around."""
    folded = " ".join(text.split())
    return "".join(c for c in folded if unicodedata.category(c) not in {"Cc", "Cf"})


def shortened(text: str, most: int = _SHORT) -> str:
    """One line of at most `most` characters."""
    line = plain(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def on_web(url: str) -> bool:
    """Whether it names a page; texts that live only here have other addresses."""
    return url.lower().startswith(_WEB)


def address(url: str) -> str:
    """An address to be read, not followed: without its scheme, shortened."""
    line = plain(url)
    return shortened(line.partition("://")[2] if on_web(line) else line)
