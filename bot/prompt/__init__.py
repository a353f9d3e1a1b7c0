"""What a language model is asked. Pure: the random fence of a request is passed in.

Every text of strangers stands between lines with that fence, and cannot contain it.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.drafts import Message, Prompt
from bot.prompt.fencing import fenced, inert, line, passage
from bot.prompt.rules import ANSWER, FOREIGN, MOST, OPINION, REWORD, languages
from bot.types import Turn
from retrieval.text import language
from retrieval.types import Found

_ALPHABET = "bcdfghjkmnpqrstvwxz"  # spells no word, and no letter looks like a figure
_KEY = 6  # letters
_QUESTION = 2_000  # characters of a question
_REPLY = 400  # of an earlier reply
_TURNS = 3  # earlier questions that are looked at
_WROTE = 6_000  # characters of what a model wrote that it is shown again
_COMPLAINTS = 12
_REWORDING = 300  # tokens
_OPINION = 400
_HANGUL_AND_HAN = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff]")


def keyed(found: Sequence[Found]) -> dict[str, Found]:
    """Passages by short keys drawn from their ids, in the given order: no other key is valid."""
    given: dict[str, Found] = {}
    ids: set[str] = set()
    for each in found:
        if each.passage.id not in ids:
            ids.add(each.passage.id)
            given[_key(each.passage.id, given)] = each
    return given


def answer_prompt(  # noqa: PLR0913 - each is one thing that a model is told
    question: str,
    lang: str,
    passages: Mapping[str, Found],
    *,
    fence: str,
    today: str,
    longest: int,
    earlier: Sequence[Turn] = (),
    across: bool = False,
) -> Prompt:
    """Asks for statements in `lang` (en or ko), each with the key of a passage and a quote from it.

    `fence`: hex digits drawn anew for this request. `longest`: tokens. `across`: whether texts may be in
    another language than their quotes. Earlier questions are given
    to be understood; earlier replies are not, since they are no source.
    """
    speaking = languages().get(lang) or languages()["en"]
    parts = [
        f"Today is {today}. The passages are between lines of === with the code {fence}.",
        *(passage(key, found, fence) for key, found in passages.items()),
        *_asked_before(earlier, fence),
        _question(question, fence),
        f"Valid keys: {', '.join(passages)}. The text is in {speaking.name}. One JSON object.",
    ]
    foreign = FOREIGN[across].format(language=speaking.name)
    rules = ANSWER.format(foreign=foreign, most=MOST)
    return Prompt(
        messages=_messages(rules, speaking.answering, "\n\n".join(parts)),
        schema=_answer_schema(list(passages)),
        name="answer",
        longest=longest,
    )


def repair_prompt(
    first: Prompt, wrote: str, complaints: Sequence[tuple[str, Sequence[str]]]
) -> Prompt:
    """Asks once more: each complaint is a statement with the reasons why it cannot be shown.

    Without complaints, what it wrote was no JSON object of the schema.
    """
    again = "\n".join(_complaints(complaints)) or "- That was not one JSON object as asked for."
    request = (
        f"These were checked and cannot be shown:\n{again}\n"
        "Mend them from the passages: copy each quote letter by letter, and keep in the text to the words"
        " of the quote. Leave out what no passage says. Keep what was right. Write the whole JSON"
        ' object again, or {"answered": false, "statements": []} if nothing is left.'
    )
    wrong = inert(wrote[:_WROTE], "").strip() or "{}"
    return replace(
        first,
        messages=(
            *first.messages,
            Message(role="assistant", text=wrong),
            Message(role="user", text=request),
        ),
    )


def reword_prompt(question: str, earlier: Sequence[Turn], *, fence: str) -> Prompt:
    """Asks for a question that can be understood without those before it, in its own language."""
    speaking = languages().get(language(question) or "en") or languages()["en"]
    turns = "\n".join(
        f"Q: {line(turn.question, fence, _QUESTION)}\nA: {line(turn.reply, fence, _REPLY) or '-'}"
        for turn in earlier[-_TURNS:]
    )
    asked = f"{fenced('conversation', turns, fence)}\n\n{_question(question, fence)}"
    return Prompt(
        messages=_messages(REWORD, speaking.rewording, asked),
        schema=_object(question={"type": "string"}),
        name="question",
        longest=_REWORDING,
    )


def opinion_prompt(text: str, quotes: Sequence[str], *, fence: str) -> Prompt:
    """Asks whether quotes say all that a statement says, and in which of their words."""
    parts = [
        *(fenced("quote", inert(quote, fence), fence) for quote in quotes),
        fenced("sentence", line(text, fence, _QUESTION), fence),
    ]
    return Prompt(
        messages=_messages(OPINION, (), "\n\n".join(parts)),
        schema=_object(words={"type": "string"}, supported={"type": "boolean"}),
        name="opinion",
        longest=_OPINION,
    )


def tokens(text: str) -> int:
    """About how many tokens a text is: a bit too many for most models rather than too few."""
    wide = len(_HANGUL_AND_HAN.findall(text))
    return round(wide / 1.5 + (len(text) - wide) / 4) + 1


def prompt_tokens(prompt: Prompt) -> int:
    """About how many tokens a prompt is, without what the model will write."""
    return sum(tokens(message.text) + 4 for message in prompt.messages)


def _key(id: str, taken: Iterable[str]) -> str:
    number = int(hashlib.sha256(id.encode("utf-8", "replace")).hexdigest(), 16)
    letters = []
    while number:
        number, at = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[at])
    used = set(taken)
    return next(key for n in range(_KEY, len(letters)) if (key := "".join(letters[:n])) not in used)


def _asked_before(earlier: Sequence[Turn], fence: str) -> list[str]:
    if not earlier:
        return []
    lines = [line(turn.question, fence, _QUESTION) for turn in earlier[-_TURNS:]]
    return [fenced("asked before", "\n".join(lines), fence)]


def _question(question: str, fence: str) -> str:
    return fenced("question", line(question, fence, _QUESTION), fence)


def _complaints(complaints: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    return [
        f'- "{line(text, "", _REPLY)}": {line("; ".join(reasons), "", _REPLY)}'
        for text, reasons in complaints[:_COMPLAINTS]
    ]


def _answer_schema(keys: list[str]) -> dict[str, Any]:
    """Flat, and evidence before claim: a small model writes in this order."""
    key = {"type": "string", "enum": keys} if keys else {"type": "string"}
    statement = _object(key=key, quote={"type": "string"}, text={"type": "string"})
    return _object(
        answered={"type": "boolean"},
        statements={"type": "array", "maxItems": MOST, "items": statement},
    )


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _messages(rules: str, example: Sequence[Message], asked: str) -> tuple[Message, ...]:
    return (Message(role="system", text=rules), *example, Message(role="user", text=asked))
