"""Stories and comments as the two APIs of Hacker News tell them, as values. Pure.

Firebase and the item endpoint of the search write ids, times and flags as JSON does; dumps of the same data write
them as text, so both are taken. What is of the wrong type is taken as not told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval.dates import parse_date
from retrieval.text import one_line
from retrieval.urls import web_url

Raw = Mapping[str, object]

_WORDLESS = frozenset({"[deleted]", "[dead]", "[flagged]", "[delayed]"})
_LARGEST = 10**12
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story or a comment. `html` is what its author wrote, empty when nothing is left of that."""

    id: int
    kind: str = ""  # story, comment, poll, pollopt, job; empty when not told
    author: str | None = None
    created: datetime | None = None
    title: str = ""
    url: str | None = None  # what a story links to
    html: str = ""
    parent: int | None = None
    story: int | None = None  # of a comment, where told
    comments: int | None = None  # of a story: how many the site counts
    deleted: bool = False
    dead: bool = False


def from_hit(raw: object) -> Item | None:
    """A story as a search lists it; None for what is no story to be read."""
    if not isinstance(raw, Mapping):
        return None
    id, title, tags = integer(raw.get("objectID")), words(raw.get("title")), raw.get("_tags")
    if (
        id is None
        or not title
        or (isinstance(tags, list) and {"comment", "job"} & set(map(str, tags)))
    ):
        return None
    return Item(
        id=id,
        kind="story",
        author=_name(raw.get("author")),
        created=_moment(raw),
        title=title,
        url=_link(raw.get("url")),
        html=_written(raw.get("story_text")),
        comments=integer(raw.get("num_comments")) or 0,
    )


def from_tree(raw: Raw) -> Item | None:
    """A story or comment as the item endpoint of the search tells it; None without an id."""
    id = integer(raw.get("id"))
    if id is None:
        return None
    return Item(
        id=id,
        kind=_string(raw.get("type")),
        author=_name(raw.get("author")),
        created=_moment(raw),
        title=words(raw.get("title")),
        url=_link(raw.get("url")),
        html=_written(raw.get("text")),
        parent=integer(raw.get("parent_id")),
        story=integer(raw.get("story_id")),
    )


def from_firebase(raw: object) -> Item | None:
    """An item as Firebase tells it; None for null and for what has no id."""
    id = integer(raw.get("id")) if isinstance(raw, Mapping) else None
    if id is None or not isinstance(raw, Mapping):
        return None
    return Item(
        id=id,
        kind=_string(raw.get("type")),
        author=_name(raw.get("by")),
        created=_time(raw.get("time")),
        title=words(raw.get("title")),
        url=_link(raw.get("url")),
        html=_written(raw.get("text")),
        parent=integer(raw.get("parent")),
        comments=integer(raw.get("descendants")),
        deleted=_flag(raw.get("deleted")),
        dead=_flag(raw.get("dead")),
    )


def integer(value: object) -> int | None:
    """A count or an id from a number or from digits."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:20])
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST
    return value if fits and isinstance(value, int) else None


def words(value: object) -> str:
    """A title on one line; empty for the marks that stand where words were."""
    line = one_line(_string(value))
    return "" if line in _WORDLESS else line


def _written(value: object) -> str:
    html = _string(value)
    return "" if html.strip() in _WORDLESS else html


def _name(value: object) -> str | None:
    return one_line(_string(value))[:_LONGEST_NAME] or None


def _link(value: object) -> str | None:
    return web_url(_string(value))


def _moment(raw: Raw) -> datetime | None:
    return _time(raw.get("created_at_i")) or parse_date(_string(raw.get("created_at")))


def _time(value: object) -> datetime | None:
    seconds = integer(value)
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


def _flag(value: object) -> bool:
    return value in {1, "1", "true"} if isinstance(value, bool | int | str) else False


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
