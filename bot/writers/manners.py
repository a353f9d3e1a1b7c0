"""How a server wants to be asked: servers differ in what they understand of one API. Pure."""

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.drafts import Prompt

_SIMPLER = frozenset({400, 404, 422, 501})  # statuses after which it is asked in simpler words
_MODEL = re.compile(r"model_not_found|(?:no such|unknown|invalid) model", re.IGNORECASE)
_LIMIT = re.compile(r"max_completion_tokens|max_tokens", re.IGNORECASE)
_TEMPERATURE = re.compile(r"temperature", re.IGNORECASE)
_SEED = re.compile(r"\bseed\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What is put in a request. The default is what most servers understand."""

    form: Literal["json_schema", "json_object", "text"] = "json_schema"
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    seed: bool = True

    def request(self, prompt: Prompt, *, temperature: float, seed: int | None) -> dict[str, Any]:
        """The fields of a chat completion, all but the model."""
        fields: dict[str, Any] = {
            "messages": [{"role": m.role, "content": m.text} for m in prompt.messages],
            self.limit: prompt.longest,
        }
        if self.form == "json_schema":
            schema = {"name": prompt.name, "schema": dict(prompt.schema), "strict": True}
            fields["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.form == "json_object":
            fields["response_format"] = {"type": "json_object"}
        if self.temperature:
            fields["temperature"] = temperature
        if self.seed and seed is not None:
            fields["seed"] = seed
        return fields

    def simpler(self, status: int | None, words: str) -> "Manner | None":
        """How to ask next when this was not understood; None: asking differently will not help."""
        if status not in _SIMPLER or _MODEL.search(words):
            return None
        if self.limit == "max_tokens" and _LIMIT.search(words):
            return replace(self, limit="max_completion_tokens")
        if self.temperature and _TEMPERATURE.search(words):
            return replace(self, temperature=False)
        if self.seed and _SEED.search(words):
            return replace(self, seed=False)
        return self._looser()

    def _looser(self) -> "Manner | None":
        if self.form == "json_schema":
            return replace(self, form="json_object")
        return replace(self, form="text") if self.form == "json_object" else None
