"""The main text of web pages, by trafilatura, in a process of its own: some pages would keep it busy for ever.

Reads requests from its standard input and answers each with a line of JSON.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import trafilatura

from retrieval.charsets import decode
from retrieval.text import one_line, plain
from retrieval.urls import web_url

_DATES = {
    "extensive_search": False,  # it would guess
    "original_date": True,
    "outputformat": "%Y-%m-%dT%H:%M:%S%z",
}


def serve(seconds: float) -> None:
    """Answer until nobody asks any more. A page that takes longer ends the process."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the library may print is no answer
    answers.write(b"ready\n")
    answers.flush()
    for head in requests:
        asked = json.loads(head)
        html = requests.read(asked["size"])
        signal.setitimer(signal.ITIMER_REAL, seconds)
        found = extracted(html, asked["url"])
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(json.dumps(found).encode() + b"\n")
        answers.flush()


def extracted(html: bytes, url: str) -> dict[str, str | None] | None:
    """The fields of an article, its date as it is written; None where there is none."""
    try:
        # characters, since it would unpack compressed bytes without limit
        page: Any = trafilatura.bare_extraction(
            decode(html),
            url=url,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params=dict(_DATES),
        )
        return _article(page, url) if page is not None and page.body is not None else None
    except Exception:  # noqa: BLE001 (a hostile page may break the library anywhere; it has no article then)
        return None


def _article(page: Any, url: str) -> dict[str, str | None]:
    title = one_line(page.title or "")
    return {
        "text": plain("\n\n".join(_blocks(page.body))).removeprefix(f"{title}\n\n"),
        "title": title,
        "author": one_line(page.author or "") or None,
        "published": page.date,
        "url": _canonical(page.url, url),
        "site": one_line(page.sitename or "") or None,
    }


def _canonical(named: str | None, url: str) -> str | None:
    """What the page calls itself, if that is on its own host and no front page.

    Another host of the same domain may be another's: many pages stand below one domain.
    """
    found = web_url(named, url)
    if not found or _place(found) != _place(url):
        return None
    return found if found.split("/", 3)[3:] not in ([], [""]) else None


def _place(url: str) -> str:
    """Host and port, without what the same host is called as well."""
    with suppress(ValueError):
        return urlsplit(url).netloc.lower().removeprefix("www.")
    return ""


def _blocks(parent: Any) -> Iterator[str]:
    """The paragraphs, lists and tables of trafilatura's own markup."""
    for element in parent:
        yield _block(element)
        yield " ".join((element.tail or "").split())


def _block(element: Any) -> str:
    match element.tag:
        case "list":
            return "\n".join(f"- {_inline(item)}" for item in element.iterchildren("item"))
        case "table":
            rows = element.iterdescendants("row")
            return "\n".join(" | ".join(map(_inline, row.iterchildren("cell"))) for row in rows)
        case "quote" if len(element) and element[0].tag in {"p", "list"}:
            return "\n\n".join((element.text or "", *_blocks(element)))
        case "code":
            return "".join(element.itertext())
        case _:
            return _inline(element)


def _inline(element: Any) -> str:
    """Text within a block; `lb` is its line break."""
    for line_break in element.iter("lb"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return "".join(element.itertext())


if __name__ == "__main__":
    serve(float(sys.argv[1]))
