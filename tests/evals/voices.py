"""Whose voice is what on real GeekNews topics: the reader against a count of the Markdown by other code.

    PYTHONPATH=tests .venv/bin/python tests/evals/voices.py

Reads ../shared/data/geeknews and ../shared/seed, sets every topic as the site would (tests/geeknews_pages.py), has
the real reader take the pages apart, and compares comment by comment and opinion by opinion. Prints a table, then
what is doubtful, by number of topic and comment. The exit status is 1 when the two do not agree.
"""

import gzip
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

_ROOT = Path(__file__).parents[2]
sys.path += [str(_ROOT), str(_ROOT / "tests")]  # started as a program, it finds the project

from geeknews_pages import markdown_page, seed_page  # noqa: E402 - only found by the line above

from retrieval.sources.geeknews.documents import page_documents  # noqa: E402
from retrieval.sources.geeknews.pages import TopicPage, topic_page  # noqa: E402
from retrieval.types import Document, Voice  # noqa: E402

SHARED = _ROOT.parent / "shared"
TOPICS = SHARED / "data" / "geeknews" / "topics.jsonl.gz"
SEED = SHARED / "seed" / "geeknews-openai-code-red.txt"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
_TRUE_HEAD = re.compile(r"#+ *\[?(Hacker News|Lobste\.rs) 의견들?(?:\]\((\S+?)\))?\s*")
_BULLET = re.compile(r"( *)[-*] +(.*)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[\w+\])*)\]\(<?https?://[^\s>)]+>?\)")
_ADDRESS = re.compile(r"https?://[!-~]+")
_NAMES = {"Hacker News": "Hacker News", "Lobste.rs": "Lobsters"}
_LONG, _SHORT = 500, 10  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A comment of the Markdown, by its lines: who posted it, its head, its bullets as (nested, text)."""

    author: str
    site: str | None
    link: str | None
    bullets: Sequence[tuple[bool, str]]
    text: str


@dataclass
class Tally:
    """Counts by what was counted, once as read and once as it is."""

    read: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def check(self, what: str, read: object, true: object) -> None:
        """Note a disagreement."""
        if read != true:
            self.wrong.append(f"{what}: read {read!r}, is {true!r}"[:300])


def main() -> int:
    """Print the report; 1 when reader and truth differ anywhere."""
    if not (TOPICS.exists() and SEED.exists()):
        print(f"{TOPICS} or {SEED} is not there; nothing was measured")
        return 0
    tally = Tally()
    with gzip.open(TOPICS, "rt", encoding="utf-8") as file:
        for record in map(json.loads, file):
            _topic(tally, record)
    _report(tally)
    seed = Tally()
    _seed(seed, SEED.read_text("utf-8"))
    for line in seed.wrong:
        print(f"WRONG {line}")
    return 1 if tally.wrong or seed.wrong else 0


def _topic(tally: Tally, record: Mapping[str, str]) -> None:
    number = int(record["id"])
    page = topic_page(markdown_page(record), number, NOW)
    if page is None:
        tally.wrong.append(f"topic {number}: not recognised")
        return
    documents = page_documents("eval", page)
    body, voice = documents[0].voice.value, _true_voice(record["topic_markdown"])
    tally.read[f"body: {body}"] += 1
    tally.true[f"body: {voice}"] += 1
    tally.check(f"topic {number}, voice of its body", body, voice)
    truths = dict(_truths(record["comments_markdown"]))
    tally.check(f"topic {number}, comments", [c.number for c in page.comments], [*truths])
    for comment, truth in truths.items():
        mine = [d for d in documents if d.url.endswith(f"#cid{comment}")]
        _count_read(tally, mine)
        _count_true(tally, truth)
        _compare(tally, f"topic {number}, comment {comment}", mine, truth)
    tally.doubts += _doubts(page, documents, truths)


def _count_read(tally: Tally, mine: Sequence[Document]) -> None:
    relays = [d for d in mine if d.voice is Voice.RELAY]
    for d in mine:
        if d.voice is Voice.COMMENT:
            tally.read[f"comments: {'house' if d.author == 'GN⁺' else 'native'}"] += 1
    for head in {(d.retold_from, d.retells_url) for d in relays}:
        tally.read[f"digests: {head[0]}"] += 1
        tally.read["digests with a join key"] += bool(head[1])
    tally.read["opinions: top level"] += sum(d.depth == 0 for d in relays)
    tally.read["opinions: replies"] += sum(d.depth > 0 for d in relays)
    tally.read["characters retold"] += sum(len(d.text) for d in relays)
    tally.read["characters of all comments"] += sum(len(d.text) for d in mine)


def _count_true(tally: Tally, truth: Truth) -> None:
    if truth.site is None:
        tally.true[f"comments: {'house' if truth.author == 'neo' else 'native'}"] += 1
        return
    tally.true[f"digests: {truth.site}"] += 1
    tally.true["digests with a join key"] += bool(truth.link)
    tally.true["opinions: top level"] += sum(not nested for nested, _ in truth.bullets)
    tally.true["opinions: replies"] += sum(nested for nested, _ in truth.bullets)


def _compare(tally: Tally, where: str, mine: Sequence[Document], truth: Truth) -> None:
    if truth.site is None:
        author = "GN⁺" if truth.author == "neo" else truth.author
        tally.check(
            f"{where}, voices", [(d.voice, d.author) for d in mine], [(Voice.COMMENT, author)]
        )
        return
    tally.check(f"{where}, authors", {d.author for d in mine}, {None})
    tally.check(f"{where}, voices", {d.voice for d in mine}, {Voice.RELAY})
    heads = {(d.retold_from, d.retells_url) for d in mine}
    tally.check(f"{where}, head", heads, {(truth.site, truth.link)})
    tally.check(
        f"{where}, opinions",
        [(d.depth > 0, _bare(d.text)) for d in mine],
        [(nested, _bare(_plain(text))) for nested, text in truth.bullets],
    )


def _true_voice(markdown: str) -> str:
    title = re.search(r'(?m)^title: "?(.*?)"?$', markdown)
    own = title is not None and title[1].startswith(("Show GN", "Ask GN"))
    linked = re.search(r"(?m)^url: https?://(?!news\.hada\.io)", markdown)
    return "summary" if linked and not own else "post"


def _truths(markdown: str) -> Iterator[tuple[int, Truth]]:
    """The comments of a topic by their number, line by line."""
    parts = re.split(r"(?m)^### Comment (\d+)$", markdown)
    for number, part in zip(parts[1::2], parts[2::2], strict=True):
        lines = part.strip("\n").split("\n")
        author = next(line for line in lines if line.startswith("- Author: "))[10:]
        said = lines[next(i for i, line in enumerate(lines) if not line) + 1 :]
        head = _TRUE_HEAD.fullmatch(said[0]) if said else None
        yield (
            int(number),
            Truth(
                author=author,
                site=_NAMES[head[1]] if head else None,
                link=head[2] if head else None,
                bullets=_bullets(said[1:]) if head else (),
                text="\n".join(said),
            ),
        )


def _bullets(lines: Sequence[str]) -> list[tuple[bool, str]]:
    found = list[tuple[bool, str]]()
    for line in lines:
        bullet = _BULLET.fullmatch(line)
        if bullet:
            found.append((bool(bullet[1]), bullet[2]))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line.strip()}")
    return found


def _bare(text: str) -> str:
    """Letters and digits alone, without addresses: what Markdown, HTML and plain text have in common."""
    return "".join(c for c in _ADDRESS.sub(" ", html.unescape(text)) if c.isalnum())


def _plain(markdown: str) -> str:
    """Markdown with labels in place of links."""
    return _LINK.sub(r" \1 ", markdown)


def _doubts(
    page: TopicPage, documents: Sequence[Document], truths: Mapping[int, Truth]
) -> Iterator[str]:
    for comment in page.comments:
        where = f"topic {page.number}, comment {comment.number}"
        truth, content = truths[comment.number], comment.content
        yield from (f"{where}: {doubt}" for doubt in content.doubts)
        first = truth.text.strip().split("\n")[0]
        if not content.digests and re.search(r"의견|반응", first):
            yield f"{where}: its first line speaks of opinions, and it is no digest"
        if comment.author == "neo" and len(content.own) > _LONG:
            yield f"{where}: {len(content.own)} characters by the house account itself"
        for digest in content.digests:
            if digest.head.link is None:
                yield f"{where}: a digest without a link to its thread"
    for d in documents[1:]:
        if d.voice is Voice.RELAY and len(d.text) < _SHORT:
            yield f"topic {page.number}: an opinion of {len(d.text)} characters"


def _report(tally: Tally) -> None:
    print(f"{'':34}{'read':>8}{'is':>8}")
    for name in sorted(tally.read | tally.true):
        known = "" if name.startswith("characters") else f"{tally.true[name]:>8}"
        print(f"{name:34}{tally.read[name]:>8}{known}")
    share = tally.read["characters retold"] / max(1, tally.read["characters of all comments"])
    print(f"{'retold share of comment text':34}{share:>8.1%}")
    print(f"\n{len(tally.wrong)} disagreements")
    for line in tally.wrong:
        print(f"WRONG {line}")
    print(f"\n{len(tally.doubts)} doubtful")
    for line in tally.doubts:
        print(f"  {line}")


def _seed(tally: Tally, text: str) -> None:
    """The copied page: lines "-" begin an opinion, "- " a reply, also when glued to a line's end."""
    page = topic_page(seed_page(text), 24800, NOW)
    if page is None:
        tally.wrong.append("the seed page: not recognised")
        return
    root, *relays = page_documents("eval", page)
    below = text.split("Hacker News 의견\n")[1]
    tops = len(re.findall(r"(?m)^-$", below))
    replies = len(re.findall(r"(?m)^- ", below)) + len(re.findall(r"[음임]- ", below))
    depths = Counter(d.depth for d in relays)
    print(f"\nseed page: body {root.voice}, {depths[0]} opinions (is {tops}), ", end="")
    print(f"{depths[1]} replies (is {replies}), retold from {relays[0].retold_from}")
    tally.check("seed, opinions", (depths[0], depths[1]), (tops, replies))
    tally.check("seed, voices", {(d.voice, d.author) for d in relays}, {(Voice.RELAY, None)})
    tally.check("seed, words", _bare("".join(d.text for d in relays)), _bare(below))


if __name__ == "__main__":
    sys.exit(main())
