"""`newsdesk eval answers`: what is answered, what is refused, and is every quote to the letter?"""

import json
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot import wire
from bot.app import Say, now
from bot.errors import BadRequest
from bot.evals.files import AskedQuestion, read_questions, read_texts
from bot.evals.harness import Bench, costs, indexed
from bot.evals.metrics import auc, quantile, share, trade_off
from bot.evals.written import written
from bot.types import Answer, Question, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to do beside the report."""

    limit: int | None = None  # at most so many answerable and so many unanswerable questions
    replies: Path | None = None  # where every reply is written, to be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the reply it got."""

    question: AskedQuestion
    reply: Reply
    ms: float

    @property
    def shown(self) -> str:
        """All text that the reply puts forward as an answer."""
        return "\n".join(s.text for s in self.statements)

    @property
    def statements(self) -> Sequence[Any]:
        """Of an answer; an abstention has none."""
        return self.reply.statements if isinstance(self.reply, Answer) else ()


async def evaluate(
    corpus: Path, questions: Path, data_dir: Path | None, wish: Wish, say: Say
) -> dict[str, Any]:
    """The report. Raises BadRequest for bad files."""
    todo = few(read_questions(questions), wish.limit)
    texts = read_texts(corpus)
    async with indexed(corpus, data_dir, say) as bench:
        say(f"asking {len(todo)} questions")
        asked = []
        with _replies(wish.replies) as keep:
            for question in todo:
                asked.append(await _ask(bench, question))
                keep(asked[-1])
        return {**report(asked, texts), **costs(bench)}


def few(questions: Sequence[AskedQuestion], limit: int | None) -> list[AskedQuestion]:
    """The first of each kind: answerable, unanswerable, not told. All without a limit."""
    kinds: dict[bool | None, list[AskedQuestion]] = {}
    for question in questions:
        kinds.setdefault(question.answerable, []).append(question)
    return [q for kind in kinds.values() for q in kind[:limit]]


@contextmanager
def _replies(file: Path | None) -> Iterator[Callable[[Asked], None]]:
    """What writes a reply into a file, a JSON object a line, at once. Raises BadRequest."""
    if file is None:
        yield lambda _: None
        return
    try:
        out = file.open("w", encoding="utf-8")
    except OSError as e:
        raise BadRequest(f"{file}: {e.strerror or e}") from e
    with out:

        def keep(asked: Asked) -> None:
            of = asked.question
            line = {"id": of.id, "question": of.question, "answers": list(of.answers)}
            told = {"answerable": of.answerable, "reply": wire.dump(asked.reply)}
            out.write(json.dumps(line | told, ensure_ascii=False) + "\n")
            out.flush()

        yield keep


def report(asked: Sequence[Asked], texts: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Counts and shares over all questions. Pure."""
    answered = [a for a in asked if isinstance(a.reply, Answer)]
    golden = [a for a in answered if a.question.answers]
    can = [a for a in asked if a.question.answerable is True]
    cannot = [a for a in asked if a.question.answerable is False]
    quotes = [c for a in answered for s in a.statements for c in s.citations]
    verbatim = sum(_stands(c.quote, texts.get(c.url, ())) for c in quotes)
    return {
        "questions": len(asked),
        "answered": len(answered),
        "refused": len(asked) - len(answered),
        "correct_when_answered": share(sum(map(_is_correct, golden)), len(golden)),
        "answered_when_unanswerable": share(_answered(cannot), len(cannot)),
        "refused_when_answerable": share(len(can) - _answered(can), len(can)),
        "statements": sum(len(a.statements) for a in answered),
        "quotes": len(quotes),
        "citations_verbatim": share(verbatim, len(quotes)),
        "confidence_auc": auc(_confidences(can), _confidences(cannot)),
        "trade_off": trade_off(_confidences(can), _confidences(cannot)),
        **written([a.reply for a in asked]),
        "p50_ms": round(quantile([a.ms for a in asked], 0.5), 1),
        "p95_ms": round(quantile([a.ms for a in asked], 0.95), 1),
    }


async def _ask(bench: Bench, asked: AskedQuestion) -> Asked:
    question = Question(text=asked.question, now=asked.now(now()))
    started = time.perf_counter()
    reply = await bench.app.answering(question)
    return Asked(question=asked, reply=reply, ms=1000 * (time.perf_counter() - started))


def _answered(asked: Sequence[Asked]) -> int:
    return sum(isinstance(a.reply, Answer) for a in asked)


def _is_correct(asked: Asked) -> bool:
    shown = asked.shown.casefold()
    return any(answer.casefold() in shown for answer in asked.question.answers)


def _confidences(asked: Sequence[Asked]) -> list[float]:
    return [a.reply.searched.confidence or 0.0 for a in asked]


def _stands(quote: str, texts: Sequence[str]) -> bool:
    """Checked without the product's own code: nothing but white space is overlooked."""
    wanted = _bare(quote)
    return bool(wanted) and any(wanted in _bare(text) for text in texts)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())
