"""Questions with what their replies must be: how they are made, judged and written down. Pure."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from bot.errors import BadRequest
from bot.grounding import folded
from bot.insight import Case, Ended
from bot.talk import Asked, Failure, Kept
from bot.types import Abstention, Answer, Question, Reply, Verdict
from bot.wording.folding import shortened

Json = Any  # what json.dumps takes

LONGEST = 2_000  # characters of a question, a quote, a note
MOST = 50  # documents, quotes
_ABOUT = 500  # characters of a message asked about that belong to its question
_CASE = TypeAdapter(Case)


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """Who makes a case of an answer, and what they want of it.

    `ended` and `documents` are those of the answer where they are None; an abstention has no documents.
    """

    by: str  # an actor's label
    at: datetime
    timezone: str  # IANA name, for askers whose platform did not tell theirs
    ended: Ended | None = None
    documents: tuple[str, ...] | None = None
    never: tuple[str, ...] = ()
    note: str = ""


def case_from(kept: Kept, making: Making) -> Case:
    """A case of a question that was answered. It tells nothing of who asked, where, and to the second when.

    What leaned on earlier questions is kept as it was understood. Raises BadRequest for one without a
    reply, and for a wish that no reply can fulfil.
    """
    reply = kept.outcome
    if reply is None or isinstance(reply, Failure) or kept.answered != kept.version:
        raise BadRequest(
            f"{kept.id}: it has no reply now; only an answer or abstention can be kept"
        )
    asked = kept.asked
    case = Case(
        id="",
        question=reply.reworded or _words(asked),
        lang=reply.lang,
        timezone=asked.timezone or making.timezone,
        asked_at=asked.at.replace(second=0, microsecond=0),
        ended=making.ended or _ended(reply),
        documents=_wanted(reply, making),
        never=tuple(quote for quote in making.never if folded(quote)),
        note=making.note,
        added=making.at,
        added_by=making.by,
    )
    return named(checked(case))


def checked(case: Case) -> Case:
    """The case itself. Raises BadRequest for one that cannot be kept, or that no reply can fulfil."""
    if case.ended is Ended.FAILURE:
        raise BadRequest("case: a failure cannot be wanted; give answer or abstention")
    if not case.question.strip():
        raise BadRequest("case: it has no question; give one")
    if not _is_text("".join((case.question, case.note, *case.documents, *case.never))):
        raise BadRequest("case: it has half of a character in it; write that word anew")
    if max(map(len, (case.question, case.note, *case.never))) > LONGEST:
        raise BadRequest(
            f"case: question, note and quotes have at most {LONGEST} characters; cut them"
        )
    if max(len(case.documents), len(case.never)) > MOST:
        raise BadRequest(f"case: at most {MOST} documents and {MOST} quotes; leave some out")
    return case


def named(case: Case) -> Case:
    """The case under the id that its question has, whoever asked it: made twice, it is one."""
    whole = f"{case.question}\n{case.timezone}\n{case.asked_at.isoformat()}"
    return replace(case, id=hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:16])


def question_of(case: Case) -> Question:
    """The question as it is asked again: at the time at which it was asked."""
    return Question(text=case.question, now=case.asked_at, timezone=case.timezone, lang=case.lang)


def judge(case: Case, reply: Reply) -> Verdict:
    """Whether a reply is what a case wants. Documents and quotes are asked of answers alone."""
    reasons = tuple(_faults(case, reply))
    return Verdict(passed=not reasons, reasons=reasons)


def cited(reply: Reply) -> tuple[str, ...]:
    """Ids of the documents that a reply quotes, in the order of their quotes."""
    statements = reply.statements if isinstance(reply, Answer) else ()
    return tuple(dict.fromkeys(c.document_id for s in statements for c in s.citations))


def dump(case: Case) -> Json:
    """A case as JSON."""
    return _CASE.dump_python(case, mode="json")


def load(data: Json) -> Case:
    """A case from JSON. Raises ValueError, naming the place, for anything else than `dump` writes."""
    case = _CASE.validate_python(data)
    if case.asked_at.tzinfo is None or case.added.tzinfo is None:
        raise ValueError("asked_at, added: a time needs its offset, such as +09:00")
    return case


def _is_text(text: str) -> bool:
    """JSON can hold halves of characters, and no database can."""
    return text.encode("utf-8", "replace").decode("utf-8") == text


def _ended(reply: Reply) -> Ended:
    return Ended.ANSWER if isinstance(reply, Answer) else Ended.ABSTENTION


def _wanted(reply: Reply, making: Making) -> tuple[str, ...]:
    if making.ended is Ended.ABSTENTION:
        return ()
    return cited(reply) if making.documents is None else making.documents


def _words(asked: Asked) -> str:
    """As it was put to the desk: see bot.converse.steps."""
    about = (asked.about or "").strip()[:_ABOUT]
    return " ".join(part for part in (asked.text.strip(), about) if part)


def _faults(case: Case, reply: Reply) -> Iterator[str]:
    if isinstance(reply, Abstention):
        if case.ended is Ended.ANSWER:
            yield f"an answer is wanted, it abstained: {reply.why.value}"
        return
    if case.ended is Ended.ABSTENTION:
        yield "no answer is wanted, it answered"
    elif case.documents and not set(case.documents) & set(cited(reply)):
        yield "it cites none of the documents that are wanted"
    shown = _shown(reply)
    for quote in filter(_bare, case.never):
        if _bare(quote) in shown:
            yield f"it shows what must never be shown: {shortened(quote)}"


def _shown(answer: Answer) -> str:
    """What it says and what it quotes."""
    quotes = [c.quote for s in answer.statements for c in s.citations]
    return "\n".join(_bare(text) for text in (*(s.text for s in answer.statements), *quotes))


def _bare(text: str) -> str:
    return folded(text).casefold()
