"""The loopback Slack's Web API, called by unpatched slack_sdk."""

import asyncio
import itertools
from typing import Any

import pytest
from aiohttp import ClientOSError, ServerDisconnectedError
from platforms.slack.server import slack_platform
from platforms.slack.small_bot import FEEDBACK, MODAL, client_of, people, running
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient


async def test_429_is_honoured() -> None:
    async with slack_platform(burst=1) as slack:
        _, channel = people(slack)
        client = client_of(slack)
        client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
        for number in range(2):
            await client.chat_postMessage(channel=channel.id, text=f"{number}")
        assert [each.status for each in slack.calls("chat.postMessage")] == [200, 429, 200]
        assert slack.rate_limited == ["chat.postMessage"]
        assert len(slack.posts(channel)) == 2


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]}, "invalid_blocks"),
        ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"blocks": [{"type": "divider", "block_id": "a"}] * 2}, "invalid_blocks"),
        ({"blocks": [{"type": "marquee"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "markdown", "text": "x" * 2999}] * 5}, "msg_blocks_too_long"),
        ({"blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2}, "only_one_table_allowed"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": " ", "mrkdwn": True}, "no_text"),
        ({"metadata": {"event_type": "answer"}}, "invalid_metadata_schema"),
        ({"thread_ts": "1.000001"}, "thread_not_found"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:The top-level `text`")
async def test_what_slack_would_refuse_is_refused_and_listed(
    message: dict[str, Any], error: str
) -> None:
    async with slack_platform() as slack:
        _, channel = people(slack)
        with pytest.raises(SlackApiError) as caught:
            await client_of(slack).chat_postMessage(channel=channel.id, **{"text": "x", **message})
        assert caught.value.response["error"] == error
        assert slack.violations
        assert slack.posts(channel) == []


async def test_what_slack_takes_and_this_bot_must_not_send_is_listed() -> None:
    async with slack_platform() as slack:
        _, channel = people(slack)
        await client_of(slack).chat_postMessage(
            channel=channel.id, text="x" * 4001, link_names=True
        )
        assert len(slack.violations) == 2


@pytest.mark.parametrize(
    "message",
    [
        {"text": "Hear <!channel>"},
        {"text": "Hear <@U0123>"},
        {"text": "x", "blocks": [{"type": "markdown", "text": "<!here|here>"}]},
        {"text": "x", "blocks": [{"type": "context", "elements": [{"type": "mrkdwn", "text": "<#C01>"}]}]},
        {"text": "x", "blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "here"}]}]}]},
    ],
)  # fmt: skip
async def test_pings_are_found(message: dict[str, Any]) -> None:
    async with slack_platform() as slack:
        _, channel = people(slack)
        await client_of(slack).chat_postMessage(channel=channel.id, **message)
        assert len(slack.pings) == 1
        assert slack.violations == []


async def test_literal_text_and_dates_are_no_pings() -> None:
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": "<!channel>"}]}
    async with slack_platform() as slack:
        _, channel = people(slack)
        await client_of(slack).chat_postMessage(
            channel=channel.id,
            text="&lt;!channel&gt; <!date^1700000000^{date}|then>",
            blocks=[{"type": "rich_text", "elements": [rich]}],
        )
        assert slack.pings == []
        assert slack.violations == []


async def test_errors_of_places_and_tokens() -> None:
    async with slack_platform() as slack:
        _, channel = people(slack)
        outside = slack.add_channel("outside", bot_is_member=False)
        hidden = slack.add_channel("hidden", private=True, bot_is_member=False)
        client = client_of(slack)

        async def error(place: str) -> str:
            with pytest.raises(SlackApiError) as caught:
                await client.chat_postMessage(channel=place, text="x")
            return str(caught.value.response["error"])

        assert await error(outside.id) == "not_in_channel"
        assert await error(hidden.id) == "channel_not_found"
        channel.archived = True
        assert await error(channel.id) == "is_archived"
        slack.scopes("commands")
        assert await error(channel.id) == "missing_scope"
        await slack.uninstall()
        assert await error(channel.id) == "account_inactive"
        client.token = "xoxb-nobody"  # noqa: S105 - of nothing
        assert await error(channel.id) == "invalid_auth"


async def test_a_stream_grows_and_dies() -> None:
    async with slack_platform(stream_ttl=0.3) as slack:
        ann, channel = people(slack)
        said = await slack.say(channel, ann, "hi")
        client = client_of(slack)
        to: dict[str, Any] = {"recipient_team_id": slack.team.id, "recipient_user_id": ann.id}
        stream = await client.chat_stream(
            channel=channel.id, thread_ts=said.ts, buffer_size=1, **to
        )
        await stream.append(markdown_text="Hello ")
        await stream.append(markdown_text="world")
        await stream.stop(blocks=[FEEDBACK])
        (post,) = slack.posts(channel, said.ts)
        assert post.readable().startswith("Hello world")
        second = await client.chat_startStream(channel=channel.id, thread_ts=said.ts, **to)
        await asyncio.sleep(0.35)
        with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
            await client.chat_appendStream(channel=channel.id, ts=second["ts"], markdown_text="x")
        await client.chat_update(channel=channel.id, ts=second["ts"], text="Whole")
        assert slack.posts(channel, said.ts)[-1].readable() == "Whole"
        assert slack.violations == []


async def test_a_mention_in_two_pieces_of_a_stream_is_found() -> None:
    async with slack_platform() as slack:
        ann, _ = people(slack)
        dm, client = slack.open_dm(ann), client_of(slack)
        said = await slack.say(dm, ann, "hi")
        stream = await client.chat_startStream(
            channel=dm.id, thread_ts=said.ts, markdown_text="Hear <!chan"
        )
        await client.chat_appendStream(channel=dm.id, ts=stream["ts"], markdown_text="nel> now")
        await client.chat_stopStream(channel=dm.id, ts=stream["ts"], markdown_text=" and then")
        assert [each.text for each in slack.pings] == ["<!channel>"]


async def test_statuses_prompts_and_a_method_that_is_missing() -> None:
    async with slack_platform(sessions_available=False) as slack:
        ann, _ = people(slack)
        dm = slack.open_dm(ann)
        said = await slack.say(dm, ann, "hi")
        client = client_of(slack)
        where: dict[str, Any] = {"channel_id": dm.id, "thread_ts": said.ts}
        with pytest.raises(SlackApiError, match="unknown_method"):
            await client.agents_sessions_setStatus(**where, status="processing")
        await client.assistant_threads_setStatus(**where, status="searching")
        slack.settings.sessions_available = True
        await client.agents_sessions_setStatus(**where, status="active")
        await client.assistant_threads_setSuggestedPrompts(
            channel_id=dm.id, prompts=[{"title": "News", "message": "What is new?"}]
        )
        assert [each.status for each in slack.statuses(dm, said.ts)] == ["searching", "active"]
        assert slack.status(dm, said.ts) == "active"
        await client.chat_postMessage(channel=dm.id, text="An answer", thread_ts=said.ts)
        assert slack.status(dm, said.ts) == ""
        assert slack.prompts(dm) is not None
        assert slack.violations == []


async def test_a_trigger_opens_one_view_for_a_while() -> None:
    async with slack_platform(trigger_ttl=0.2) as slack:
        ann, channel = people(slack)
        client = client_of(slack)
        command = await slack.command(channel, ann, "/news")
        await client.views_open(trigger_id=command.trigger_id, view=MODAL)
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            await client.views_open(trigger_id=command.trigger_id, view=MODAL)
        late = await slack.command(channel, ann, "/news")
        await asyncio.sleep(0.25)
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await client.views_open(trigger_id=late.trigger_id, view=MODAL)


async def test_a_response_url_has_five_uses() -> None:
    async with slack_platform() as slack, running(slack) as bot:
        ann, channel = people(slack)
        command = await slack.command(channel, ann, "/news", "x")
        await slack.until(lambda: len(command.responses) == 2)
        url = bot.heard[0]["response_url"]
        session = bot.app.client
        for _ in range(4):
            await session.api_call(url, json={"text": "x", "replace_original": True})
        with pytest.raises(SlackApiError, match="used_url"):
            await session.api_call(url, json={"text": "x"})
        assert len(slack.ephemerals(channel, ann)) == 6  # what a command's own URL showed stays


async def test_history_needs_its_scope_and_gives_metadata() -> None:
    async with slack_platform() as slack:
        ann, channel = people(slack)
        said = await slack.say(channel, ann, "hi")
        client = client_of(slack)
        metadata = {"event_type": "answer", "event_payload": {"id": "7"}}
        await client.chat_postMessage(
            channel=channel.id, text="x", thread_ts=said.ts, metadata=metadata
        )
        with pytest.raises(SlackApiError) as caught:
            await client.conversations_replies(channel=channel.id, ts=said.ts)
        assert caught.value.response["needed"] == "channels:history"
        slack.scopes("channels:history", "users:read")
        told = await client.conversations_replies(
            channel=channel.id, ts=said.ts, include_all_metadata=True
        )
        assert [each.get("metadata") for each in told["messages"]] == [None, metadata]
        person = await client.users_info(user=ann.id, include_locale=True)
        assert person["user"]["locale"] == "ko-KR"


async def test_faults_happen_before_and_after_the_effect() -> None:
    async with slack_platform() as slack:
        _, channel = people(slack)
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        faults: list[dict[str, Any]] = [
            {"http_status": 503},
            {"error": "internal_error"},
            {"drop": True},
        ]
        for fault, after in itertools.product(faults, (False, True)):
            slack.fault("chat.postMessage", after_effect=after, **fault)
            with pytest.raises((SlackApiError, ServerDisconnectedError, ClientOSError)):
                await client.chat_postMessage(channel=channel.id, text="x")
        assert len(slack.posts(channel)) == 3


async def test_a_repeated_client_msg_id_is_known_where_that_is_set() -> None:
    async with slack_platform(dedupe_client_msg_id=True) as slack:
        _, channel = people(slack)
        client = client_of(slack)
        ids = [
            (await client.chat_postMessage(channel=channel.id, text="x", client_msg_id="a"))["ts"]
            for _ in range(2)
        ]
        assert ids[0] == ids[1]
        assert len(slack.posts(channel)) == 1


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # slack_sdk 3.47 on aiohttp 3.14
async def test_another_workspace_is_installed_with_a_code() -> None:
    async with slack_platform() as slack:
        team = slack.add_team("T0SECOND", enterprise_id="E0ONE", installed=False)
        client = AsyncWebClient(base_url=slack.api_url)
        code = slack.oauth_code(team)
        told = await client.oauth_v2_access(
            client_id=slack.client_id, client_secret=slack.client_secret, code=code
        )
        who = await client_of(slack, told["access_token"]).auth_test()
        assert (who["team_id"], who["enterprise_id"]) == ("T0SECOND", "E0ONE")
        assert who.headers["x-oauth-scopes"]
        assert who["user_id"] != slack.bot_user_id


async def test_views_lie_on_each_other_and_close() -> None:
    async with slack_platform() as slack:
        ann, channel = people(slack)
        client = client_of(slack)
        command = await slack.command(channel, ann, "/news")
        await client.views_open(
            trigger_id=command.trigger_id, view={**MODAL, "notify_on_close": True}
        )
        bottom = await slack.modal_opened(ann)
        pressed = await slack.press(bottom, ann, "text", "entered")
        state = pressed.delivery.payload["view"]["state"]["values"]
        assert state["question"]["text"]["value"] == "entered"
        await client.views_push(trigger_id=pressed.trigger_id, view=MODAL)
        assert [each.previous_id for each in slack.modals(ann)] == [None, bottom.id]
        await client.views_update(view_id=bottom.id, view=MODAL, hash=bottom.hash)
        with pytest.raises(SlackApiError, match="hash_conflict"):
            await client.views_update(view_id=bottom.id, view=MODAL, hash="old")
        await slack.close_view(slack.modals(ann)[-1], ann)
        assert slack.modals(ann) == [bottom]


async def test_messages_are_changed_and_deleted_by_their_author_only() -> None:
    async with slack_platform() as slack:
        ann, channel = people(slack)
        client, divider = client_of(slack), [{"type": "divider"}]
        said = await slack.say(channel, ann, "hi")
        post = await client.chat_postMessage(channel=channel.id, text="One", blocks=divider)
        where: dict[str, Any] = {"channel": channel.id, "ts": post["ts"]}
        await client.chat_update(**where, text="Two")
        (message,) = slack.posts(channel)
        assert (message.text, message.blocks, message.edits[0].text) == ("Two", [], "One")
        link = await client.chat_getPermalink(channel=channel.id, message_ts=post["ts"])
        assert link["permalink"].endswith(f"/archives/{channel.id}/p{message.ts.replace('.', '')}")
        await client.chat_delete(**where)
        assert (message.deleted, slack.posts(channel)) == (True, [])
        for call in (client.chat_delete, client.chat_update):
            with pytest.raises(SlackApiError, match=r"cant_|message_not_found"):
                await call(channel=channel.id, ts=said.ts, text="x")


async def test_only_one_person_sees_an_ephemeral_message() -> None:
    async with slack_platform() as slack:
        ann, channel = people(slack)
        bob = slack.add_user("Bob")
        await client_of(slack).chat_postEphemeral(channel=channel.id, user=ann.id, text="Psst")
        assert [each.text for each in slack.ephemerals(channel, ann)] == ["Psst"]
        assert slack.ephemerals(channel, bob) == slack.posts(channel) == []


async def test_a_call_hangs_until_the_client_gives_up() -> None:
    async with slack_platform() as slack:
        slack.fault("auth.test", hang=True)
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, timeout=1)
        with pytest.raises(TimeoutError):
            await client.auth_test()
        assert (await client.auth_test())["bot_id"] == slack.bot_id
        assert [each.status for each in slack.calls("auth.test")] == [0, 200]


async def test_reactions_need_their_scope() -> None:
    async with slack_platform() as slack:
        ann, channel = people(slack)
        said = await slack.say(channel, ann, "hi")
        client = client_of(slack)
        where: dict[str, Any] = {"channel": channel.id, "timestamp": said.ts, "name": "eyes"}
        with pytest.raises(SlackApiError, match="missing_scope"):
            await client.reactions_add(**where)
        slack.scopes("reactions:write")
        await client.reactions_add(**where)
        assert said.reactions == ["eyes"]
