"""Elements of a page to plain text that keeps the addresses of links. Pure."""

import re
from collections.abc import Container, Iterable
from copy import deepcopy
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
    """The text of an element but for what is inside elements of the names in `without`."""
    copied = deepcopy(element)
    copied.tag, copied.tail = "div", None
    for each in list(copied.iterdescendants()):
        if each.getparent() is None or not isinstance(each.tag, str):
            continue
        if each.tag in _NO_TEXT:
            each.drop_tree()
        elif each.tag in without:
            _give_way(each)
        elif each.tag == "a":
            _spell_out(each)
        elif each.tag == "blockquote":
            _mark_quote(each)
    return text_of(markup.tostring(copied, encoding="unicode"))


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


def _give_way(element: Element) -> None:
    """A line break in place of an element: what stands around it must not grow together."""
    parent = element.getparent()
    if parent is not None:
        gap = markup.Element("br")
        gap.tail = storable(element.tail or "")
        parent.replace(element, gap)


def _mark_quote(quote: Element) -> None:
    """Paragraphs that are quoted begin with the mark that quotes have in plain text."""
    for paragraph in quote.findall("p") or [quote]:
        paragraph.text = storable(f"> {(paragraph.text or '').lstrip()}")


def _spell_out(link: Element) -> None:
    label, href = line(link), names(link, "href")
    url = web_url(href, SITE) if _WRITTEN.match(href) else None
    for inner in list(link):
        link.remove(inner)
    link.text = _spelled(label, url)
    if link.text.endswith(url or " ") and _GLUED.match(link.tail or ""):
        link.tail = storable(
            f" {link.tail}"
        )  # "https://ex.com" and a Korean particle would be one address


def _spelled(label: str, url: str | None) -> str:
    """The address follows the label, unless the label is the address, perhaps cut short."""
    if url is None:
        return label
    bare = re.sub(r"(?:\.\.\.|…)$", "", label)
    is_address = bool(bare) and " " not in bare and "." in bare and bare in url
    return url if is_address or not label else f"{label} ({url})"
