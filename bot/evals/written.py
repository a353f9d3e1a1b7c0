"""What a language model contributed to replies. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bot.evals.metrics import share
from bot.types import Abstention, Answer, Reply, Why


def written(replies: Sequence[Reply]) -> dict[str, Any]:
    """How many answers are a model's, what kept the others from being that, and what it took.

    Nothing where no model took part.
    """
    usages = [r.trail.usage for r in replies if r.trail and r.trail.usage]
    if not usages:
        return {}
    judged = [j for r in replies if r.trail for j in r.trail.judged]
    own = [r for r in replies if isinstance(r, Answer) and r.unwritten is None]
    instead = Counter(r.unwritten.why for r in replies if isinstance(r, Answer) and r.unwritten)
    silent = [r for r in replies if isinstance(r, Abstention) and r.why is Why.NOT_ANSWERED]
    return {
        "model": usages[0].model,
        "written": len(own),
        "quoted_instead": {why.value: n for why, n in sorted(instead.items())},
        "model_found_nothing": len(silent),
        "sentences_written": len(judged),
        "sentences_passed": share(sum(j.verdict.passed for j in judged), len(judged)),
        "dropped_for": _reasons(replies),
        "calls_per_answer": round(sum(u.calls for u in usages) / len(usages), 2),
        "tokens_read_per_answer": round(sum(u.prompt_tokens for u in usages) / len(usages)),
        "tokens_written_per_answer": round(sum(u.completion_tokens for u in usages) / len(usages)),
        "model_s_per_answer": round(sum(u.seconds for u in usages) / len(usages), 2),
    }


def _reasons(replies: Sequence[Reply]) -> dict[str, int]:
    """Without their details, most frequent first."""
    found = Counter(
        reason.partition(":")[0]
        for reply in replies
        if reply.trail
        for judged in reply.trail.judged
        for reason in judged.verdict.reasons
    )
    return dict(found.most_common())
