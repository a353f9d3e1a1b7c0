"""Any server that speaks OpenAI's chat completions: a hosted one, or llama.cpp, Ollama, vLLM at home."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import openai
import stamina
from typing_extensions import override

from bot.drafts import Prompt, Written
from bot.errors import BadRequest, WriterUnavailable
from bot.writers.completions import written
from bot.writers.failures import Failed, Table
from bot.writers.http import ShortAnswers
from bot.writers.manners import Manner

_NO_KEY = "none"  # the package insists on one, servers at home do not
_ENDPOINT = "/chat/completions"
_HOSTED = "https://api.openai.com/v1"
_LONGEST_PAUSE = 8.0  # seconds
_PAUSES = 3  # that must fit before the deadline, to make one


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterOptions:
    """Where a model is and what it may cost. Times in seconds."""

    model: str
    url: str = ""  # of the API, such as https://host/v1; empty: OpenAI's
    key: str = field(default="", repr=False)
    timeout: float = 60.0  # of one request
    deadline: float = 90.0  # of one piece of writing: its turn, all tries, all pauses
    tries: int = 3
    at_once: int = 2  # requests
    temperature: float = 0.0
    seed: int | None = 7
    pause: float = 0.5  # before the second try, then longer


class OpenAIWriter:
    """Asks again what may pass, and in simpler words what was not understood; remembers what was."""

    def __init__(self, options: WriterOptions) -> None:
        """Raises BadRequest where the address is none."""
        self.model = options.model
        self._options = options
        self._table = Table(_base(options.url), options.model, options.key)
        self._client = _client(options)
        self._turns = asyncio.Semaphore(options.at_once)
        self._manner = Manner()

    @override
    def __repr__(self) -> str:
        return f"OpenAIWriter({self.model!r})"

    async def write(self, prompt: Prompt) -> Written:
        """One answer. Raises WriterSlow, WriterBusy, WriterRefused, WriterUnavailable."""
        try:
            async with asyncio.timeout(self._options.deadline) as limit, self._turns:
                return await self._tried(prompt, limit)
        except TimeoutError:
            raise self._table.slow(self._options.deadline) from None
        except Failed as e:
            raise e.error from None  # a server may repeat the key in what lies behind this

    async def close(self) -> None:
        """End its connections. Repeatable."""
        await self._client.close()

    async def _tried(self, prompt: Prompt, limit: asyncio.Timeout) -> Written:
        """Again while that may help, and while there is time for the pause before."""

        def again(error: Exception) -> bool | float:
            if not isinstance(error, Failed) or not error.again:
                return False
            left = (limit.when() or 0.0) - asyncio.get_running_loop().time()
            if error.after is None:
                return left > _PAUSES * self._options.pause
            return error.after if error.after < left else False

        @stamina.retry(
            on=again,
            attempts=self._options.tries,
            timeout=None,
            wait_initial=self._options.pause,
            wait_max=_LONGEST_PAUSE,
            wait_jitter=self._options.pause,
        )
        async def attempt() -> Written:
            return await self._understood(prompt)

        return await attempt()

    async def _understood(self, prompt: Prompt) -> Written:
        """In the manner that worked last, and in simpler ones if it is not understood."""
        manner = self._manner
        while True:
            try:
                answer = await self._asked(prompt, manner)
            except Failed as e:
                simpler = manner.simpler(e.status, e.said)
                if simpler is None:
                    raise
                manner = simpler
            else:
                self._manner = manner
                return answer

    async def _asked(self, prompt: Prompt, manner: Manner) -> Written:
        """One request. Raises Failed."""
        try:
            async with asyncio.timeout(self._options.timeout):
                body = await self._body(prompt, manner)
            return written(body, prompt)
        except openai.OpenAIError as e:
            raise self._table.failed(e) from None
        except WriterUnavailable as e:
            raise Failed(self._table.told(e)) from None
        except TimeoutError:
            raise Failed(self._table.slow(self._options.timeout)) from None

    async def _body(self, prompt: Prompt, manner: Manner) -> bytes:
        fields: Any = manner.request(
            prompt, temperature=self._options.temperature, seed=self._options.seed
        )
        raw = await self._client.chat.completions.with_raw_response.create(
            model=self.model, **fields
        )
        return bytes(raw.content)


def open_writer(options: WriterOptions) -> OpenAIWriter:
    """A writer that connects when it is first asked. Raises BadRequest where the address is none."""
    return OpenAIWriter(options)


def _client(options: WriterOptions) -> openai.AsyncOpenAI:
    client = openai.AsyncOpenAI(
        api_key=options.key or _NO_KEY,
        base_url=_base(options.url),
        organization="",
        project="",
        max_retries=0,
        http_client=ShortAnswers(options.timeout),
    )
    client.organization = client.project = (
        None  # so that none is sent, and none read from elsewhere
    )
    return client


def _base(url: str) -> str:
    """The address under which the endpoint lies. People paste the endpoint, too."""
    given = url.strip() or _HOSTED
    try:
        parts = urlsplit(given)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        fine = (
            fine and given.isascii() and given.isprintable() and not (parts.query or parts.fragment)
        )
    except ValueError:
        fine = False
    if not fine:
        raise BadRequest("NEWSDESK_WRITER_URL is no web address; set it as in http://host:8080/v1")
    return given.rstrip("/").removesuffix(_ENDPOINT)
