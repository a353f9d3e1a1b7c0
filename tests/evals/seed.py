"""Asks about a GeekNews page: is each question answered in the right voice, from the right words?

`seed.py TEXT [QUESTIONS.jsonl]`: TEXT is the page as copied text; each question has the voices that may answer
it, and words of which one has to stand in a quote. Prints a line a question and every quote.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from geeknews_pages import seed_topic
from geeknews_site import geeknews_site

from bot.app import App, now, open_app, read_settings
from bot.present import reply_card
from bot.types import Answer, Question, Reply
from retrieval.types import RunState, Voice

QUESTIONS = Path(__file__).parent / "seed_questions.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A question and what came of it."""

    asked: Mapping[str, Any]
    reply: Reply

    @property
    def voices(self) -> Sequence[str]:
        if not isinstance(self.reply, Answer):
            return ()
        return [c.voice.value for s in self.reply.statements for c in s.citations]

    @property
    def quotes(self) -> str:
        if not isinstance(self.reply, Answer):
            return ""
        return "\n".join(c.quote for s in self.reply.statements for c in s.citations)

    @property
    def verdict(self) -> str:
        """What is right or wrong with it, in a few words."""
        answerable = self.asked["kind"] != "none"
        if not isinstance(self.reply, Answer):
            return "refused, but answerable" if answerable else "right: refused"
        if not answerable:
            return "WRONG: answered"
        if not set(self.voices) <= set(self.asked["voices"]):
            first = self.voices[0] in self.asked["voices"]
            return "right voice first, others follow" if first and self._holds else "WRONG VOICE"
        return "right" if self._holds else "right voice, other words"

    @property
    def _holds(self) -> bool:
        wanted = self.asked["holds"]
        return not wanted or any(w.casefold() in self.quotes.casefold() for w in wanted)


def misattributed(reply: Reply) -> list[str]:
    """Retold opinions that are shown as anybody else's."""
    if not isinstance(reply, Answer):
        return []
    card = reply_card("0" * 16, reply, now(), UTC)
    relayed = [s for s in reply.statements if any(c.voice is Voice.RELAY for c in s.citations)]
    wrong = [c.quote for s in relayed for c in s.citations if c.author]
    for statement, said in zip(reply.statements, card.said, strict=True):
        lead = said.lead or ""
        if statement in relayed and not ("unnamed" in lead or "익명" in lead):
            wrong.append(f"{lead} {statement.text}")
    return wrong


async def opened(text: str, folder: str, ask: list[dict[str, Any]]) -> list[Outcome]:
    """The page on a loopback server, read as what it is, and every question asked."""
    published = datetime(2025, 12, 3, 9, tzinfo=UTC)
    async with geeknews_site(lambda: published) as site:
        topic = seed_topic(text)
        site.add(topic)
        parts = urlsplit(site.url)
        settings = read_settings(
            data_dir=Path(folder),
            feeds="",
            samples=False,
            geeknews_url=site.url,
            private_networks=f"{parts.hostname}:{parts.port}",
        )
        async with open_app(settings, "evaluation", lambda _line: None) as app:
            await _read(app, f"https://news.hada.io/topic?id={topic.number}")
            return [
                Outcome(asked=a, reply=await app.answering(Question(text=a["question"], now=now())))
                for a in ask
            ]


async def _read(app: App, location: str) -> None:
    run = await app.desk().ingest(location, asked_by="evaluation")
    voices: dict[str, int] = {}
    for source in await app.library.sources():
        for id in await app.library.stored(source.id):
            document = await app.library.document(id)
            if document:
                voices[document.voice] = voices.get(document.voice, 0) + 1
    print(f"read: {run.state}, documents by voice: {voices}")
    if run.state is not RunState.DONE:
        sys.exit(str(run.message))


def report(outcomes: Sequence[Outcome]) -> None:
    """A line a question, its quotes, and the sums."""
    for each in outcomes:
        print(f"\n{each.asked['id']} [{each.asked['kind']}] {each.asked['question']}")
        print(f"  -> {each.verdict}")
        if isinstance(each.reply, Answer):
            for line in reply_card("0" * 16, each.reply, now(), UTC).said:
                print(f"     {line.lead or ''} | {line.text}")
        else:
            print(f"     ({each.reply.why}, confidence {each.reply.searched.confidence})")
    print()
    for kind in ("fact", "opinion", "none"):
        of = [o for o in outcomes if o.asked["kind"] == kind]
        right = [o for o in of if o.verdict.startswith("right")]
        full = [o for o in of if o.verdict in {"right", "right: refused"}]
        print(f"{kind}: {len(of)} questions, {len(full)} right, {len(right)} in the right voice")
    wrong = [line for o in outcomes for line in misattributed(o.reply)]
    print(f"retold opinions shown as somebody else's: {len(wrong)}", *wrong, sep="\n  ")


def main() -> None:
    """See above."""
    text = Path(sys.argv[1]).read_text("utf-8")
    file = Path(sys.argv[2]) if len(sys.argv) > 2 else QUESTIONS
    ask = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        report(asyncio.run(opened(text, folder, ask)))


if __name__ == "__main__":
    main()
