"""Logging through structlog: text for people, or one JSON object a line."""

import logging
from collections.abc import Sequence

import structlog
from pydantic import SecretStr

from bot.settings import Settings

# At debug level some of these log questions, tokens, or the addresses that hold them.
_CHATTY = (
    *("httpx", "httpx2", "httpcore2", "chromadb", "alembic", "dbos", "trafilatura"),
    *("aiosqlite", "aiohttp", "discord", "slack_bolt", "slack_sdk"),
)
_SHARED: list[structlog.types.Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def set_up(settings: Settings) -> None:
    """Send every library's log records through one formatter to stderr."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                without_secrets(settings),
                renderer,
            ],
        )
    )
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)


def without_secrets(settings: Settings) -> structlog.types.Processor:
    """Takes tokens and keys out of whatever is logged, should a library put them there."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    held = (v.get_secret_value() for v in values if isinstance(v, SecretStr))
    secrets = sorted(filter(None, held), key=len, reverse=True)

    def processor(
        _log: structlog.types.WrappedLogger, _method: str, event: structlog.types.EventDict
    ) -> structlog.types.EventDict:
        return {key: _cleared(value, secrets) for key, value in event.items()}

    return processor


def _cleared(value: object, secrets: Sequence[str]) -> object:
    text = value if isinstance(value, str) else None
    for secret in secrets:
        text = text.replace(secret, "[secret]") if text else text
    return value if text is None else text
