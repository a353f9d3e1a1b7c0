"""Asks a cross-encoder of sentence-transformers whether quotes bear a statement out."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, cast

import numpy as np

from bot.types import Statement
from retrieval.errors import ModelUnavailable

THRESHOLD = 0.5
"""Probability of entailment, or relevance between 0 and 1, from which a statement is let through."""

_Pair = tuple[str, str]


class _Model(Protocol):
    def predict(self, pairs: list[_Pair], **options: Any) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    model: _Model
    entails: int | None  # the place of that label; None: one score, of relevance


class CrossEncoderOpinion:
    """A model for natural language inference, or one that scores relevance. Loaded when first asked."""

    def __init__(self, name: str, threshold: float = THRESHOLD, device: str | None = None) -> None:
        """`name`: a folder, or a name on a hub."""
        self._name = name
        self._threshold = threshold
        self._device = device
        self._loaded: _Loaded | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="second-opinion")

    async def against(self, statements: Sequence[Statement]) -> Sequence[str | None]:
        """Raises ModelUnavailable."""
        asked = [s for s in statements if not s.quoted]  # a quote is borne out by itself
        loop = asyncio.get_running_loop()
        scores = await loop.run_in_executor(self._thread, self._scores, [_pair(s) for s in asked])
        reasons = {id(s): self._reason(score) for s, score in zip(asked, scores, strict=True)}
        return [reasons.get(id(s)) for s in statements]

    async def close(self) -> None:
        """Let the model go."""
        self._thread.shutdown(wait=False)

    def _scores(self, pairs: list[_Pair]) -> list[float]:
        """In the one thread, which also loads the model."""
        if not pairs:
            return []
        if self._loaded is None:
            self._loaded = _load(self._name, self._device)
        return _probabilities(self._loaded, pairs)

    def _reason(self, score: float) -> str | None:
        if score >= self._threshold:  # no number is below nothing
            return None
        return f"second opinion: {score:.2f} of {self._threshold:.2f} that its quotes bear it out"


def _pair(statement: Statement) -> _Pair:
    """What is known first, what is claimed second."""
    return "\n".join(dict.fromkeys(c.quote for c in statement.citations)), statement.text


def _probabilities(loaded: _Loaded, pairs: list[_Pair]) -> list[float]:
    logits = np.asarray(_logits(loaded.model, pairs), np.float64)
    if loaded.entails is None:
        return [float(p) for p in 1 / (1 + np.exp(-logits.reshape(len(pairs))))]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return [float(p) for p in (powers / powers.sum(axis=1, keepdims=True))[:, loaded.entails]]


def _logits(model: _Model, pairs: list[_Pair]) -> Any:
    """Bare, whatever a model folder says of its activation."""
    from torch import nn  # noqa: PLC0415 - as slow to import as the model's package

    return model.predict(pairs, activation_fn=nn.Identity(), show_progress_bar=False)


def _load(name: str, device: str | None) -> _Loaded:
    try:
        from sentence_transformers import CrossEncoder  # noqa: PLC0415 - costs ten seconds

        model = CrossEncoder(name, device=device)
        labels = entailing(model.config.id2label, model.num_labels)
    except Exception as e:  # hub, file and weight errors share no base class
        what = next(iter(str(e).splitlines()), type(e).__name__)
        raise ModelUnavailable(
            f"cross-encoder {name}: {what}; set NEWSDESK_SECOND_OPINION_MODEL to a model folder or a"
            " reachable model name, or NEWSDESK_SECOND_OPINION to nothing"
        ) from e
    return _Loaded(model=cast("_Model", model), entails=labels)


def entailing(labels: dict[int, str], count: int) -> int | None:
    """The place of the label that means support; None for a model with one score.

    Raises ValueError for a model that tells neither.
    """
    found = [
        place
        for place, label in labels.items()
        if "entail" in label.casefold() and not label.casefold().startswith(("not", "non", "un"))
    ]
    if found:
        return int(found[0])
    if count == 1:
        return None
    raise ValueError(f"it has {count} labels and none of them is entailment")
