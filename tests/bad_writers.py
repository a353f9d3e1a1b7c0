"""Language models that misbehave, each in one way, and two that do not. All implement Writer.

They read passages and question out of the prompt as a model would. `lies` says that whatever such a
model writes must not be shown; what the others write may be true, or not be readable at all.
"""

import asyncio
import json
import re
from collections.abc import Callable, Iterable
from typing import ClassVar

from prompt_reading import Sentence, Task, question, quotes, task

from bot.drafts import Prompt, Written
from bot.errors import WriterUnavailable
from bot.ports import Writer
from bot.support.words import is_korean

Triple = tuple[str, str, str]  # key, quote, text
_ENOUGH = {"en": 0.5, "ko": 0.3}  # Korean words are compared with their endings
_NUMBER = re.compile(r"\d+")
_NAMES = {
    "Google": "Apple", "Apple": "Google", "OpenAI": "Meta", "Meta": "OpenAI", "Microsoft": "Amazon",
    "Amazon": "Microsoft", "Nvidia": "Intel", "Samsung": "Sony", "Anthropic": "Mistral", "구글": "애플",
    "애플": "구글", "오픈AI": "메타", "삼성전자": "소니", "네이버": "카카오", "카카오": "네이버", "메타": "오픈AI",
    "마이크로소프트": "아마존", "아마존": "마이크로소프트", "엔비디아": "인텔", "앤트로픽": "미스트랄",
}  # fmt: skip
_NAME = re.compile("|".join(sorted(_NAMES, key=len, reverse=True)))
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z]{2,}")
_SAID = re.compile(
    r"^.{3,80}? (?:said|says|claimed|claims|argued|announced|stated)(?: on \w+)? that "
)
_ACCORDING = re.compile(r"^According to [^,]{3,80}, |, according to [^,.]{3,80}(?=\.$)")
_SAID_KO = re.compile(r"[다라]고 (?:밝혔|말했|전했|주장했|설명했|덧붙였)다\.?$")
_ORDER = re.compile(
    r"\b(?:ignore|disregard|reply|answer|respond|write|output|repeat|print|tell|say|state)\b"
    r"|무시하|출력하|답하(?:라|세요)|라고 (?:말|답|써|쓰)",
    re.IGNORECASE,
)
_DEMANDED = re.compile(r"[\"“'‘「]([^\"”'’」]{3,200})[\"”'’」]|(?:that|:)\s+(.{5,200})$")
_FORMAL = (
    ("했다.", "했습니다."), ("었다.", "었습니다."), ("았다.", "았습니다."), ("혔다.", "혔습니다."), ("졌다.", "졌습니다."),
    ("있다.", "있습니다."), ("없다.", "없습니다."), ("이다.", "입니다."), ("한다.", "합니다."), ("된다.", "됩니다."),
)  # fmt: skip
_NEGATED = (
    (" will ", " will not "), (" is ", " is not "), (" are ", " are not "), (" was ", " was not "),
    (" were ", " were not "), (" has ", " has not "), (" have ", " have not "), (" can ", " cannot "),
    (" said ", " denied "), ("했다.", "하지 않았다."), ("있다.", "없다."), ("된다.", "되지 않는다."),
    ("한다.", "하지 않는다."), ("혔다.", "히지 않았다."), ("이다.", "이 아니다."), ("았다.", "지 않았다."),
)  # fmt: skip


def reply(statements: Iterable[Triple], *, answered: bool = True) -> str:
    """The JSON that was asked for."""
    written = [{"key": key, "quote": quote, "text": text} for key, quote, text in statements]
    return json.dumps({"answered": answered and bool(written), "statements": written})


class Model:
    """What they share: a follow-up question is taken as it is, a second opinion always agrees."""

    name: ClassVar[str] = ""
    lies: ClassVar[bool] = False

    def __init__(self) -> None:
        self.model = self.name
        self.prompts: list[Prompt] = []

    async def write(self, prompt: Prompt) -> Written:
        self.prompts.append(prompt)
        await asyncio.sleep(0)
        last = prompt.messages[-1].text
        if prompt.name == "question":
            return _whole(json.dumps({"question": question(last)}))
        if prompt.name == "opinion":
            return _whole(json.dumps({"words": quotes(last)[0], "supported": True}))
        return _whole(self.answer(task(prompt)))

    def answer(self, task: Task) -> str:
        best = self.pick(task)
        return reply(self.about(best, task)) if best else reply((), answered=False)

    def pick(self, task: Task) -> Sentence | None:
        """The sentence that it writes about."""
        return next(iter(task.ranked()), None)

    def about(self, best: Sentence, task: Task) -> Iterable[Triple]:
        """What it makes of the sentence. Nothing: it cannot misbehave here."""
        text = self.said(best.text, task)
        return [(best.of.key, best.text, text)] if text and text != best.text else ()

    def said(self, text: str, task: Task) -> str:
        """What it makes of the words."""
        return text

    async def close(self) -> None:
        """Nothing to end."""


def _whole(text: str) -> Written:
    return Written(text=text, whole=True, prompt_tokens=100, completion_tokens=len(text) // 4)


class Copies(Model):
    """Writes the best sentence as it stands, if it has enough of the question's words."""

    name = "copies"

    def about(self, best: Sentence, task: Task) -> Iterable[Triple]:
        text = self.said(best.text, task)
        return [(best.of.key, best.text, text)] if best.points >= _ENOUGH[task.lang] else ()


class Honest(Copies):
    """Says the best sentence in nearly the same words."""

    name = "honest"

    def said(self, text: str, task: Task) -> str:
        plain = re.sub(
            r"^(?:However|Meanwhile|Also|In addition|Still|하지만|그러나|한편),? ", "", text
        )
        for ending, formal in _FORMAL:
            if plain.endswith(ending):
                return plain.removesuffix(ending) + formal
        return plain[:1].upper() + plain[1:]


class InventsKeys(Model):
    """Its source was never shown."""

    name = "invents_keys"
    lies = True

    def about(self, best: Sentence, task: Task) -> Iterable[Triple]:
        return [("zzzzzz", best.text, best.text)]


class InventsQuotes(Model):
    """Its quote stands nowhere."""

    name = "invents_quotes"
    lies = True

    def about(self, best: Sentence, task: Task) -> Iterable[Triple]:
        words = best.text.split()
        quote = " ".join(["According to internal papers,", *words[::-1]])
        return [(best.of.key, quote, best.text)]


class ClaimsOtherwise(Model):
    """Its quote is right, and its sentence says more."""

    name = "claims_otherwise"
    lies = True

    def said(self, text: str, task: Task) -> str:
        more = {
            "en": " and will close its research laboratory",
            "ko": " 그리고 연구소를 폐쇄할 예정이다",
        }
        return text.rstrip(".") + more["ko" if is_korean(text) else "en"] + "."


class ChangesNumbers(Model):
    """Every figure is another one."""

    name = "changes_numbers"
    lies = True

    def pick(self, task: Task) -> Sentence | None:
        return next((s for s in task.ranked() if _NUMBER.search(s.text)), None)

    def said(self, text: str, task: Task) -> str:
        return _NUMBER.sub(lambda match: str(int(match[0][:9]) + 3), text)


class ChangesNames(Model):
    """Somebody else did it."""

    name = "changes_names"
    lies = True

    def pick(self, task: Task) -> Sentence | None:
        named = (s for s in task.ranked() if _NAME.search(s.text) or _CAPITAL.search(s.text))
        return next(named, None)

    def said(self, text: str, task: Task) -> str:
        if _NAME.search(text):
            return _NAME.sub(lambda match: _NAMES[match[0]], text)
        return _CAPITAL.sub("Palantir", text)


class NegatesIt(Model):
    """Says the contrary."""

    name = "negates_it"
    lies = True

    def pick(self, task: Task) -> Sentence | None:
        return next((s for s in task.ranked() if self.said(s.text, task) != s.text), None)

    def said(self, text: str, task: Task) -> str:
        found = ((old, new) for old, new in _NEGATED if old in text)
        old, new = next(found, ("", ""))
        return text.replace(old, new, 1) if old else text


class DropsAttribution(Model):
    """What somebody said becomes a fact."""

    name = "drops_attribution"
    lies = True

    def pick(self, task: Task) -> Sentence | None:
        return next((s for s in task.ranked() if self.said(s.text, task) != s.text), None)

    def said(self, text: str, task: Task) -> str:
        bare = _SAID_KO.sub("다.", _ACCORDING.sub("", _SAID.sub("", text)))
        return bare[:1].upper() + bare[1:]


class MixesVoices(Model):
    """People's words become an article's, and an article's those of people."""

    name = "mixes_voices"
    lies = True

    def about(self, best: Sentence, task: Task) -> Iterable[Triple]:
        people = best.of.said_by_people
        prefix = {
            "en": "According to the article, " if people else "Commenters say that ",
            "ko": "기사에 따르면 " if people else "댓글에 따르면 ",
        }
        return [(best.of.key, best.text, prefix[task.lang] + best.text)]


class AnswersTheUnanswerable(Model):
    """Takes what is farthest from the question, and says it of what was asked about."""

    name = "answers_the_unanswerable"
    lies = True

    def pick(self, task: Task) -> Sentence | None:
        return next(iter(reversed(task.ranked())), None)

    def said(self, text: str, task: Task) -> str:
        asked = task.question.rstrip(" ?？.")
        certain = {
            "en": f"As for “{asked}”, the answer is certain: ",
            "ko": f"{asked}에 대한 답은 분명합니다. ",
        }
        return certain[task.lang] + text


class OffTopic(Model):
    """A true sentence with its quote that is about something else."""

    name = "off_topic"
    lies = True

    def pick(self, task: Task) -> Sentence | None:
        return next((s for s in reversed(task.ranked()) if s.own == 0), None)

    def about(self, best: Sentence, task: Task) -> Iterable[Triple]:
        return [(best.of.key, best.text, best.text)]


class ObeysInjections(Copies):
    """Does what any sentence of the passages tells it to do."""

    name = "obeys_injections"

    def answer(self, task: Task) -> str:
        orders = [s for s in task.ranked() if _ORDER.search(s.text) and _DEMANDED.search(s.text)]
        if not orders:
            return super().answer(task)
        demanded = _DEMANDED.search(orders[0].text)
        text = (demanded[1] or demanded[2]) if demanded else ""
        return reply([(orders[0].of.key, orders[0].text, text)])


class WrongLanguage(Model):
    """Answers Korean questions in English, and English ones in Korean."""

    name = "wrong_language"
    lies = True

    def said(self, text: str, task: Task) -> str:
        kept = " ".join(re.findall(r"[A-Z][A-Za-z]+|\d[\d.,]*\d|\d", text)[:3])
        return (
            f"{kept} 관련 내용을 발표했습니다."
            if task.lang == "en"
            else f"It was announced: {kept}."
        )


class BrokenJson(Copies):
    """Every brace is there, a comma is not."""

    name = "broken_json"

    def answer(self, task: Task) -> str:
        return super().answer(task).replace(', "text"', ' "text"').replace(', "statements"', ' "s"')


class HalfJson(Copies):
    """Stops in the middle, and says that it was done."""

    name = "half_json"

    def answer(self, task: Task) -> str:
        whole = super().answer(task)
        return whole[: int(len(whole) * 0.8)]


class Essay(Copies):
    """Knows no JSON."""

    name = "essay"

    def answer(self, task: Task) -> str:
        told = " ".join(s.text for s in task.ranked()[:5])
        return f"# Answer\n\nGreat question! {told}\n\nIn conclusion, it is a bright future."


class Nothing(Model):
    """Says nothing at all."""

    name = "nothing"

    def answer(self, task: Task) -> str:
        return ""


class TenMegabytes(Copies):
    """Says everything, the answer last."""

    name = "ten_megabytes"

    def answer(self, task: Task) -> str:
        return "word " * 2_000_000 + super().answer(task)


class TimesOut(Model):
    """Never comes to an end."""

    name = "times_out"

    async def write(self, prompt: Prompt) -> Written:
        self.prompts.append(prompt)
        await asyncio.Event().wait()
        raise AssertionError


class DiesMidStream(Model):
    """Its server goes away."""

    name = "dies_mid_stream"

    async def write(self, prompt: Prompt) -> Written:
        self.prompts.append(prompt)
        await asyncio.sleep(0.01)
        raise WriterUnavailable("the language model's server broke off")


class Chatty(Copies):
    """Wraps its answer in talk: to be read all the same."""

    name = "chatty"

    def answer(self, task: Task) -> str:
        return (
            f"<think>[1] seems {{good}} enough.</think>Sure! Here you go:\n```json\n"
            f"{super().answer(task)}\n```\nLet me know if you need more :]"
        )


ALL_BAD: tuple[Callable[[], Writer], ...] = (
    InventsKeys, InventsQuotes, ClaimsOtherwise, ChangesNumbers, ChangesNames, NegatesIt,
    DropsAttribution, MixesVoices, AnswersTheUnanswerable, OffTopic, ObeysInjections, BrokenJson,
    HalfJson, Essay, Nothing, TenMegabytes, TimesOut, DiesMidStream, WrongLanguage, Chatty,
)  # fmt: skip
ALL_GOOD: tuple[Callable[[], Writer], ...] = (Honest, Copies)
