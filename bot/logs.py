"""Logging through structlog: text for people, or one JSON object a line.

Each record says what it belongs to (`bot.traces`). None repeats a secret, or what a question that is being
worked on says.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from pydantic import SecretStr

from bot.settings import Settings
from bot.shades import shaded, without_tokens
from bot.traces import hidden, traces

# At debug level some of these log questions, tokens, or the addresses that hold them.
_CHATTY = (
    *("httpx", "httpx2", "httpcore2", "chromadb", "alembic", "dbos", "trafilatura"),
    *("aiosqlite", "aiohttp", "discord", "slack_bolt", "slack_sdk"),
)
FIELDS = (
    *("platform", "ended", "why", "seconds", "tokens"),  # of a question
    *("run", "kind", "source", "state", "added", "changed", "gone", "problems"),
    *("act", "by", "about", "outcome"),  # of administration
)
"""What log records may have besides their text, given as `extra`."""
_OURS = frozenset({"level", "logger", "timestamp", "question", "run", "request", *FIELDS})
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029)}

_Event = structlog.types.EventDict
_Clean = Callable[[str], str]


def set_up(settings: Settings) -> None:
    """Send every library's log records through one formatter to stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(settings))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)


def formatter(settings: Settings) -> logging.Formatter:
    """What makes a line of a record."""
    as_text: list[structlog.types.Processor] = [
        one_line,
        structlog.dev.ConsoleRenderer(colors=False),
    ]
    as_json: list[structlog.types.Processor] = [
        structlog.processors.JSONRenderer(ensure_ascii=False)
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=FIELDS),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            with_traces,
            structlog.processors.format_exc_info,
            without_questions,
            without_secrets(settings),
            *(as_json if settings.log_json else as_text),
        ],
    )


def with_traces(_log: structlog.types.WrappedLogger, _method: str, event: _Event) -> _Event:
    """Says what a record belongs to."""
    return {**event, **traces()}


def without_questions(_log: structlog.types.WrappedLogger, _method: str, event: _Event) -> _Event:
    """Takes out what people wrote, should an exception or a library repeat it."""
    texts = hidden()
    if not texts:
        return event
    return {
        k: v if k in _OURS else _each(v, lambda told: shaded(told, texts)) for k, v in event.items()
    }


def without_secrets(settings: Settings) -> structlog.types.Processor:
    """Takes tokens and keys out of whatever is logged, should a library put them there."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    held = (v.get_secret_value() for v in values if isinstance(v, SecretStr))
    secrets = sorted(filter(None, held), key=len, reverse=True)

    def processor(_log: structlog.types.WrappedLogger, _method: str, event: _Event) -> _Event:
        return _cleaned(event, lambda told: without_tokens(_cleared(told, secrets)))

    return processor


def one_line(_log: structlog.types.WrappedLogger, _method: str, event: _Event) -> _Event:
    """Whatever is logged is a line of text and no more: nobody's words can look like another record, or
    speak to the terminal. Traces of exceptions keep their lines.
    """
    return {k: v if k == "exception" else _escaped(v) for k, v in event.items()}


def _escaped(value: object) -> object:
    return value.translate(_CONTROLS) if isinstance(value, str) else value


def _cleaned(event: _Event, clean: _Clean) -> _Event:
    return {key: _each(value, clean) for key, value in event.items()}


def _each(value: Any, clean: _Clean) -> Any:
    """Also inside of lists and the like."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {k: _each(v, clean) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_each(v, clean) for v in value]
    return value if value is None or isinstance(value, int | float) else clean(str(value))


def _cleared(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "[secret]")
    return text
