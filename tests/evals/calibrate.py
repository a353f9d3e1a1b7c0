"""Fits bot/evidence.py's numbers: `make calibrate`. Prints them; nothing is changed.

Learns from labelled sets: those that say `answerable`, and those that say what is relevant, whose
questions are asked twice, once with the relevant texts taken out of what was found. SETS weighs them:
questions that people could not answer count more than such made ones. Cross-validated refusals are
printed for one threshold over all sets.
"""

import asyncio
import sys
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
Part = tuple[np.ndarray, np.ndarray, float]  # signals, labels, weight
_UTC = ZoneInfo("UTC")
_REFUSED = 0.25  # of the answerable questions of the first set


async def _signals(bench: Bench, question: AskedQuestion, found: list[Found]) -> list[float]:
    asked = Question(text=question.question, now=question.now(now()))
    read = await bench.app.answering.facts.read(asked, found)
    signals = evidence.signals(question.question, by_passage(read), found)
    return list(astuple(signals)) if signals else [0.0] * 4


async def _examples(bench: Bench, question: AskedQuestion) -> list[tuple[list[float], bool]]:
    query = Query(text=question.question, now=question.now(now()), zone=_UTC, limit=20)
    found = list((await bench.app.search(query)).found)
    if question.answerable is not None:
        return [(await _signals(bench, question, found[:10]), question.answerable)]
    rest = [f for f in found if f.document.url not in question.relevant]
    return [
        (await _signals(bench, question, found[:10]), True),
        (await _signals(bench, question, rest[:10]), False),
    ]


async def _of_set(name: str, kept: Path | None) -> Part:
    limit, weight = SETS[name]
    questions = read_questions(DATA / name / "questions.jsonl.gz")[:limit]
    folder = kept / name if kept else None
    async with indexed(DATA / name / "corpus.jsonl.gz", folder, print) as bench:
        pairs = [p for q in questions for p in await _examples(bench, q)]
    return np.array([x for x, _ in pairs]), np.array([y for _, y in pairs]), weight


def _fit(parts: list[Part]) -> LogisticRegression:
    weights = np.concatenate([np.full(len(y), w / len(y)) for _, y, w in parts])
    rows, labels = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    model = LogisticRegression(C=1000, max_iter=10000)
    return model.fit(rows, labels, sample_weight=weights * len(weights) / weights.sum())


def _cross_validated(sets: dict[str, Part]) -> dict[str, np.ndarray]:
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


async def main(kept: Path | None) -> None:
    sets = {name: await _of_set(name, kept) for name in SETS}
    model = _fit(list(sets.values()))
    print("weights", model.coef_[0].round(2), "bias", model.intercept_.round(2))
    scores = _cross_validated(sets)
    first, labels = scores["nomiracl_ko"], sets["nomiracl_ko"][1]
    threshold = np.quantile(first[labels], _REFUSED)
    print("threshold", round(float(threshold), 3))
    for name, (_, y, _) in sets.items():
        refused = scores[name] < threshold
        print(
            f"{name}: refused {refused[~y].mean():.3f} of unanswerable, {refused[y].mean():.3f} of answerable"
        )


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
