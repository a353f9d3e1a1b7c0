"""Questions for what a linked text says as a whole, and the sentences that it begins with. Pure.

What an article is about stands in its first sentences; a list of points says it point by point.
"""

import re
from collections.abc import Sequence

from bot.extract import Sentence, candidates
from bot.quotes import citation
from bot.types import Statement, Verdict
from retrieval.types import Found, Voice

MOST = 3  # sentences
_FILLER = re.compile(
    r"\b(?:summar(?:y|i[sz]e|ies)|tl;?dr|gist|overview|recap|explain|(?:main|key) points?|points?|takeaways?|read|short(?:ly)?"
    r"|brief(?:ly)?|in|a|an|few|one|two|three|sentences?|please|can|could|you|tell|give|show|me|us|what|whats|s|is|are|was"
    r"|does|do|did|the|this|that|these|it|its|of|for|from|about|here|there|say|says|said|saying|in|on|at|and|to|i|need|want"
    r"|articles?|posts?|pages?|links?|story|stories|threads?|text|paper|piece|news|contents?|all)\b"
    r"|(?:이|저|그|해당|다음|위) ?(?=글|기사|링크|페이지|내용|문서|뉴스|스레드|게시|포스트|논문|영상|거)"
    r"|(?:글|기사|링크|페이지|내용|문서|뉴스|스레드|게시글|게시물|포스트|본문|논문|요약|정리|요점|핵심|설명|번역)"
    r"(?:만|을|를|은|는|이|가|의|에|에서|도|로|좀)*"
    r"|무슨|어떤|뭐라(?:고|는|니|는데|는지)?|뭔|뭐(?:야|지|니|에요|예요|가|를)?|뭘|(?:말|얘기|이야기|뜻|거|것|건)(?:이야|야|을|를|이|인지|지|해)?"
    r"|간단(?:히|하게)?|짧게|자세히|한 ?줄로?|세 ?줄로?|좀|제발|부탁(?:해|해요|드려요|드립니다)?"
    r"|(?:해|알려|말해|설명해|요약해|정리해|읽어)? ?(?:줘요?|주세요|줄래요?|줄 수 있어|주라|봐줘?)|해(?:봐|라|요)?"
    r"|(?:하|있|되)(?:는|은|고|어|나|니|지|냐)(?:거야|데|요)?|이야|인가요?|야|인지|하는",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w{2,}")
_ORDER = (Voice.ARTICLE, Voice.SUMMARY, Voice.POST)


def asks_gist(text: str) -> bool:
    """Whether a question, without its links, asks for nothing particular."""
    return not _WORD.search(_FILLER.sub(" ", text))


def lead(found: Sequence[Found]) -> list[Statement]:
    """The first sentences of the text that is nearest to an article; none where only people talk."""
    roots = [f for f in found if f.document.voice in _ORDER and not _is_title(f)]
    if not roots:
        return []
    first = min(roots, key=lambda f: (_ORDER.index(f.document.voice), f.document.id))
    own = [f for f in roots if f.document.id == first.document.id]
    given = candidates(sorted(own, key=lambda f: f.passage.start))
    return [_statement(sentence) for sentence in given[:MOST]]


def _is_title(found: Found) -> bool:
    return found.document.text == found.document.title


def _statement(sentence: Sentence) -> Statement:
    start = sentence.found.passage.start
    cited = citation(sentence.found, sentence.start - start, sentence.end - start)
    unchecked = Verdict(passed=False, reasons=("not checked",))
    return Statement(text=sentence.text, citations=(cited,), verdict=unchecked)
