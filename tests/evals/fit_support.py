"""Measures what bot/support/meaning.py's two numbers let through. Prints; nothing is changed.

    .venv/bin/python tests/evals/fit_support.py [STORIES]

The same story told in Korean and in English, point by point: a point is a true claim of its other
half with the next point as neighbour. Wrong are the point after these two, a point of another story,
and the point with one thing changed (see contrast.py). Odd stories choose the numbers: those at which
so few of the first kind of wrong pass as _PASSING says. Even stories show what is accepted at the
numbers in force.
"""

import asyncio
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

_ROOT = Path(__file__).parents[2]
sys.path += [str(_ROOT), str(_ROOT / "tests")]  # started as a program, it finds the project

from evals import contrast_english, contrast_korean  # noqa: E402

from bot.app import open_embedder, read_settings  # noqa: E402 - only found by the line above
from bot.support import compared_with, support  # noqa: E402
from bot.support.meaning import MEAN, WEAKEST, Meaning, mean_support, weakest_support  # noqa: E402

DATA = _ROOT.parent / "shared" / "data" / "hn_ko_en" / "pairs.jsonl.gz"
STORIES = 120
_PASSING = 0.03
_LEAST = 3  # points of a story
_RULES = {"ko": contrast_korean, "en": contrast_english}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A claim in `lang` and two points in the other language, the first of which it retells or not."""

    lang: str
    kind: str
    claim: str
    document: str
    fitting: bool  # of the stories that choose the numbers


def cases(stories: Sequence[dict[str, list[str]]]) -> Iterator[Case]:
    """Of each story one point each way."""
    chance = Random(5)  # noqa: S311 - no secret
    for number, story in enumerate(stories):
        at = chance.randrange(len(story["ko"]))
        other = stories[(number + 1) % len(stories)]
        for lang, their in (("ko", "en"), ("en", "ko")):
            near, far = ((at + step) % len(story[lang]) for step in (1, 2))
            document = "\n".join((story[their][at], story[their][near]))
            claims = [
                ("true", story[lang][at]),
                ("next point", story[lang][far]),
                ("other story", other[lang][0]),
                *_changed(story[lang][at], story[lang][near], lang, chance),
            ]
            for kind, claim in claims:
                fitting = number % 2 == 1
                yield Case(lang=lang, kind=kind, claim=claim, document=document, fitting=fitting)


def _changed(claim: str, near: str, lang: str, chance: Random) -> Iterator[tuple[str, str]]:
    """By kind of change, where the claim has what is to be changed."""
    for kind, change in _RULES[lang].CHANGES.items():
        if (other := change(claim, near, chance)) != claim:
            yield kind, other


def _stories(most: int) -> list[dict[str, list[str]]]:
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        told = [
            {lang: _points(line[lang]["text"]) for lang in _RULES} for line in map(json.loads, file)
        ]
    even = [story for story in told if len(story["ko"]) == len(story["en"]) >= _LEAST]
    Random(5).shuffle(even)  # noqa: S311 - no secret
    return even[:most]


def _points(text: str | None) -> list[str]:
    return [line[2:].strip() for line in (text or "").split("\n") if line.startswith("- ")]


def _print_numbers(seen: Sequence[tuple[Case, Meaning]]) -> None:
    for name, measure in (("mean", mean_support), ("weakest", weakest_support)):
        best = {
            kind: [
                max(map(measure, meaning.likeness))
                for case, meaning in seen
                if case.fitting and case.kind == kind
            ]
            for kind in ("true", "next point")
        }
        least = np.quantile(best["next point"], 1 - _PASSING)
        passing = np.mean(np.array(best["true"]) >= least)
        print(
            f"{name}: {least:.3f} lets {_PASSING} of the wrong pass, and {passing:.3f} of the true"
        )
    print(f"in force: mean {MEAN}, weakest {WEAKEST}")


def _print_accepted(seen: Sequence[tuple[Case, Meaning]]) -> None:
    for lang in _RULES:
        mine = [(c, m) for c, m in seen if c.lang == lang and not c.fitting]
        wrong = [pair for pair in mine if pair[0].kind != "true"]
        for kind, of in [
            *(
                (kind, [p for p in mine if p[0].kind == kind])
                for kind in dict.fromkeys(c.kind for c, _ in mine)
            ),
            ("all wrong", wrong),
        ]:
            accepted = sum(support(c.document, c.claim, m).accepted for c, m in of)
            print(f"{lang} {kind:12} {len(of):5} accepted {accepted / max(len(of), 1):.3f}")


async def main(most: int) -> None:
    if not DATA.exists():
        print(f"skipped: {DATA} is not there")
        return
    embedder = open_embedder(read_settings(), print)
    seen = []
    for case in cases(_stories(most)):
        likeness = await embedder.compare(case.claim, compared_with(case.document))
        seen.append((case, Meaning(likeness=tuple(likeness))))
    await embedder.close()
    _print_numbers(seen)
    _print_accepted(seen)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else STORIES))
