"""The real writer before a server that a test tells what to say."""

import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from model_server import Answering, ModelServer, model_server

from bot.drafts import Message, Prompt
from bot.errors import WriterUnavailable
from bot.writers.openai import OpenAIWriter, WriterOptions, open_writer

KEY = "sk-test-4f1d2a9b77c3"
PROMPT = Prompt(
    messages=(Message(role="system", text="Rules. JSON."), Message(role="user", text="질문 하나")),
    schema={"type": "object", "properties": {"a": {"type": "string"}}},
    name="answer",
    longest=321,
)


@asynccontextmanager
async def writer(server: ModelServer, **options: Any) -> AsyncIterator[OpenAIWriter]:
    quick = {"timeout": 2.0, "deadline": 3.0, "pause": 0.01, "key": KEY, **options}
    opened = open_writer(WriterOptions(url=server.url, model="m-1", **quick))
    try:
        yield opened
    finally:
        await opened.close()


async def failure(*says: Answering, **options: Any) -> tuple[WriterUnavailable, ModelServer]:
    """The error of a piece of writing that has to fail: one line, without the key."""
    async with model_server(*says) as server, writer(server, **options) as given:
        with pytest.raises(WriterUnavailable) as raised:
            await given.write(PROMPT)
    assert "\n" not in str(raised.value)
    assert KEY not in "".join(traceback.format_exception(raised.value))
    return raised.value, server
