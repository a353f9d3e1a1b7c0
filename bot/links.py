"""Links that open a quote at its place: at the publisher's, and in our own copy. Pure.

A text fragment (https://wicg.github.io/scroll-to-text-fragment/) names the words to scroll to and to
highlight. Browsers look for whole words, and for a start and an end that each lie within one block of
text, so long quotes and quotes of several lines are named by their first and last words.
"""

import re
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

LONG = 80  # characters; a longer quote is named by its first and last words
_ENOUGH = 24  # characters that name a place well
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
_BULLET = re.compile(r"^(?:[-*•·▪◦‣–—]+|\d{1,2}[.)])\s+")
_DIRECTIVE = ":~:"


def web(url: str) -> str | None:
    """The URL when it is one that a reader may be sent to: http(s), with a host. None otherwise."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    fit = parts.scheme in {"http", "https"} and parts.hostname and not _UNFIT.search(url)
    return url if fit else None


def place(url: str, quote: str, text: str | None = None) -> str | None:
    """The permalink that opens at the quote; None for what is not a web address.

    `text` is what the quote stands in. With it, words that the quote cuts are made whole, and as
    many words are named as tell the quote from earlier places that begin alike.
    """
    if web(url) is None:
        return None
    whole = quote if text is None else _whole_words(quote, text)
    terms = _terms(_lines(whole), " ".join((text or whole).split()))
    if not terms:
        return url
    base, _, fragment = url.partition("#")
    kept = fragment.split(_DIRECTIVE)[0]
    return f"{base}#{kept}{_DIRECTIVE}text={','.join(map(_encoded, terms))}"


def stored(document_id: str, start: int, end: int) -> str:
    """Path of our own page that shows the stored text with the quote marked."""
    return f"/documents/{percent_encoded(document_id, safe='')}?start={start}&end={end}#quote"


def _encoded(term: str) -> str:
    """Percent-encoded: a dash means something in a text fragment, which `quote` lets through."""
    return percent_encoded(term, safe="").replace("-", "%2D")


def _lines(quote: str) -> list[str]:
    """Lines with their white space folded, without bullets, which pages draw and do not write."""
    folded = (_BULLET.sub("", " ".join(line.split())) for line in quote.splitlines())
    return [line for line in folded if line]


def _terms(lines: list[str], text: str) -> tuple[str, ...]:
    """The quote itself, or the words that it begins and ends with."""
    if not lines:
        return ()
    if len(lines) == 1 and len(lines[0]) <= LONG:
        return (lines[0],)
    start = _beginning(lines[0], text)
    rest = " ".join((lines[0][len(start) :], *lines[1:])).strip()
    end = _ending(lines[-1] if len(lines) > 1 else rest, rest)
    return (start, end) if end else (start,)


def _beginning(line: str, text: str) -> str:
    """The fewest words that are enough and that stand nowhere earlier in the text."""
    for cut in _ends_of_words(line):
        if cut >= _ENOUGH and text.find(line[:cut]) in {text.find(line), -1}:
            return line[:cut]
    return line


def _ending(line: str, rest: str) -> str:
    """The fewest last words that are enough and that stand nowhere earlier in the rest."""
    cuts = [0, *(at + 1 for at in _ends_of_words(line) if at < len(line))]
    for cut in reversed(cuts):
        tail = line[cut:]
        if len(tail) >= _ENOUGH and rest.find(tail) == len(rest) - len(tail):
            return tail
    return line


def _ends_of_words(line: str) -> list[int]:
    return [match.end() for match in re.finditer(r"\S+", line)]


def _whole_words(quote: str, text: str) -> str:
    """The quote, made longer where it begins or ends inside a word of the text."""
    start = text.find(quote)
    if start < 0 or not quote:
        return quote
    end = start + len(quote)
    while start > 0 and _inside(text, start):
        start -= 1
    while end < len(text) and _inside(text, end):
        end += 1
    return text[start:end]


def _inside(text: str, at: int) -> bool:
    return text[at - 1].isalnum() and text[at].isalnum()
