"""Does a question ask what people think, and of what? Pure.

Precision first: "What does Altman think?" asks for a fact that an article reports. Only forms that ask for the
opinions of people at large, or of a site's, count.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.positions import asking_english, asking_korean
from bot.positions.speakers import site_named
from bot.support.words import folded, is_korean

_LONGEST = 300  # characters: a question for opinions is short
_SPACE = re.compile(r"\s+")
_EDGES = " \t\n?!.,~…？！。;:ㅋㅎ^\"'“”‘’"
_NO_TOPIC = re.compile(
    r"^(?:it|this|that|these|those|them|(?:the|this|that) (?:article|story|news|post|topic|one|announcement)"
    r"|이거|이것|그거|그것|이|그|저|이건|그건|여기|(?:이|그)\s?(?:기사|뉴스|글|소식|발표|결정|제품|사건))(?:에|을|를|은|는|이|가)?$",
    re.IGNORECASE,
)
_KOREAN_END = re.compile(
    r"(?<=\S)(?:\s?에\s?대(?:해서는|해서|한|해)|\s?에\s?관(?:해서|한|해)|\s?관련|(?:을|를)\s?(?:두고|놓고|둘러싸고)|(?:을|를|은|는)?\s왜|을|를|은|는)$"
)


class Leaning(StrEnum):
    """Which way an opinion leans."""

    CRITICAL = "critical"
    FAVOURABLE = "favourable"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionsAsked:
    """What a question for opinions is after."""

    topic: str  # what they are about; empty where the question does not say
    site: str | None = None  # whose people are asked: one of `speakers.SITES`; None: everybody's
    leaning: Leaning | None = None  # None: whatever it is


def opinions_asked(question: str) -> OpinionsAsked | None:
    """What a question for people's opinions asks for; None of a question for facts."""
    text = _SPACE.sub(" ", question).strip(_EDGES)
    if not text or len(text) > _LONGEST:
        return None
    rules = asking_korean if is_korean(text) else asking_english
    found = rules.parsed(text) or (asking_english.parsed(text) if is_korean(text) else None)
    if found is None:
        return None
    topic, words = found
    critical, favourable = rules.leans(words)
    return OpinionsAsked(
        topic=_topic(topic),
        site=site_named(folded(words)),
        leaning=_leaning(critical=critical, favourable=favourable),
    )


def _topic(text: str) -> str:
    bare = _KOREAN_END.sub("", text.strip(_EDGES)).strip(_EDGES) if is_korean(text) else text
    return "" if _NO_TOPIC.match(bare.strip(_EDGES)) else bare.strip(_EDGES)


def _leaning(*, critical: bool, favourable: bool) -> Leaning | None:
    """None where both are asked for: pros and cons."""
    if critical == favourable:
        return None
    return Leaning.CRITICAL if critical else Leaning.FAVOURABLE
