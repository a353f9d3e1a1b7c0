"""What 100 stories with 10,000 comments cost through everything that the bot is made of, and a second run without news.

`make bench-threads`. Hacker News is played on loopback by the same process, from answers made beforehand; what its sending
costs is counted as reading. The pauses between requests are real, so look at CPU seconds, not at the clock.
"""

import asyncio
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from hackernews import Prepared
from hackernews_site import ITEMS, SEARCH, HackerNewsSite, hackernews

from bot.app import App, now, open_app, read_settings

STORIES, COMMENTS = 100, 10_000
_WORDS = (
    "the a of to and in that it is for on with as was they this but have you what people would when if more about"
    " kernel compiler battery harbour patent sensor licence archive engine browser server memory startup regulator"
    " robot satellite chip database latency protocol subsidy auction committee customer engineer price quarter release"
    " breaks ships costs reads writes scales leaks fails works depends measures agrees doubts remembers replaces"
).split()
_KOREAN = (
    "커널을 컴파일러가 배터리는 항구에서 특허를 센서가 면허는 기록을 엔진이 브라우저는 서버에서 메모리를 스타트업이 규제는"
    " 로봇을 위성이 칩은 데이터베이스에서 지연을 프로토콜이 보조금은 경매에서 위원회를 고객이 기술자는 가격을 분기에"
    " 고장난다 출시한다 비싸다 읽는다 쓴다 늘어난다 새어나간다 실패한다 작동한다 의존한다 측정한다 동의한다 의심한다"
).split()
_KOREAN_SHARE = 0.3


class Costs:
    """CPU seconds of this process, by what they were spent on."""

    def __init__(self) -> None:
        self.seconds = Counter[str]()

    def counted(self, name: str, work: Callable[..., Awaitable[Any]]) -> Callable[..., Any]:
        """The same work, with its CPU time noted. For what does not happen at the same time."""

        async def measured(*given: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return await work(*given, **named)
            finally:
                self.seconds[name] += time.process_time() - began

        return measured


def sentence(chance: random.Random, words: list[str]) -> str:
    return " ".join(chance.choices(words, k=chance.randint(6, 22))).capitalize() + "."


def said(chance: random.Random) -> str:
    """One to three paragraphs, as comments are long."""
    words = _KOREAN if chance.random() < _KOREAN_SHARE else _WORDS
    paragraphs = (
        " ".join(sentence(chance, words) for _ in range(chance.randint(1, 4)))
        for _ in range(chance.choice([1, 1, 2, 3]))
    )
    return "<p>".join(paragraphs)


def fill(site: HackerNewsSite, chance: random.Random) -> None:
    """Stories with an article each; comments stand under any of the last 20 of their thread."""
    threads = []
    for n in range(STORIES):
        url = site.add_article(f"a{n}", *(said(chance) for _ in range(10)))
        title = f"{sentence(chance, _WORDS)[:60]} {n}"
        threads.append([site.add_story(title, age=0.1 + chance.random(), url=url)])
    for n in range(COMMENTS):
        thread = (
            threads[min(int(chance.expovariate(1 / 40)), STORIES - 1)]
            if n % 2
            else chance.choice(threads)
        )
        thread.append(site.comment(chance.choice(thread[-20:]), said(chance)))
    site.changed.clear()


async def measured(site: HackerNewsSite, app: App, costs: Costs, source_id: str) -> bool:
    """One reading, printed; whether it brought nothing."""
    site.forget()
    costs.seconds.clear()
    began, clock = time.process_time(), time.perf_counter()
    run = await app.desk().refresh(source_id, asked_by="benchmark")
    cpu, wall = time.process_time() - began, time.perf_counter() - clock
    parts = ", ".join(f"{name} {s:.2f}" for name, s in costs.seconds.items())
    asked = {
        "threads": f"{SEARCH}/items/",
        "lists": f"{SEARCH}/search",
        "updates": f"{ITEMS}/updates",
        "articles": "/articles",
    }
    counts = ", ".join(f"{name} {site.count(prefix)}" for name, prefix in asked.items())
    print(f"{run.state}: added {run.added:,}, changed {run.changed}, unchanged {run.unchanged:,}; requests {site.count()}"
          f" ({counts}), {site.bytes:,} bytes; CPU {cpu:.2f} s ({parts}), wall {wall:.0f} s")  # fmt: skip
    return not (run.added or run.changed)


def sizes(folder: Path) -> str:
    """Of what lies in a data folder."""
    found = Counter[str]()
    for file in folder.rglob("*"):
        if file.is_file():
            found[file.relative_to(folder).parts[0]] += file.stat().st_size
    return ", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in sorted(found.items()))


async def benchmark(folder: Path) -> None:
    """Read until nothing is new, and two times more."""
    async with hackernews(now()) as site:
        fill(site, random.Random(5))  # noqa: S311 - the same numbers in every run
        site._answer_of = Prepared(site)  # type: ignore[method-assign]
        settings = read_settings(
            data_dir=folder, feeds="", samples=False, backfill_days=0,
            hackernews_search_url=site.endpoints.hackernews_search,
            hackernews_items_url=site.endpoints.hackernews_items,
            private_networks=f"127.0.0.1:{site.port}",
            private_pages=f"127.0.0.1:{site.port}",
        )  # fmt: skip
        async with open_app(settings, "benchmark", print) as app:
            costs = Costs()
            app.ingest.bring_in = costs.counted("reading and storing", app.ingest.bring_in)  # type: ignore[method-assign]
            app.ingest.drain = costs.counted("embedding and indexing", app.ingest.drain)  # type: ignore[method-assign]
            app.upkeep.reading.liken = costs.counted("joining", app.upkeep.reading.liken)
            app.upkeep.reading.clean = costs.counted("cleaning", app.upkeep.reading.clean)
            run = await app.desk().ingest(
                "https://news.ycombinator.com/newest", asked_by="benchmark"
            )
            print(
                f"first: {run.state}, added {run.added:,}; requests {site.count()}, {site.bytes:,} bytes; CPU {dict(costs.seconds)}"
            )
            while not await measured(site, app, costs, run.source_id):
                pass
            print("unchanged:")
            for _ in range(2):
                await measured(site, app, costs, run.source_id)
            coverage = await app.library.coverage()
            kept = await app.library.source(run.source_id)
            print(f"{coverage.documents:,} documents, {coverage.passages:,} passages; {sizes(folder)}; bookmark"
                  f" {len((kept and kept.bookmark) or ''):,} bytes; peak memory"
                  f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")  # fmt: skip


def main() -> None:
    """See above."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(benchmark(Path(folder)))


if __name__ == "__main__":
    main()
