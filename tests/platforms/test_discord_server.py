"""The loopback Discord itself, with a small unpatched discord.py bot."""

import asyncio
import io
import sys
from collections.abc import AsyncIterator, Awaitable

import aiohttp
import pytest
from platforms.discord.commands import NotOffered
from platforms.discord.library import discord, ui
from platforms.discord.limits import Rate
from platforms.discord.model import NOTHING, Channel, Json, Kind, Permission, User
from platforms.discord.rules import message_rules
from platforms.discord.rules_commands import command_rules
from platforms.discord.rules_modals import modal_rules
from platforms.discord.sample_bot import OTHER, running
from platforms.discord.samples import TOO_MUCH
from platforms.discord.server import Discord, discord_platform
from platforms.discord.spec import spec


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Discord]:
    monkeypatch.setattr(discord.http.Route, "BASE", "")
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", None)
    async with discord_platform() as platform:
        yield platform


@pytest.fixture
def channel(server: Discord) -> Channel:
    return server.add_channel(server.add_guild("Team"), "general")


@pytest.fixture
def ann(server: Discord) -> User:
    return server.add_user("Ann")


async def echo(message: discord.Message) -> None:
    await message.reply(f"heard: {message.content}", nonce=str(message.id)[:25])


async def test_a_mention_is_heard_and_replied_to(
    server: Discord, channel: Channel, ann: User
) -> None:
    async with running(server, echo):
        question = await server.say(channel, ann, f"{server.mention} what is new?")
        [answer] = await server.until(lambda: server.answers(channel))
        assert answer.text() == f"heard: {server.mention} what is new?"
        assert answer.replies_to == question.id
    assert server.violations == []


async def test_slash(server: Discord) -> None:
    channel = server.add_channel(server.add_guild("Team"), "general")
    ann = server.add_user("Ann", locale="ko")
    async with running(server):
        asked = await server.slash(channel, ann, "ask", question="what?")
        answer = await asked.settled()
        assert asked.acknowledged_after < 1
        assert answer is not None
        assert answer.text() == "the answer\nsource one"
        assert [each.label for each in answer.buttons()] == ["Open", "up", "down"]
        pressed = await server.press(answer, ann, "up")
        assert (await pressed.settled()).text() == "thanks"
        assert pressed.ephemeral
        opened = await server.press(answer, ann, "down")
        await opened.settled()
        sent = await server.submit(opened, ann, {"Reason": "Old", "more": "stale"})
        assert (await sent.settled()).text() == "o/stale"
        assert server.messages(channel) == [server.current(answer)]
    assert server.violations == []


async def test_a_subcommand_with_suggestions_and_a_menu_command(
    server: Discord, channel: Channel, ann: User
) -> None:
    async with running(server):
        choices = await server.autocomplete(
            channel, ann, "sources show", option="source", typed="Ver"
        )
        assert [each.value for each in choices] == ["Verge"]
        shown = await server.slash(channel, ann, "sources show", source="Verge", locale="ko")
        assert (await shown.settled()).text() == "Verge ko"
        said = await server.say(channel, ann, "nothing for a bot")
        menu = await server.context_menu(said, ann, "Ask about this")
        assert (await menu.settled()).text() == "about: nothing for a bot"
        with pytest.raises(NotOffered):
            await server.slash(channel, ann, "sources drop")
        with pytest.raises(NotOffered):
            await server.slash(channel, ann, "ask", question=1)
    assert server.violations == []
    assert [each.guild_id for each in server.syncs] == [None]


async def test_what_a_bot_without_the_privileged_intent_may_read(
    server: Discord, channel: Channel, ann: User
) -> None:
    heard: list[str] = []

    async def hear(message: discord.Message) -> None:
        heard.append(message.content)
        if message.guild is not None and server.bot.id in {each.id for each in message.mentions}:
            await message.reply("yes")

    async with running(server, hear):
        await server.say(channel, ann, "among us")
        await server.say(channel, ann, f"{server.mention} hey")
        [answer] = await server.until(lambda: server.answers(channel))
        await server.say(channel, ann, "and then?", reply_to=answer)
        await server.say(channel, ann, "quietly", reply_to=answer, ping=False)
        await server.say(server.open_dm(ann), ann, "in private")
        await server.until(lambda: len(heard) == 5)
    assert heard == ["", f"{server.mention} hey", "and then?", "", "in private"]
    assert server.violations == []


async def test_threads(server: Discord) -> None:
    guild = server.add_guild("Team")
    channel, forum = (
        server.add_channel(guild, "general"),
        server.add_channel(guild, "help", kind=Kind.FORUM),
    )
    ann = server.add_user("Ann")
    refused: list[int] = []

    async def hear(message: discord.Message) -> None:
        try:
            thread = await message.create_thread(name="more")
            await thread.send("here")
        except discord.HTTPException as error:
            refused.append(error.code)

    async with running(server, hear):
        asked = await server.say(channel, ann, server.mention)
        thread = await server.until(lambda: server.thread_of(asked))
        assert thread.id == asked.id
        [said] = await server.until(lambda: server.answers(thread))
        assert said.text() == "here"
        await server.redeliver(asked)
        await server.forum_post(forum, ann, "Help", server.mention)
        await server.until(lambda: len(refused) == 2)
        server.limit_threads(guild, 1)
        await server.say(channel, ann, server.mention)
        await server.until(lambda: len(refused) == 3)
    assert refused == [160004, 50024, 160006]
    assert server.violations == []


async def test_a_cut_connection_resumes_and_misses_nothing(
    server: Discord, channel: Channel, ann: User
) -> None:
    async with running(server, echo):
        for number, cut in enumerate((server.cut, server.order_reconnect), start=1):
            await cut()
            await server.say(channel, ann, f"{server.mention} {number}")
            await server.until(lambda n=number: len(server.answers(channel)) == n)
        assert len(server.identifies) == 1
        assert len(server.resumes) == 2
        await server.invalidate()
        await server.until(lambda: len(server.identifies) == 2)
        await server.say(channel, ann, f"{server.mention} again")
        await server.until(lambda: len(server.answers(channel)) == 3)
        server.refuse_gateway(1)
        await server.cut(None, resumable=False)
        await server.until(lambda: len(server.identifies) == 3, within=10)
    assert server.violations == []


async def test_events_out_of_order(server: Discord, channel: Channel, ann: User) -> None:
    async with running(server, echo):
        with server.held() as events:
            await server.say(channel, ann, f"{server.mention} one")
            await server.say(channel, ann, f"{server.mention} two")
        await server.out_of_order(events[::-1], gap=0.2)
        await server.until(lambda: len(server.answers(channel)) == 2)
    said = [each.text().split()[-1] for each in server.answers(channel)]
    assert said == ["two", "one"]


async def test_a_nonce_is_said_once(server: Discord, channel: Channel, ann: User) -> None:
    server.fault("POST", "/messages$", status=500, after_effect=True)
    async with running(server, echo):
        question = await server.say(channel, ann, f"{server.mention} one")
        await server.until(lambda: server.answers(channel))
        await server.redeliver(question)
        await server.until(lambda: len(server.asked("POST", "/messages")) == 3)
    assert [each.status for each in server.asked("POST", "/messages")] == [500, 200, 200]
    assert len(server.answers(channel)) == 1


async def test_rate_limits_are_told_and_honoured(server: Discord) -> None:
    channel = server.add_channel(server.add_guild("Team"), "general")
    server.limits.rates["POST /channels/{channel_id}/messages"] = Rate(2, 0.5)
    server.fault("POST", "/messages$", status=429, retry_after=0.2)
    async with running(server) as client:
        place = client.get_channel(channel.id)
        await asyncio.gather(*(place.send(str(number)) for number in range(5)))
        requests = server.asked("POST", "/messages")
        assert [each.status for each in requests] == [429, 200, 200, 200, 200, 200]
        assert requests[1].at - requests[0].at >= 0.2
        assert requests[5].at - requests[1].at >= 0.9
    assert server.limits.over == 0
    assert len(server.invalid_requests()) == 1


async def test_what_is_wrong_is_refused_and_listed(server: Discord) -> None:
    channel = server.add_channel(server.add_guild("Team"), "general")
    async with running(server) as client:
        place = client.get_channel(channel.id)
        with pytest.raises(discord.HTTPException) as refusal:
            await place.send("x" * 2001)
        assert (refusal.value.status, refusal.value.code) == (400, 50035)
        assert "size 2001" in server.violations.pop()
        view = ui.LayoutView()
        view.add_item(ui.TextDisplay("a" * 2500)).add_item(ui.TextDisplay("b" * 2500))
        with pytest.raises(discord.HTTPException):
            await place.send(view=view)
        assert "size 5000" in server.violations.pop()
        assert server.violations == []
        with pytest.raises(discord.HTTPException):
            await client.http.request(discord.http.Route("GET", "/users/@me/connections"))
        assert "does not know" in server.violations.pop()
    assert server.messages(channel) == []


async def test_what_could_ping_is_listed(server: Discord) -> None:
    channel = server.add_channel(server.add_guild("Team"), "general")
    async with running(server) as client:
        everyone = discord.AllowedMentions(everyone=True, users=False, roles=False)
        await client.get_channel(channel.id).send("@everyone <@1>", allowed_mentions=everyone)
    assert len(server.violations) == 1
    assert [each.rsplit(": ", 1)[1] for each in server.pings] == ["@everyone"]


async def test_refusals(server: Discord) -> None:
    guild = server.add_guild("Team")
    channel, ann = server.add_channel(guild, "general"), server.add_user("Ann", takes_dms=False)
    codes: list[int] = []

    async def note(doing: Awaitable[object]) -> None:
        try:
            await doing
        except discord.HTTPException as error:
            codes.append(error.code)

    async with running(server) as client:
        place = client.get_channel(channel.id)
        sent = await place.send("one")
        server.deny(channel, Permission.SEND_MESSAGES, announce=False)
        await note(place.send("two"))
        server.deny(channel, Permission.VIEW_CHANNEL, announce=False)
        await note(place.send("two"))
        server.deny(channel, NOTHING)
        await note(place.fetch_message(1))
        await note(client.get_partial_messageable(1).send("?"))
        await note((await client.fetch_user(ann.id)).send("psst"))
        server.limit_edits(server.answers(channel)[0], 0)
        server.settings.edit_retry_after = 0.01
        await note(sent.edit(content="new"))
    assert codes == [50013, 50001, 10008, 10003, 50007, 30046]
    assert server.violations == []


async def test_interactions_that_come_too_late(
    server: Discord, channel: Channel, ann: User, caplog: pytest.LogCaptureFixture
) -> None:
    server.settings.acknowledge_within = 0.3
    async with running(server):
        await server.slash(channel, ann, "ask", question="?", late=0.4)
        await server.until(lambda: "10062" in caplog.text)
        asked = await server.slash(channel, ann, "ask", question="never")
        await asked.answered()
        assert not asked.is_settled
        await server.redeliver(asked)
        await server.until(lambda: "40060" in caplog.text)
    answered = server.asked("POST", "/callback")
    assert [each.status for each in answered] == [404, 200, 400]
    assert server.violations == []


async def test_followups_fill_a_deferred_answer_until_the_token_expires(
    server: Discord, channel: Channel, ann: User
) -> None:
    async with running(server), aiohttp.ClientSession() as client:
        asked = await server.slash(channel, ann, "ask", question="never")
        await asked.answered()
        url = f"{server.api_url}/webhooks/{server.bot.id}/{asked.token}"
        codes = []
        for expired in (0, 0, 10015, 50027):
            if expired:
                server.expire_tokens(expired)
            body = {"content": "late", "allowed_mentions": {"parse": []}}
            async with client.post(url, params={"wait": "1"}, json=body) as answer:
                codes.append((await answer.json()).get("code"))
    assert codes == [None, None, 10015, 50027]
    assert asked.original.text() == "late"
    assert len(asked.followups) == 1
    assert server.violations == []


async def test_files_and_shards(server: Discord) -> None:
    server.settings.shards = 2
    guilds = [server.add_guild(f"Team {shard}", shard=shard) for shard in range(2)]
    channels = [server.add_channel(each, "general") for each in guilds]
    ann = server.add_user("Ann")
    async with running(server, echo) as client:
        for channel in channels:
            await server.say(channel, ann, f"{server.mention} hello")
        await server.until(lambda: all(server.answers(each) for each in channels))
        file = discord.File(io.BytesIO(b"# all of it"), "answer.md")
        await client.get_channel(channels[1].id).send("in full:", file=file)
    [upload] = server.answers(channels[1])[-1].files
    assert (upload.name, upload.data) == ("answer.md", b"# all of it")
    assert sorted(each.shard for each in server.identifies) == [0, 1]
    assert server.violations == []


async def test_faults(server: Discord) -> None:
    channel = server.add_channel(server.add_guild("Team"), "general")
    server.fault("POST", "/messages$", drop=True, after_effect=True)
    server.fault("PATCH", "/messages/", hang=True)
    async with running(server) as client:
        place = client.get_channel(channel.id)
        with pytest.raises(aiohttp.ClientError):
            await place.send("one")
        sent = await place.send("two")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(sent.edit(content="three"), 0.2)
    assert [each.text() for each in server.messages(channel)] == ["one", "two"]
    assert server.asked("PATCH", "/messages")[0].status is None


async def test_a_bot_in_another_process(server: Discord, channel: Channel, ann: User) -> None:
    for number in range(2):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-c", OTHER, server.api_url, server.token
        )
        await server.until(lambda n=number: len(server.identifies) == n + 1, within=20)
        await server.say(channel, ann, f"{server.mention} hello")
        await server.until(lambda n=number: len(server.answers(channel)) == n + 1)
        process.kill()
        await process.wait()
        await server.until(lambda: not server.gateway.live())
    assert len(server.identifies) == 2


@pytest.mark.parametrize("body", TOO_MUCH)
def test_limits_of_messages(body: Json) -> None:
    assert message_rules(body, v2=bool(body.get("flags", 0) & 1 << 15))


def test_limits_of_modals_and_commands() -> None:
    inside = {"type": 18, "label": "l", "component": {"type": 4, "custom_id": "c", "style": 1}}
    modal = {"title": "t", "custom_id": "m", "components": [inside]}
    assert modal_rules(modal) == []
    assert modal_rules(modal | {"title": "x" * 46})
    assert modal_rules(modal | {"components": [inside | {"label": "x" * 46}]})
    command = {"name": "\ubb3b\uae30", "description": "d", "options": []}
    assert command_rules([command]) == []
    assert command_rules([command, command])
    assert command_rules([command | {"name": "Ask"}])
    assert command_rules([command | {"description_localizations": {"ko": "x" * 101}}])


@pytest.mark.skipif(spec() is None, reason="Discord's API document is not here")
async def test_the_api_document_is_kept(server: Discord) -> None:
    channel = server.add_channel(server.add_guild("Team"), "general")
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {server.token}"}) as client:
        for body in ({"content": 5}, {"components": [{"type": 2, "label": "b"}]}, None):
            url = f"{server.api_url}/channels/{channel.id}/messages"
            async with client.post(url, json=body) as answer:
                assert answer.status == 400
                assert (await answer.json())["code"] == 50035
        async with client.get(f"{server.api_url}/users/@me?who=me") as answer:
            assert answer.status == 400
    assert len(server.violations) == 4
