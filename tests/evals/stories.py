"""How well stories are joined by likeness: `make eval-stories`. Nothing is changed.

    .venv/bin/python tests/evals/stories.py [PAIRS]

503 reports in English and the same in Korean, of as many sources. The bars in retrieval/likeness.py were
chosen on the even pairs; what is printed of them is measured on the odd ones. Three cases, each with all
documents on one day and spread over 60:

* whole: every text has its partner among 1,006;
* half: a third of the pairs is whole, of the others one text each is there, so that most texts have none;
* none: no text has its partner, so that every join is wrong.

Of each: joins, how many are wrong, precision, and recall of the partners that are there. A join counts for a
half of the pairs when one of its texts belongs to it.
"""

import asyncio
import gzip
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np

from bot.app import open_embedder, read_settings
from retrieval import likeness, passages
from retrieval.likeness import Bar, alike
from retrieval.ports import Matrix
from retrieval.types import Document, Shelved

PAIRS = Path(__file__).parents[3] / "shared" / "data" / "hn_ko_en" / "pairs.jsonl.gz"
DAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
SPREAD = 60  # days
DRAWS = 5
COSINES = (0.3, 0.4, 0.5)
STRENGTHS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


@dataclass(frozen=True, kw_only=True)
class Texts:
    """Openings and their vectors, row by row; pair n is rows n and n + half."""

    openings: list[Shelved]
    vectors: Matrix

    @property
    def half(self) -> int:
        return len(self.openings) // 2


@dataclass(kw_only=True)
class Count:
    """Joins that were made, were right, and were there to be made."""

    made: int = 0
    right: int = 0
    there: int = 0

    def __str__(self) -> str:
        precision = self.right / self.made if self.made else 1.0
        recall = self.right / self.there if self.there else float("nan")
        return f"joins {self.made:5} wrong {self.made - self.right:3} precision {precision:.3f} recall {recall:.3f}"


async def read(path: Path, *, spread: int) -> Texts:
    """The pairs, each with a date of its own."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    openings = [
        _opening(row[lang], lang, n, DAY + timedelta(days=n % spread))
        for lang in ("en", "ko")
        for n, row in enumerate(rows)
    ]
    embedder = open_embedder(read_settings(), print)
    texts = [
        passages.embedded_text(o.document.title, o.document.published, o.passage.text)
        for o in openings
    ]
    vectors = await embedder.embed_passages(texts)
    await embedder.close()
    return Texts(openings=openings, vectors=vectors)


def _opening(told: dict[str, str], lang: str, number: int, published: datetime) -> Shelved:
    document = Document(
        id=f"{lang}{number:03}",
        source_id=lang + str(number),
        url=f"https://{lang}.example/{number}",
        title=told["title"],
        text=told["text"] or told["title"],
        published=published,
        lang=lang,
    )
    first = passages.split(document)[0]
    return Shelved(passage=first, document=document, source_name=lang, key="")


def chosen(texts: Texts, case: str, draw: int) -> list[int]:
    """Rows that are there."""
    half = texts.half
    order = np.random.default_rng(draw).permutation(half)
    if case == "whole":
        return list(range(2 * half))
    whole = order[: half // 3] if case == "half" else order[:0]
    english, korean = np.array_split(order[len(whole) :], 2)
    return sorted(int(n) for n in (*whole, *(whole + half), *english, *(korean + half)))


def counted(texts: Texts, case: str, *, odd: bool) -> Count:
    """The joins of one half of the pairs, over all draws."""
    count = Count()
    for draw in range(1 if case == "whole" else DRAWS):
        rows = chosen(texts, case, draw)
        some = [texts.openings[n] for n in rows]
        made = alike(some, texts.vectors[rows], lambda _id: True)
        there = {o.document.id for o in some}
        numbers = [(int(one[2:]), int(other[2:])) for one, other in made]
        own = [pair for pair in numbers if any(n % 2 == odd for n in pair)]
        count.made += len(own)
        count.right += sum(one == other for one, other in own)
        count.there += sum(f"ko{id[2:]}" in there for id in there if _is_of(id, odd=odd))
    return count


def _is_of(id: str, *, odd: bool) -> bool:
    return id.startswith("en") and int(id[2:]) % 2 == odd


def wrong(texts: Texts) -> Iterator[tuple[str, str]]:
    """Titles of what was joined and is not a pair, in the case without partners."""
    rows = chosen(texts, "none", 0)
    some = [texts.openings[n] for n in rows]
    titles = {o.document.id: o.document.title for o in some}
    for one, other in alike(some, texts.vectors[rows], lambda _id: True):
        yield titles[one], titles[other]


def table(texts: Texts) -> None:
    """Bars between languages on the even pairs: what the constants were chosen from."""
    usual = likeness.ACROSS
    for cosine, strength in product(COSINES, STRENGTHS):
        likeness.ACROSS = Bar(cosine=cosine, strength=strength)
        counts = [counted(texts, case, odd=False) for case in ("whole", "half", "none")]
        print(f"cosine {cosine:.2f} strength {strength:.2f}  whole: {counts[0]}  half: {counts[1]}"
              f"  none: wrong {counts[2].made}")  # fmt: skip
    likeness.ACROSS = usual


async def main(path: Path, given: Sequence[str]) -> None:
    """Print the table, then the bars in use on the odd pairs."""
    for spread in (1, SPREAD):
        texts = await read(path, spread=spread)
        days = "on one day" if spread == 1 else f"over {spread} days"
        if spread == 1 and "table" not in given[1:]:
            print(f"bars, even pairs, {days}")
            table(texts)
        began = time.perf_counter()
        print(f"{likeness.ACROSS}, odd pairs, {days}")
        for case in ("whole", "half", "none"):
            print(f"{case:6} {counted(texts, case, odd=True)}")
        print(f"seconds {time.perf_counter() - began:.1f} for {1 + 2 * DRAWS} comparisons")
        for one, other in wrong(texts):
            print("  wrong:", one, "|", other)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAIRS, sys.argv))
