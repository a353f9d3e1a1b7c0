"""`newsdesk eval grounding`: does the statement checker tell supported claims from others?

Decides as the bot does: by words and checks, and with the embedding model's comparison where that is
switched on and only it can decide. A pair may say its `set` and `lang`; each is then told of apart.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import Say, open_embedder, read_settings
from bot.evals.files import Pair, read_pairs
from bot.evals.harness import process_costs
from bot.evals.metrics import auc, balanced_accuracy, share
from bot.support import SAME, THRESHOLD, Support, compared_with, support, undecided
from bot.support.meaning import MEAN, WEAKEST, Meaning
from bot.support.words import is_korean
from retrieval.ports import Embedder

_STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
_TWENTIETH = 0.05
_REASONS = 25  # kinds of reasons that are listed
_KIND = 5  # words of a reason that tell its kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A pair with the checker's finding."""

    pair: Pair
    found: Support
    compared: bool = False  # by the embedding model


async def evaluate(pairs: Path, data_dir: Path | None, say: Say) -> dict[str, Any]:
    """The report. Nothing is stored, so `data_dir` stays untouched. Raises BadRequest for a bad file."""
    del data_dir
    todo = read_pairs(pairs)
    say(f"checking {len(todo)} pairs")
    started = time.process_time()
    checked = await asyncio.to_thread(_check, todo)
    pure = time.process_time() - started
    across = read_settings().across_languages
    open_ones = [c for c in checked if across and undecided(c.pair.document, c.pair.claim)]
    compared = await _compare(open_ones, say) if open_ones else {}
    return {
        **report([compared.get(id(c), c) for c in checked]),
        "cpu_ms_per_pair": round(1000 * pure / len(todo), 2),
        "passages": 0,
        "ingest_cpu_s_per_1000_passages": 0.0,
        **process_costs(),
        "settings": {"threshold": THRESHOLD, "same": SAME, "mean": MEAN, "weakest": WEAKEST},
    }


def report(checked: Sequence[Checked]) -> dict[str, Any]:
    """Shares over all pairs, and by language and set; None where there are none of a kind. Pure."""
    return {
        "pairs": len(checked),
        "compared_by_model": sum(c.compared for c in checked),
        **_shares(checked),
        "by_score": _by_score(
            [f.score for f in _of(checked, supported=True)],
            [f.score for f in _of(checked, supported=False)],
        ),
        "by_language": _by(checked, _language),
        "by_set": _by(checked, lambda c: str(getattr(c.pair, "set", "") or "")),
        "reasons": {
            kind: _reasons([c for c in checked if c.pair.supported == supported])
            for kind, supported in (("supported", True), ("unsupported", False))
        },
        "trade_off": [
            _at(step, _of(checked, supported=True), _of(checked, supported=False))
            for step in _STEPS
        ],
    }


def _shares(checked: Sequence[Checked]) -> dict[str, float | None]:
    supported, unsupported = _of(checked, supported=True), _of(checked, supported=False)
    good, bad = (sum(found.accepted for found in kind) for kind in (supported, unsupported))
    rejected = len(unsupported) - bad
    return {
        "balanced_accuracy": balanced_accuracy(good, len(supported), rejected, len(unsupported)),
        "auc": auc([f.score for f in supported], [f.score for f in unsupported]),
        "accepted_unsupported": share(bad, len(unsupported)),
        "accepted_supported": share(good, len(supported)),
    }


def _by_score(supported: Sequence[float], unsupported: Sequence[float]) -> dict[str, float | None]:
    """What the score alone could do on these very pairs: with at most a twentieth of the unsupported
    accepted, and at its best. The bot asks for more than a score.
    """
    steps = sorted({*supported, *unsupported})
    points = [(_over(step, supported), _over(step, unsupported)) for step in steps]
    safe = max((good for good, bad in points if bad <= _TWENTIETH), default=None)
    best = max(((good + 1 - bad) / 2 for good, bad in points), default=None)
    return {"accepted_supported_at_5_percent": safe, "best_balanced_accuracy": best}


def _over(least: float, scores: Sequence[float]) -> float:
    return sum(score >= least for score in scores) / max(len(scores), 1)


def _of(checked: Sequence[Checked], *, supported: bool) -> list[Support]:
    return [c.found for c in checked if c.pair.supported == supported]


def _by(checked: Sequence[Checked], key: Callable[[Checked], str]) -> dict[str, Any]:
    """Of each group by its name; groups without a name are left out."""
    groups = dict.fromkeys(sorted(filter(None, map(key, checked))))
    members = {name: [c for c in checked if key(c) == name] for name in groups}
    return {name: {"pairs": len(of), **_shares(of)} for name, of in members.items()}


def _language(checked: Checked) -> str:
    """As the pair says, or as it is written: of claim and document, where they differ."""
    named = getattr(checked.pair, "lang", None)
    if named:
        return str(named)
    claim, document = (
        "ko" if is_korean(text) else "en" for text in (checked.pair.claim, checked.pair.document)
    )
    return claim if claim == document else f"{claim}-{document}"


def _reasons(checked: Sequence[Checked]) -> dict[str, int]:
    """How often a check failed, by what its reason begins with."""
    kinds = Counter(" ".join(why.split()[:_KIND]) for c in checked for why in set(c.found.against))
    return dict(kinds.most_common(_REASONS))


def _check(pairs: Sequence[Pair]) -> list[Checked]:
    return [Checked(pair=pair, found=support(pair.document, pair.claim)) for pair in pairs]


async def _compare(checked: Sequence[Checked], say: Say) -> Mapping[int, Checked]:
    """The same with the embedding model, by identity."""
    say(f"comparing {len(checked)} pairs of two languages")
    embedder = open_embedder(read_settings(), say)
    try:
        return {id(c): await _with_meaning(c.pair, embedder) for c in checked}
    finally:
        await embedder.close()


async def _with_meaning(pair: Pair, embedder: Embedder) -> Checked:
    likeness = await embedder.compare(pair.claim, compared_with(pair.document))
    meaning = Meaning(likeness=tuple(likeness))
    found = support(pair.document, pair.claim, meaning)
    return Checked(pair=pair, found=found, compared=True)


def _at(
    threshold: float, supported: Sequence[Support], unsupported: Sequence[Support]
) -> dict[str, float | None]:
    """What another threshold would accept."""
    return {
        "threshold": threshold,
        "accepted_unsupported": _share_from(threshold, unsupported),
        "accepted_supported": _share_from(threshold, supported),
    }


def _share_from(threshold: float, found: Sequence[Support]) -> float | None:
    return share(sum(not f.against and f.score >= threshold for f in found), len(found))
