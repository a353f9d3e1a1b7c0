"""Whether a model's rewording of a follow-up adds nothing of its own. Pure."""

import re
from collections.abc import Sequence

from bot.asked import asked_in
from bot.support.aliases import canonical
from bot.support.facts import Facts, invented
from bot.support.names import NOTHING, unnamed
from bot.support.source import Sentence, all_facts, all_named, lacking, read
from bot.support.words import bare, folded, is_korean
from bot.types import Turn

LONGEST_REWORDING = 300  # characters
_GLUE = frozenset(  # words by which questions are asked, and which say nothing of the world
    "question ask asked asking happen happened regarding concerning related compare compared comparison number amount "
    "reason reasons time date year about many much long often exactly kind 질문 이유 이유는 까닭 무엇 무엇이 무엇을 무엇인가 "
    "무엇인가요 무엇이야 뭐 뭐야 뭔가요 언제 언제야 언제인가요 왜 어디 어디서 어디야 누구 누가 누구야 어떻게 얼마 얼마야 얼마나 얼마인가요 몇 "
    "몇명 명 개 명이야 어떤 어느 인가 인가요 경우 관련 대해 대해서 것은 것 건 수 시기 시점 날짜".split()
)
_ASKS = [  # a question word, and what says the same
    re.compile(side, re.IGNORECASE)
    for side in (
        r"\bwhy\b|\breasons?\b|왜|이유|까닭|원인",
        r"\bwhen\b|\bwhat (?:time|date|day|year)\b|언제|시기|시점|날짜",
        r"\bwhere\b|어디",
        r"\bwho(?:m|se)?\b|누구|누가",
        r"\bhow (?:much|many|big|large|long|old|often)\b|얼마|몇",
    )
]
_NO = re.compile(
    r"\bnot\b|n['’]t\b|\bnever\b|\bno\b|\bwithout\b|않|아니|없|(?<![가-힣])[안못] ", re.IGNORECASE
)
_LETTERS, _HANGUL = re.compile(r"[^\W\d_]"), re.compile(r"[가-힣]")
_KOREAN_SHARE = 0.4  # of the letters, with names in Hangul
_LEAST = 2


def faithful(reworded: str, question: str, earlier: Sequence[Turn]) -> bool:
    """Whether every figure, name and telling word of a rewording is the question's or the conversation's,
    whether what the question itself says is kept, and its language; one line of at most 300 characters.
    """
    if not _is_line(reworded) or not _same_language(reworded, question):
        return False
    told = [question, *(text for turn in earlier for text in (turn.question, turn.reply))]
    return _adds_nothing(reworded, told) and _keeps(reworded, question)


def _is_line(text: str) -> bool:
    plain = text.strip()
    return bool(plain) and len(text) <= LONGEST_REWORDING and plain.isprintable()


def _same_language(reworded: str, question: str) -> bool:
    if is_korean(question):
        return asked_in(reworded) == "ko" or is_korean(reworded)
    letters = len(_LETTERS.findall(reworded))
    return len(_HANGUL.findall(reworded)) <= _KOREAN_SHARE * letters


def _adds_nothing(reworded: str, told: Sequence[str]) -> bool:
    source = [sentence for text in told for sentence in read(text)]
    facts = all_facts(source) if source else Facts()
    named = all_named(source) if source else NOTHING
    if _NO.search(reworded) and not any(_NO.search(text) for text in told):
        return False
    if "://" in reworded and not any("://" in text for text in told):
        return False
    return all(
        not invented(part.facts, facts)
        and not unnamed(part.text, named)
        and all(_known(word.said, told) for word in lacking(part, source))
        for part in read(reworded)
    )


def _known(word: str, told: Sequence[str]) -> bool:
    """Glue, or a Korean word of which the conversation has the beginning: 발령했어 of 발령한."""
    if _is_glue(word):
        return True
    stem = word[: max(_LEAST, len(word) - 2)]
    return is_korean(word) and len(word) > _LEAST and any(stem in text for text in told)


def _is_glue(word: str) -> bool:
    return bare(word) in _GLUE or word in _GLUE or (len(word) == 1 and word.isascii())


def _keeps(reworded: str, question: str) -> bool:
    """Whether the question's own telling words and question words are still there."""
    said = [part for text in [reworded] for part in read(text)]
    asks = all(side.search(reworded) for side in _ASKS if side.search(question))
    return asks and all(_still(part, said, reworded) for part in read(question))


def _still(part: Sentence, said: Sequence[Sentence], reworded: str) -> bool:
    plain = canonical(folded(reworded))
    left = [word.said for word in lacking(part, said)]
    kept = all(word in _FILLS or _is_glue(word) or _begins(word, plain) for word in left)
    return (
        kept
        and not invented(part.facts, all_facts(said))
        and not unnamed(part.text, all_named(said))
    )


def _begins(word: str, plain: str) -> bool:
    return is_korean(word) and len(word) > _LEAST and word[: max(_LEAST, len(word) - 2)] in plain


_FILLS = frozenset(  # what a follow-up may say that a whole question does not
    "ok okay well hmm oh thanks thank great cool right then now it its they their he his she her this that them same "
    "company startup firm product model phone device one tell more please say said know mean happen there 그럼 그러면 "
    "그렇다면 그리고 근데 그런데 그건 그게 그거 그것 그것은 그걸 이건 이게 그 이 그회사 회사 회사는 회사가 회사의 회사도 기업 기업은 제품 제품은 모델 모델은 "
    "그래 그래요 어때 어때요 어떤가요 경우 경우는 쪽 쪽은 거기 거기는 걔네 더 좀 자세히 알려줘 알려 줘 설명해줘 요".split()
)
