"""A bot with a past, for tests of the console: sources, runs, answers, ratings, figures. The texts are our own."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from fakes_admin import FakeAdmin
from fakes_desk import ABSTENTION, ANSWER, ARTICLE_TEXT, NOW, PUBLISHED, SOURCES
from fakes_insight import FakeAuditLog, FakeInsight

from bot.administration import Act
from bot.cases import Making, case_from
from bot.insight import Day, Growth, Listed, Page, Rated
from bot.rights import Actor
from bot.talk import Asked, Failure, Feedback, Kept, Place, Rating, Reason, State, Via
from bot.types import Judged, Reply, Trail, Usage, Verdict, Weighed
from retrieval.types import (
    Document,
    Generation,
    GenerationState,
    Passage,
    Problem,
    Run,
    RunKind,
    RunState,
    Source,
    Voice,
)

MARK = "0123456789abcdef" * 2
MISSING = Problem(where="https://paper.example/1", what="26 missing: A red alert, <b>Robots</b>, …")
RUNNING, QUEUED, STALLED, HELD, FAILED, REINDEXED = (f"{n:016x}" for n in range(1, 7))
ANSWERED, REFUSED, BROKEN = (f"{n:016x}" for n in range(0xA1, 0xA4))
ADA = Actor(platform="discord", user="8035", tenant="12", channel="34", name="Ada", admin=True)


@dataclass
class Clock:
    """A time that tests move."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


def run(id: str, **changes: object) -> Run:
    """A refresh of The Paper that is going on."""
    base = Run(
        id=id,
        source_id="paper",
        name="The Paper",
        asked_by=ADA.label,
        asked_in=ADA.place,
        state=RunState.RUNNING,
        started=NOW - timedelta(minutes=2),
        queued=NOW - timedelta(minutes=3),
        beat=NOW - timedelta(seconds=2),
        added=412,
        changed=7,
        done=480,
        total=1000,
        current="A red alert over the chatbot, and everything else waits",
        resumed=1,
    )
    return replace(base, **changes)


RUNS = (
    run(RUNNING),
    run(
        QUEUED,
        source_id="geek",
        name="긱뉴스",
        kind=RunKind.BACKFILL,
        options={"days": "30"},
        state=RunState.QUEUED,
        started=NOW - timedelta(minutes=5),
        queued=NOW - timedelta(minutes=5),
        beat=None,
        added=0,
        changed=0,
        done=0,
        total=0,
        current="",
        resumed=0,
    ),
    run(STALLED, source_id="notes", name="Notes", beat=NOW - timedelta(minutes=9)),
    run(
        HELD,
        state=RunState.HELD,
        finished=NOW - timedelta(hours=1),
        message="26 of 300 texts are missing",
        problems=(MISSING,),
        options={"held": "26", "held_mark": MARK},
    ),
    run(
        FAILED,
        source_id="geek",
        name="긱뉴스",
        state=RunState.FAILED,
        finished=NOW - timedelta(hours=3),
        message="The host answered 403 (forbidden).",
        problems=tuple(
            Problem(
                where=f"https://news.example/topic?id={n}", what="403 (forbidden)", mend="Wait."
            )
            for n in range(12)
        ),
    ),
    run(
        REINDEXED,
        source_id="",
        name="",
        kind=RunKind.REINDEX,
        state=RunState.DONE,
        finished=NOW - timedelta(days=1),
        options={"model": "some/model", "splitter": "sentences-400"},
    ),
)
GENERATIONS = (
    Generation(
        id="g2",
        spec="",
        model="multilingual-e5-small-int8r",
        splitter="sentences-700",
        state=GenerationState.ACTIVE,
        created=NOW - timedelta(days=1),
        changed=NOW - timedelta(days=1),
    ),
    Generation(
        id="first",
        spec="",
        model="multilingual-e5-small-int8r",
        splitter="sentences-400",
        state=GenerationState.PREVIOUS,
        created=NOW - timedelta(days=40),
        changed=NOW - timedelta(days=1),
    ),
)


def _held(source: Source) -> Source:
    return replace(source, held=26, held_mark=MARK) if source.id == "paper" else source


KNOWN = {s.id: replace(_held(s), every=timedelta(minutes=30)) for s in SOURCES}
ARTICLE = Document(
    id="d0c1",
    source_id="paper",
    url="https://paper.example/red-alert",
    title="A red alert over the chatbot, and everything else waits",
    text=ARTICLE_TEXT,
    author="Ada Muster",
    published=PUBLISHED,
    lang="en",
)
PASSAGES = tuple(
    Passage(id=f"p{n}", document_id="d0c1", start=at, end=at + len(text), text=text)
    for n, text in enumerate(ARTICLE_TEXT.split("\n\n"))
    for at in (ARTICLE_TEXT.index(text),)
)
TRAIL = Trail(
    question="What waits, and why?",
    passages=(
        Weighed(
            passage_id="p1",
            document_id="d0c1",
            url=ARTICLE.url,
            title=ARTICLE.title,
            voice=Voice.ARTICLE,
            author="Ada Muster",
            published=PUBLISHED,
            source="The Paper",
            fused=7.31,
            cosine=0.83,
            lexical=0.42,
        ),
        Weighed(
            passage_id="k1",
            document_id="k0r1",
            url="https://news.example/topic?id=24842",
            title="챗봇 개선을 위해 비상 단계 발령",
            voice=Voice.SUMMARY,
            author="neo",
            published=PUBLISHED,
            source="긱뉴스",
            fused=5.02,
            cosine=0.8,
            lexical=None,
        ),
    ),
    judged=(
        Judged(
            text="Work on advertising waits [1].",
            quotes=("Work on advertising, on shopping agents",),
            verdict=Verdict(passed=True),
        ),
        Judged(
            text="The company is bankrupt.",
            quotes=(),
            verdict=Verdict(passed=False, reasons=("no quote",)),
            round=2,
        ),
    ),
    usage=Usage(
        model="some-model",
        calls=2,
        prompt_tokens=5210,
        completion_tokens=240,
        seconds=3.4,
        cost=0.0123,
    ),
)


def kept(id: str, text: str, outcome: Reply | Failure, **changes: object) -> Kept:
    """A question in a channel of Discord."""
    asked = Asked(
        key=f"discord:{id}",
        place=Place(platform="discord", tenant="12", channel="34"),
        user="8035",
        text=text,
        at=NOW - timedelta(hours=2),
        via=Via.MENTION,
        timezone="Asia/Seoul",
    )
    base = Kept(
        id=id,
        asked=asked,
        received=asked.at,
        version=1,
        state=State.POSTED,
        outcome=outcome,
        answered=1,
    )
    return replace(base, **changes)


QUESTIONS = (
    kept(ANSWERED, "What waits?", replace(ANSWER, trail=TRAIL)),
    kept(REFUSED, "2024년에 무슨 일이 있었나요?", ABSTENTION),
    kept(BROKEN, "What now?", Failure(lang="en", reference="cafe0123")),
)
RATED = tuple(
    Rated(
        feedback=Feedback(
            id=ANSWERED, user="9", rating=rating, reason=reason, note=note, citation=citation
        ),
        at=NOW - timedelta(hours=1),
        kept=QUESTIONS[0] if citation != 9 else None,
    )
    for rating, reason, note, citation in (
        (Rating.UP, None, "", None),
        (Rating.DOWN, Reason.OLD, "A newer memo says something else.", None),
        (Rating.WRONG_CITATION, Reason.CITATION, "It is the other memo.", 2),
        (Rating.WRONG_CITATION, None, "", 9),
    )
)
LISTED = Page(
    items=(
        Listed(
            id="d0c1",
            title=ARTICLE.title,
            url=ARTICLE.url,
            voice=Voice.ARTICLE,
            author="Ada Muster",
            published=PUBLISHED,
            lang="en",
            letters=412,
            passages=3,
            lacks=None,
            held=True,
        ),
        Listed(
            id="k0r1",
            title="",
            url="sample:relay",
            voice=Voice.RELAY,
            author=None,
            published=None,
            lang=None,
            letters=80,
            passages=0,
            lacks="only the summary is stored",
            held=False,
        ),
    ),
    total=120,
)
CASE = case_from(
    QUESTIONS[1],
    Making(
        by="console:key",
        at=NOW - timedelta(days=2),
        timezone="Asia/Seoul",
        note="Nothing of 2024 is stored.",
    ),
)
ACTS = (
    Act(at=NOW - timedelta(days=1), by=ADA, act="reindex", detail="some/model, sentences-400"),
    Act(
        at=NOW - timedelta(hours=1),
        by=Actor(platform="slack", user="U1", tenant="T1", channel="C1"),
        act="sources.remove",
        about="paper",
        outcome="refused",
    ),
)


def days(n: int) -> list[Day]:
    """The last days, with quiet Sundays."""
    today = NOW.date()
    made = []
    for back in range(n - 1, -1, -1):
        day = today - timedelta(days=back)
        if day.weekday() == 6:
            made.append(Day(day=day))
            continue
        answers, p50 = 20 + (back * 7) % 23, 1.2 + (back % 5) / 4
        made.append(
            Day(
                day=day,
                answers=answers,
                abstentions=(back * 3) % 9,
                failures=back % 4 == 0,
                p50=p50,
                p95=p50 * 3.4,
            )
        )
    return made


def growth(n: int) -> list[Growth]:
    """The last days."""
    return [
        Growth(day=NOW.date() - timedelta(days=n - 1 - each), documents=900 + 13 * each)
        for each in range(n)
    ]


@dataclass
class World:
    """All that the console asks, with a past; empty with `World(FakeAdmin(), FakeInsight())`."""

    admin: FakeAdmin = field(
        default_factory=lambda: FakeAdmin(
            known=dict(KNOWN),
            kept={each.id: each for each in RUNS},
            log=list(ACTS),
            built=list(GENERATIONS),
        )
    )
    insight: FakeInsight = field(
        default_factory=lambda: FakeInsight(
            daily=days(90),
            grown=growth(90),
            questions=list(QUESTIONS),
            ratings=list(RATED),
            in_vain=[("When does it ship?", 12), ("언제 나오나요?", 1)],
            listed=LISTED,
            stored={"d0c1": (ARTICLE, PASSAGES)},
            made={CASE.id: CASE},
        )
    )
    audit: FakeAuditLog = field(default_factory=FakeAuditLog)
    clock: Clock = field(default_factory=Clock)
