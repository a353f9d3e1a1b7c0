"""Replies in which many voices speak, to be drawn by every platform. Invented, all of it."""

from dataclasses import replace
from datetime import timedelta

from fakes_desk import ABSTENTION, ANSWER, NOW, PUBLISHED, citation, comment, korean, statement

from bot.types import (
    Conflict,
    Discussion,
    Link,
    LinkOutcome,
    Related,
    Rift,
    Unrefreshed,
    Why,
)
from retrieval.types import Standing, Voice

ARTICLE = citation(
    "A rival’s assistant grew from 450 million to 650 million monthly users between July and "
    "October."
)
LATER = citation(
    "The rival had 600 million monthly users in October, its filing shows.",
    "The rival had 600 million monthly users in October, its filing shows.",
    document_id="f1l2",
    title="What the rival’s filing says of its assistant",
    url="https://ledger.example/filing",
    author=None,
    source="ledger.example",
    published=PUBLISHED + timedelta(days=2),
    edited=PUBLISHED + timedelta(days=2, hours=9),
)
NAMED = comment("I have run it for a month, and it is slower than the old one.")
FLAGGED = comment(
    "The price is the point, not the speed.",
    author="mira",
    document_id="c2",
    standing=Standing.FLAGGED,
)
POST = comment(
    "I wrote the thing, and the speed is what we work on now.",
    author="maker",
    document_id="p1",
    title="Show HN: a chatbot that answers twice as fast",
    voice=Voice.POST,
)
RELAY = korean(
    "챗봇의 속도와 신뢰성을 높이는 데 집중하기로 함",
    voice=Voice.RELAY,
    source="GeekNews",
    retold_from="Hacker News",
    document_id="r1",
    url="https://news.example/topic?id=24842#cid7",
)
SUMMARY = korean(
    "최고경영자가 월요일 전 직원에게 보낸 메모에서 비상 단계를 발령함", source="GeekNews"
)

HEARD = (
    Discussion(
        url="https://hn.example/item?id=46121870",
        title="A red alert over the chatbot",
        publisher="Hacker News",
        read=214,
        total=230,
    ),
    Discussion(
        url="https://news.example/topic?id=24842",
        title="챗봇 개선을 위해 비상 단계 발령",
        publisher="GeekNews",
        read=12,
        total=None,
        retold=True,
    ),
)
ELSEWHERE = (
    Related(
        document_id="e1",
        url="https://hn.example/item?id=46121870",
        title="A red alert over the chatbot",
        publisher="Hacker News",
        voice=Voice.POST,
        published=PUBLISHED,
        comments=512,
    ),
    Related(
        document_id="e2",
        url="https://news.example/topic?id=24842",
        title="챗봇 개선을 위해 비상 단계 발령",
        publisher="GeekNews",
        voice=Voice.SUMMARY,
        published=PUBLISHED - timedelta(days=400),
    ),
    Related(
        document_id="e3",
        url="sample:note",
        title="A note on it",
        publisher="Notes",
        voice=Voice.ARTICLE,
        published=None,
    ),
)
LINKS = (
    Link(
        url="https://paper.example/red-alert",
        outcome=LinkOutcome.FETCHED,
        title="A red alert over the chatbot, and everything else waits",
    ),
    Link(
        url="https://walled.example/story",
        outcome=LinkOutcome.REFUSED,
        reason="robots.txt of walled.example does not allow it",
    ),
)

OPINIONS = replace(
    ANSWER,
    statements=tuple(statement(each) for each in (NAMED, FLAGGED, POST, RELAY)),
    heard=HEARD,
    elsewhere=ELSEWHERE,
)
CLAIMED = replace(
    ANSWER,
    statements=(
        statement(ARTICLE),
        replace(statement(NAMED), claimed=True),
        replace(
            statement(FLAGGED, text="The price matters more than the speed."),
            claimed=True,
        ),
    ),
    elsewhere=ELSEWHERE[:2],
)
DISPUTED = replace(
    ANSWER,
    statements=(statement(ARTICLE), statement(SUMMARY), statement(LATER)),
    as_of=LATER.published,
    conflicts=(Conflict(one=0, other=2, rift=Rift.FIGURES),),
    searched=replace(
        ANSWER.searched,
        links=LINKS,
        unrefreshed=(Unrefreshed(source="Hacker News", since=NOW - timedelta(days=14)),),
    ),
    latest=True,
)
UNREAD = replace(
    ABSTENTION,
    why=Why.LINK_UNREAD,
    searched=replace(
        ABSTENTION.searched,
        range=None,
        range_words=None,
        links=(
            *LINKS[1:],
            Link(
                url="https://slow.example/a?b=c",
                outcome=LinkOutcome.LATE,
                reason="no answer in 8 s",
            ),
        ),
    ),
)
REPLIES = {"opinions": OPINIONS, "claimed": CLAIMED, "disputed": DISPUTED, "unread": UNREAD}
