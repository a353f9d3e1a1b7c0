"""A writer that says what a test wants, one thing a call."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from typing_extensions import override

from bot.drafts import Prompt, Written
from bot.ports import Writer

Line = str | Exception | Callable[[Prompt], str]


@dataclass
class ScriptedWriter(Writer):
    """Each line is a text, an error, or what makes a text of the prompt. The last one is repeated."""

    lines: list[Line]
    model: str = "scripted"
    prompts: list[Prompt] = field(default_factory=list)
    closed: bool = False

    @override
    async def write(self, prompt: Prompt) -> Written:
        self.prompts.append(prompt)
        line = self.lines.pop(0) if len(self.lines) > 1 else self.lines[0]
        if isinstance(line, Exception):
            raise line
        text = line if isinstance(line, str) else line(prompt)
        return Written(text=text, whole=True, prompt_tokens=100, completion_tokens=20)

    @override
    async def close(self) -> None:
        self.closed = True


def keys(prompt: Prompt) -> list[str]:
    """Those that the prompt allows."""
    found = prompt.schema["properties"]["statements"]["items"]["properties"]["key"]["enum"]
    return list(found)


def says(*statements: tuple[str, str]) -> Callable[[Prompt], str]:
    """An answer of quotes and texts, each with the key of the passage that has the quote."""

    def write(prompt: Prompt) -> str:
        shown = "\n".join(m.text for m in prompt.messages)
        found = [
            {"key": _key(quote, shown, keys(prompt)), "quote": quote, "text": text}
            for quote, text in statements
        ]
        return json.dumps({"answered": True, "statements": found}, ensure_ascii=False)

    return write


NOTHING = json.dumps({"answered": False, "statements": []})


def _key(quote: str, shown: str, allowed: list[str]) -> str:
    """The key that stands last before the quote in the prompt; the first one for what is in none."""
    before = shown[: shown.rfind(quote)] if quote in shown else ""
    places = {key: before.rfind(key) for key in allowed}
    return max(places, key=lambda key: places[key])
