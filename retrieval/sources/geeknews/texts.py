"""Elements of a page to plain text that keeps the addresses of links. Pure."""

import re
from collections.abc import Container, Iterable
from html import escape
from typing import Any, TypeAlias

from lxml import html as markup

from retrieval.markup import text_of
from retrieval.sources.geeknews.places import SITE
from retrieval.text import one_line
from retrieval.urls import web_url

Element: TypeAlias = Any  # lxml has no types of its own
_NO_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_WRITTEN = re.compile(
    r"\s*(?:https?:)?/", re.IGNORECASE
)  # as addresses are, not as broken Markdown is
_GLUED = re.compile(r"[^\W_]")
_NO_TEXT = ("script", "style", "template", "form", "button", "textarea")


def parsed(page: str) -> Element | None:
    """The root of a page, None for what has nothing in it. Never raises for bad HTML."""
    parser = markup.HTMLParser(encoding="utf-8")
    text = storable(page).encode("utf-8", "replace")
    try:
        return markup.document_fromstring(text, parser=parser)
    except (ValueError, markup.etree.LxmlError):
        return None


def words(element: Element, without: Container[str] = ()) -> str:
    """The text of an element but for what is inside elements of the names in `without`. Quotes are marked."""
    pieces = list[str]()
    _gather(element, without, pieces)
    return text_of(f"<div>{''.join(pieces)}</div>")


def own_words(element: Element, without: Iterable[str] = ()) -> str:
    """The same without what it quotes, as long as that leaves anything."""
    left_out = frozenset(without)
    said = words(element, left_out | {"blockquote"})
    unquoted = [line for line in said.split("\n") if not line.startswith("> ")]
    return "\n".join(unquoted).strip("\n") or words(element, left_out)


def line(element: Element) -> str:
    """All its text on one line, links without their addresses."""
    return one_line(str(element.text_content()))


def storable(text: str) -> str:
    """Without what elements cannot hold: control characters, also those that entities stood for."""
    return _NO_XML.sub(" ", text)


def names(element: Element, name: str) -> str:
    """An attribute, empty when it is absent."""
    return str(element.get(name) or "")


def _gather(element: Element, without: Container[str], pieces: list[str]) -> None:
    """The inside of an element as bare HTML. A parser bounds how deep a page goes."""
    if _opens_a_quote(element):
        pieces.append("&gt; ")
    pieces.append(escape(element.text or ""))
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _NO_TEXT:
            pass
        elif child.tag in without:
            pieces.append("<br>")  # what stands around it must not grow together
        elif child.tag == "a":
            pieces.append(escape(_spelled_out(child)))
        else:
            pieces.append(f"<{child.tag}>")
            _gather(child, without, pieces)
            pieces.append(f"</{child.tag}>")
        pieces.append(escape(child.tail or ""))


def _opens_a_quote(element: Element) -> bool:
    """Whether it is a quoted paragraph, or a quote without paragraphs: plain text marks these with ">"."""
    if element.tag == "blockquote":
        return element.find("p") is None
    parent = element.getparent() if element.tag == "p" else None
    return parent is not None and parent.tag == "blockquote"


def _spelled_out(link: Element) -> str:
    """A link's label and address. "https://ex.com" and a Korean particle after it would be one address."""
    href = names(link, "href")
    url = web_url(href, SITE) if _WRITTEN.match(href) else None
    said = _spelled(line(link), url)
    return f"{said} " if url and said.endswith(url) and _GLUED.match(link.tail or "") else said


def _spelled(label: str, url: str | None) -> str:
    """The address follows the label, unless the label is the address, perhaps cut short."""
    if url is None:
        return label
    bare = re.sub(r"(?:\.\.\.|…)$", "", label)
    is_address = bool(bare) and " " not in bare and "." in bare and bare in url
    return url if is_address or not label else f"{label} ({url})"
