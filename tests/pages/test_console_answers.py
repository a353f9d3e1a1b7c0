"""Answers in the console, how they came about, the cases made of them, and what readers think."""

from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from console_world import ANSWERED, BROKEN, CASE, QUESTIONS, REFUSED, World, kept
from fakes_desk import ABSTENTION, ANSWER, NOW
from parsed import parsed
from signing_in import proof, send

from bot.insight import Case, Ended

PATH = f"/console/answers/{ANSWERED}"


def main(response: httpx2.Response) -> str:
    """The text of a page, on one line."""
    return " ".join(parsed(response).find(".//main").text_content().split())


def problem(response: httpx2.Response) -> str:
    return parsed(response).find_class("failure")[0].text_content()


async def test_answers_are_listed(operator: httpx2.AsyncClient) -> None:
    """Newest first, with how they ended, when, and on which platform."""
    page = parsed(await operator.get("/console/answers"))
    rows = [" ".join(r.text_content().split()) for r in page.find_class("row-item")]
    assert rows[0].startswith("What waits? answered")
    assert "not answered" in rows[1]
    assert "failed" in rows[2]
    assert "discord" in rows[0]


@pytest.mark.parametrize(("ended", "count"), [("answer", 1), ("failure", 1), ("nonsense", 3)])
async def test_one_kind_alone(operator: httpx2.AsyncClient, ended: str, count: int) -> None:
    """The filter shows those that ended so; an unknown one shows all."""
    page = parsed(await operator.get(f"/console/answers?ended={ended}"))
    assert len(page.find_class("row-item")) == count


async def test_older_ones(operator: httpx2.AsyncClient, world: World) -> None:
    """A full page leads to the one with older questions, of the same kind."""
    world.insight.questions = [
        kept(f"{n:016x}", f"Question {n}?", ANSWER, received=NOW - timedelta(minutes=n))
        for n in range(60)
    ]
    page = parsed(await operator.get("/console/answers?ended=answer"))
    (older,) = page.xpath("//nav[@aria-label='Pages']/a[text()='Older']/@href")
    assert older == "/console/answers?ended=answer&before=2025-12-05T08%3A11%3A00%2B00%3A00"
    rows = parsed(await operator.get(older)).find_class("row-item")
    assert [r.text_content().split("?")[0].strip() for r in rows] == ([
        f"Question {n}" for n in range(50, 60)
    ])


@pytest.mark.parametrize("before", ["yesterday", "2025-12-05", "9" * 500, "2025-12-05T07:00:00"])
async def test_no_such_time(operator: httpx2.AsyncClient, before: str) -> None:
    """What is no point in time limits nothing."""
    page = parsed(await operator.get("/console/answers", params={"before": before}))
    assert len(page.find_class("row-item")) == 3


async def test_why(operator: httpx2.AsyncClient) -> None:
    """Passages with scores, what was dropped and why, verdicts, model, cost and time."""
    text = main(await operator.get(PATH))
    for part in (
        "Understood as What waits, and why?",
        "1. A red alert over the chatbot",
        "rank 7.31",
        "meaning 0.83",
        "words 0.42",
        "Work on advertising waits [1]. stood up to the checks",
        "The company is bankrupt. dropped",
        "no quote",
        "Model some-model",
        "Tokens read 5,210",
        "Cost 0.0123",
        "3.4 s",
        "0.90; 0.50 is needed",
    ):
        assert part in text


async def test_why_in_korean(operator: httpx2.AsyncClient) -> None:
    """All of it in the language of the page."""
    text = main(await operator.get(f"{PATH}?lang=ko"))
    for part in ("검사 통과", "버림", "순위값 7.31", "읽은 토큰 5,210", "3.4초"):
        assert part in text


async def test_the_reply_is_there_as_it_was(operator: httpx2.AsyncClient) -> None:
    """With its quotes, to be opened."""
    page = parsed(await operator.get(PATH))
    assert len(page.find_class("shown")[0].findall(".//blockquote")) == 3


async def test_a_failure(operator: httpx2.AsyncClient) -> None:
    """With the reference that finds it in the log."""
    text = main(await operator.get(f"/console/answers/{BROKEN}"))
    assert "(reference cafe0123)" in text


async def test_an_unknown_answer(operator: httpx2.AsyncClient) -> None:
    """Also one that was forgotten."""
    assert (await operator.get("/console/answers/nothing")).status_code == 404


def made(world: World, question: str) -> Case:
    """The one case of a question."""
    (found,) = [c for c in world.insight.made.values() if c.question == question]
    return found


async def test_a_case_is_made(operator: httpx2.AsyncClient, world: World) -> None:
    """With what the reply must be, what it must cite and not show, and why."""
    await operator.post(
        f"{PATH}/case",
        data={
            "form_token": await proof(operator),
            "ended": "answer",
            "document": ["d0c1", "k0r1", "of somebody else"],
            "never": ["1", "99"],
            "note": " It was wrong once. ",
        },
    )
    case = made(world, "What waits?")
    assert ANSWERED not in world.insight.made  # it does not lead back to the answer
    assert (case.question, case.ended, case.timezone) == ("What waits?", Ended.ANSWER, "Asia/Seoul")
    assert case.documents == ("d0c1", "k0r1")
    assert case.never == (ANSWER.statements[1].citations[0].quote,)
    assert (case.note, case.added, case.added_by) == ("It was wrong once.", NOW, "console:key")
    assert (world.audit.lines[-1].act, world.audit.lines[-1].about) == ("cases.add", case.id)


async def test_the_form_says_what_was(operator: httpx2.AsyncClient) -> None:
    """To keep an answer as it was, the button is enough."""
    page = parsed(await operator.get(PATH))
    assert page.xpath("//input[@name='ended'][@checked]/@value") == ["answer"]
    chosen = page.xpath("//input[@name='document'][@checked]/@value")
    assert chosen == ["d0c1", "c0m1", "k0r1"]
    assert page.xpath("//input[@name='never'][@checked]") == []


async def test_a_case_of_a_question_that_leaned_on_another(
    operator: httpx2.AsyncClient, world: World
) -> None:
    """Is that question made complete."""
    reply = replace(ANSWER, reworded="Why does advertising wait?")
    world.insight.questions.append(kept("b" * 16, "Why?", reply))
    await send(operator, f"/console/answers/{'b' * 16}/case", ended="answer")
    assert made(world, "Why does advertising wait?").ended is Ended.ANSWER


async def test_an_answer_that_should_have_been(operator: httpx2.AsyncClient, world: World) -> None:
    """A question without an answer becomes one that must cite a document."""
    await send(
        operator, f"/console/answers/{REFUSED}/case", ended="answer", others="d0c1, d0c1  d0c1"
    )
    assert made(world, CASE.question).documents == ("d0c1",)


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        ({}, "expected outcome: choose"),
        ({"ended": "failure"}, "expected outcome: choose"),
        ({"ended": "answer", "others": "no0ne"}, "no0ne: no stored document has this id"),
        ({"ended": "abstention", "others": "d0c1"}, "what has no answer cites none"),
        ({"ended": "answer", "note": "n" * 1001}, "note: 1,001 characters"),
    ],
)
async def test_what_is_no_case(
    operator: httpx2.AsyncClient, world: World, sent: dict[str, str], line: str
) -> None:
    """One line says what is wrong; what was typed stays."""
    response = await send(operator, f"{PATH}/case", **sent)
    assert (response.status_code, list(world.insight.made)) == (400, [CASE.id])
    assert line in problem(response)
    page = parsed(response)
    assert page.get_element_by_id("others").get("value") == sent.get("others", "")
    assert page.get_element_by_id("note").text_content().strip() == sent.get("note", "")


async def test_a_case_takes_the_place_of_the_one_before(
    operator: httpx2.AsyncClient, world: World
) -> None:
    """There is one of each answer, and the page says that there is."""
    assert "There is a case of this answer" in main(
        await operator.get(f"/console/answers/{REFUSED}")
    )
    await send(operator, f"/console/answers/{REFUSED}/case", ended="abstention", note="new")
    assert [c.note for c in world.insight.made.values()] == ["new"]


async def test_cases(operator: httpx2.AsyncClient) -> None:
    """All of them, with what they ask for, and what runs them."""
    text = main(await operator.get("/console/cases"))
    for part in ("newsdesk eval cases", CASE.question, "no answer", "Nothing of 2024 is stored."):
        assert part in text


async def test_a_case_is_deleted(operator: httpx2.AsyncClient, world: World) -> None:
    """By its button, once."""
    response = await send(operator, f"/console/cases/{CASE.id}/delete")
    assert (response.headers["location"], world.insight.made) == ("/console/cases", {})
    assert world.audit.lines[-1].act == "cases.delete"
    assert (await send(operator, f"/console/cases/{CASE.id}/delete")).status_code == 404


async def test_feedback(operator: httpx2.AsyncClient) -> None:
    """What readers think, with reason, note and the citation meant; also of answers that are gone."""
    page = parsed(await operator.get("/console/feedback"))
    rows = [" ".join(r.text_content().split()) for r in page.find_class("row-item")]
    assert len(rows) == 4
    assert "not helpful" in rows[1]
    assert "A newer memo says something else." in rows[1]
    assert "source 2" in rows[2]
    assert "(the question is no longer kept)" in rows[3]


async def test_wrong_citations_alone(operator: httpx2.AsyncClient) -> None:
    """The filter shows reports of wrong citations."""
    page = parsed(await operator.get("/console/feedback?wrong=1"))
    assert len(page.find_class("wrong_citation")) == len(page.find_class("row-item")) == 2


async def test_unanswered(operator: httpx2.AsyncClient) -> None:
    """The most frequent first, with how often."""
    page = parsed(await operator.get("/console/unanswered"))
    rows = [" ".join(r.text_content().split()) for r in page.find_class("row-item")]
    assert rows == ["When does it ship? asked 12 times", "언제 나오나요? asked once"]


async def test_audit_log(operator: httpx2.AsyncClient) -> None:
    """Who did what, where, when, and what came of it."""
    page = parsed(await operator.get("/console/audit"))
    rows = [" ".join(r.text_content().split()) for r in page.find_class("row-item")]
    assert rows[0].startswith("sources.remove: paper refused")
    assert "slack:U1" in rows[0]
    assert "some/model, sentences-400" in rows[1]


async def test_an_empty_bot(operator: httpx2.AsyncClient, world: World) -> None:
    """With nothing to show every page says so."""
    world.insight.questions = []
    world.insight.ratings, world.insight.in_vain, world.insight.made = [], [], {}
    world.admin.log.clear()
    for path in ("answers", "feedback", "unanswered", "cases", "audit"):
        page = parsed(await operator.get(f"/console/{path}"))
        assert page.find_class("empty")[0].text_content(), path


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202eevil\u2066" + "W" * 10_000


async def test_hostile_texts(operator: httpx2.AsyncClient, world: World) -> None:
    """Markup in names, titles, questions, notes and errors is shown, not obeyed, and turns nothing round."""
    world.admin.known = {
        k: replace(s, name=HOSTILE, location=HOSTILE, reason=HOSTILE)
        for k, s in world.admin.known.items()
    }
    world.admin.kept = {
        k: replace(r, name=HOSTILE, message=HOSTILE, current=HOSTILE, asked_by=HOSTILE)
        for k, r in world.admin.kept.items()
    }
    world.admin.log = [
        replace(a, act=HOSTILE, about=HOSTILE, detail=HOSTILE, by=replace(a.by, name=HOSTILE))
        for a in world.admin.log
    ]
    asked = replace(QUESTIONS[0].asked, text=HOSTILE, user=HOSTILE)
    world.insight.questions = [replace(QUESTIONS[0], asked=asked)]
    world.insight.in_vain = [(HOSTILE, 3)]
    world.insight.made = {CASE.id: replace(CASE, question=HOSTILE, note=HOSTILE)}
    pages = ("", "/sources", "/sources/paper", "/runs", "/answers", "/unanswered", "/cases")
    more = (
        "/audit",
        "/index",
        "/runs/0000000000000001",
        "/sources/paper/remove",
        "/sources/paper/documents",
    )
    for path in (*pages, *more, f"/answers/{ANSWERED}"):
        response = await operator.get(f"/console{path}")
        page = parsed(response)
        assert response.status_code == 200, path
        assert list(page.iter("img")) == [], path
        assert all(s.get("src") for s in page.iter("script")), path
        assert "\u202e" not in response.text.replace(HOSTILE, ""), path


async def test_abstention(operator: httpx2.AsyncClient) -> None:
    """A question without an answer tells why, and what was near."""
    text = main(await operator.get(f"/console/answers/{REFUSED}"))
    assert "not answered" in text
    assert "No language model took part." in text
    assert ABSTENTION.nearest[0].title in text
