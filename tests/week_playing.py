"""What happens on both sites in a week, by chance and by plan, and what a reader of them should know."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from geeknews_pages import HN as HN_HEAD
from geeknews_pages import Bullet, Topic, digest, paragraphs
from hackernews_posts import Post
from hackernews_reading import permalink
from hackernews_site import SEARCH
from loopback import Says
from week import MONDAY, Both, Visit

MINUTES = timedelta(minutes=1)
HOUR = timedelta(hours=1)
Told = frozenset[tuple[str, str]]  # addresses and texts
_ENGLISH = (
    "harbour kernel committee engine winter ledger tariff sensor archive compiler battery orchard"
    " border patent queue satellite bakery printer voltage licence mirror tunnel census parser glacier"
    " auction keyboard reactor museum subsidy packet lantern ferry quota scanner granite choir cache"
).split()
_KOREAN = (
    "커널 항구 위원회 엔진 겨울 장부 관세 센서 기록 컴파일러 전지 과수원 국경 특허 대기열 위성 제빵소 인쇄기 전압 면허"
    " 거울 터널 조사 구문 빙하 경매 자판 원자로 박물관 보조금 묶음 등불 나룻배 할당량 스캐너 화강암 합창단 저장소"
).split()


@dataclass
class Said:
    """What a topic of GeekNews says: its body, and the texts of each comment by its number."""

    body: str
    comments: dict[int, list[str]] = field(default_factory=dict)


class Week:
    """Plays a week on both sites, step by step. `pairs`: stories and topics that are about one article."""

    def __init__(self, both: Both, chance: Random) -> None:
        self.both = both
        self.chance = chance
        self.hn, self.gn = both.hackernews, both.geeknews
        self.pairs: list[tuple[int, int]] = []
        self.topics: dict[int, Said] = {}
        self.digests: dict[int, int] = {}  # comment by topic
        self.taken_back: set[str] = set()  # texts that were deleted or edited away
        self._texts = 0
        self._numbers = 20000
        self._plans: list[tuple[datetime, Callable[[], None]]] = []

    def text(self, words: Sequence[str] = _ENGLISH, least: int = 18) -> str:
        """Words that no other text has."""
        self._texts += 1
        said = self.chance.choices(words, k=least + self.chance.randrange(20))
        return f"{' '.join(said)} n{self._texts}."

    def later(self, when: datetime, what: Callable[[], None]) -> None:
        """Plan something."""
        self._plans.append((when, what))

    def step(self, until: datetime, *, quiet: bool = False) -> None:
        """What happens until then: most of it long before, some of it in the last minutes."""
        for when in (until - 12 * MINUTES, until - 2 * MINUTES):
            self.both.at(when)
            due = [plan for plan in self._plans if plan[0] <= when]
            self._plans = [plan for plan in self._plans if plan[0] > when]
            for _, what in due:
                what()
            if not quiet:
                self._by_chance(until)
        self.both.clock.now = max(self.both.clock.now, until)
        self.hn.now = self.both.clock.now

    def story(self, age: float = 0.1) -> int:
        """A story with an article, sometimes as a topic of GeekNews as well."""
        url = self.both.article(f"a{self._texts}", *(self.text(least=40) for _ in range(4)))
        story = self.hn.add_story(self.text(least=5), url=url, age=age)
        if self.chance.random() < 0.5:
            wait = timedelta(hours=self.chance.uniform(0.5, 6))
            self.later(self.both.clock.now + wait, lambda: self.topic(url, story))
        return story

    def topic(self, url: str | None = None, story: int | None = None) -> int:
        """A topic; one about a story gets a digest of its comments later, which is edited after that."""
        self._numbers += 1
        number, now = self._numbers, self.both.clock.now
        self.topics[number] = Said(self.text(_KOREAN))
        body = paragraphs(self.topics[number].body)
        title = self.text(_KOREAN, 5)
        self.gn.add(Topic(number=number, title=title, url=url, when=now, body=body))
        if story:
            self.pairs.append((story, number))
            self.later(now + 2 * HOUR, lambda: self.digest(number, story))
            self.later(now + 5 * HOUR, lambda: self.redigest(number, story))
        return number

    def digest(self, topic: int, story: int, opinions: int = 6) -> None:
        """Unnamed opinions on a story, retold on a topic."""
        if topic not in self.gn.topics:
            return
        said = [self.text(_KOREAN) for _ in range(opinions)]
        number = self.gn.digest(topic, _bullets(said), link=permalink(story))
        self.topics[topic].comments[number] = said
        self.digests[topic] = number

    def redigest(self, topic: int, story: int) -> None:
        """The digest says one thing differently, and one more."""
        if topic not in self.digests or topic not in self.gn.topics:
            return
        number = self.digests[topic]
        said = self.topics[topic].comments[number]
        self.taken_back.add(said[1])
        said[1:2] = [self.text(_KOREAN)]
        said.append(self.text(_KOREAN))
        self.gn.reword(topic, number, digest(_bullets(said), HN_HEAD, permalink(story)))

    def remark(self, story: int) -> int:
        """A comment on a story or on one of its comments."""
        there = [p for p in self.below(story) if p.visible and p.parent is not None]
        above = self.chance.choice([*there[-6:], self.hn.posts[story]])
        author = f"user{self.chance.randrange(40)}"
        return self.hn.comment(above.id, self.text(), author=author)

    def edit(self, post: Post) -> None:
        self.taken_back.add(post.html)
        self.hn.edit(post.id, html=self.text())

    def delete(self, *posts: Post) -> None:
        for post in posts:
            self.taken_back.add(post.html or post.title)
            self.hn.delete(post.id)

    def kill(self, *posts: Post) -> None:
        for post in posts:
            self.taken_back.add(post.html or post.title)
            self.hn.kill(post.id)

    def remove(self, topic: int) -> None:
        """A topic goes with all that was said on it."""
        said = self.topics.pop(topic)
        self.taken_back |= {said.body, *(t for each in said.comments.values() for t in each)}
        self.gn.remove(topic)

    def thread(self, story: int) -> Told:
        """What is to be seen of a story and its comments now."""
        posts = [self.hn.posts[story], *self.below(story)]
        return frozenset((permalink(p.id), p.html or p.title) for p in posts if p.visible)

    def page(self, topic: int) -> Told:
        """What stands on a topic's page now."""
        said, link = self.topics[topic], f"https://news.hada.io/topic?id={topic}"
        below = {(f"{link}#cid{n}", t) for n, texts in said.comments.items() for t in texts}
        return frozenset({(link, said.body), *below})

    def busiest(self) -> int:
        """The story of the last two days with most comments."""
        fresh = [p for p in self.hn.stories() if self.age(p) < 48]
        return max(fresh, key=lambda p: len(self.thread(p.id))).id

    def below(self, story: int) -> list[Post]:
        """All comments of a story, also those that are not to be seen."""
        return [p for p in self.hn.posts.values() if p.story == story and p.id != story]

    def age(self, post: Post) -> float:
        """In hours."""
        return (self.both.clock.now.timestamp() - post.created) / 3600

    def _by_chance(self, now: datetime) -> None:
        chance = self.chance
        if chance.random() < 0.09:
            self.story()
        if chance.random() < 0.04:
            self.topic()
        for story in self.hn.stories():
            story.front = self.age(story) < 20
            if chance.random() < 0.35 * 0.5 ** (self.age(story) / 8):
                self.remark(story.id)
        fresh = [p for p in self.hn.posts.values() if p.parent and p.visible and self.age(p) < 2]
        if fresh and chance.random() < 0.15:
            self.edit(chance.choice(fresh))
        if fresh and chance.random() < 0.08:
            self.delete(chance.choice(fresh))
        self._on_geeknews(now)

    def _on_geeknews(self, now: datetime) -> None:
        chance = self.chance
        young = [n for n, t in self.gn.topics.items() if now - t.when < 30 * HOUR]
        if not young or chance.random() > 0.15:
            return
        topic = chance.choice(young)
        said = self.topics[topic].comments
        own = [n for n in said if n != self.digests.get(topic)]
        act = chance.random()
        if act < 0.6 or not own:
            text = self.text(_KOREAN)
            said[self.gn.comment(topic, paragraphs(text))] = [text]
            return
        number = chance.choice(own)
        self.taken_back.add(said[number][0])
        if act < 0.8:
            said[number] = [self.text(_KOREAN)]
            self.gn.reword(topic, number, paragraphs(said[number][0]))
        else:
            del said[number]
            self.gn.delete(topic, number)


class Seen:
    """What the reader was shown last of every thread and topic: what it should know, and no more."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.threads: dict[str, dict[int, Told]] = {"hn": {}, "gn": {}}
        self.changed: dict[str, datetime] = {}  # when another text was first shown at an address
        self._shown: list[tuple[str, int, Told, datetime]] = []
        week.both.ledger.answered = self._answered

    def settle(self, *, kept: bool) -> None:
        """A reading is over; `kept`: what it was shown was stored."""
        for source, number, told, when in self._shown if kept else ():
            before = dict(self.threads[source].get(number, ()))
            if source == "hn":
                edited = [url for url, text in told if url in before and before[url] != text]
                self.changed |= dict.fromkeys(edited, when)
            self.threads[source][number] = told
        self._shown.clear()

    def of(self, source: str) -> Told:
        """All that should be stored of a source, but for articles."""
        return frozenset().union(*self.threads[source].values())

    def _answered(self, visit: Visit, says: Says) -> None:
        path = visit.path
        if visit.status not in {200, 404} or "x-fault" in says.headers:
            return
        if path.startswith(f"{SEARCH}/items/"):
            story = int(path.rpartition("/")[2])
            told = self.week.thread(story) if visit.status == 200 else self._rootless(story)
            self._shown.append(("hn", story, told, visit.begun))
        elif path.startswith("/topic?id="):
            topic = int(path.rpartition("=")[2])
            here = self.week.page(topic) if visit.status == 200 else frozenset()
            self._shown.append(("gn", topic, here, visit.begun))

    def _rootless(self, story: int) -> Told:
        """Of a story that is gone: its comments are still to be seen at their own addresses."""
        before = self.threads["hn"].get(story, frozenset())
        return frozenset(each for each in before if each[0] != permalink(story))


def _bullets(texts: Sequence[str]) -> list[Bullet]:
    return [Bullet(text=text) for text in texts]


def moment(day: int, hour: float) -> datetime:
    """Of the week; day 1 is Monday."""
    return MONDAY + timedelta(days=day - 1, hours=hour)
