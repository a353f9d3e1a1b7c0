"""A desk with a script, for tests of whoever talks to one. The texts are our own."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.errors import BadRequest
from bot.ports import Newsroom, Tell, quietly
from bot.types import (
    Abstention,
    Answer,
    Citation,
    IndexState,
    Nearest,
    Progress,
    Question,
    Quoted,
    Reply,
    Searched,
    Statement,
    Status,
    Verdict,
    Why,
)
from retrieval.types import Coverage, Problem, Run, RunState, Source, SourceState, TimeRange, Voice

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2025, 12, 5, 9, tzinfo=UTC)
PUBLISHED = datetime(2025, 12, 2, 1, 30, tzinfo=UTC)
COVERAGE = Coverage(
    documents=1284,
    passages=5210,
    sources=3,
    first=datetime(2025, 11, 1, 8, tzinfo=UTC),
    last=PUBLISHED,
)

ARTICLE_TEXT = (
    "The chief executive called a red alert in a memo to all staff on Monday.\n\n"
    "Work on advertising, on shopping agents and on a health assistant is to wait, the memo says, "
    "because the company’s chatbot has to become faster, more reliable & better at everyday "
    "questions first.\n\n"
    "A rival’s assistant grew from 450 million to 650 million monthly users between July and "
    "October."
)
KOREAN_TEXT = (
    "- 최고경영자가 월요일 전 직원에게 보낸 메모에서 비상 단계를 발령함\n"
    "- 광고, 쇼핑 에이전트, 건강 비서 개발은 모두 뒤로 미루고, 챗봇의 속도와 신뢰성을 높이는 데 "
    "집중하기로 함\n"
    "- 경쟁사 서비스의 월간 이용자는 7월 4.5억 명에서 10월 6.5억 명으로 늘어남"
)


def citation(quote: str, text: str = ARTICLE_TEXT, **changes: object) -> Citation:
    """A citation of an article; the quote must stand in the text."""
    start = text.index(quote)
    base = Citation(
        passage_id="a1b2",
        document_id="d0c1",
        quote=quote,
        start=start,
        end=start + len(quote),
        url="https://paper.example/red-alert",
        title="A red alert over the chatbot, and everything else waits",
        voice=Voice.ARTICLE,
        author="Ada Muster",
        published=PUBLISHED,
        source="The Paper",
        lang="en",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def statement(*citations: Citation, text: str | None = None) -> Statement:
    """A checked statement; without a text it is the first quote itself."""
    return Statement(
        text=citations[0].quote if text is None else text,
        citations=citations,
        verdict=Verdict(passed=True),
        quoted=text is None,
    )


def korean(quote: str, **changes: object) -> Citation:
    """A citation of a site's summary in Korean."""
    about: dict[str, object] = {
        "document_id": "k0r1",
        "url": "https://news.example/topic?id=24842#top",
        "title": "챗봇 개선을 위해 비상 단계 발령",
        "voice": Voice.SUMMARY,
        "author": "neo",
        "source": "긱뉴스",
        "lang": "ko",
    }
    return citation(quote, KOREAN_TEXT, **(about | changes))


def comment(quote: str, **changes: object) -> Citation:
    """A citation of somebody's comment."""
    about: dict[str, object] = {
        "document_id": "c0m1",
        "url": "https://hn.example/item?id=46121870",
        "title": "Comment on: A red alert over the chatbot",
        "voice": Voice.COMMENT,
        "author": "jdoe",
        "source": "Hacker News",
        "published": PUBLISHED + timedelta(hours=5),
    }
    return citation(quote, quote, **(about | changes))


ANSWER = Answer(
    lang="en",
    statements=(
        statement(
            citation(
                "Work on advertising, on shopping agents and on a health assistant is to wait, "
                "the memo says, because the company’s chatbot has to become faster, more reliable "
                "& better at everyday questions first."
            )
        ),
        statement(
            comment(
                "If everything is urgent then nothing is; this reads like a memo for the press.",
                lacks="the comment was cut at 2,000 characters",
            )
        ),
        statement(
            korean("경쟁사 서비스의 월간 이용자는 7월 4.5억 명에서 10월 6.5억 명으로 늘어남")
        ),
    ),
    searched=Searched(coverage=COVERAGE, confidence=0.9, threshold=0.5),
    as_of=PUBLISHED,
)
KOREAN_ANSWER = replace(ANSWER, lang="ko", statements=ANSWER.statements[::-1])
ABSTENTION = Abstention(
    lang="en",
    why=Why.NOTHING_IN_RANGE,
    searched=Searched(
        coverage=COVERAGE,
        range=TimeRange(
            since=datetime(2024, 1, 1, tzinfo=SEOUL), until=datetime(2025, 1, 1, tzinfo=SEOUL)
        ),
        range_words="in 2024",
    ),
    nearest=(
        Nearest(
            document_id="d0c1",
            url="https://paper.example/red-alert",
            title="A red alert over the chatbot, and everything else waits",
            voice=Voice.ARTICLE,
            author="Ada Muster",
            published=PUBLISHED,
            source="The Paper",
        ),
        Nearest(
            document_id="r0l1",
            url="sample:relay",
            title="해커뉴스 의견 모음",
            voice=Voice.RELAY,
            author=None,
            published=None,
            source="긱뉴스",
        ),
    ),
)
SOURCES = (
    Source(
        id="paper",
        kind="feed",
        location="https://paper.example/feed.xml",
        name="The Paper",
        checked_at=NOW - timedelta(minutes=12),
        documents=1024,
    ),
    Source(
        id="geek",
        kind="geeknews",
        location="https://news.example/rss/with/a/rather/long/address?that=goes&on=and-on",
        name="긱뉴스",
        state=SourceState.FAILING,
        reason="The host answered 403 (forbidden); it is not asked again before tomorrow.",
        checked_at=NOW - timedelta(hours=3),
        documents=259,
    ),
    Source(
        id="notes",
        kind="jsonl",
        location="/data/notes.jsonl",
        name="Notes",
        state=SourceState.PAUSED,
        documents=1,
    ),
)
RUN = Run(
    id="r1",
    source_id="paper",
    asked_by="web page",
    state=RunState.DONE,
    started=NOW - timedelta(minutes=12),
    finished=NOW - timedelta(minutes=11),
    added=12,
    changed=2,
    unchanged=31,
    problems=(Problem(where="entry 7", what="has no link", mend="It was left out."),),
)
STATUS = Status(
    coverage=COVERAGE,
    sources=SOURCES,
    indexes=(
        IndexState(name="chroma", passages=5210, behind=0),
        IndexState(name="tantivy", passages=5210, behind=0),
    ),
    runs=(
        RUN,
        replace(
            RUN,
            id="r0",
            source_id="geek",
            state=RunState.FAILED,
            problems=(),
            added=0,
            changed=0,
            unchanged=0,
            message="The host answered 403 (forbidden).",
        ),
    ),
    model="multilingual-e5-small",
)
STORED = {
    "d0c1": Quoted(
        title="A red alert over the chatbot, and everything else waits",
        text=ARTICLE_TEXT,
        url="https://paper.example/red-alert",
        voice=Voice.ARTICLE,
        author="Ada Muster",
        published=PUBLISHED,
        source="The Paper",
        lacks=None,
        lang="en",
    ),
    "k0r1": Quoted(
        title="챗봇 개선을 위해 비상 단계 발령",
        text=KOREAN_TEXT,
        url="https://news.example/topic?id=24842",
        voice=Voice.SUMMARY,
        author="neo",
        published=PUBLISHED,
        source="긱뉴스",
        lacks="only the summary is stored",
        lang="ko",
    ),
}


@dataclass
class FakeDesk(Newsroom):
    """Replies by question, in a given language when one was asked for; remembers what it was asked."""

    replies: dict[str, Reply] = field(default_factory=dict)
    reply: Reply = ANSWER  # to all other questions
    current: Status = STATUS
    stored: dict[str, Quoted] = field(default_factory=lambda: dict(STORED))
    error: Exception | None = None  # raised by every method
    refused: set[str] = field(default_factory=set)  # locations that cannot be added
    gate: asyncio.Event | None = None  # readings and replies wait for it
    late: Exception | None = None  # raised by them afterwards
    progress: tuple[Progress, ...] = ()  # told before replying
    questions: list[Question] = field(default_factory=list)
    ingested: list[tuple[str, str]] = field(default_factory=list)
    refreshed: list[tuple[str, str]] = field(default_factory=list)
    confirmed: list[str | None] = field(default_factory=list)  # marks, of each that was refreshed
    withdrawn: Reply | None = None  # what has become of every reply that it gave

    @override
    async def ask(self, question: Question, tell: Tell = quietly) -> Reply:
        self._fail()
        self.questions.append(question)
        for progress in self.progress:
            await tell(progress)
        await self._wait()
        reply = self.replies.get(question.text, self.reply)
        return replace(reply, lang=question.lang) if question.lang else reply

    @override
    async def status(self) -> Status:
        self._fail()
        return self.current

    @override
    async def ingest(self, location: str, *, asked_by: str) -> Run:
        self._fail()
        if location in self.refused:
            raise BadRequest(f"{location!r} is no address that can be read.")
        self.ingested.append((location, asked_by))
        await self._wait()
        return replace(RUN, asked_by=asked_by)

    @override
    async def refresh(self, source_id: str, *, asked_by: str, confirmed: str | None = None) -> Run:
        self._fail()
        if source_id not in {source.id for source in self.current.sources}:
            raise BadRequest(f"There is no source {source_id!r}.")
        self.refreshed.append((source_id, asked_by))
        self.confirmed.append(confirmed)
        await self._wait()
        return replace(RUN, source_id=source_id, asked_by=asked_by)

    @override
    async def rechecked(self, reply: Reply) -> Reply:
        self._fail()
        return self.withdrawn or reply

    @override
    async def quoted(
        self, document_id: str, spans: Sequence[tuple[int, int]] = ()
    ) -> Quoted | None:
        self._fail()
        doc = self.stored.get(document_id)
        inside = tuple(span for span in spans if doc and span[1] <= len(doc.text))
        return doc and replace(doc, spans=inside)

    def _fail(self) -> None:
        if self.error:
            raise self.error

    async def _wait(self) -> None:
        if self.gate:
            await self.gate.wait()
        if self.late:
            raise self.late
