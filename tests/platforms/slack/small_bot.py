"""A small bot of unpatched bolt, and the servers it runs in."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from platforms.slack.model import Channel, User
from platforms.slack.server import SlackPlatform
from platforms.slack.state import Message
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

FEEDBACK: dict[str, Any] = {
    "type": "context_actions",
    "block_id": "feedback",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "feedback",
            "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "up"},
            "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "down"},
        }
    ],
}
ANSWER: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "See <https://a.example/x|A paper>."}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "more",
                "text": {"type": "plain_text", "text": "More"},
                "value": "7",
            }
        ],
    },
    FEEDBACK,
]
MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "ask",
    "title": {"type": "plain_text", "text": "Ask"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "question",
            "label": {"type": "plain_text", "text": "Question"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}
HOME: dict[str, Any] = {"type": "home", "blocks": [{"type": "divider"}]}


def client_of(slack: SlackPlatform, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token=token or slack.bot_token, base_url=slack.api_url)


class Bot:
    """Answers, and remembers what it heard."""

    def __init__(self, slack: SlackPlatform) -> None:
        self.heard: list[dict[str, Any]] = []
        self.retries: list[str] = []
        self.acknowledges = True
        self.app = AsyncApp(
            client=client_of(slack), signing_secret=slack.signing_secret, logger=_quiet()
        )
        self.app.middleware(self._heard)
        self.app.event("app_mention")(self._mention)
        self.app.event("message")(self._nothing)
        self.app.event("app_home_opened")(self._home)
        self.app.event("agent_session_stopped")(self._nothing)
        self.app.event("app_uninstalled")(self._nothing)
        self.app.event("tokens_revoked")(self._nothing)
        self.app.command("/news")(self._command)
        self.app.shortcut("ask_about_message")(self._shortcut)
        self.app.view("ask")(self._submitted)
        self.app.action("more")(self._more)
        self.app.action("feedback")(self._feedback)

    async def _heard(self, body: dict[str, Any], request: Any, next: Any) -> None:
        self.heard.append(body)
        self.retries += request.headers.get("x-slack-retry-num", [])
        if self.acknowledges:
            await next()

    async def _nothing(self) -> None:
        """It is acknowledged, that is all."""

    async def _mention(self, event: dict[str, Any], client: AsyncWebClient) -> None:
        thread_ts = event.get("thread_ts") or event["ts"]
        await client.chat_postMessage(
            channel=event["channel"], text="An answer", blocks=ANSWER, thread_ts=thread_ts
        )

    async def _command(self, ack: Any, respond: Any, command: dict[str, Any]) -> None:
        await ack("Looking")
        await respond(text=f"News of {command['text']}")

    async def _shortcut(self, ack: Any, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=MODAL)

    async def _submitted(self, ack: Any, view: dict[str, Any]) -> None:
        asked = view["state"]["values"]["question"]["text"]["value"]
        await ack(
            {"response_action": "errors", "errors": {"question": "?"}} if asked == "?" else {}
        )

    async def _more(self, ack: Any, respond: Any, action: dict[str, Any]) -> None:
        await ack()
        await respond(text=f"More of {action['value']}", response_type="in_channel")

    async def _feedback(self, ack: Any, respond: Any, action: dict[str, Any]) -> None:
        await ack()
        await respond(text=f"Thanks for {action['value']}", response_type="ephemeral")

    async def _home(self, event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=HOME)


def _quiet() -> logging.Logger:
    """Some tests make bolt complain."""
    logger = logging.getLogger("test_slack_server")
    logger.setLevel(logging.CRITICAL)
    return logger


@asynccontextmanager
async def running(slack: SlackPlatform, ping_interval: float = 0.2) -> AsyncIterator[Bot]:
    bot = Bot(slack)
    handler = AsyncSocketModeHandler(bot.app, slack.app_token, ping_interval=ping_interval)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.connected()
    try:
        yield bot
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def serving(slack: SlackPlatform) -> AsyncIterator[Bot]:
    bot = Bot(slack)
    handler, web = AsyncSlackRequestHandler(bot.app), FastAPI()

    async def receive(req: Request) -> Response:
        return await handler.handle(req)

    web.post("/slack/events")(receive)
    config = uvicorn.Config(web, host="127.0.0.1", port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    await slack.until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    slack.http_target = f"http://127.0.0.1:{port}/slack/events"
    try:
        yield bot
    finally:
        server.should_exit = True
        await task


def people(slack: SlackPlatform) -> tuple[User, Channel]:
    return slack.add_user("Ann", locale="ko-KR"), slack.add_channel("general")


async def asked(slack: SlackPlatform, user: User, channel: Channel) -> Message:
    """A mention, and the bot's answer to it."""
    said = await slack.say(channel, user, f"<@{slack.bot_user_id}> what is new?")
    await slack.until(lambda: slack.posts(channel, said.ts))
    return slack.posts(channel, said.ts)[0]
