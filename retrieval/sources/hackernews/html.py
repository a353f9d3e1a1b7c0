"""The HTML of comments to the words of their authors. Pure.

* A link is written out: Hacker News cuts the text of long ones ("https://ex.com/a-lo..."), the address is whole.
* Code stays, paragraphs stay.
* What is quoted goes, since it is somebody else's: lines that begin with ">" in any case, even when nothing is left
  (such a comment says nothing of its own); paragraphs wholly in italics, and paragraphs that stand word for word in the
  comment that is answered, as long as something else is left.
"""

import html as entities
import re
from collections.abc import Iterator

from retrieval.markup import text_of
from retrieval.urls import web_url

_CODE = re.compile(r"(</?pre>)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"</?p>", re.IGNORECASE)
_LINK = re.compile(r"""<a\s[^<>]*?href="([^"<>]{1,2000})"[^<>]*>([^<]*)</a>""", re.IGNORECASE)
_QUOTE = re.compile(r"\s*(?:<[ib]>\s*)*(?:&gt;|&#62;|&#x3e;|>|＞)", re.IGNORECASE)
_ITALIC = re.compile(r"\s*<i>((?:(?!</?i>).)*)</i>\s*", re.DOTALL | re.IGNORECASE)
_MARKS = " \"'“”‘’«»「」『』"
_SHORTEST = 25  # characters; less is said by many


def words(html: str, answered: str = "") -> str:
    """The author's own words as plain text. `answered` is the plain text of the comment that is answered."""
    paragraphs = list(_paragraphs(html))
    upright = [p for p in paragraphs if not _ITALIC.fullmatch(p)]
    text = _plain(upright) or _plain(paragraphs)
    return _not_in(answered, text)


def _paragraphs(html: str) -> Iterator[str]:
    """Without the lines that quote; a block of code is a paragraph, and quotes nobody."""
    code = False
    for piece in _CODE.split(html):
        if _CODE.fullmatch(piece):
            code = piece[1] != "/"
        elif not code:
            yield from filter(str.strip, map(_own_lines, _PARAGRAPH.split(piece)))
        elif piece.strip():
            yield f"<pre>{piece}</pre>"


def _own_lines(paragraph: str) -> str:
    return "\n".join(line for line in paragraph.split("\n") if not _QUOTE.match(line))


def _plain(paragraphs: list[str]) -> str:
    """The tag in front says that this is HTML: a tag that is written about would be taken for one otherwise."""
    return text_of("".join(f"<p>{_LINK.sub(_written_out, p)}</p>" for p in paragraphs))


def _written_out(link: re.Match[str]) -> str:
    url = web_url(entities.unescape(link[1]))
    said = entities.unescape(link[2]).strip()
    if url is None:
        return link[2]
    cut = said.removesuffix("...").removesuffix("…")
    told = url if not cut or _begins(url, cut) else f"{said} ({url})"
    return entities.escape(told)


def _begins(url: str, said: str) -> bool:
    """Whether a link's text is its address, or the beginning of that."""
    return url.startswith(said) or url.partition("//")[2].startswith(said)


def _not_in(answered: str, text: str) -> str:
    """Without paragraphs that the answered comment has."""
    theirs = " ".join(answered.split())
    if not theirs:
        return text
    paragraphs = text.split("\n\n")
    own = [p for p in paragraphs if len(p) < _SHORTEST or _bare(p) not in theirs]
    return "\n\n".join(own) or text


def _bare(paragraph: str) -> str:
    return " ".join(paragraph.split()).strip(_MARKS)
