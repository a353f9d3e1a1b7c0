"""Fits bot/evidence.py's numbers: `make calibrate`. Prints them; nothing is changed.

`calibrate.py [KEPT [TRANSLATED]]`: KEPT is a folder in which indexed corpora stay, `-` for none.

Learns from labelled sets: those that say `answerable`, and those that say what is relevant, whose
questions are asked twice, once with the relevant texts taken out of what was found. SETS weighs them:
questions that people could not answer count more than such made ones. Cross-validated refusals are
printed for one threshold over all sets.

Passages in another language than the question's are fitted as well when TRANSLATED is given: a folder
with `nomiracl_ko.jsonl` in English and `realtimeqa_small.jsonl` in Korean, the lines of those sets'
questions with nothing changed but the language of `question`. A question whose `answers` stand in no
passage that was read tells nothing there, and is left out. The bias is moved so that the threshold
refuses the same share of the same set's answerable questions in either case.
"""

import asyncio
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot import evidence
from bot.app import now
from bot.evals.files import AskedQuestion, read_questions
from bot.evals.harness import Bench, indexed
from bot.facts import by_passage
from bot.types import Question
from retrieval.search import Query
from retrieval.types import Found

DATA = Path(__file__).parents[3] / "shared" / "data" / "eval"
SETS = {"nomiracl_ko": (999, 1.0), "korquad": (150, 0.3), "realtimeqa_small": (999, 1.0)}
ACROSS = {"hn_en_to_ko": (100, 0.3), "hn_ko_to_en": (100, 0.3)}
TRANSLATED = {"nomiracl_ko": (999, 1.0), "realtimeqa_small": (999, 1.0)}
Part = tuple[np.ndarray, np.ndarray, float]  # signals, labels, weight
Far = list[float] | None  # None: nothing was found in another language
Example = tuple[list[float], Far, bool]  # of all, of those in another language; answerable
_UTC = ZoneInfo("UTC")
_FIRST, _REFUSED = "nomiracl_ko", 0.25  # this share of its answerable questions is refused
_READ = 4


async def _signals(
    bench: Bench, question: AskedQuestion, found: list[Found]
) -> tuple[list[float], Far]:
    asked = Question(text=question.question, now=question.now(now()))
    sentences = by_passage(await bench.app.answering.facts.read(asked, found))
    near = evidence.signals(question.question, list(sentences.values()), found)
    abroad = evidence.across(question.question, found)
    ids = {f.passage.id for f in abroad}
    far = evidence.signals_across([s for id, s in sentences.items() if id in ids], abroad)
    return list(astuple(near)) if near else [0.0] * 4, list(astuple(far)) if far else None


async def _examples(bench: Bench, question: AskedQuestion) -> list[Example]:
    query = Query(text=question.question, now=question.now(now()), zone=_UTC, limit=20)
    found = list((await bench.app.search(query)).found)
    if question.answerable is not None:
        return [(*await _signals(bench, question, found[:10]), question.answerable)]
    rest = [f for f in found if f.document.url not in question.relevant]
    return [
        (*await _signals(bench, question, found[:10]), True),
        (*await _signals(bench, question, rest[:10]), False),
    ]


async def _across(bench: Bench, question: AskedQuestion) -> list[Example]:
    """Without a question whose answer was not found: then nothing says that it can be answered."""
    if question.answerable and question.answers:
        query = Query(text=question.question, now=question.now(now()), zone=_UTC)
        found = (await bench.app.search(query)).found[:_READ]
        texts = [f.passage.text.casefold() for f in found]
        if not any(a.casefold() in text for a in question.answers for text in texts):
            return []
    return await _examples(bench, question)


async def _of_set(name: str, kept: Path | None) -> Part:
    limit, weight = SETS[name]
    questions = read_questions(DATA / name / "questions.jsonl.gz")[:limit]
    async with indexed(DATA / name / "corpus.jsonl.gz", kept and kept / name, print) as bench:
        examples = [e for q in questions for e in await _examples(bench, q)]
    return np.array([x for x, _, _ in examples]), np.array([y for _, _, y in examples]), weight


async def _of_set_across(
    name: str, translated: Path | None, limit: tuple[int, float], kept: Path | None
) -> Part:
    file = translated / f"{name}.jsonl" if translated else DATA / name / "questions.jsonl.gz"
    questions = read_questions(file)[: limit[0]]
    async with indexed(DATA / name / "corpus.jsonl.gz", kept and kept / name, print) as bench:
        examples = [e for q in questions for e in await _across(bench, q)]
    pairs = [(x, y) for _, x, y in examples if x is not None]
    return np.array([x for x, _ in pairs]), np.array([y for _, y in pairs]), limit[1]


def _fit(parts: Sequence[Part]) -> LogisticRegression:
    weights = np.concatenate([np.full(len(y), w / len(y)) for _, y, w in parts])
    rows, labels = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    model = LogisticRegression(C=1000, max_iter=10000)
    return model.fit(rows, labels, sample_weight=weights * len(weights) / weights.sum())


def _cross_validated(sets: Mapping[str, Part]) -> dict[str, np.ndarray]:
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    splits = {n: list(folds.split(x, y)) for n, (x, y, _) in sets.items()}
    scores = {n: np.zeros(len(y)) for n, (_, y, _) in sets.items()}
    for k in range(10):
        chosen = {n: split[k][0] for n, split in splits.items()}
        model = _fit([(x[chosen[n]], y[chosen[n]], w) for n, (x, y, w) in sets.items()])
        for n, (x, _, _) in sets.items():
            held_out = splits[n][k][1]
            scores[n][held_out] = model.predict_proba(x[held_out])[:, 1]
    return scores


def _print_refusals(
    sets: Mapping[str, Part], scores: Mapping[str, np.ndarray], threshold: float
) -> None:
    for name, (_, y, _) in sets.items():
        refused = scores[name] < threshold
        print(
            f"{name}: refused {refused[~y].mean():.3f} of {(~y).sum()} unanswerable, "
            f"{refused[y].mean():.3f} of {y.sum()} answerable"
        )


def _threshold(sets: Mapping[str, Part], scores: Mapping[str, np.ndarray]) -> float:
    return float(np.quantile(scores[_FIRST][sets[_FIRST][1]], _REFUSED))


async def same_language(kept: Path | None) -> None:
    """The numbers of passages in the question's own language."""
    sets = {name: await _of_set(name, kept) for name in SETS}
    model = _fit(list(sets.values()))
    print("weights", model.coef_[0].round(3), "bias", model.intercept_.round(3))
    scores = _cross_validated(sets)
    threshold = _threshold(sets, scores)
    print("threshold", round(threshold, 3))
    _print_refusals(sets, scores, threshold)


async def across_languages(translated: Path, kept: Path | None) -> None:
    """The numbers of passages in another language."""
    given = [(n, translated, limit) for n, limit in TRANSLATED.items()]
    given += [(n, None, limit) for n, limit in ACROSS.items()]
    sets = {n: await _of_set_across(n, folder, limit, kept) for n, folder, limit in given}
    model, scores = _fit(list(sets.values())), _cross_validated(sets)
    threshold = _threshold(sets, scores)
    moved = _logit(evidence.THRESHOLD) - _logit(threshold)
    print("across: weights", model.coef_[0].round(3), "bias", (model.intercept_ + moved).round(3))
    _print_refusals(sets, scores, threshold)


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


async def main(kept: Path | None, translated: Path | None) -> None:
    await same_language(kept)
    if translated:
        await across_languages(translated, kept)


if __name__ == "__main__":
    folders = [Path(a) if a != "-" else None for a in [*sys.argv[1:3], "-", "-"]]
    asyncio.run(main(folders[0], folders[1]))
