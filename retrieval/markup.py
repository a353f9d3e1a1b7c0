"""HTML to plain text in one pass whose time grows with the length alone. Pure.

Not a sanitiser for showing HTML: what comes out is text, and is escaped again by whoever shows it.
"""

import html as entities
import re
from collections.abc import Iterator

from retrieval.text import one_line, plain

_START = re.compile(r"<(?:(!--)|([!?])|(/?)([A-Za-z][A-Za-z0-9:-]*))")
_LIKELY = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[a-zA-Z]{2,8}|#\w{1,6});|<!")
_DROPPED = frozenset(
    "applet audio canvas embed head iframe math noembed noframes noscript object script select style svg template"
    " textarea title video".split(),
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1"
    " h2 h3 h4 h5 h6 header hr main nav ol p pre section summary table ul".split(),
)
_OPENED = {"br": "\n", "li": "\n- ", "td": " | ", "th": " | ", "tr": "\n"}
_EMPTY_BULLET = re.compile(r"^[^\S\n]*-[^\S\n]*\n+(?=[^\s-])", re.MULTILINE)
_FIRST_CELL = re.compile(r"^[^\S\n]*\|[^\S\n]?", re.MULTILINE)
_WHITE = re.compile(r"\s+")
_LONGEST = 2_000_000


def text_of(html: str) -> str:
    """The plain text of HTML or of text that only might be HTML; scripts and the like are left out."""
    bounded = html[:_LONGEST]
    if not _LIKELY.search(bounded):
        return plain(bounded)
    text = _laid_out(bounded)
    escaped_twice = not re.search(r"</?[A-Za-z]", bounded) and _LIKELY.search(text)
    return plain(_laid_out(text) if escaped_twice else text)


def line_of(html: str) -> str:
    """The same on one line, for titles and names."""
    return one_line(text_of(html))


def _laid_out(html: str) -> str:
    text = "".join(_pieces(html))
    return _FIRST_CELL.sub("", _EMPTY_BULLET.sub("- ", text))


def _pieces(html: str) -> Iterator[str]:
    """Text and the breaks that tags stand for, in order."""
    position, verbatim = 0, 0
    while start := _START.search(html, position):
        yield _shown(html[position : start.start()], verbatim)
        position = _end(html, start)
        name = (start[4] or "").lower()
        if name == "pre":
            verbatim = max(0, verbatim + (-1 if start[3] else 1))
        yield _break(name, closing=bool(start[3]))
    yield _shown(html[position:], verbatim)


def _shown(piece: str, verbatim: int) -> str:
    text = entities.unescape(piece)
    return text if verbatim else _WHITE.sub(" ", text)


def _break(name: str, *, closing: bool) -> str:
    if name in _BLOCKS:
        return "\n\n"
    return "" if closing else _OPENED.get(name, "")


def _end(html: str, start: re.Match[str]) -> int:
    """Where text goes on after a tag, a comment, or an element whose content is no text."""
    if start[1]:
        return _after(html, "-->", start.end())
    end = _tag_end(html, start.end())
    name = (start[4] or "").lower()
    if name not in _DROPPED or start[3] or html[end - 2 : end] == "/>":
        return end
    closed = re.compile(rf"</{name}\b[^>]*>", re.IGNORECASE).search(html, end)
    return closed.end() if closed else len(html)


def _tag_end(html: str, position: int) -> int:
    """After the `>` that no attribute holds; a quote left open or too long to be one does not count."""
    window = html[position : position + 1000]
    quoted = re.match(r"""(?:[^<>"']|"[^"]*"|'[^']*')*+>""", window)
    return position + quoted.end() if quoted else _after(html, ">", position)


def _after(html: str, mark: str, position: int) -> int:
    found = html.find(mark, position)
    return found + len(mark) if found >= 0 else len(html)
