"""How an answer came about, told on the loopback Discord to whoever may see that answer."""

from pathlib import Path
from typing import Any

from fakes_desk import ABSTENTION, FakeDesk
from platforms.discord_bot import Scene
from platforms.discord_scene import custom, labels, playing, told

from adapters.discord import escape
from bot.wording.chat import chat

BUTTON, BUTTON_KO = chat("en").why, chat("ko").why
NONE, NONE_KO = chat("en").why_none, chat("ko").why_none
HOSTILE = "# Free\n@everyone see [your bank](https://evil.example/login) <@1>"


async def paragraphs(s: Scene, id: str, lang: str = "en") -> list[str]:
    """As they are to be read."""
    kept = await s.talk.front.kept(id)
    assert kept is not None
    return [escape.block(line) for line in await s.talk.front.why(kept, lang)]


def tell(s: Scene, *lines: str) -> None:
    """Have every answer explained so."""

    class Telling(type(s.talk.front)):  # type: ignore[misc]
        async def why(self, kept: Any, lang: str) -> tuple[str, ...]:
            return lines

    s.talk.front.__class__ = Telling


async def test_whoever_sees_an_answer_may_ask_how_it_came_about(tmp_path: Path) -> None:
    """They are told alone."""
    async with playing(tmp_path) as s:
        reply = await s.replied()
        shown = await told(await s.discord.press(reply, s.bob, BUTTON))
        every = await paragraphs(s, custom(reply, "why"))
        assert every
        assert shown == "\n\n".join(every)


async def test_in_korean_to_a_korean_reader(tmp_path: Path) -> None:
    """In the language of who presses, whatever that of the answer is."""
    async with playing(tmp_path) as s:
        reply = await s.replied()
        kim = s.discord.add_user("Kim", locale="ko")
        shown = await told(await s.discord.press(reply, kim, BUTTON))
        assert shown == "\n\n".join(await paragraphs(s, custom(reply, "why"), "ko"))


async def test_an_abstention_has_its_reasons_too(tmp_path: Path) -> None:
    """In Korean, too."""
    async with playing(tmp_path, desk=FakeDesk(reply=ABSTENTION)) as s:
        reply = await s.replied("메모는 어떻게 되었나요?")
        shown = await told(await s.discord.press(reply, s.ann, BUTTON_KO))
        assert shown == "\n\n".join(await paragraphs(s, custom(reply, "why")))


async def test_of_a_private_answer_only_its_asker_is_told(tmp_path: Path) -> None:
    """Nobody else can see it."""
    async with playing(tmp_path) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?", private=True)
        reply = await asked.settled()
        assert reply is not None
        assert "Only the person" in await told(await s.discord.press(reply, s.bob, BUTTON))
        every = await paragraphs(s, custom(reply, "why"))
        assert await told(await s.discord.press(reply, s.ann, BUTTON)) == "\n\n".join(every)


async def test_of_a_failure_nothing_is_to_be_told(tmp_path: Path) -> None:
    """It has no such button."""
    async with playing(tmp_path, desk=FakeDesk(error=ValueError("broken"))) as s:
        assert BUTTON not in labels(await s.replied())


async def test_the_command_tells_of_ones_own_last_answer(tmp_path: Path) -> None:
    """In that channel, and of nobody else's."""
    async with playing(tmp_path) as s:
        other = s.discord.add_channel(s.guild, "random")
        assert NONE in await told(await s.discord.slash(s.channel, s.ann, "why"))
        reply = await s.replied()
        await s.quiet()
        shown = await told(await s.discord.slash(s.channel, s.ann, "why"))
        assert shown == "\n\n".join(await paragraphs(s, custom(reply, "why")))
        assert NONE in await told(await s.discord.slash(s.channel, s.bob, "why"))
        assert NONE in await told(await s.discord.slash(other, s.ann, "why"))


async def test_the_command_in_korean(tmp_path: Path) -> None:
    """By the locale of their own client."""
    async with playing(tmp_path) as s:
        none = await s.discord.slash(s.channel, s.ann, "why", locale="ko")
        assert NONE_KO in await told(none)
        reply = await s.replied()
        await s.quiet()
        shown = await told(await s.discord.slash(s.channel, s.ann, "why", locale="ko"))
        assert shown == "\n\n".join(await paragraphs(s, custom(reply, "why"), "ko"))
        offered = s.discord.syncs[-1].commands
        korean = {each["name"]: each["name_localizations"].get("ko") for each in offered}
        assert korean["why"] == "이유"


async def test_the_command_in_a_thread(tmp_path: Path) -> None:
    """Of what was asked there."""
    async with playing(tmp_path) as s:
        await s.replied("before")
        thread = await s.discord.start_thread(s.channel, None, "memo", s.ann)
        await s.ask("within", channel=thread)
        reply = await s.answer(thread)
        await s.quiet()

        class Naming(type(s.talk.front)):  # type: ignore[misc]
            async def why(self, kept: Any, lang: str) -> tuple[str, ...]:
                return (kept.id,)

        s.talk.front.__class__ = Naming
        shown = await told(await s.discord.slash(thread, s.ann, "why"))
        assert shown == custom(reply, "why")


async def test_nothing_that_it_tells_is_live(tmp_path: Path) -> None:
    """It holds what pages and models say."""
    async with playing(tmp_path) as s:
        reply = await s.replied()
        tell(s, HOSTILE)
        shown = await told(await s.discord.press(reply, s.bob, BUTTON))
        assert shown == escape.block(HOSTILE)
        assert "@everyone" not in shown
        assert "](https:" not in shown


async def test_what_does_not_fit_is_in_a_file(tmp_path: Path) -> None:
    """To the letter."""
    async with playing(tmp_path) as s:
        reply = await s.replied()
        long = "It read this passage, too. " * 200
        tell(s, "First.", long, *(f"Paragraph {n} on what was read." for n in range(200)))
        pressed = await s.discord.press(reply, s.bob, BUTTON)
        shown = await pressed.settled()
        assert shown is not None
        assert shown.ephemeral
        assert "First." in shown.text()
        assert "why.txt" in shown.text()
        [file] = shown.files
        assert file.name == "why.txt"
        assert long in file.data.decode()
        assert "Paragraph 199" in file.data.decode()
