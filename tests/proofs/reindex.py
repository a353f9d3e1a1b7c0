"""A reindex of a filled data folder from Discord and Slack, cancelled once, killed three times: `make prove-reindex`.

`reindex.py FOLDER QUESTIONS`: FOLDER holds a library with its indexes; a copy of it is worked on. The server is
the real one in a process of its own; both platforms are loopback servers here. Prints what it saw, and ends
with status 1 where something is not as it must be.
"""

import asyncio
import contextlib
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platforms.discord.model import Permission
from platforms.discord.server import discord_platform
from platforms.processes import free_port
from platforms.slack.server import slack_platform
from platforms.slack_bot import ALL_SCOPES, settings_for
from proofs.asking import FAULTS, Asked, Asker, expect, questions, told
from proofs.server import Server

KILLS = (0.25, 0.5, 0.75)  # of the new index
_BEFORE = 60  # questions before the reindex, to compare with


async def main(folder: Path, file: Path) -> None:
    """All of it, on a copy of the folder."""
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        shutil.copytree(folder, data)
        async with discord_platform() as discord, slack_platform("socket") as slack:
            scene = _scene(discord, slack)
            server = Server(data, scene.settings)
            try:
                await server.start()
                await _played(server, scene, questions(file))
            finally:
                await server.stop()


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Both platforms, each with somebody who runs the bot."""

    discord: Any
    channel: Any
    bob: Any
    slack: Any
    news: Any
    ada: Any
    settings: dict[str, object]


def _scene(discord: Any, slack: Any) -> Scene:
    slack.scopes(*ALL_SCOPES)
    ada = slack.add_user("ada")
    settings = settings_for(slack) | {
        "discord_token": discord.token,
        "discord_api_url": discord.api_url,
        "admins": f"slack:{ada.id}",
        "passage_size": 400,
        "feeds": "",
        "samples": False,
        "port": free_port(),
    }
    return Scene(
        discord=discord,
        channel=discord.add_channel(discord.add_guild("Team"), "general"),
        bob=discord.add_user("Bob", permissions=Permission.MANAGE_GUILD),
        slack=slack,
        news=slack.add_channel("news"),
        ada=ada,
        settings=settings,
    )


async def _played(server: Server, scene: Scene, texts: list[str]) -> None:
    asker, before, during = Asker(server, texts), Asked(), Asked()
    await scene.discord.connected(60)
    for _ in range(_BEFORE):
        await asker.ask(before)
    stop = asyncio.Event()
    asking = asyncio.create_task(asker.until(stop, during))
    try:
        await _cancelled_in_slack(server, scene.slack, scene.ada, scene.news)
        run = await _killed_in_discord(server, scene.discord, scene.channel, scene.bob)
    finally:
        stop.set()
        await asking
    _told(before, during, run, server)
    expect(not scene.slack.violations and not scene.slack.pings, "Slack's rules kept")
    expect(not scene.discord.violations and not scene.discord.pings, "Discord's rules kept")


async def seen(is_so: Callable[[], Any], within: float = 180) -> None:
    """Until it is so; looked at seldom, since this process shares its cores with the server."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.3)


async def _cancelled_in_slack(server: Server, slack: Any, ada: Any, news: Any) -> None:
    await slack.command(news, ada, "/news", "reindex")
    await seen(lambda: slack.posts(news) and "%" in slack.posts(news)[-1].readable())
    post = slack.posts(news)[-1]
    cancel = next(b for b in post.buttons() if "cancel" in b.action_id)
    began = time.perf_counter()
    await slack.press(post, ada, cancel.action_id)
    run = await server.ended()
    took = time.perf_counter() - began
    expect(run["state"] == "cancelled", f"cancelled from Slack: {run['state']}")
    expect(took < 2, f"ended {took:.2f} s after the press")
    await seen(lambda: "cancelled" in slack.posts(news)[-1].readable())


async def _killed_in_discord(
    server: Server, discord: Any, channel: Any, bob: Any
) -> dict[str, Any]:
    interaction = await discord.slash(channel, bob, "reindex")
    await seen(lambda: discord.answers(channel))
    message, on_the_way = discord.answers(channel)[-1], []
    for part in KILLS:
        await server.until(
            lambda run, part=part: run["total"] and run["done"] / run["total"] >= part
        )
        on_the_way.append(discord.current(message).text().splitlines()[1:2])
        at = await server.run()
        await server.kill()
        await server.start()
        back = await server.run()
        print(
            f"        killed at {at['done']:,} of {at['total']:,}, after the start {back['done']:,}"
        )
    run = await server.ended()
    await server.now()
    await seen(lambda: "done" in discord.current(message).text())
    edits = len(discord.asked("PATCH", f"/messages/{message.id}"))
    waits = sum(r.status == 429 for r in discord.requests)
    print(
        f"        {edits} edits of the message, {waits} times asked to wait; seen on the way: {on_the_way}"
    )
    expect(
        run["state"] == "done", f"reindex: {run['state']} {run['message'] or ''} {run['problems']}"
    )
    expect(run["resumed"] == len(KILLS), f"resumed {run['resumed']} times")
    expect(edits >= 3, "progress was seen by the channel")
    expect(interaction is not None, "asked from Discord")
    return run


def _told(before: Asked, during: Asked, run: dict[str, Any], server: Server) -> None:
    with contextlib.closing(sqlite3.connect(server.database)) as database:
        query = (
            "SELECT count(*), count(DISTINCT key) FROM passages WHERE splitter = 'sentences-400'"
        )
        passages, keys = database.execute(query).fetchone()
        documents = database.execute("SELECT count(*) FROM documents WHERE NOT gone").fetchone()[0]
    status = server.status
    held = {i["name"]: i["passages"] for i in status["indexes"]}
    expect(
        run["added"] == passages,
        f"{documents:,} documents, {passages:,} passages, run says {run['added']:,}",
    )
    expect(
        held == {"dense": keys, "lexical": passages},
        f"indexes hold {held}, distinct texts {keys:,}",
    )
    expect(all(i["behind"] == 0 for i in status["indexes"]), "nothing is behind")
    expect(
        not during.failed,
        f"{len(during.seconds)} questions answered meanwhile, failed: {during.failed[:3]}",
    )
    expect(
        during.mixed == 0, f"replies of two indexes: {during.mixed}; by splitter {dict(during.by)}"
    )
    print(f"        {during.down} more found the server killed or starting")
    told("before", before)
    told("during", during)
    ratio = statistics.median(during.seconds) / statistics.median(before.seconds)
    expect(ratio <= 2, f"latency in the median {ratio:.2f} times that before")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
    sys.exit(1 if FAULTS else 0)
