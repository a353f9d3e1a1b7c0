"""Checks what is about to be shown against what is stored. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.drafts import Drafted
from bot.quotes import Span, citation, doubted, located, widened
from bot.support import compared_with, support, undecided
from bot.support.meaning import Meaning
from bot.support.words import is_korean
from bot.types import Citation, Statement, Verdict
from retrieval.text import language
from retrieval.types import COMMENTS, Found, Passage, Voice

_SPACE = re.compile(r"\s+")
_PEOPLE = COMMENTS | {Voice.POST}
_SAYS_ARTICLE = re.compile(
    r"\b(?:article|report|story|coverage)\b[^.]{0,30}\b(?:says?|said|states?|reports?|claims?|notes?)\b"
    r"|\baccording to (?:the|an) (?:article|report|story)\b|\breported(?:ly)? by\b"
    r"|(?:기사|보도|언론)(?:에 따르면|에 의하면|는|은|에서는?)",
    re.IGNORECASE,
)
_SAYS_PEOPLE = re.compile(
    r"\b(?:comment(?:er|ator)?s?|posters?|redditors?|users? on|people on|the community)\b"
    r"|댓글|커뮤니티|누리꾼|네티즌",
    re.IGNORECASE,
)
_HANGS = re.compile(
    r"\b(?:the same|that|the following|the next|the previous) (?:year|month|week|day)\b"
    r"|같은\s?(?:해|달|날|시기)|이듬해|이튿날|다음\s?(?:해|날)|전\s?(?:해|날)에?\b",
    re.IGNORECASE,
)
_FEWEST = 2  # words that are no sentence yet
_DIGIT = re.compile("[0-9]")
_CHECKED = Verdict(passed=False, reasons=("not checked",))


def folded(text: str) -> str:
    """Unicode NFC with white space folded: the form in which a quote must be verbatim."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def is_verbatim(quote: str, text: str) -> bool:
    """Whether a quote of at least one word stands in a text, to the letter."""
    wanted = folded(quote)
    return bool(wanted) and wanted in folded(text)


def cited(drafted: Drafted, passages: Mapping[str, Found]) -> tuple[Statement, tuple[str, ...]]:
    """What a model wrote as a statement, and why its citations fail, if they do.

    Its quotes are the whole sentences that hold what the model gave. A text that is a quote is one.
    """
    found = [_citation(key, quote, passages) for key, quote in drafted.quotes]
    citations = tuple(dict.fromkeys(c for c in found if isinstance(c, Citation)))
    text = folded(drafted.text)
    same = tuple(c for c in citations if folded(c.quote) == text)
    statement = Statement(
        text=text, citations=same or citations, verdict=_CHECKED, quoted=bool(same)
    )
    reasons = tuple(c for c in found if isinstance(c, str))
    return statement, reasons or (() if citations else ("no citation",))


def apart(statement: Statement) -> list[Statement]:
    """The statement with each of its citations alone: what is drawn from two texts is in neither."""
    return [replace(statement, citations=(c,)) for c in statement.citations]


def together(passed: Sequence[Statement]) -> Statement:
    """A statement with all citations that bear it out by themselves and have one kind of speaker.

    What people say is theirs alone: of several, the first one is named.
    """
    first = passed[0].citations[0]
    alone = first.voice in _PEOPLE
    same = [
        c
        for c in dict.fromkeys(c for s in passed for c in s.citations)
        if (c.document_id == first.document_id if alone else c.voice is first.voice)
    ]
    return replace(passed[0], citations=tuple(same))


def unsure(statement: Statement) -> list[str]:
    """The sentences that a statement's meaning has to be compared with, since it is in another language
    than they are; none where words decide.
    """
    quotes = _quotes(statement)
    return (
        [] if statement.quoted or not undecided(quotes, statement.text) else compared_with(quotes)
    )


def check(
    statement: Statement, retrieved: Mapping[str, Passage], meaning: Meaning | None = None
) -> Verdict:
    """Whether a statement may be shown: every citation exact, and its words those of a quote, or
    borne out by its quotes.

    `retrieved` are the passages found for this very question, by id; `meaning` compares the statement
    with what `unsure` names.
    """
    reasons = [why for c in statement.citations if (why := _fault(c, retrieved))]
    if not statement.citations:
        reasons.append("no citation")
    if not reasons:
        reasons += _unquoted(statement) if statement.quoted else _unfounded(statement, meaning)
    return Verdict(passed=not reasons, reasons=tuple(reasons))


def foreign(statement: Statement, lang: str) -> bool:
    """Whether the bot's own words are not in the language of the reply."""
    return not statement.quoted and language(statement.text) not in {lang, None}


def _citation(key: str, quote: str, passages: Mapping[str, Found]) -> Citation | str:
    """A key that was not shown costs the sentence. A known one may be that of a neighbour: what is cited
    is the passage in which the quote stands.
    """
    named = passages.get(key.strip())
    if named is None:
        return "it names a source that it was not shown"
    for found in (named, *passages.values()):
        span = located(quote, found.passage.text)
        if span is not None:
            return _whole(found, span)
    return "its quote stands in no source that it was shown"


def _whole(found: Found, span: Span) -> Citation | str:
    whole = widened(span, found.passage.text, found.document.lang)
    if whole is None:
        return "its quote is too long"
    if doubted(whole, found.passage.text):
        return "what stands beside its quote takes that back"
    return citation(found, *whole)


def _fault(citation: Citation, retrieved: Mapping[str, Passage]) -> str | None:
    passage = retrieved.get(citation.passage_id)
    if passage is None:
        return f"passage {citation.passage_id} was not retrieved for this question"
    if not is_verbatim(citation.quote, passage.text):
        return f"quote is not in passage {citation.passage_id}"
    return None


def _unquoted(statement: Statement) -> list[str]:
    """The exact words must be those of a quote, and whose they are must be clear."""
    verbatim = any(is_verbatim(statement.text, c.quote) for c in statement.citations)
    return [] if verbatim else ["its words are not those of its quotes"]


def _quotes(statement: Statement) -> str:
    return "\n".join(c.quote for c in statement.citations)


def _unfounded(statement: Statement, meaning: Meaning | None) -> list[str]:
    """The bot's own words must be borne out by the quotes, and said by whom they were said."""
    found = support(_quotes(statement), statement.text, meaning)
    reasons = list(found.against)
    if not found.accepted and not reasons:
        reasons.append("its quotes do not say that much")
    if not _is_sentence(statement.text):
        reasons.append("it is no sentence")
    hangs = _HANGS.search(statement.text)
    if hangs and not _DIGIT.search(statement.text, 0, hangs.start()):
        reasons.append("it leans on a date that it does not give")
    return reasons + _misattributed(statement)


def _is_sentence(text: str) -> bool:
    """A name alone, or a heading in capitals, says nothing."""
    words = text.split()
    if is_korean(text):
        return len(words) > 1
    return len(words) > _FEWEST and any(word.islower() for word in words)


def _misattributed(statement: Statement) -> list[str]:
    """A statement that says itself who speaks must not name another kind of speaker than its quote has."""
    voices = {c.voice for c in statement.citations}
    reasons = []
    if _says(_SAYS_ARTICLE, statement) and not voices - _PEOPLE:
        reasons.append("it gives a person's words as those of an article")
    if _says(_SAYS_PEOPLE, statement) and not voices & _PEOPLE:
        reasons.append("it gives an article's words as those of commenters")
    return reasons


def _says(who: re.Pattern[str], statement: Statement) -> bool:
    return bool(who.search(statement.text)) and not who.search(_quotes(statement))
