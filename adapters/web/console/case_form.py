"""The form that makes an answer a regression case: what it shows, and what comes of what was typed."""

import re
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from adapters.web.console.answers_view import cited, ended_of, quotes
from adapters.web.console.door import chosen, fields
from adapters.web.console.frame import Told
from adapters.web.console.views import Choice
from bot.cases import Making, case_from
from bot.errors import BadRequest
from bot.insight import Case, Ended
from bot.talk import Kept
from bot.types import Abstention, Answer, Reply

LONGEST_NOTE = 1000  # characters
MOST_DOCUMENTS = 20
_BETWEEN = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What the form holds. `others`: ids of documents as they were typed."""

    ended: str
    documents: tuple[str, ...] = ()
    others: str = ""
    never: tuple[str, ...] = ()
    note: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """The ids among `others`."""
        return tuple(dict.fromkeys(w for w in _BETWEEN.split(self.others) if w))


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """The form, with what was typed."""

    kinds: tuple[Choice, ...]
    documents: tuple[Choice, ...]
    never: tuple[Choice, ...]
    others: str
    note: str
    longest: int


async def typed(request: Request) -> Typed:
    """What was sent."""
    sent = await fields(request)
    return Typed(
        ended=sent.get("ended", ""),
        documents=await chosen(request, "document"),
        others=sent.get("others", ""),
        never=await chosen(request, "never"),
        note=sent.get("note", "").strip(),
    )


def untouched(kept: Kept) -> Typed:
    """The form as it is first shown: it is to stay as it was."""
    ended, reply = ended_of(kept), _reply(kept)
    own = tuple(c.id for c in cited(reply) if c.cited) if reply else ()
    return Typed(ended=ended.value if ended else "", documents=own)


def case_page(kept: Kept, sent: Typed, told: Told) -> CasePage:
    """The form."""
    reply = _reply(kept)
    kinds = (Ended.ANSWER, Ended.ABSTENTION)
    return CasePage(
        kinds=tuple(
            Choice(
                value=k.value,
                label=getattr(told.words, f"case_{k.value}"),
                chosen=k.value == sent.ended,
            )
            for k in kinds
        ),
        documents=tuple(
            Choice(value=c.id, label=c.label, chosen=c.id in sent.documents)
            for c in (cited(reply) if reply else ())
        ),
        never=tuple(
            Choice(value=str(n), label=quote, chosen=str(n) in sent.never)
            for n, quote in enumerate(quotes(reply) if reply else ())
        ),
        others=sent.others,
        note=sent.note,
        longest=LONGEST_NOTE,
    )


def case_of(kept: Kept, sent: Typed, now: datetime, by: str, timezone: str) -> Case:
    """What is kept: nothing that leads back to who asked. Raises BadRequest."""
    if sent.ended not in {Ended.ANSWER, Ended.ABSTENTION}:
        raise BadRequest("expected outcome: choose whether it is an answer or none")
    if len(sent.note) > LONGEST_NOTE:
        raise BadRequest(
            f"note: {len(sent.note):,} characters; shorten it to {LONGEST_NOTE:,} at most"
        )
    reply = _reply(kept)
    shown = enumerate(quotes(reply) if reply else ())
    return case_from(
        kept,
        Making(
            by=by,
            at=now,
            timezone=timezone,
            ended=Ended(sent.ended),
            documents=_documents(reply, sent),
            never=tuple(quote for n, quote in shown if str(n) in sent.never),
            note=sent.note,
        ),
    )


def case_id(kept: Kept, now: datetime, timezone: str) -> str | None:
    """Of the case that is made of an answer, whatever is wanted of it; None where none can be made."""
    try:
        return case_from(kept, Making(by="", at=now, timezone=timezone)).id
    except BadRequest:
        return None


def _documents(reply: Reply | None, sent: Typed) -> tuple[str, ...]:
    known = {c.id for c in cited(reply)} if reply else set()
    wanted = (*(d for d in sent.documents if d in known), *sent.named)
    if sent.ended == Ended.ABSTENTION and sent.named:
        raise BadRequest("documents: what has no answer cites none; leave the ids out")
    if len(wanted) > MOST_DOCUMENTS:
        raise BadRequest(f"documents: {len(wanted)} are named; name {MOST_DOCUMENTS} at most")
    return () if sent.ended == Ended.ABSTENTION else tuple(dict.fromkeys(wanted))


def _reply(kept: Kept) -> Reply | None:
    return kept.outcome if isinstance(kept.outcome, Answer | Abstention) else None
