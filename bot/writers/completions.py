"""Reads the body of a chat completion; nothing in it is taken for granted. Pure."""

import json
from collections.abc import Sequence
from typing import Any

from bot.drafts import Prompt, Written
from bot.errors import WriterRefused, WriterUnavailable
from bot.prompt import prompt_tokens, tokens

_BROKEN_OFF = frozenset({"length", "max_tokens", "content_filter", "error"})
_MOST_TOKENS = 10_000_000


def written(body: bytes, prompt: Prompt) -> Written:
    """What the model wrote. Raises WriterUnavailable, and WriterRefused where it declines."""
    answer = _dict(_json(body))
    choices = answer.get("choices")
    if not isinstance(choices, list) or not choices:
        raise WriterUnavailable("its answer holds no text")
    choice = _dict(choices[0])
    message = _dict(choice.get("message"))
    if not message.get("content") and isinstance(message.get("refusal"), str):
        raise WriterRefused("the model declines to write this")
    text = _text(message.get("content"))
    usage = _dict(answer.get("usage"))
    return Written(
        text=text,
        whole=choice.get("finish_reason") not in _BROKEN_OFF,
        prompt_tokens=_count(usage.get("prompt_tokens")) or prompt_tokens(prompt),
        completion_tokens=_count(usage.get("completion_tokens")) or (tokens(text) if text else 0),
    )


def words(body: object) -> str:
    """What a server says of an error, as it says it: hostile."""
    error = _dict(body).get("error", body)
    said = [_dict(error).get(name) for name in ("message", "param", "code", "type")]
    if not any(said):
        said = [error, _dict(body).get("message"), _dict(body).get("detail")]
    return " ".join(each for each in said if isinstance(each, str))[:2_000]


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise WriterUnavailable("its answer is no JSON; is this the address of its API?") from None


def _text(content: object) -> str:
    """Some servers send it in parts."""
    if isinstance(content, str):
        return content
    parts: Sequence[Any] = content if isinstance(content, list) else ()
    texts = (_dict(part).get("text") for part in parts)
    return "".join(text for text in texts if isinstance(text, str))


def _count(value: object) -> int:
    """Tokens as counted by the server; 0 where that is no number to be believed."""
    known = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MOST_TOKENS
    return value if known and isinstance(value, int) else 0


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
