"""The writer, over sockets: what it asks, in which manner, and what it reads."""

import asyncio
import json
import logging
from typing import Any

import pytest
from model_server import Says, model_server, refusal
from opened_writer import KEY, PROMPT, writer

from bot.errors import BadRequest, WriterRefused
from bot.writers.openai import WriterOptions, open_writer


async def test_asks() -> None:
    """The model, the messages, the schema, the length and the key are sent, and nothing of ours else."""
    async with model_server(Says(text="hello")) as server, writer(server) as given:
        written = await given.write(PROMPT)
    assert (written.text, written.whole) == ("hello", True)
    assert (written.prompt_tokens, written.completion_tokens) == (11, 7)
    (asked,) = server.requests
    assert asked.body == {
        "model": "m-1",
        "messages": [
            {"role": "system", "content": "Rules. JSON."},
            {"role": "user", "content": "질문 하나"},
        ],
        "max_tokens": 321,
        "temperature": 0.0,
        "seed": 7,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": dict(PROMPT.schema), "strict": True},
        },
    }
    assert asked.headers["authorization"] == f"Bearer {KEY}"


async def test_no_key() -> None:
    """A server at home needs no key: something stands in its place."""
    async with model_server(Says(text="hello")) as server, writer(server, key="") as given:
        assert (await given.write(PROMPT)).text == "hello"


async def test_nothing_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set for other programs of that vendor is not sent to this server."""
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "from-elsewhere")
    async with model_server() as server, writer(server, key="") as given:
        await given.write(PROMPT)
    assert "from-elsewhere" not in str(server.requests[0].headers)


async def test_length() -> None:
    """What was cut off at the limit is not whole."""
    async with (
        model_server(Says(text='{"a', finish="length")) as server,
        writer(server) as given,
    ):
        written = await given.write(PROMPT)
    assert (written.text, written.whole) == ('{"a', False)


async def test_tokens_are_estimated() -> None:
    """Without counts by the server they are estimated, more of them for Korean."""
    async with (
        model_server(Says(text="가" * 30, usage=None), Says(text="a" * 30, usage=None)) as server,
        writer(server) as given,
    ):
        korean, english = await given.write(PROMPT), await given.write(PROMPT)
    assert korean.prompt_tokens > 0
    assert (korean.completion_tokens, english.completion_tokens) == (21, 9)


@pytest.mark.parametrize(
    "usage", [{"prompt_tokens": -5}, {"prompt_tokens": 10**30}, {"prompt_tokens": "9"}, [1]]
)
async def test_counts_are_not_believed_blindly(usage: Any) -> None:
    """Impossible counts are estimated instead."""
    async with model_server(Says(text="a", usage=usage)) as server, writer(server) as given:
        written = await given.write(PROMPT)
    assert 0 < written.prompt_tokens < 100


@pytest.mark.parametrize("status", [400, 404, 422, 501])
async def test_simpler_forms(status: int) -> None:
    """A server that knows no schema is asked for an object, then for text, and that is remembered."""

    def picky(body: dict[str, Any]) -> Says:
        return refusal(status, "unknown field") if "response_format" in body else Says(text="ok")

    async with model_server(picky) as server, writer(server) as given:
        assert (await given.write(PROMPT)).text == "ok"
        assert (await given.write(PROMPT)).text == "ok"
    forms = [body.get("response_format", {}).get("type") for body in server.bodies]
    assert forms == ["json_schema", "json_object", None, None]


async def test_object_form_is_remembered() -> None:
    """A server that knows json_object is asked no simpler than that."""

    def picky(body: dict[str, Any]) -> Says:
        schema = body["response_format"]["type"] == "json_schema"
        return refusal(400, "json_schema is not supported") if schema else Says(text="ok")

    async with model_server(picky) as server, writer(server) as given:
        await given.write(PROMPT)
        await given.write(PROMPT)
    forms = [body["response_format"]["type"] for body in server.bodies]
    assert forms == ["json_schema", "json_object", "json_object"]


async def test_what_did_not_help_is_not_remembered() -> None:
    """A request that fails in every form leaves the next one its schema."""
    bad = refusal(400, "the prompt is too long")
    async with model_server(bad, bad, bad, Says(text="ok")) as server, writer(server) as given:
        with pytest.raises(WriterRefused, match="the prompt is too long"):
            await given.write(PROMPT)
        await given.write(PROMPT)
    assert server.bodies[3]["response_format"]["type"] == "json_schema"


async def test_other_name_for_the_length() -> None:
    """A server that insists on max_completion_tokens gets that, from then on, and keeps the schema."""

    def picky(body: dict[str, Any]) -> Says:
        if "max_tokens" in body:
            return refusal(
                400, "Unsupported parameter: use max_completion_tokens", param="max_tokens"
            )
        return Says(text="ok")

    async with model_server(picky) as server, writer(server) as given:
        await given.write(PROMPT)
        await given.write(PROMPT)
    assert [body.get("max_completion_tokens") for body in server.bodies] == [None, 321, 321]
    assert all(body["response_format"]["type"] == "json_schema" for body in server.bodies)


async def test_without_temperature_and_seed() -> None:
    """A model that takes neither temperature nor seed is asked without."""

    def picky(body: dict[str, Any]) -> Says:
        for name in ("temperature", "seed"):
            if name in body:
                return refusal(400, f"Unsupported value: {name}")
        return Says(text="ok")

    async with model_server(picky) as server, writer(server) as given:
        assert (await given.write(PROMPT)).text == "ok"
    assert "temperature" not in server.bodies[-1]
    assert "seed" not in server.bodies[-1]


async def test_parts() -> None:
    """A text that comes in parts is put together."""
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}, {"type": "image"}]
    body = json.dumps({"choices": [{"message": {"content": parts}}]}).encode()
    async with model_server(Says(body=body)) as server, writer(server) as given:
        assert (await given.write(PROMPT)).text == "ab"


async def test_wrong_kind() -> None:
    """A completion is one, whatever kind of file the server says it is."""
    async with model_server(Says(text="ok", kind="text/html")) as server, writer(server) as given:
        assert (await given.write(PROMPT)).text == "ok"


async def test_at_once() -> None:
    """No more requests at the same time than allowed."""
    async with model_server(Says(text="ok")) as server, writer(server, at_once=2) as given:
        await asyncio.gather(*(given.write(PROMPT) for _ in range(8)))
    assert server.most_at_once <= 2
    assert len(server.requests) == 8


async def test_cancelling() -> None:
    """Who is cancelled leaves the server, and the next one finds its turn free."""
    async with (
        model_server(Says(fault="hang"), Says(text="ok")) as server,
        writer(server, at_once=1) as given,
    ):
        task = asyncio.create_task(given.write(PROMPT))
        await server.asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(server.left.wait(), 2)
        assert (await given.write(PROMPT)).text == "ok"


async def test_the_key_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    """Neither logs nor representations hold the key, also when a server repeats it."""
    caplog.set_level(logging.DEBUG)
    busy = refusal(503, f"bad key {KEY}")
    async with model_server(busy, busy, Says(text="ok")) as server, writer(server) as given:
        await given.write(PROMPT)
        options = WriterOptions(url=server.url, model="m", key=KEY)
        assert KEY not in repr(given) + repr(options)
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    "url", ["localhost:8080/v1", "ftp://host/v1", "http://", "http://[::1", "http://h:99999/"]
)
async def test_bad_address(url: str) -> None:
    """What is no web address is said at once."""
    with pytest.raises(BadRequest, match="NEWSDESK_WRITER_URL"):
        open_writer(WriterOptions(url=url, model="m"))


async def test_pasted_endpoint() -> None:
    """The endpoint's own address does as well."""
    async with model_server(Says(text="ok")) as server:
        options = WriterOptions(url=f"{server.url}/chat/completions/", model="m")
        given = open_writer(options)
        assert (await given.write(PROMPT)).text == "ok"
        await given.close()
