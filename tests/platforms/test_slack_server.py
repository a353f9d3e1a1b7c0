"""The loopback Slack, driven by a small bot of unpatched bolt: events, commands, modals, HTTP."""

import asyncio
import sys
from typing import Any

import pytest
from platforms.slack.server import SlackPlatform, slack_platform
from platforms.slack.small_bot import asked, people, running, serving


async def test_a_mention_is_answered_in_its_thread() -> None:
    async with slack_platform() as slack, running(slack):
        ann, channel = people(slack)
        answer = await asked(slack, ann, channel)
        assert "A paper" in answer.readable()
        assert [each.value for each in answer.buttons()] == ["7", "up", "down"]
        assert slack.violations == []
        assert slack.pings == []
        assert slack.links[0].label == "A paper"
        delivery = slack.deliveries[0]
        assert (delivery.event_type, delivery.acknowledged) == ("app_mention", True)
        assert (delivery.acknowledged_after or 9) < 3


async def test_a_mention_is_two_events_where_both_are_subscribed() -> None:
    async with slack_platform(subscribe_message_channels=True) as slack, running(slack) as bot:
        ann, channel = people(slack)
        said = await slack.say(channel, ann, f"<@{slack.bot_user_id}> hi")
        await slack.until(lambda: len(bot.heard) >= 2)
        ids = {each.event_id for each in said.deliveries}
        assert len(ids) == 2
        assert {each.event_type for each in said.deliveries} == {"app_mention", "message"}


async def test_a_command_is_acknowledged_and_answered() -> None:
    async with slack_platform() as slack, running(slack):
        ann, channel = people(slack)
        command = await slack.command(channel, ann, "/news", "Korea")
        await command.settled()
        await slack.until(lambda: len(command.responses) == 2)
        assert (command.acknowledged_after or 9) < 3
        assert {each.payload["text"] for each in command.responses} == {"Looking", "News of Korea"}
        assert len(slack.ephemerals(channel, ann)) == 2
        assert slack.violations == []


async def test_a_shortcut_opens_a_modal_that_is_submitted() -> None:
    async with slack_platform() as slack, running(slack):
        ann, channel = people(slack)
        message = await slack.say(channel, ann, "An article")
        await slack.message_shortcut(message, ann, "ask_about_message")
        view = await slack.modal_opened(ann)
        refused = await slack.submit_view(view, ann, {"text": "?"})
        assert refused == {"response_action": "errors", "errors": {"question": "?"}}
        assert slack.modals(ann) == [view]
        assert not await slack.submit_view(view, ann, {"text": "Why?"})
        assert slack.modals(ann) == []
        assert slack.violations == []


async def test_a_needed_input_cannot_be_left_empty() -> None:
    async with slack_platform() as slack, running(slack):
        ann, channel = people(slack)
        message = await slack.say(channel, ann, "An article")
        await slack.message_shortcut(message, ann, "ask_about_message")
        view = await slack.modal_opened(ann)
        with pytest.raises(ValueError, match="question must be filled in"):
            await slack.submit_view(view, ann)


async def test_buttons_and_feedback_reach_the_bot() -> None:
    async with slack_platform() as slack, running(slack):
        ann, channel = people(slack)
        answer = await asked(slack, ann, channel)
        pressed = await slack.press(answer, ann, "more")
        await slack.until(lambda: pressed.responses)
        feedback = await slack.press(answer, ann, "feedback", "negative")
        await slack.until(lambda: feedback.responses)
        assert slack.posts(channel)[-1].text == "More of 7"
        assert slack.ephemerals(channel, ann)[-1].text == "Thanks for down"
        with pytest.raises(LookupError):
            await slack.press(answer, ann, "less")


async def test_the_home_tab_is_published() -> None:
    async with slack_platform() as slack, running(slack):
        ann, _ = people(slack)
        await slack.open_home(ann)
        view = await slack.until(lambda: slack.home(ann))
        assert view.blocks[0]["type"] == "divider"


async def test_a_refreshed_socket_comes_back() -> None:
    async with slack_platform() as slack, running(slack):
        ann, channel = people(slack)
        await slack.disconnect_sockets("refresh_requested")
        await slack.until(lambda: slack.sockets.opened == 2)
        await asked(slack, ann, channel)
        await slack.disconnect_sockets("close")
        await slack.until(lambda: slack.sockets.opened == 3)
        await slack.connected()
        await asked(slack, ann, channel)


async def test_each_envelope_goes_to_one_of_several_sockets() -> None:
    async with slack_platform() as slack, running(slack) as one, running(slack) as two:
        ann, channel = people(slack)
        await slack.connected(2)
        for number in range(4):
            await slack.say(channel, ann, f"<@{slack.bot_user_id}> {number}")
        await slack.until(lambda: len(one.heard) == len(two.heard) == 2)


async def test_a_refused_handshake_is_tried_again_with_the_old_url() -> None:
    async with slack_platform() as slack:
        slack.refuse_connections(1)
        async with running(slack):
            assert len(slack.calls("apps.connections.open")) == 1


async def test_a_refused_connection_is_tried_again() -> None:
    async with slack_platform() as slack:
        slack.fault("apps.connections.open", http_status=500, error="internal_error")
        async with running(slack):
            calls = slack.calls("apps.connections.open")
            assert [each.ok for each in calls] == [False, True]


async def test_what_is_not_acknowledged_is_sent_again() -> None:
    settings: dict[str, Any] = {"ack_timeout": 0.2, "retry_schedule": (0.0, 0.1, 0.1)}
    async with slack_platform(**settings) as slack, running(slack) as bot:
        ann, channel = people(slack)
        bot.acknowledges = False
        said = await slack.say(channel, ann, f"<@{slack.bot_user_id}> hi")
        await slack.until(lambda: len(bot.heard) == 2)
        bot.acknowledges = True
        delivery = await said.deliveries[0].settled()
        assert delivery.attempts[0].outcome == "timeout"
        assert delivery.acknowledged
        assert bot.retries == ["0", "1", "2"][: len(bot.heard)]
        assert len({each["event_id"] for each in bot.heard}) == 1


async def test_with_nobody_connected_events_wait_and_are_lost_in_the_end() -> None:
    async with slack_platform(retry_schedule=(0.0, 0.3, 0.0)) as slack:
        ann, channel = people(slack)
        first = await slack.say(channel, ann, f"<@{slack.bot_user_id}> hi")
        async with running(slack) as bot:
            await first.deliveries[0].settled()
            assert bot.retries == ["2"]
            await slack.until(lambda: slack.posts(channel))
        await slack.until(lambda: not slack.connections)
        second = await slack.say(channel, ann, f"<@{slack.bot_user_id}> hi")
        await second.deliveries[0].settled()
        assert slack.lost == second.deliveries


_OTHER_PROCESS = """
import asyncio, os, signal, sys
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

url, bot_token, app_token, dies = sys.argv[1:]
app = AsyncApp(client=AsyncWebClient(bot_token, base_url=url))

@app.middleware
async def before(body, next):
    if dies == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    await next()

@app.event("app_mention")
async def mention(event, client):
    await client.chat_postMessage(channel=event["channel"], text="Hi", thread_ts=event["ts"])

async def main():
    await AsyncSocketModeHandler(app, app_token).start_async()

asyncio.run(main())
"""


async def _process(slack: SlackPlatform, dies: str) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _OTHER_PROCESS, slack.api_url),
        *(slack.bot_token, slack.app_token, dies),
        stdout=asyncio.subprocess.DEVNULL,
    )
    await slack.connected()
    return process


async def test_a_killed_process_gets_its_event_again() -> None:
    async with slack_platform(retry_schedule=(0.0, 2.5, 2.5)) as slack:
        ann, channel = people(slack)
        killed = await _process(slack, "dies")
        said = await slack.say(channel, ann, f"<@{slack.bot_user_id}> hi")
        await killed.wait()
        second = await _process(slack, "lives")
        await slack.until(lambda: slack.posts(channel, said.ts))
        outcomes = [each.outcome for each in said.deliveries[0].attempts]
        second.kill()
        await second.wait()
        assert outcomes[:2] == ["closed", "no_connection"]


async def test_held_events_come_in_another_order_and_again() -> None:
    async with slack_platform() as slack, running(slack) as bot:
        ann, channel = people(slack)
        slack.hold()
        said = [await slack.say(channel, ann, f"<@{slack.bot_user_id}> {n}") for n in range(2)]
        await asyncio.sleep(0.05)
        assert bot.heard == []
        await slack.release([said[1].deliveries[0], said[0].deliveries[0]])
        assert [each["event"]["ts"] for each in bot.heard] == [said[1].ts, said[0].ts]
        (again,) = await slack.redeliver(said[0])
        (other,) = await slack.redeliver(said[0], same_event_id=False)
        assert again.event_id == said[0].deliveries[0].event_id != other.event_id
        await again.settled()
        assert sorted(bot.retries) == ["0", "0", "0", "1"]


async def test_edits_and_deletions_of_direct_messages_are_told() -> None:
    async with slack_platform() as slack, running(slack) as bot:
        ann, channel = people(slack)
        said = await slack.say(slack.open_dm(ann), ann, "hi")
        await slack.edit(said, "hello")
        await slack.delete(said)
        await slack.until(lambda: len(bot.heard) == 3)
        subtypes = {each["event"].get("subtype") for each in bot.heard}
        assert subtypes == {None, "message_changed", "message_deleted"}
        unmentioned = await slack.say(channel, ann, "hi")
        assert unmentioned.deliveries == []
        (mention,) = await slack.edit(unmentioned, f"<@{slack.bot_user_id}> hi")
        assert mention.event_type == "app_mention"


async def test_signed_requests_reach_bolt_and_others_do_not() -> None:
    async with slack_platform("http") as slack, serving(slack) as bot:
        ann, channel = people(slack)
        answer = await asked(slack, ann, channel)
        command = await slack.command(channel, ann, "/news", "Korea & Japan")
        await slack.until(lambda: len(command.responses) == 2)
        pressed = await slack.press(answer, ann, "more")
        await slack.until(lambda: pressed.responses)
        assert (await slack.url_verification()).status == 200
        heard = len(bot.heard)
        assert await slack.post_with_wrong_signature() == 401
        assert await slack.post_with_stale_timestamp() == 401
        assert len(bot.heard) == heard
        assert slack.violations == []


async def test_http_events_are_retried_with_their_number() -> None:
    settings: dict[str, Any] = {"ack_timeout": 5.0, "retry_schedule": (0.0, 0.1)}
    async with slack_platform("http", **settings) as slack, serving(slack) as bot:
        ann, channel = people(slack)
        bot.acknowledges = False
        said = await slack.say(channel, ann, f"<@{slack.bot_user_id}> hi")
        delivery = await said.deliveries[0].settled()
        assert bot.retries == ["1", "2"]
        assert delivery.lost
        assert delivery.attempts[0].outcome.startswith("http_")
