"""Who speaks, how old it is and how far it can be relied on, as the page shows it."""

import httpx2
import pytest
from fakes_desk import FakeDesk
from parsed import parsed
from voiced import REPLIES


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(replies=dict(REPLIES))


async def texts(client: httpx2.AsyncClient, name: str, css: str, lang: str = "en") -> list[str]:
    """What is read in the elements of a class, in the reply of a name."""
    page = parsed(await client.get("/", params={"q": name, "lang": lang}))
    return [" ".join(each.text_content().split()) for each in page.find_class(css)]


@pytest.mark.parametrize(
    ("lang", "first", "last"),
    [
        ("en", "jdoe on Hacker News says:", "An unnamed Hacker News commenter, retold by GeekNews"),
        (
            "ko",
            "Hacker News의 jdoe 님 댓글:",
            "GeekNews에서 옮겨 전한 Hacker News의 익명 댓글:",
        ),
    ],
)
async def test_voices(client: httpx2.AsyncClient, lang: str, first: str, last: str) -> None:
    """Each quote stands under who says it, a relay under nobody's name."""
    leads = await texts(client, "opinions", "lead", lang)
    assert leads[0] == first
    assert leads[3].startswith(last)


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Retold comment from Hacker NewsGeekNews2 December 2025 (3 days ago)"),
        ("ko", "옮겨 전한 Hacker News 댓글GeekNews2025년 12월 2일 (3일 전)"),
    ],
)
async def test_bylines(client: httpx2.AsyncClient, lang: str, line: str) -> None:
    """A byline has the voice, the publisher, the day and the age; a relay's has no author."""
    shown = (await texts(client, "opinions", "byline", lang))[3]
    assert shown.replace("\u00a0", " ") == line


async def test_standing_is_a_word(client: httpx2.AsyncClient) -> None:
    """That a comment is flagged, or a text was changed, stands in its byline."""
    assert await texts(client, "opinions", "note") == ["flagged on Hacker News"]
    assert await texts(client, "disputed", "note") == ["edited; change noticed on 4 December 2025"]


async def test_opinions_are_no_poll(client: httpx2.AsyncClient) -> None:
    """The first line of an answer about opinions says what they are."""
    lines = await texts(client, "opinions", "notice")
    assert lines[0].startswith("Read 226 comments in 2 discussions.")
    assert lines[0].endswith("not a poll.")
    assert lines[1] == "Quoted from the sources, word for word."


async def test_lists(client: httpx2.AsyncClient) -> None:
    """Discussions and the same story elsewhere are listed under headings; local texts have no link."""
    page = parsed(await client.get("/", params={"q": "opinions"}))
    listings = page.find_class("listing")
    assert [each.find("h3").text_content() for each in listings] == [
        "Discussions read",
        "The same story elsewhere",
    ]
    links = [a for each in listings for a in each.iter("a")]
    assert len(links) == 4
    assert {a.get("rel") for a in links} == {"noopener noreferrer nofollow"}


@pytest.mark.parametrize(
    ("lang", "label"),
    [
        ("en", "Only claimed in a comment; no article here says it"),
        ("ko", "댓글에만 있는 주장이며, 확인해 주는 기사는 저장되어 있지 않음"),
    ],
)
async def test_claims_are_labelled(client: httpx2.AsyncClient, lang: str, label: str) -> None:
    """A label in words stands before each statement that only people make."""
    assert await texts(client, "claimed", "claimed", lang) == [label, label]


async def test_what_stands_against_it(client: httpx2.AsyncClient) -> None:
    """Quarrels by the numbers of the page, links that were not read, sources gone quiet."""
    assert await texts(client, "disputed", "caution") == [
        (
            "Sources seem to disagree (figures): no. 1 (2 December 2025) and no. 3 (4 December 2025)."
            " The newer one is no. 3."
        ),
        (
            "Your link could not be read, because its site does not allow it: walled.example/story"
            " (robots.txt of walled.example does not allow it)"
        ),
        (
            "Hacker News could not be read since 21 November 2025; what is quoted from it may be out"
            " of date."
        ),
    ]


async def test_an_unread_link_of_an_abstention(client: httpx2.AsyncClient) -> None:
    """It is told under why there is no answer."""
    assert await texts(client, "unread", "caution", "ko") == [
        "사이트가 허용하지 않아 읽지 못한 링크: walled.example/story",
        "제때 열리지 않아 읽지 못한 링크: slow.example/a?b=c",
    ]


async def test_the_api_tells_it_all(client: httpx2.AsyncClient) -> None:
    """Programs get the same as JSON."""
    told = (await client.post("/api/ask", json={"text": "opinions"})).json()
    assert told["statements"][3]["citations"][0]["retold_from"] == "Hacker News"
    assert [each["read"] for each in told["heard"]] == [214, 12]
    assert len(told["elsewhere"]) == 3
