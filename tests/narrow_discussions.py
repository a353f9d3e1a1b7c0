"""Invented discussions of three stories, in English and Korean, and which comments answer which question."""

from discussions import comment, post, relay
from examples import document

from retrieval.types import Document, Voice

CLOUD, BROWSER, BOARD = (
    "https://paper.example/larkspur-cloud",
    "https://paper.example/coral-browser",
    "https://paper.example/pebble-board",
)
CLOUD_THREAD = "https://news.ycombinator.com/item?id=501"
BOARD_THREAD = "https://news.ycombinator.com/item?id=502"
BROWSER_THREAD = "https://news.hada.io/topic?id=503"
RETOLD_THREAD = "https://news.ycombinator.com/item?id=504"
_TITLES = {
    CLOUD: "Larkspur Cloud moves all customers to a new dashboard",
    BOARD: "Pebble Board ships a keyboard computer with an open firmware",
    BROWSER: "코랄 브라우저, 새 탭 관리 기능을 모든 사용자에게 공개",
}
_ENGLISH = {
    CLOUD: {
        "price": "The price went up twice this year, and for a small shop that is more than the server itself costs.",
        "free": "I cancelled because the price of the smallest plan doubled while nothing else changed for us.",
        "outage": "During the outage in March their status page stayed green for hours, so I do not believe any of it.",
        "outage2": "We lost a day of orders in the outage and support answered with a template two weeks later.",
        "tern": "Moving from Larkspur to Ternhost took our team one weekend and nobody has looked back since.",
        "dash": "The new dashboard hides the logs behind four clicks, which makes every incident slower to understand.",
        "dash2": "I like the new dashboard because the billing page finally shows what each project uses.",
        "dash3": "Larkspur should have kept the old dashboard for a year, since all our runbooks point at it.",
        "law": "Our lawyers asked where the backups are stored and nobody at the company could tell the country.",
        "cat": "My cat walked over the keyboard this morning and deployed to production before I had my coffee.",
        "train": "I was on a train without a signal when I read it, so the page took ten minutes to load.",
        "hire": "They are hiring for the design team again, which explains why everything moves around every spring.",
    },
    BOARD: {
        "keys": "The keys are mushy and the layout has no separate arrow cluster, so typing code on it is painful.",
        "firmware": "An open firmware is worth more to me than speed because I can keep the machine alive for decades.",
        "firmware2": "Pebble published the firmware under a permissive licence, and two forks already add better sleep.",
        "battery": "The battery lasts four hours at most, which is too short for a flight or a day at the library.",
        "battery2": "I replaced the battery with a larger pack and now it runs through a whole working day.",
        "school": "Our school bought twenty of them and the children learned more in a month than with tablets in a year.",
        "ship": "Shipping to South America cost more than the board, and customs kept it for six weeks.",
        "fan": "It has no fan, so it throttles after five minutes of compiling and never really recovers.",
        "old": "I still have the home computer that I learned to program on, and it boots in one second.",
    },
}
_KOREAN = {
    "memory": "탭을 백 개 열어 두면 메모리를 8GB까지 쓰기 때문에 오래된 노트북에서는 도저히 쓸 수 없음",
    "memory2": "메모리 사용량이 크롬의 절반이라서 가상 머신을 켜 놓고도 편하게 작업하고 있음",
    "ad": "기본으로 들어 있는 광고 차단이 동영상 광고까지 막아 주어서 따로 확장을 깔지 않아도 됨",
    "ad2": "광고를 막으면서 자기네 추천 링크를 넣는 것은 위선적이라고 생각함",
    "tab": "새 탭 관리 기능은 세로 목록과 묶음을 같이 보여 줘서 조사 작업을 할 때 정말 편함",
    "tab2": "코랄 탭 묶음이 재시작하면 사라지는 문제가 석 달째 그대로라서 실망스러움",
    "tab3": "탭을 자동으로 닫는 설정이 기본으로 켜져 있어서 작성하던 글을 잃어버렸음",
    "privacy": "방문 기록을 서버에 올려 동기화하는데 암호화를 하지 않는다고 해서 개인정보가 걱정됨",
    "mobile": "안드로이드 앱은 아직 비밀번호를 가져오지 못해서 전화기에서는 다른 것을 쓰고 있음",
    "money": "돈을 어떻게 버는지 설명하지 않는 회사라서 몇 년 뒤에도 남아 있을지 의문임",
    "game": "어제는 밤새 게임을 하다가 늦잠을 자서 회의에 들어가지 못했음",
    "lunch": "점심을 먹으면서 읽었는데 국수가 다 불어 버려서 결국 절반을 남겼음",
}
ANSWERED = [  # question, topic, comments of which only these may be quoted, and one at least is
    ("What do people say about the price of Larkspur Cloud?", "price free"),
    ("What do commenters think of the Larkspur outage?", "outage outage2"),
    ("Larkspur 장애에 대한 의견은?", "outage outage2"),
    ("Larkspur 가격에 대한 반응은 어때?", "price free"),
    ("What do people say about moving from Larkspur to Ternhost?", "tern"),
    ("Any criticism of the Pebble Board battery?", "battery"),
    ("Pebble Board 배터리에 대한 의견 알려줘", "battery battery2"),
    ("What do people think of Pebble Board's firmware?", "firmware firmware2"),
    ("Has anyone tried Pebble Board at a school?", "school"),
    ("코랄 브라우저 메모리 사용량에 대한 의견은?", "memory memory2"),
    ("코랄 브라우저의 광고 차단을 비판하는 의견이 있어?", "ad2"),
    ("코랄 브라우저와 개인정보에 대해 사람들은 뭐라고 해?", "privacy"),
    ("코랄 브라우저 안드로이드 앱 써 본 사람 후기 있어?", "mobile"),
]
UNANSWERED = [
    "What do people think of the Apple Vision Pro?",
    "What do people think of remote work?",
    "리눅스 커널에 대한 반응은?",
    "What do people say about the colour of the Pebble Board?",
    "What do commenters think of Larkspur's chief executive?",
    "코랄 브라우저의 번역 기능에 대한 의견은?",
    "Ternhost 주가에 대한 반응은?",
    "What do people think of the Harbor editor?",
]


def corpus() -> list[Document]:
    """All documents; the id of a comment is its name above."""
    return [
        *(_report(url, "ko" if url == BROWSER else "en") for url in (CLOUD, BOARD, BROWSER)),
        *(_thread(url, place) for url, place in ((CLOUD, CLOUD_THREAD), (BOARD, BOARD_THREAD))),
        *(_said(CLOUD, CLOUD_THREAD, id, text) for id, text in _ENGLISH[CLOUD].items()),
        *(_said(BOARD, BOARD_THREAD, id, text) for id, text in _ENGLISH[BOARD].items()),
        *(_retold(id, text) for id, text in _KOREAN.items()),
    ]


def _report(url: str, lang: str) -> Document:
    title = _TITLES[url]
    voice = Voice.SUMMARY if lang == "ko" else Voice.ARTICLE
    about = {"about_url": url, "thread_url": BROWSER_THREAD} if lang == "ko" else {}
    place = BROWSER_THREAD if lang == "ko" else url
    return document(
        title, f"{title}.", url=place, title=title, voice=voice, lang=lang, source_id="hn", **about
    )


def _thread(about: str, place: str) -> Document:
    return post(place, url=place, thread_url=place, about_url=about, title=_TITLES[about], text="")


def _said(about: str, thread: str, id: str, text: str) -> Document:
    title = _TITLES[about]
    return comment(id, text, title=title, thread_url=thread, about_url=about)


def _retold(id: str, text: str) -> Document:
    return relay(
        id,
        text,
        title=_TITLES[BROWSER],
        url=f"{BROWSER_THREAD}#cid{id}",
        thread_url=BROWSER_THREAD,
        about_url=BROWSER,
        retells_url=RETOLD_THREAD,
        source_id="hn",
    )
