"""Fits bot/evidence.py's numbers: `make calibrate`. Prints them; nothing is changed.

Learns from labelled sets: those that say `answerable`, and those that say what is relevant, whose
questions are asked twice, once with the relevant texts taken out of what was found. Each set weighs
the same. Cross-validated refusals are printed for one threshold over all sets.
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
from bot.answer import by_passage
from bot.app import now
from bot.evals.files import AskedQuestion, read_questions
from bot.evals.harness import Bench, indexed
from bot.types import Question
from retrieval.search import Query
from retrieval.types import Found

SETS = Path(__file__).parents[3] / "shared" / "data" / "eval"
_UTC = ZoneInfo("UTC")
_REFUSED = 0.25  # of the answerable questions of the first set


async def _signals(bench: Bench, question: AskedQuestion, found: list[Found]) -> list[float]:
    asked = Question(text=question.question, now=question.now(now()))
    read = await bench.app.answering.read(asked, found)
    signals = evidence.signals(by_passage(read), found)
    return list(astuple(signals)) if signals else [0.0, 0.0, 0.0, 0.0]


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


async def _of_set(name: str, limit: int) -> tuple[np.ndarray, np.ndarray]:
    questions = read_questions(SETS / name / "questions.jsonl.gz")[:limit]
    kept = Path(sys.argv[1]) / name if len(sys.argv) > 1 else None
    async with indexed(SETS / name / "corpus.jsonl.gz", kept, print) as bench:
        pairs = [p for q in questions for p in await _examples(bench, q)]
    return np.array([x for x, _ in pairs]), np.array([y for _, y in pairs])


def _fit(parts: list[tuple[np.ndarray, np.ndarray]]) -> LogisticRegression:
    weight = np.concatenate([np.full(len(y), 1 / len(y)) for _, y in parts])
    rows, labels = (np.concatenate(side) for side in zip(*parts, strict=True))
    model = LogisticRegression(C=1000, max_iter=10000)
    return model.fit(rows, labels, sample_weight=weight * len(weight) / weight.sum())


def _cross_validated(sets: dict[str, tuple[np.ndarray, np.ndarray]]) -> dict[str, np.ndarray]:
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    splits = {n: list(folds.split(x, y)) for n, (x, y) in sets.items()}
    scores = {n: np.zeros(len(y)) for n, (_, y) in sets.items()}
    for k in range(10):
        model = _fit([(x[splits[n][k][0]], y[splits[n][k][0]]) for n, (x, y) in sets.items()])
        for n, (x, _) in sets.items():
            held_out = splits[n][k][1]
            scores[n][held_out] = model.predict_proba(x[held_out])[:, 1]
    return scores


async def main() -> None:
    limits = {"nomiracl_ko": 999, "korquad": 150, "realtimeqa_small": 999}
    sets = {name: await _of_set(name, limit) for name, limit in limits.items()}
    model = _fit(list(sets.values()))
    print("weights", model.coef_[0].round(2), "bias", model.intercept_.round(2))
    scores = _cross_validated(sets)
    first, labels = scores["nomiracl_ko"], sets["nomiracl_ko"][1]
    threshold = np.quantile(first[labels], _REFUSED)
    print("threshold", round(float(threshold), 3))
    for name, (_, y) in sets.items():
        refused = scores[name] < threshold
        print(
            f"{name}: refused {refused[~y].mean():.3f} of unanswerable, {refused[y].mean():.3f} of answerable"
        )


if __name__ == "__main__":
    asyncio.run(main())
