"""Slack in many workspaces: installing, speaking with each one's token, and being removed."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from chatting import Talk, open_front
from platforms.slack.model import Team
from platforms.slack.server import Mode, SlackPlatform, slack_platform
from platforms.slack_bot import adapter_closed, connected, settings_for
from sqlalchemy import text

from adapters.slack.platform import SlackPlatform as Adapter
from adapters.slack.platform import make
from bot.errors import BadRequest

# The library still uses a class that aiohttp is going to remove.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth:DeprecationWarning")
QUESTION = "What is the red alert about?"


@dataclass
class Many:
    slack: SlackPlatform
    talk: Talk
    adapter: Adapter

    async def get(self, path: str, cookie: str = "") -> tuple[int, str, str]:
        """Status, body and cookie of one of our pages."""
        host, port = self.adapter.address or ("", 0)
        url = f"http://{host}:{port}{path}"
        headers = {"Cookie": cookie}
        async with (
            aiohttp.ClientSession() as session,
            session.get(url, headers=headers, allow_redirects=False) as answer,
        ):
            given = answer.headers.get("Set-Cookie", "").partition(";")[0]
            return answer.status, await answer.text(), given

    async def install(self, team: Team) -> tuple[int, str]:
        """Somebody installs it: from our page to Slack, and back with a code."""
        _, page, cookie = await self.get("/slack/install")
        state = re.search(r"state=([\w-]+)", page)
        assert state is not None
        code = self.slack.oauth_code(team)
        path = f"/slack/oauth_redirect?code={code}&state={state.group(1)}"
        status, body, _ = await self.get(path, cookie)
        return status, body

    async def stored(self) -> str:
        """Everything in the tables of tokens."""
        async with self.talk.tools.engine.connect() as connection:
            rows = []
            for table in ("slack_bots", "slack_installations"):
                rows += (await connection.execute(text(f"select * from {table}"))).all()  # noqa: S608
        return repr(rows)


@asynccontextmanager
async def many(folder: Path, mode: Mode = "http", **given: object) -> AsyncIterator[Many]:
    async with slack_platform(mode) as slack:
        settings = settings_for(slack) | {
            "slack_bot_token": "",
            "slack_client_id": slack.client_id,
            "slack_client_secret": slack.client_secret,
            "slack_public_url": "https://bot.example",
            "secret_key": "a long passphrase of the operator",
            **given,
        }
        async with open_front(folder, **settings) as talk:
            adapter = make(talk.tools)
            assert isinstance(adapter, Adapter)
            task = talk.serve(adapter)
            await connected(slack, adapter, task)
            yield Many(slack, talk, adapter)
            await adapter_closed(task)
        assert slack.violations == []


@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_two_workspaces(tmp_path: Path, mode: Mode) -> None:
    """Each is answered with its own token; tokens are sealed where they are stored."""
    async with many(tmp_path, mode) as bot:
        teams = [
            bot.slack.add_team("T0FIRST001", installed=False),
            bot.slack.add_team("T0SECOND01", enterprise_id="E0ORG00001", installed=False),
        ]
        for team in teams:
            status, page = await bot.install(team)
            assert (status, "is installed" in page) == (200, True)
            asker = bot.slack.add_user("ada", team=team)
            channel = bot.slack.add_channel("news", team=team)
            await bot.slack.say(channel, asker, f"<@{team.bot_user_id}> {QUESTION}")
            await bot.slack.until(lambda c=channel: bot.slack.posts(c))
        used = [c.token for c in bot.slack.calls("chat.postMessage")]
        assert used == [team.bot_token for team in teams]
        kept = await bot.stored()
        assert "sealed:" in kept
        assert not any(team.bot_token in kept for team in teams)


async def test_a_removed_app_keeps_nothing(tmp_path: Path) -> None:
    """Tokens and questions of the workspace are deleted."""
    async with many(tmp_path) as bot:
        team = bot.slack.add_team("T0FIRST001", installed=False)
        await bot.install(team)
        asker = bot.slack.add_user("ada", team=team)
        channel = bot.slack.add_channel("news", team=team)
        await bot.slack.say(channel, asker, f"<@{team.bot_user_id}> {QUESTION}")
        await bot.slack.until(lambda: bot.slack.posts(channel))
        await bot.talk.settled()
        for delivery in await bot.slack.uninstall(team):
            await delivery.settled()
        assert "sealed:" not in await bot.stored()
        done = await bot.talk.front.forget("slack", f"-:{team.id}", asker.id)
        assert done.questions == 0


async def test_installing_needs_its_state(tmp_path: Path) -> None:
    """A code without the cookie and state of our own page installs nothing, nor does one of nobody."""
    async with many(tmp_path) as bot:
        team = bot.slack.add_team("T0FIRST001", installed=False)
        code = bot.slack.oauth_code(team)
        status, page, _ = await bot.get(f"/slack/oauth_redirect?code={code}&state=<b>x")
        assert status >= 400
        assert "<b>" not in page
        _, page, cookie = await bot.get("/slack/install")
        found = re.search(r"state=([\w-]+)", page)
        assert found is not None
        path = f"/slack/oauth_redirect?code=of-nobody&state={found.group(1)}"
        status, page, _ = await bot.get(path, cookie)
        assert (status, "not installed" in page) == (401, True)
        assert "sealed:" not in await bot.stored()


async def test_another_key_opens_nothing(tmp_path: Path) -> None:
    """With a new key the workspace installs again; with both keys it need not."""
    async with many(tmp_path) as bot:
        await bot.install(bot.slack.add_team("T0FIRST001", installed=False))
        found = bot.adapter._opened.kit.bots.store  # type: ignore[union-attr, attr-defined]
        both = type(found._vault)("new one, a long passphrase of the operator")
        other = type(found._vault)("new one")
        sealed = found._vault.seal("xoxb-1")
        assert both.open(sealed) == "xoxb-1"
        assert other.open(sealed) is None


@pytest.mark.parametrize("missing", ["slack_client_secret", "slack_public_url", "secret_key"])
async def test_half_a_setup(tmp_path: Path, missing: str) -> None:
    """The setting that is missing is named."""
    async with many(tmp_path) as bot:
        settings = bot.talk.tools.settings
        empty = "" if missing == "slack_public_url" else type(settings.secret_key)("")
        tools = type(bot.talk.tools)(
            settings=settings.model_copy(update={missing: empty}),
            engine=bot.talk.tools.engine,
            notes=bot.talk.tools.notes,
            log=bot.talk.tools.log,
        )
        with pytest.raises(BadRequest, match=f"NEWSDESK_{missing.upper()}"):
            make(tools)


async def test_livez(tmp_path: Path) -> None:
    """The server says that it is there, and shows nothing else."""
    async with many(tmp_path) as bot:
        assert await bot.get("/livez") == (200, "ok", "")
        assert (await bot.get("/"))[0] == 404
        assert (await bot.get("/slack/events"))[0] == 405
