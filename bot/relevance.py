"""Does a statement answer what was asked? Pure.

A sentence that is true to its quote may still be about somebody else, or tell another kind of thing
than the number, name, reason or opinion that was asked for. That is no answer.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from bot import asked
from bot.extract import Sentence, score
from bot.support.aliases import canonical
from bot.support.dates import days
from bot.support.names import NOTHING, named, unnamed
from bot.support.words import folded, is_korean
from bot.types import Statement
from retrieval.ports import Likeness
from retrieval.tokens import STOP_WORDS, content_terms
from retrieval.types import COMMENTS, Voice

BEHIND = 0.1
"""How far a cited sentence may be behind the one that answers best, in the unit of `extract.score`."""
_PEOPLE = COMMENTS | {Voice.POST}
_WHY = re.compile(
    r"\bwhy\b|\bhow come\b|\b(?:reasons?|cause) (?:for|of|behind|that)\b|왜|이유|까닭|원인",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"\bbecause\b|\bdue to\b|\bsince\b|\bso (?:that|as)\b|\bin order\b|\bafter\b|\bamid\b|\bcit(?:es?|ed|ing)\b"
    r"|\breasons?\b|\bcaus(?:es?|ed|ing)\b|\bthanks to\b|\bled\b"
    r"|\bto (?!the\b|its\b|their\b|his\b|her\b|all\b|this\b|that\b|users?\b|staff\b)[a-z]{3,}"
    r"|때문|위해|위한|위하여|이유|따라|탓|덕분|원인|려고|려는|어서|아서|해서|면서|므로|니까|까닭|계기|목적",
    re.IGNORECASE,
)
_MUCH = re.compile(
    r"(?:수|인구|규모|면적|비율|점유율|가격|매출|금액|수익)[은는이가]?\s*(?:얼마|몇|어떻게 되|어느 정도)"
)
_AMOUNT = re.compile(
    r"[0-9]|[십백천만억조]\s?(?:명|개|대|원|달러|곳|건|배|권|가지)|절반|무료|공짜"
    r"|(?<![가-힣])(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|여러|수)\s?(?:명|개|대|곳|건|배|가지|시간|주|차례|살|달|해)"
)
_WHICH = re.compile(
    r"^\s*(?:[a-z]+ )?which\b|\b(?:near|in|at|by|of|from|to) which\b"
    r"|^\s*what (?:company|country|city|state|app|model|product|site|chain|automaker)\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"^\s*who(?:m|se)?\b|\bwho (?:is|was|are|were|did|has|will)\b|누구|누가", re.IGNORECASE
)
_OPINION = re.compile(
    r"\b(?:opinions?|what do (?:people|users|commenters)|reactions?|react(?:ed)?|criticis[em]|think of)\b"
    r"|의견|반응|여론|어떻게 생각|평가(?:는|가|를|하)",
    re.IGNORECASE,
)
_THINKS = re.compile(
    r"\b(?:sa(?:y|ys|id)|think|thinks|thought|believes?|argu|criticis|prais|call(?:s|ed)|prefer|worr|concern|fear|hope"
    r"|disappoint|lov|hat|complain|agree)[a-z]*|생각|의견|비판|칭찬|우려|평가|주장|불만|기대|반대|찬성|걱정|말했|말한|지적",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.,]*[0-9%])")
_SUBJECT = re.compile(r"([가-힣A-Za-z0-9]{2,}?)(?:은|는|이|가)\s")
_FIRST_WORD = re.compile(r"[A-Z][A-Za-z]+")
_WORDS = re.compile(r"\w+")
_MANY = re.compile(r"\bhow many ([a-z]{3,})(?: ([a-z]{3,}))?", re.IGNORECASE)
_PLURAL = re.compile(r"(?:e?s)$")
_PEOPLE_WORDS = re.compile(
    r"people|employe|worker|staff|job|person|user|customer|member|engineer|developer|subscriber|visitor|death|kill|injur",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"몇\s?(명|개|대|번|곳|건|살|배|권|가지|시간|분|종|편|마리)")
_NAME = re.compile(r"\b[A-Z][\w'’.-]*")
_NAME_KO = re.compile(  # a person: first in the sentence, last in it, or with a title
    r"^[가-힣]{2,5}(?:은|는|이|가)\s|[가-힣]{2,5}(?:이다|입니다|이었다)\.?$|[가-힣]{2,4}(?=\()"
    r"|[가-힣]{2,4}\s?(?:씨|대표|회장|사장|부사장|의장|장관|대통령|교수|의원|감독|총리|선수|배우|기자|연구원|창업자)"
    r"|(?:대표|회장|사장|의장|장관|대통령|교수|의원|감독|총리|선수|배우|기자|창업자|CEO)(?:인|는|은)?\s[가-힣]{2,4}"
)

_CONNECTS = re.compile(
    r"^(?:however|but|and|also|in addition|moreover|therefore|thus|so|then|it|its|they|their|he|she|his|her|this|that"
    r"|these|those|such|instead|as a result|the (?:company|firm|startup|group|pair|two|agency|minister))\b"
    r"|^(?:meanwhile|later|then|in [0-9]{4}),? (?:it|its|they|their|he|she|the company)\b|^[a-z]+ also\b"
    r"|^(?:그러나|하지만|그런데|또한|또|이는|이것|이 |이를|이에|그는|그녀|그 |그것|그래서|따라서|그리고|이들|그들|반면|회사는|회사가|당시|같은 )",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the sentences that were read for it."""

    question: str
    read: Sequence[tuple[Sentence, Likeness]]
    points: Mapping[int, float] = field(init=False)  # of each sentence, by its place in `read`

    def __post_init__(self) -> None:
        terms = frozenset(content_terms(self.question))
        given = {n: score(terms, s, likeness) for n, (s, likeness) in enumerate(self.read)}
        object.__setattr__(self, "points", given)


def astray(statement: Statement, given: Asked) -> str | None:
    """Why a statement is about something else than the question; None when it is not."""
    if _is_about_others(statement, given):
        return "it is about something else than what was asked about"
    own = [given.points[n] for n, (s, _) in enumerate(given.read) if _is_cited(s, statement)]
    if not own or max(own) < max(given.points.values()) - BEHIND:
        return "what it quotes is far from the question"
    return None


def tells(statement: Statement, question: str) -> bool:
    """Whether a statement has the kind of thing that is asked for: an amount, a time, a name, a reason
    or an opinion. Of a question that asks for none of these, every statement has.
    """
    text = statement.text
    wanted = (
        _counts_that(statement, question),
        _is_of_kind(text, question),
        not _WHICH.search(question) or _names_another(text, question),
        not _WHY.search(question) or bool(_BECAUSE.search(text)),
        not _WHO.search(question) or bool(_NAME.search(text) or _NAME_KO.search(text)),
        not _OPINION.search(question) or _is_opinion(statement),
    )
    return all(wanted)


def _is_of_kind(text: str, question: str) -> bool:
    """An amount is none if it is a date."""
    kind = asked.Kind.AMOUNT if _MUCH.search(question) else asked.kind(question)
    if kind is not asked.Kind.AMOUNT:
        return asked.holds(text, kind)
    undated = days(folded(text))[1]
    return bool(_AMOUNT.search(undated)) if is_korean(text) else asked.holds(undated, kind)


def _names_another(text: str, question: str) -> bool:
    """To "which company", a name that the question does not have itself."""
    first = _FIRST_WORD.match(text)
    asked_of = set(_WORDS.findall(question.casefold()))
    begins = bool(first and first[0].casefold() not in STOP_WORDS | asked_of)
    return begins or bool(unnamed(text, named(question)))


def _counts_that(statement: Statement, question: str) -> bool:
    """To "how many phones", a number of phones; to "몇 명", one of people."""
    counter, many = _COUNTER.search(question), _MANY.search(question)
    if counter is not None:
        told = rf"(?:[0-9만억천백십]|한|두|세|네|여러|수십|수백|수천)\s?{counter[1]}"
        return bool(re.search(told, statement.text))
    if many is None:
        return True
    text = " ".join((statement.text, *(c.quote for c in statement.citations))).casefold()
    words = [word.casefold() for word in many.groups() if word]
    if any(_PEOPLE_WORDS.match(word) for word in words):
        return bool(_PEOPLE_WORDS.search(text)) or "명" in text
    return any(_PLURAL.sub("", word) in text for word in words) or not text.isascii()


def _is_opinion(statement: Statement) -> bool:
    people = any(c.voice in _PEOPLE for c in statement.citations)
    return people or bool(_THINKS.search(statement.text))


def _is_about_others(statement: Statement, given: Asked) -> bool:
    """Whether most names or the year of the question are missing where the statement comes from.

    A statement without any name ("It has 650 million users") is about what its text is about.
    """
    said = own = [statement.text, *(c.quote for c in statement.citations)]
    if not any(_names(text, given) for text in said):
        said = [*own, *(c.title for c in statement.citations), *_before(statement, given)]
    held = reduce(or_, map(named, said), NOTHING)
    names = unnamed(given.question, NOTHING)
    if 2 * len(unnamed(given.question, held)) > len(names):
        return True
    return _is_of_another_year(given.question, own) or _has_another_subject(given.question, own)


def _names(text: str, given: Asked) -> bool:
    """Whether a text names anything; its first word, where that is not written small elsewhere."""
    first = _FIRST_WORD.match(text)
    if unnamed(text, NOTHING):
        return True
    if first is None or first[0].casefold() in STOP_WORDS:
        return False
    small = re.compile(rf"\b{re.escape(first[0].casefold())}\b")
    return not any(small.search(t) for t in (given.question, *(s.text for s, _ in given.read)))


def _is_of_another_year(question: str, said: Sequence[str]) -> bool:
    asked_for = set(_YEAR.findall(question))
    told = {year for text in said for year in _YEAR.findall(text)}
    return bool(asked_for and told) and not asked_for & told


def _has_another_subject(question: str, said: Sequence[str]) -> bool:
    """In Korean: the statement is of something that the question does not have, and not of its subject."""
    asked_for, told = _SUBJECT.match(question), _SUBJECT.match(said[0])
    if asked_for is None or told is None or told[1] in question:
        return False
    wanted = canonical(folded(asked_for[1])).strip()
    return not any(wanted in canonical(folded(text)) for text in said)


def _before(statement: Statement, given: Asked) -> list[str]:
    """The sentences of the same passages up to the cited ones."""
    return [
        s.text
        for s, _ in given.read
        for c in statement.citations
        if c.passage_id == s.found.passage.id and s.start < c.end
    ]


def _is_cited(sentence: Sentence, statement: Statement) -> bool:
    return any(
        c.document_id == sentence.found.document.id
        and sentence.start < c.end
        and c.start < sentence.end
        for c in statement.citations
    )


def leans(text: str) -> bool:
    """Whether a sentence leans on the one before it, and says something else without that."""
    return bool(_CONNECTS.search(text))
