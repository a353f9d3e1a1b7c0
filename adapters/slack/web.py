"""Calls of Slack's Web API in the name of a workspace's bot."""

from collections import OrderedDict
from logging import Logger
from typing import Any

from aiohttp import ClientSession, ClientTimeout, TCPConnector
from aiolimiter import AsyncLimiter
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from typing_extensions import override

from adapters.slack.bots import Bots
from adapters.slack.errors import Refused, lost, mapped
from adapters.slack.names import Json
from adapters.slack.parse import origin_of
from bot.errors import PlatformBusy
from bot.ports import Sending

_TIMEOUT_S = 15
_KEPT_S = 10.0  # less than any server keeps them: one that it has closed makes a post uncertain
_WAIT_MOST_S = 5
_CHANNELS = 5_000
_BURST = 3
_OK = 200
_TOO_MANY = 429
_OF_SERVER = 500
_GONE = frozenset({403, 404, 410})
_OVER = frozenset({"expired_url", "used_url"})
_WORDS = (*sorted(_OVER), "invalid_blocks", "invalid_payload", "no_text")


class _Patience(AsyncRateLimitErrorRetryHandler):
    """Waits as Slack asks, twice, unless that is long: then whoever called decides."""

    def __init__(self) -> None:
        super().__init__(max_retry_count=2)

    @override
    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != _TOO_MANY:
            return False
        headers = {key.lower(): value for key, value in response.headers.items()}
        return int((headers.get("retry-after") or ["1"])[0]) <= _WAIT_MOST_S


def client_of(
    token: str | None,
    base_url: str,
    log: Logger,
    *,
    repeatable: bool = True,
    session: ClientSession | None = None,
) -> AsyncWebClient:
    """The library's client. Only what is repeatable is sent again when a connection breaks."""
    again = [AsyncConnectionErrorRetryHandler()] if repeatable else []
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        timeout=_TIMEOUT_S,
        session=session,
        logger=log,
        retry_handlers=[_Patience(), *again],
    )


class Web:
    """What is sent. Raises PlatformBusy, PlatformUnsure and Refused, besides StoreUnavailable."""

    def __init__(self, bots: Bots, base_url: str, log: Logger) -> None:
        self._bots = bots
        self._base_url = base_url
        self._log = log
        self._paces: OrderedDict[str, AsyncLimiter] = OrderedDict()
        self._session: ClientSession | None = None

    def client(self, token: str | None = None, *, repeatable: bool = True) -> AsyncWebClient:
        """The library's client."""
        session = self._kept_session()
        return client_of(token, self._base_url, self._log, repeatable=repeatable, session=session)

    async def close(self) -> None:
        """Close the connections. Repeatable."""
        if self._session is not None:
            await self._session.close()

    def _kept_session(self) -> ClientSession:
        """Connections are kept for a moment: a reply then goes out on the one that showed the status."""
        if self._session is None:
            connector = TCPConnector(keepalive_timeout=_KEPT_S)
            timeout = ClientTimeout(total=_TIMEOUT_S)
            self._session = ClientSession(connector=connector, timeout=timeout)
        return self._session

    async def call(self, tenant: str, method: str, *, lang: str | None = None, **args: Any) -> Json:
        """A method that may be called twice without harm, with arguments as JSON."""
        client = await self._of(tenant, lang, repeatable=True)
        with mapped(repeatable=True, lang=lang):
            return _data(await client.api_call(method, json=args))

    async def attempt(self, tenant: str, method: str, *, lang: str | None, **args: Any) -> Json:
        """The same, for who would rather hear at once that Slack takes no more than have it wait."""
        client = await self._of(tenant, lang, repeatable=True)
        client.retry_handlers.clear()
        with mapped(repeatable=True, lang=lang):
            return _data(await client.api_call(method, json=args))

    async def look(self, tenant: str, method: str, **args: Any) -> Json:
        """A method that reads; those take no JSON."""
        client = await self._of(tenant, None, repeatable=True)
        with mapped(repeatable=True):
            return _data(await client.api_call(method, http_verb="GET", params=args))

    async def send(
        self,
        tenant: str,
        method: str,
        *,
        lang: str | None,
        sending: Sending | None = None,
        **args: Any,
    ) -> Json:
        """A method that posts: at the pace of its channel, and never twice by itself.

        `sending` is awaited when nothing is left to wait for.
        """
        client = await self._of(tenant, lang, repeatable=False)
        async with self._pace(f"{tenant}/{args.get('channel')}"):
            if sending:
                await sending()
            with mapped(repeatable=False, lang=lang):
                return _data(await client.api_call(method, json=args))

    async def respond(self, url: str, body: Json, *, repeatable: bool) -> bool:
        """Send to a response_url; False when that is over."""
        client = AsyncWebhookClient(url, _TIMEOUT_S, logger=self._log, retry_handlers=[])
        with mapped(repeatable=repeatable):
            answer = await client.send_dict(body)
        if answer.status_code == _TOO_MANY:
            raise PlatformBusy("Slack takes no more at the moment")
        if answer.status_code >= _OF_SERVER:
            raise lost("Slack failed", repeatable=repeatable)
        word = next((w for w in _WORDS if w in answer.body), None)
        if word in _OVER or answer.status_code in _GONE:
            return False
        if word or answer.status_code != _OK:
            raise Refused(word or "invalid_arguments", None)
        return True

    async def _of(self, tenant: str, lang: str | None, *, repeatable: bool) -> AsyncWebClient:
        account = await self._bots.account(origin_of(tenant))
        if account is None:
            raise Refused("token_revoked", lang)
        return self.client(account.token, repeatable=repeatable)

    def _pace(self, channel: str) -> AsyncLimiter:
        pace = self._paces.pop(channel, None) or AsyncLimiter(_BURST, _BURST)
        self._paces[channel] = pace
        while len(self._paces) > _CHANNELS:
            self._paces.popitem(last=False)
        return pace


def _data(answer: Any) -> Json:
    return answer.data if isinstance(answer.data, dict) else {}
