"""What is read from Discord, what is kept of it, and how its errors are told apart."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import aiohttp
import discord
import pytest

from adapters.discord import errors, parse
from adapters.discord.drawing import Mode
from adapters.discord.handles import Origin, Posted
from adapters.discord.notices import refusal
from bot.errors import BotError, PlatformBusy, PlatformRefused, PlatformUnsure
from bot.talk import Admission, Receipt

ME = "900"
NAMES = {"1": "@Ann", "2": "@admins", "3": "#general"}


def answered(status: int, code: int = 0) -> discord.HTTPException:
    """An error as Discord answers it."""
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(status, discord.HTTPException)
    response = SimpleNamespace(status=status, reason="said")
    return kind(response, {"code": code, "message": "a text"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f"<@{ME}> what is new?", "what is new?"),
        (f"what <@!{ME}>  is\tnew?", "what is new?"),
        (f"<@{ME}>", ""),
        ("<@1> and <@&2> in <#3>", "@Ann and @admins in #general"),
        ("<@77> left", "left"),
        ("a\n\nb", "a\n\nb"),
        ("</ask:55> <a:party:1> <:chip:2> <id:guide>", "/ask :party: :chip: guide"),
        ("since <t:0:D>?", "since 1970-01-01?"),
        ("<t:9999999999999:R>", ""),
        ("1 < 2 <3", "1 < 2 <3"),
    ],
)
def test_a_text_is_read_as_people_see_it(content: str, text: str) -> None:
    """Mentions by name, times as dates, and the bot's own name gone."""
    assert parse.clean(content, ME, NAMES) == text


@pytest.mark.parametrize(
    "origin",
    [
        Origin(channel=5),
        Origin(channel=5, guild=6, message=7, threads=True),
        Origin(channel=5, guild=6, interaction=8, application=9, token="t", stands=True),  # noqa: S106
    ],
)
def test_where_to_reply_outlives_the_process(origin: Origin) -> None:
    """All of it is texts."""
    handle = origin.handle()
    assert all(isinstance(value, str) for value in handle.values())
    assert Origin.of(handle) == origin


@pytest.mark.parametrize(
    "posted",
    [
        Posted(channel=1, message=2),
        Posted(channel=1, message=2, guild=3, mode=Mode.EMBED, original=True),
    ],
)
def test_what_was_posted_outlives_the_process(posted: Posted) -> None:
    """All of it is texts."""
    assert Posted.of(posted.handle()) == posted


@pytest.mark.parametrize(
    ("error", "becomes"),
    [
        (discord.RateLimited(90.0), PlatformBusy),
        (answered(429), PlatformBusy),
        (answered(400, 30046), PlatformBusy),
        (answered(500), PlatformBusy),
        (answered(403, 50013), PlatformRefused),
        (answered(404, 10003), PlatformRefused),
        (answered(400, 50083), PlatformRefused),
        (answered(403, 50007), PlatformRefused),
        (TimeoutError(), PlatformUnsure),
        (aiohttp.ServerDisconnectedError(), PlatformUnsure),
    ],
)
def test_errors_are_told_apart(error: Exception, becomes: type[BotError]) -> None:
    """By what may be done next."""
    assert type(errors.ours(error, "en", repeatable=False)) is becomes


def test_a_wait_is_as_long_as_discord_says() -> None:
    """In seconds."""
    found = errors.ours(discord.RateLimited(90.0), "en", repeatable=False)
    assert isinstance(found, PlatformBusy)
    assert found.after == 90


def test_what_may_be_repeated_is_tried_again() -> None:
    """Nobody knows whether it was done, and doing it twice is no harm."""
    assert type(errors.ours(TimeoutError(), "en", repeatable=True)) is PlatformBusy


async def test_addresses_with_tokens_stay_out_of_what_is_raised() -> None:
    """An error of the connection is not carried along."""
    with pytest.raises(PlatformUnsure) as raised:
        async with errors.mapped("en", repeatable=False):
            raise aiohttp.ConnectionTimeoutError("to https://host/webhooks/1/secret-token")
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("admission", Admission)
def test_every_refusal_has_its_line(admission: Admission, lang: str) -> None:
    """None is left with a hole in it."""
    until = datetime(2025, 12, 5, tzinfo=UTC) + timedelta(minutes=5)
    line = refusal(Receipt(admission=admission, id="x", lang=lang, until=until))
    taken = admission in {Admission.ACCEPTED, Admission.DUPLICATE}
    assert (line is None) == taken
    assert line is None or "{" not in line


def test_readers_have_one_of_two_languages() -> None:
    """English, where theirs is none of the bot's."""
    locales = (discord.Locale.korean, discord.Locale.french)
    assert [parse.lang(locale) for locale in locales] == ["ko", "en"]
