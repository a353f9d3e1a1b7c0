"""Questions and replies on the loopback Discord, with a real front over a scripted desk."""

import asyncio
from dataclasses import replace
from pathlib import Path

from fakes_desk import ABSTENTION, FakeDesk
from platforms.discord.model import Kind, Message
from platforms.discord_bot import Scene
from platforms.discord_scene import (
    QUOTE,
    custom,
    labels,
    place,
    playing,
    prefer,
    told,
)

from bot.limits import Limits
from bot.talk import Preferences


async def follows(s: Scene, question: Message) -> str | None:
    kept = await s.talk.memory.load(f"discord/{question.channel.id}/{question.id}")
    assert kept is not None
    return kept.asked.follows


async def test_a_mention_is_answered_under_it(tmp_path: Path) -> None:
    """The reply refers to the question, has its quotes and links, and pings nobody."""
    async with playing(tmp_path) as s:
        question = await s.ask("What about the memo?")
        reply = await s.answer()
        assert reply.replies_to == question.id
        assert QUOTE in reply.text()
        assert "[1]" in reply.text()
        assert reply.v2
        assert labels(reply)[-2:] == ["Continue in a thread", "How was this answered?"]
        assert s.desk.questions[0].text == "What about the memo?"


async def test_typing_shows_while_it_is_worked_on(tmp_path: Path) -> None:
    """From the mention to the reply, and no longer."""
    desk = FakeDesk(gate=asyncio.Event())
    async with playing(tmp_path, desk=desk) as s:
        await s.ask("slow")
        await s.discord.until(lambda: s.discord.typings(s.channel))
        desk.gate.set()
        await s.answer()


async def test_others_are_named_in_a_question(tmp_path: Path) -> None:
    """Only the mention of the bot is stripped; other mentions read as names."""
    async with playing(tmp_path) as s:
        words = f"is {s.bob.mention} right about {s.channel.mention}? <:chip:5> @everyone"
        await s.ask(words)
        await s.answer()
        assert s.desk.questions[0].text == "is @Bob right about #general? :chip: @everyone"


async def test_a_thread_belongs_to_its_channel(tmp_path: Path) -> None:
    """A mention in a thread is answered there; what holds in the channel holds there, too."""
    async with playing(tmp_path) as s:
        thread = await s.discord.start_thread(s.channel, None, "memo", s.ann)
        await s.ask("What about the memo?", channel=thread)
        reply = await s.answer(thread)
        kept = await s.talk.front.kept(custom(reply, "up"))
        assert kept is not None
        assert kept.asked.place == replace(place(s), thread=str(thread.id))
        assert "Continue in a thread" not in labels(reply)


async def test_a_forum_post_is_answered_in_it(tmp_path: Path) -> None:
    """The first message of a post may mention the bot, too."""
    async with playing(tmp_path) as s:
        forum = s.discord.add_channel(s.guild, "help", kind=Kind.FORUM)
        words = f"{s.discord.mention} what about the memo?"
        post, _ = await s.discord.forum_post(forum, s.ann, "Memo", words)
        assert QUOTE in (await s.answer(post)).text()


async def test_a_reply_to_an_answer_asks_on(tmp_path: Path) -> None:
    """With a ping no mention has to be written."""
    async with playing(tmp_path) as s:
        first = await s.replied()
        await s.discord.say(s.channel, s.ann, "and the rival?", reply_to=first)
        second = await s.answer(nth=2)
        assert s.desk.questions[1].text == "and the rival?"
        assert second.replies_to != first.replies_to


async def test_what_a_question_goes_on_from_is_known(tmp_path: Path) -> None:
    """The answer replied to, by the id that is kept of it; in a thread, the message that began it."""
    async with playing(tmp_path) as s:
        first = await s.replied()
        await s.quiet()
        begun = await s.talk.front.kept(custom(first, "up"))
        assert begun is not None
        assert begun.posted is not None
        assert begun.asked.follows is None
        on = await s.discord.say(s.channel, s.ann, "and the rival?", reply_to=first)
        await s.answer(nth=2)
        assert await follows(s, on) == begun.posted["message"]
        thread = await s.discord.start_thread(s.channel, first, "memo", s.ann)
        further = await s.ask("and then?", channel=thread)
        within = await s.answer(thread)
        assert await follows(s, further) == begun.posted["message"]
        last = await s.discord.say(thread, s.ann, "and last?", reply_to=within)
        await s.answer(thread, nth=2)
        assert await follows(s, last) == str(within.id)


async def test_a_direct_message_is_answered(tmp_path: Path) -> None:
    """No mention needed, and no thread to go on in."""
    async with playing(tmp_path) as s:
        dm = s.discord.open_dm(s.ann)
        await s.discord.say(dm, s.ann, "What about the memo?")
        reply = await s.answer(dm)
        assert QUOTE in reply.text()
        assert "Continue in a thread" not in labels(reply)


async def test_what_is_not_for_the_bot_is_left_alone(tmp_path: Path) -> None:
    """Other bots, everybody, unpinged replies and mere talk."""
    async with playing(tmp_path) as s:
        other = s.discord.add_user("Robo", bot=True)
        await s.discord.say(s.channel, other, f"{s.discord.mention} hello")
        await s.discord.say(s.channel, s.ann, "@everyone hello")
        await s.discord.say(s.channel, s.ann, "nobody in particular")
        await s.quiet()
        assert s.discord.answers(s.channel) == []
        assert s.desk.questions == []


async def test_an_empty_mention_is_asked_back(tmp_path: Path) -> None:
    """A mention without a word."""
    async with playing(tmp_path) as s:
        await s.ask("")
        assert "What would you like to know?" in (await s.answer()).text()


async def test_ask_is_acknowledged_at_once_and_answered(tmp_path: Path) -> None:
    """The command shows its question, since nobody else sees what was typed."""
    async with playing(tmp_path) as s:
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="What about the memo?")
        assert await asked.answered() < 1
        reply = await asked.settled()
        assert reply is not None
        assert "Question: What about the memo?" in reply.text()
        assert not reply.ephemeral


async def test_a_private_question_is_shared_by_its_asker_once(tmp_path: Path) -> None:
    """Nobody else sees it before; then it stands in the channel with who shared it."""
    async with playing(tmp_path) as s:
        asked = await s.discord.slash(
            s.channel, s.ann, "ask", question="What about the memo?", private=True
        )
        reply = await asked.settled()
        assert reply is not None
        assert reply.ephemeral
        assert s.discord.answers(s.channel) in ([], [reply])
        pressed = await s.discord.press(reply, s.ann, "Share with the channel")
        assert "Shared" in (await told(pressed))
        again = await s.discord.press(reply, s.ann, "Share with the channel")
        await again.settled()
        await s.quiet()
        public = [m for m in s.discord.answers(s.channel) if not m.ephemeral]
        assert len(public) == 1
        assert f"Shared by <@{s.ann.id}>" in public[0].text()


async def test_a_channel_may_keep_replies_private(tmp_path: Path) -> None:
    """Commands are answered for the asker alone, and mentions are sent to the command."""
    async with playing(tmp_path) as s:
        await prefer(s, Preferences(private=True))
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="What about the memo?")
        reply = await asked.settled()
        assert reply is not None
        assert reply.ephemeral
        await s.ask("What about the memo?")
        line = await s.discord.until(
            lambda: [m for m in s.discord.answers(s.channel) if not m.ephemeral]
        )
        assert "</ask:" in line[0].text()
        assert len(s.desk.questions) == 1


async def test_one_source_alone_is_searched_when_named(tmp_path: Path) -> None:
    """Names are completed while they are typed; an unknown one is told."""
    async with playing(tmp_path) as s:
        offered = await s.discord.autocomplete(
            s.channel, s.ann, "ask", option="source", typed="pap"
        )
        assert [(c.name, c.value) for c in offered] == [("The Paper", "paper")]
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?", source="paper")
        await asked.settled()
        assert s.desk.questions[0].sources == frozenset({"paper"})
        unknown = await s.discord.slash(s.channel, s.ann, "ask", question="memo?", source="none")
        assert "no source named" in await told(unknown)


async def test_asking_about_a_message(tmp_path: Path) -> None:
    """Its text is searched with; a question may be added."""
    async with playing(tmp_path) as s:
        said = await s.discord.say(s.channel, s.bob, "There is a red alert over the chatbot")
        opened = await s.discord.context_menu(said, s.ann, "Ask about this message")
        await opened.answered()
        sent = await s.discord.submit(opened, s.ann, {"question": "is it true?"})
        reply = await sent.settled()
        assert reply is not None
        assert QUOTE in reply.text()
        assert s.desk.questions[0].text == "is it true? There is a red alert over the chatbot"


async def test_who_asks_too_much_is_told_once(tmp_path: Path) -> None:
    """With a time that Discord shows in the reader's own way."""
    async with playing(tmp_path, limits=Limits(user_per_minute=1)) as s:
        await s.replied()
        await s.ask("again")
        line = await s.answer(nth=2)
        assert "<t:" in line.text()
        await s.ask("and again")
        await s.quiet()
        assert len(s.discord.answers(s.channel)) == 2
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="again")
        reply = await asked.settled()
        assert reply is not None
        assert reply.ephemeral
        assert "<t:" in reply.text()


async def test_switched_off_is_silent_but_for_commands(tmp_path: Path) -> None:
    """A mention is as if nobody was there; a command has to be answered."""
    async with playing(tmp_path) as s:
        await prefer(s, Preferences(on=False))
        await s.ask("What about the memo?")
        asked = await s.discord.slash(s.channel, s.ann, "ask", question="memo?")
        assert "switched off" in await told(asked)
        await s.quiet()
        assert [m for m in s.discord.answers(s.channel) if not m.ephemeral] == []


async def test_an_edit_is_followed(tmp_path: Path) -> None:
    """The reply is made anew in the same message, also one that the process did not see come."""
    desk = FakeDesk(replies={"no idea": ABSTENTION})
    async with playing(tmp_path, desk=desk) as s:
        question = await s.ask("What about the memo?")
        reply = await s.answer()
        await s.stop()
        await s.start()
        await s.discord.edit(question, f"{s.discord.mention} no idea")
        await s.discord.until(lambda: "no answer" in s.discord.current(reply).text())
        assert len(s.discord.answers(s.channel)) == 1


async def test_a_deletion_withdraws_the_reply(tmp_path: Path) -> None:
    """Nothing of it stays."""
    async with playing(tmp_path) as s:
        question = await s.ask("What about the memo?")
        await s.answer()
        await s.discord.delete(question)
        await s.discord.until(lambda: s.discord.answers(s.channel) == [])


async def test_a_deleted_reply_is_posted_anew_when_its_question_changes(tmp_path: Path) -> None:
    """Somebody removed it; the asker wants it again."""
    async with playing(tmp_path) as s:
        question = await s.ask("What about the memo?")
        reply = await s.answer()
        await s.discord.delete(reply)
        await s.quiet()
        await s.discord.edit(question, f"{s.discord.mention} and the rival?")
        again = await s.answer()
        assert again.id != reply.id
