"""`newsdesk eval grounding`: does the statement checker tell supported claims from others?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import Say
from bot.evals.files import Pair, read_pairs
from bot.evals.harness import process_costs
from bot.evals.metrics import auc, balanced_accuracy, share
from bot.support import SAME, THRESHOLD, Support, support

_STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A pair with the checker's finding."""

    pair: Pair
    found: Support


async def evaluate(pairs: Path, data_dir: Path | None, say: Say) -> dict[str, Any]:
    """The report. Nothing is stored, so `data_dir` stays untouched. Raises BadRequest for a bad file."""
    del data_dir
    todo = read_pairs(pairs)
    say(f"checking {len(todo)} pairs")
    checked = await asyncio.to_thread(_check, todo)
    return {
        **report(checked),
        "passages": 0,
        "ingest_cpu_s_per_1000_passages": 0.0,
        **process_costs(),
        "settings": {"threshold": THRESHOLD, "same": SAME},
    }


def report(checked: Sequence[Checked]) -> dict[str, Any]:
    """Shares over all pairs; None where there are none of a kind. Pure."""
    supported = [c.found for c in checked if c.pair.supported]
    unsupported = [c.found for c in checked if not c.pair.supported]
    good, bad = (sum(found.accepted for found in kind) for kind in (supported, unsupported))
    rejected = len(unsupported) - bad
    return {
        "pairs": len(checked),
        "balanced_accuracy": balanced_accuracy(good, len(supported), rejected, len(unsupported)),
        "auc": auc([f.score for f in supported], [f.score for f in unsupported]),
        "accepted_unsupported": share(bad, len(unsupported)),
        "accepted_supported": share(good, len(supported)),
        "trade_off": [_at(step, supported, unsupported) for step in _STEPS],
    }


def _check(pairs: Sequence[Pair]) -> list[Checked]:
    return [Checked(pair=pair, found=support(pair.document, pair.claim)) for pair in pairs]


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
    return share(sum(f.score >= threshold for f in found), len(found))
