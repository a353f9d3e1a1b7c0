"""Reads the HTML of a response, for tests of pages."""

import httpx2
from lxml import html
from lxml.html import HtmlElement


def parsed(response: httpx2.Response) -> HtmlElement:
    """The root element; spaces that must not break are plain spaces."""
    return html.fromstring(response.text.replace("\N{NO-BREAK SPACE}", " "))
