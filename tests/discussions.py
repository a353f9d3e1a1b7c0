"""Invented discussions: what people say about a made-up editor, and how it is stored."""

from dataclasses import replace

from retrieval.passages import split
from retrieval.types import Document, Found, Scores, Voice

HN = "https://news.ycombinator.com/item?id="
GN = "https://news.hada.io/topic?id=7"
THREAD = f"{HN}100"
ARTICLE = "https://paper.example/harbor-editor"
TITLE = "Harbor editor drops its free plan"

ENGLISH = [
    "I have used Harbor for three years at work and the new price is terrible because small teams cannot pay it.",
    "Honestly the free plan was never going to last, and paying for a good editor makes sense to me.",
    "Our team moved to a plain terminal editor last month because Harbor became slow on large projects.",
    "Most users only need search and a debugger, so a cheaper plan with fewer features would be welcome.",
    "Companies that drop free plans lose students first, since nobody at a university can expense a licence.",
    "Harbor's extension market is what keeps me, because no other editor has the tools that my job needs.",
]
KOREAN = [
    "작은 팀은 이 가격을 감당할 수 없기 때문에 무료 요금제를 없앤 것은 실망스러운 결정이라고 생각함",
    "무료 요금제는 오래갈 수 없었고, 좋은 편집기에 돈을 내는 것은 합리적이라고 봄",
    "큰 프로젝트에서 하버가 느려져서 우리 팀은 지난달에 터미널 편집기로 옮겼음",
    "학생들은 라이선스를 살 수 없으니 무료 요금제를 없애면 학교에서 먼저 사라질 것 같음",
]


def comment(id: str, text: str, **given: object) -> Document:
    """A comment on Hacker News; each is a branch of its own."""
    values = {
        "source_id": "hn",
        "url": f"{HN}{id}",
        "title": TITLE,
        "voice": Voice.COMMENT,
        "author": f"user{id}",
        "lang": "en",
        "publisher": "Hacker News",
        "thread_url": THREAD,
        "branch": id,
        "about_url": ARTICLE,
    }
    return Document(id=id, text=text, **{**values, **given})


def relay(id: str, text: str, **given: object) -> Document:
    """A comment of the same thread, retold in Korean."""
    values = {
        "source_id": "gn",
        "url": f"{GN}#cid{id}",
        "title": "하버 편집기, 무료 요금제 폐지",
        "voice": Voice.RELAY,
        "author": None,
        "lang": "ko",
        "publisher": "GeekNews",
        "thread_url": GN,
        "branch": id,
        "about_url": ARTICLE,
        "retells_url": THREAD,
        "retold_from": "Hacker News",
    }
    return Document(id=id, text=text, **{**values, **given})


def post(id: str = "post", **given: object) -> Document:
    """The submission on Hacker News, with the submitter's own words."""
    values = {
        "source_id": "hn",
        "url": THREAD,
        "title": TITLE,
        "text": "I think everybody should read what Harbor says about its free plan before paying.",
        "voice": Voice.POST,
        "author": "submitter",
        "lang": "en",
        "publisher": "Hacker News",
        "thread_url": THREAD,
        "about_url": ARTICLE,
        "comments": 240,
    }
    return Document(id=id, **{**values, **given})


def topic(id: str = "topic", **given: object) -> Document:
    """The topic on GeekNews, with its summary of the article."""
    values = {
        "source_id": "gn",
        "url": GN,
        "title": "하버 편집기, 무료 요금제 폐지",
        "text": "하버 편집기가 무료 요금제를 없앤다.",
        "voice": Voice.SUMMARY,
        "lang": "ko",
        "publisher": "GeekNews",
        "thread_url": GN,
        "about_url": ARTICLE,
    }
    return Document(id=id, **{**values, **given})


def found(
    *documents: Document, story: str | None = "s", fused: float = 5.0, dense: float = 4.0
) -> list[Found]:
    """All passages of documents of one story, the first ones best."""
    told = [replace(d, story=story) for d in documents]
    return [
        Found(
            passage=passage,
            document=document,
            source_name="Source",
            scores=Scores(
                dense=dense - n / 100, cosine=0.8, lexical=None, recency=0.0, fused=fused - n / 100
            ),
        )
        for n, document in enumerate(told)
        for passage in split(document)
    ]
