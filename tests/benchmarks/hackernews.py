"""What it costs to read Hacker News: 100 stories with 10,000 comments until all is read, and once more when nothing changed.

`PYTHONPATH=.:tests python tests/benchmarks/hackernews.py`. The site is played on loopback by the same process, from answers
made beforehand; its sending is in the CPU time, the pause between two requests is not in the wall time.
"""

import asyncio
import random
import time
from dataclasses import replace

from hackernews_reading import Follower, following
from hackernews_site import ITEMS, SEARCH, HackerNewsSite
from loopback import Says

from retrieval.sources.hackernews.reader import HackerNewsReader
from retrieval.types import Reading

STORIES, COMMENTS = 100, 10_000
WORDS = "the harbour kernel committee decided that nobody would pay for a second engine in winter".split()


def fill(site: HackerNewsSite, chance: random.Random) -> None:
    """Stories with an article each, and comments of some 80 words under any of the last 20 of their thread."""
    threads = []
    for n in range(STORIES):
        article = (" ".join(chance.choices(WORDS, k=80)) for _ in range(8))
        url = site.add_article(f"a{n}", *article)
        threads.append([site.add_story(f"Story {n}", age=0.1 + chance.random(), url=url)])
    for _ in range(COMMENTS):
        thread = chance.choice(threads)
        html = "<p>".join(" ".join(chance.choices(WORDS, k=40)) for _ in range(2))
        thread.append(site.comment(chance.choice(thread[-20:]), html))
    site.changed.clear()


class Prepared(dict[str, Says]):
    """Answers that were made once."""

    def __init__(self, site: HackerNewsSite) -> None:
        super().__init__()
        self._make = site._answer_of
        for post in site.stories():
            self(f"{SEARCH}/items/{post.id}")

    def __call__(self, path: str) -> Says:
        if path not in self:
            self[path] = self._make(path)
        return self[path]


async def measured(site: HackerNewsSite, follower: Follower) -> Reading:
    """One reading, printed."""
    site.forget()
    cpu, wall = time.process_time(), time.perf_counter()
    reading = await HackerNewsReader(follower.tools).read(follower.source)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    follower.source = replace(follower.source, bookmark=reading.bookmark)
    asked = ", ".join(
        f"{name} {site.count(prefix)}"
        for name, prefix in {
            "all": "",
            "threads": f"{SEARCH}/items/",
            "lists": f"{SEARCH}/search",
            "updates": f"{ITEMS}/updates",
            "articles": "/articles",
        }.items()
    )
    kept = len(reading.bookmark or "")
    print(f"requests: {asked}; CPU {cpu:.2f} s, wall {wall:.2f} s, {site.bytes:,} bytes;"
          f" {len(reading.documents)} documents, bookmark {kept:,} bytes, unchanged: {reading.unchanged}")  # fmt: skip
    return reading


async def main() -> None:
    """Read until nothing is new."""
    async with following() as (site, follower):
        fill(site, random.Random(4))  # noqa: S311 (the same numbers in every run)
        site._answer_of = Prepared(site)  # type: ignore[method-assign]
        while not (await measured(site, follower)).unchanged:
            pass


if __name__ == "__main__":
    asyncio.run(main())
