"""Slack when things go wrong: lost answers, refusals, broken connections, a store that is away."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import pytest
from platforms.slack.model import DEFAULT_SCOPES
from platforms.slack.server import Mode
from platforms.slack_bot import READING, connected, slack_bot

from adapters.slack.platform import make
from bot.errors import BadRequest
from retrieval.errors import StoreUnavailable

QUESTION = "What is the red alert about?"


@pytest.fixture(params=get_args(Mode))
def mode(request: pytest.FixtureRequest) -> Mode:
    """How events arrive."""
    return request.param


async def test_too_many_requests(tmp_path: Path, mode: Mode) -> None:
    """Slack is asked again when it says so, and the answer stands there once."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.slack.fault("chat.postMessage", retry_after=1)
        await bot.reply(await bot.ask(QUESTION))
        await bot.quiet()
        assert len(bot.slack.posts(bot.news)) == 1


async def test_a_long_wait_is_left_to_the_bot(tmp_path: Path, mode: Mode) -> None:
    """No connection is held meanwhile."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.slack.fault("chat.postMessage", retry_after=6)
        question = await bot.ask(QUESTION)
        await bot.reply(question)
        assert len(bot.slack.calls("chat.postMessage")) == 2


async def test_many_questions_keep_to_the_pace(tmp_path: Path, mode: Mode) -> None:
    """A channel gets no more than Slack takes: no request is refused for its rate."""
    async with slack_bot(tmp_path, mode) as bot:
        for number in range(6):
            await bot.ask(f"Question {number}?")
        await bot.slack.until(lambda: len(bot.slack.posts(bot.news)) == 6)
        assert "chat.postMessage" not in bot.slack.rate_limited


@pytest.mark.parametrize("how", [{"http_status": 500}, {"drop": True}])
async def test_an_answer_that_was_lost_is_found(
    tmp_path: Path, mode: Mode, how: dict[str, object]
) -> None:
    """Slack posted it and said nothing: where messages may be read it is found, not posted twice."""
    async with slack_bot(tmp_path, mode, scopes=READING) as bot:
        bot.slack.fault("chat.postMessage", after_effect=True, **how)
        await bot.reply(await bot.ask(QUESTION))
        await bot.talk.settled()
        await bot.quiet()
        assert len(bot.slack.posts(bot.news)) == 1
        assert len(bot.slack.calls("chat.postMessage")) == 1
        assert bot.slack.ephemerals(bot.news, bot.ada) == []


async def test_an_answer_that_was_lost_and_cannot_be_looked_for(tmp_path: Path, mode: Mode) -> None:
    """Without the scope the asker is told, and a button tries again. Nothing is posted twice."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.slack.fault("chat.postMessage", after_effect=True, drop=True)
        await bot.reply(await bot.ask(QUESTION))
        (line,) = await bot.slack.until(lambda: bot.slack.ephemerals(bot.news, bot.ada))
        assert "interrupted" in line.readable()
        assert [b.text for b in line.buttons()] == ["Try again"]
        assert len(bot.slack.posts(bot.news)) == 1


async def test_slack_fails_before_it_has_posted(tmp_path: Path, mode: Mode) -> None:
    """Where that can be seen, it is posted once more."""
    async with slack_bot(tmp_path, mode, scopes=READING) as bot:
        bot.slack.fault("chat.postMessage", http_status=503)
        await bot.reply(await bot.ask(QUESTION))
        await bot.quiet()
        assert len(bot.slack.posts(bot.news)) == 1


async def test_the_bot_was_removed_from_the_channel(tmp_path: Path, mode: Mode) -> None:
    """The asker hears why, in a direct message."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.desk.gate = asyncio.Event()
        await bot.ask(QUESTION)
        await bot.slack.until(lambda: bot.desk.questions)
        await bot.slack.join(bot.news, leave=True)
        bot.desk.gate.set()
        dm = bot.slack.open_dm(bot.ada)
        (line,) = await bot.slack.until(lambda: bot.slack.posts(dm))
        assert "not a member of that channel" in line.readable()
        assert QUESTION in line.readable()


async def test_the_channel_was_deleted(tmp_path: Path, mode: Mode) -> None:
    """The same."""
    async with slack_bot(tmp_path, mode) as bot:
        bot.desk.gate = asyncio.Event()
        await bot.ask(QUESTION)
        await bot.slack.until(lambda: bot.desk.questions)
        bot.news.deleted = True
        bot.desk.gate.set()
        dm = bot.slack.open_dm(bot.ada)
        (line,) = await bot.slack.until(lambda: bot.slack.posts(dm))
        assert "it is gone" in line.readable()


async def test_the_reply_was_deleted_by_somebody(tmp_path: Path, mode: Mode) -> None:
    """An edited question is answered anew."""
    async with slack_bot(tmp_path, mode) as bot:
        dm = bot.slack.open_dm(bot.ada)
        question = await bot.slack.say(dm, bot.ada, QUESTION)
        reply = await bot.reply(question)
        await bot.talk.settled()
        reply.deleted = True
        await bot.slack.edit(question, "And now?")
        again = await bot.reply(question)
        assert again is not reply


async def test_an_answer_by_command_after_half_an_hour(tmp_path: Path, mode: Mode) -> None:
    """When the response_url is over, a private answer comes as a message for the asker alone."""
    async with slack_bot(tmp_path, mode, world={"response_url_ttl": 0.0}) as bot:
        await bot.slack.command(bot.news, bot.ada, "/news", f"private {QUESTION}")
        await bot.slack.until(
            lambda: [m for m in bot.slack.ephemerals(bot.news, bot.ada) if m.buttons()]
        )
        assert len(bot.slack.calls("chat.postEphemeral")) == 1


async def test_a_giant_message(tmp_path: Path, mode: Mode) -> None:
    """As long as Slack lets people write; it is answered in whatever way the desk answers it."""
    async with slack_bot(tmp_path, mode) as bot:
        await bot.reply(await bot.ask("why? " * 7_900))


@dataclass
class Away:
    """The front with a store that is away for the first calls, and slow for the others."""

    front: object
    times: int
    seconds: float = 0.0

    async def receive(self, asked: object) -> object:
        await asyncio.sleep(self.seconds)
        if self.times:
            self.times -= 1
            raise StoreUnavailable("The store is away.")
        return await self.front.receive(asked)

    def __getattr__(self, name: str) -> object:
        return getattr(self.front, name)


async def test_what_cannot_be_stored_is_not_acknowledged(tmp_path: Path, mode: Mode) -> None:
    """Slack sends it again, and then it is answered."""
    world = {"ack_timeout": 0.5, "retry_schedule": (0.1, 0.1)}
    async with slack_bot(tmp_path, mode, world=world) as bot:
        await bot.stop()
        adapter = make(bot.talk.tools)
        bot.talk.settling.platforms = {"slack": adapter}
        task = bot.talk.spawn(adapter.run(Away(bot.talk.front, 1)))
        await connected(bot.slack, adapter, task)
        question = await bot.ask(QUESTION)
        await bot.reply(question)
        (delivery,) = question.deliveries
        assert [a.acknowledged for a in delivery.attempts] == [False, True]


async def test_a_command_that_cannot_be_stored(tmp_path: Path, mode: Mode) -> None:
    """Slack says that the app did not answer; nothing is promised that will not come."""
    world = {"ack_timeout": 0.5}
    async with slack_bot(tmp_path, mode, world=world) as bot:
        await bot.stop()
        adapter = make(bot.talk.tools)
        task = bot.talk.spawn(adapter.run(Away(bot.talk.front, 1)))
        await connected(bot.slack, adapter, task)
        sent = await (await bot.slack.command(bot.news, bot.ada, "/news", QUESTION)).settled()
        assert sent.failed


@pytest.mark.parametrize("times", [0, 1])
async def test_a_store_that_is_slow(tmp_path: Path, mode: Mode, times: int) -> None:
    """A command is acknowledged in time; afterwards it is answered, or the asker hears of it."""
    async with slack_bot(tmp_path, mode) as bot:
        await bot.stop()
        adapter = make(bot.talk.tools)
        bot.talk.settling.platforms = {"slack": adapter}
        task = bot.talk.spawn(adapter.run(Away(bot.talk.front, times, 2.3)))
        await connected(bot.slack, adapter, task)
        sent = await (await bot.slack.command(bot.news, bot.ada, "/news", QUESTION)).settled()
        assert sent.acknowledged_after < 3
        if times:
            await bot.slack.until(
                lambda: (
                    "reference" in "".join(m.text for m in bot.slack.ephemerals(bot.news, bot.ada))
                )
            )
        else:
            await bot.slack.until(lambda: bot.slack.posts(bot.news))


@pytest.mark.parametrize("reason", ["refresh_requested", "warning", "close"])
async def test_sockets_come_and_go(tmp_path: Path, reason: str) -> None:
    """The connection is made anew, and nothing is lost."""
    async with slack_bot(tmp_path, "socket", world={"retry_schedule": (0.5, 5, 10)}) as bot:
        await bot.reply(await bot.ask(QUESTION))
        first = list(bot.slack.connections)
        await bot.slack.disconnect_sockets(reason)
        await bot.slack.until(
            lambda: bot.slack.connections and bot.slack.connections[-1] not in first, 25
        )
        await bot.reply(await bot.ask("Another?"))
        assert bot.slack.lost == []


async def test_the_first_connection_fails(tmp_path: Path) -> None:
    """It is tried again."""
    async with slack_bot(tmp_path, "socket") as bot:
        await bot.stop()
        bot.slack.refuse_connections(1)
        adapter = make(bot.talk.tools)
        task = bot.talk.serve(adapter)
        async with asyncio.timeout(30):
            while not await adapter.connected():
                assert not task.done()
                await asyncio.sleep(0.05)


async def test_slack_cannot_be_reached_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A line in the log, and another try; the server goes on."""
    async with slack_bot(tmp_path, "socket") as bot:
        await bot.stop()
        given = bot.talk.tools.settings.model_copy(
            update={"slack_api_url": "http://127.0.0.1:9/api/"}
        )
        adapter = make(replace(bot.talk.tools, settings=given))
        task = asyncio.create_task(adapter.run(bot.talk.front))
        await asyncio.sleep(1.5)
        assert not task.done()
        assert not await adapter.connected()
        lines = [r.getMessage() for r in caplog.records if "trying again" in r.getMessage()]
        assert lines
        assert all("\n" not in line for line in lines)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_signatures(tmp_path: Path) -> None:
    """Requests of others, old ones, and other paths are refused; giants are not read."""
    async with slack_bot(tmp_path, "http") as bot:
        assert await bot.slack.post_with_wrong_signature() == 401
        assert await bot.slack.post_with_stale_timestamp() == 401
        assert (await bot.slack.url_verification()).payload() == {"challenge": "abc"}
        assert (await bot.slack.http.post("x" * 1_020_000)).status == 413
        target = bot.slack.http_target
        for nonsense in ("[]", "{", "\x00", "a=b", '"x"'):
            assert (await bot.slack.http.post(nonsense)).status in {200, 400, 404}
        bot.slack.http_target = target.replace("/slack/events", "/slack/install")
        assert (await bot.slack.http.post("{}")).status == 404


@pytest.mark.parametrize(
    ("setting", "token"),
    [("slack_bot_token", "xoxb-of-nobody"), ("slack_app_token", "xapp-of-nobody")],
)
async def test_wrong_tokens(tmp_path: Path, setting: str, token: str) -> None:
    """The setting is named, the token is not."""
    async with slack_bot(tmp_path, "socket") as bot:
        await bot.stop()
        given = bot.talk.tools.settings.model_copy(
            update={setting: type(bot.talk.tools.settings.slack_bot_token)(token)}
        )
        adapter = make(replace(bot.talk.tools, settings=given))
        with pytest.raises(BadRequest, match=f"NEWSDESK_{setting.upper()}") as caught:
            await adapter.run(bot.talk.front)
        assert token not in str(caught.value)


async def test_no_secret_is_logged(
    tmp_path: Path, mode: Mode, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither tokens nor response_urls nor questions, also when much goes wrong."""
    caplog.set_level("DEBUG")
    async with slack_bot(tmp_path, mode, scopes=DEFAULT_SCOPES) as bot:
        bot.slack.fault("response_url", http_status=500, times=3)
        bot.slack.fault("chat.postMessage", drop=True)
        await bot.slack.command(bot.news, bot.ada, "/news", QUESTION)
        await bot.slack.command(bot.news, bot.ada, "/news", "private " + QUESTION)
        await bot.ask(QUESTION)
        await asyncio.sleep(4)
        secrets = (bot.slack.bot_token, bot.slack.app_token, bot.slack.signing_secret)
        others = ("aiosqlite", "asyncio")  # the store's own log, at its lowest level
        ours = [r.getMessage() for r in caplog.records if not r.name.startswith(others)]
        for said in (*secrets, "/respond/", QUESTION):
            assert not [line for line in ours if said in line]
