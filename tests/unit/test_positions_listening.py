"""Whose words count, what they are about, and how much was read."""

import pytest
from discussions import ARTICLE, GN, HN, THREAD, TITLE, comment, found, post, relay
from examples import document

from bot.positions.listening import discussions, opinions, stories_meant, stories_near
from bot.types import Discussion
from retrieval.types import Found, Standing, Voice


def test_people_only() -> None:
    """An article, a summary and the submitter's own text are no reactions."""
    all_voices = found(
        document("a", "Harbor drops its free plan."),
        document("s", "하버가 무료 요금제를 없앤다.", voice=Voice.SUMMARY),
        post(),
        comment("1", "I will miss the free plan."),
    )
    assert [f.document.id for f in opinions(all_voices)] == ["1"]


def test_retold_once() -> None:
    """A retold comment is not counted beside the thread that it retells."""
    both = found(
        comment("1", "I will miss the free plan."), relay("r", "무료 요금제가 그리울 것임")
    )
    assert [f.document.id for f in opinions(both)] == ["1"]


@pytest.mark.parametrize("other", [f"{HN}999", None])
def test_retold_alone(other: str | None) -> None:
    """A retold comment counts where its own thread is not stored."""
    both = found(comment("1", "I will miss it."), relay("r", "그리울 것임", retells_url=other))
    assert [f.document.id for f in opinions(both)] == ["1", "r"]


def test_post_alone_is_no_thread() -> None:
    """Of a thread without stored comments, the retold ones are all there is."""
    assert [f.document.id for f in opinions(found(post(), relay("r", "그리울 것임")))] == ["r"]


def test_address_written_otherwise() -> None:
    """The thread is known by its address, however that is written."""
    told = relay("r", "그리울 것임", retells_url=f"{THREAD.replace('https', 'http')}&utm_source=x")
    assert opinions(found(comment("1", "I will miss it."), told))[0].document.id == "1"
    assert len(opinions(found(comment("1", "I will miss it."), told))) == 1


@pytest.mark.parametrize(
    ("site", "ids"),
    [("Hacker News", ["r"]), ("GeekNews", ["g"]), ("Lobsters", ["l"]), (None, ["r", "g", "l"])],
)
def test_site(site: str | None, ids: list[str]) -> None:
    """Only those of the site that was asked for: what a site retells is not said by its own people."""
    said = found(
        relay("r", "그리울 것임"),
        comment(
            "g", "저도 그리울 것 같아요", thread_url=GN, url=f"{GN}#cid9", publisher="GeekNews"
        ),
        comment("l", "I will miss it.", thread_url="https://lobste.rs/s/x", publisher="Lobsters"),
    )
    assert [f.document.id for f in opinions(said, site)] == ids


def test_hidden() -> None:
    """What its site has hidden is not shown as an opinion."""
    hidden = comment("1", "I will miss it.", standing=Standing.DEAD)
    assert opinions(found(hidden)) == []


def test_counts() -> None:
    """Comments are counted once each, however many passages they have, of how many their site counts."""
    long = comment("1", "\n\n".join(["A long paragraph about editors and prices. " * 12] * 3))
    heard = found(long, comment("2", "I will miss the free plan."))
    assert len(heard) > 2
    assert discussions(heard, [post()]) == (
        Discussion(url=THREAD, title=TITLE, publisher="Hacker News", read=2, total=240),
    )


def test_retold_counts() -> None:
    """Of a digest nobody counts the whole, and whoever retells it is its publisher."""
    heard = found(relay("1", "그리울 것임"), relay("2", "돈을 낼 것임"))
    (told,) = discussions(heard, [])
    assert (told.url, told.publisher, told.read, told.total, told.retold) == (
        GN,
        "GeekNews",
        2,
        None,
        True,
    )


def test_more_than_counted() -> None:
    """No site counts fewer comments than were read."""
    heard = found(comment("1", "I will miss it."), comment("2", "I will not."))
    assert discussions(heard, [post(comments=1)])[0].total == 2


def group(story: str, fused: float, text: str, dense: float = 4.0, **given: object) -> list[Found]:
    of = document(story, text, title=text, **given)
    return found(of, story=story, fused=fused, dense=dense)


def test_best_story() -> None:
    """The story that fits best is meant, and another one only if it is close."""
    near = stories_near(
        "Harbor editor",
        group("a", 9.0, "Harbor editor drops its free plan")
        + group("b", 8.5, "Harbor editor gets a debugger")
        + group("c", 4.0, "Harbor editor turns ten"),
    )
    assert list(near) == ["a", "b"]
    assert stories_meant(near, ["a", "b"]) == {"a", "b"}


def test_story_that_is_discussed() -> None:
    """A story that nobody talks about is not the one whose opinions are asked for."""
    assert stories_meant({"a": 9.0, "b": 7.5}, ["b", "b", None]) == {"b"}
    assert stories_meant({"a": 9.0, "b": 7.5}, ["a", "b"]) == {"a"}
    assert stories_meant({"a": 9.0}, []) == frozenset()


@pytest.mark.parametrize(
    "topic",
    [
        "Zorblax",
        "the Zorblax phone",
        "Harbor 7.2",
        "GPT-9 launch",
        "조블랙스 폰 출시",
        "penguin migration routes",
    ],
)
def test_other_topic(topic: str) -> None:
    """What nothing stored is about has no story, whatever fits best."""
    stored = group("a", 9.0, "Harbor editor drops its free plan", dense=1.5)
    stored += group("k", 9.0, "하버 편집기가 무료 요금제를 없앤다", dense=1.5, lang="ko")
    assert stories_near(topic, stored) == {}


def test_across_languages() -> None:
    """A Korean topic finds an English story by its names and its meaning."""
    assert list(stories_near("OpenAI 코드 레드", group("a", 6.0, "OpenAI declares a code red")))


def test_without_story() -> None:
    """Texts that belong to no story are passed over."""
    assert stories_near("Harbor editor", found(document("a", ARTICLE), story=None)) == {}
