"""Whether a statement keeps who says it: what somebody claims is no fact yet. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.support.aliases import known
from bot.support.clauses import without_asides
from bot.support.stems import Word, held, missing, words
from bot.support.words import is_korean

_SAYING = (  # whatever follows, someone says it
    r"sa(?:id|ys|y|ying)|claim(?:s|ed|ing)?|argu(?:e|es|ed|ing)|insist(?:s|ed|ing)?|assert(?:s|ed)?|alleg(?:e|es|ed|ing)"
    r"|contend(?:s|ed)?|maintain(?:s|ed)? that|believ(?:e|es|ed|ing)|thinks?|thought|tells?|told|tweet(?:s|ed)?"
    r"|wrote|writes|accus(?:e|es|ed|ing)|complain(?:s|ed)?|quipped|opin(?:es|ed)|testif(?:y|ies|ied)|suspects?"
    r"|blam(?:e|es|ed|ing)|feels? that|felt that|worr(?:y|ies|ied)|fear(?:s|ed)|calls? it|called it|describ(?:e|es|ed|ing)"
)
_REPORTING = (  # only with `that`, before a pronoun, or after what is said
    r"announc(?:e|es|ed|ing)|reveal(?:s|ed|ing)?|confirm(?:s|ed|ing)?|report(?:s|ed|ing)?|stat(?:ed|ing)|show(?:s|ed|n)?"
    r"|f(?:ind|inds|ound)|suggest(?:s|ed|ing)?|indicat(?:e|es|ed|ing)|not(?:es|ed|ing)|add(?:s|ed)|warn(?:s|ed|ing)?"
    r"|predict(?:s|ed|ing)?|explain(?:s|ed|ing)?|disclos(?:e|es|ed)|acknowledg(?:e|es|ed)|admit(?:s|ted)?|conced(?:e|es|ed)"
    r"|estimat(?:e|es|ed)|expect(?:s|ed)?|conclud(?:e|es|ed)|hint(?:s|ed)?|stress(?:es|ed)?|emphasi[sz](?:es|ed)|observ(?:es|ed)"
    r"|den(?:y|ies|ied)|hop(?:e|es|ed)|promis(?:e|es|ed)|agree[sd]?|declar(?:e|es|ed)|comment(?:s|ed)?|repl(?:y|ies|ied)"
    r"|answer(?:s|ed)?|respond(?:s|ed)?|recall(?:s|ed)?|learn(?:s|ed)?|heard|hears|assum(?:e|es|ed)|speculat(?:e|es|ed)|guess(?:es)?"
)
_ACCORDING = (
    r"according to|in the (?:words|view|opinion) of"
    r"|in (?:[a-z]+'s|my|his|her|their|our|its) (?:view|opinion|words)|\bimo\b|(?<=, )per (?=[a-z])"
)
_WHO = r"he|she|they|it|there|we|you|i|he's|she's|they're|it's|there's|i'm|we're"
_SOURCE = re.compile(
    rf"\b(?P<verb>{_SAYING}|(?:{_REPORTING})(?:(?: \w+){{0,3}}? that(?! (?:is|was)\b)|(?= (?:{_WHO})\b)))(?![a-z])"
    rf"|[,\"”](?: \w+){{0,6}}? (?P<after>{_REPORTING})\b(?=(?: (?:on \w+|in an? \w+|(?:this|last|late|earlier) \w+|yesterday|today))*(?:[.,]|$))"
    rf"|(?P<to>{_ACCORDING})"
)
_LOOSE = re.compile(rf"\b(?P<verb>{_SAYING}|{_REPORTING})\b(?P<after>\b)|(?P<to>{_ACCORDING})")
_KOREAN = re.compile(
    r"(?P<verb>[다라자냐까요죠][\"”’']?(?:이?라)?고[는도]? ?(?!불|부르|부른|칭|이름|하는 |해서|해도|할 |해야))(?=[가-힣0-9a-z])"
    r"|(?P<by>(?:이?라|다)(?:며|면서) )|(?P<to>에 (?:따르면|의하면))"
    r"|(?P<of>(?:다|라|자)는 (?:[가-힣]+ )?(?:주장|의견|지적|관측|평가|분석|입장|반응|우려|전망|생각|설명|비판|보도|말|얘기|이야기|발언|시각|견해|의혹|것이 [^ ]+ (?:주장|설명|의견)))"
    r"|(?P<own>제 생각|개인적으로|생각(?:한다|합니다|해요))"
)
_KOREAN_LOOSE = re.compile(rf"{_KOREAN.pattern}|주장|의견|밝[혔히]|말[했하]|전했")
_GENERIC = frozenset(
    "he she they it i we you who that company firm spokesperson spokesman spokeswoman official officials statement "
    "report reports author article post blog commenter commenters user users people some others source sources paper "
    "study studies research researchers team corporation "
    "그는 그 그녀 회사 회사는 측은 측 관계자 관계자는 기사 기사는 보도 댓글 작성자 이용자 사용자 글쓴이 업체 기업 "
    "연구 연구진 연구팀 논문 저자 일부 이들 이들은 주장 보고서 발표".split()
)
_WHEN = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today earlier later week month year "
    "morning afternoon evening night last this".split()
)
_BREAK = re.compile(r"[,;:.\"“”()]|\b(?:that|and|but|while|as|when|after|because|who|which)\b")
_SUBJECT = re.compile(
    r"(?<![가-힣a-z0-9])[가-힣a-z0-9]*[^하되있없키같않 ](?:은|는|께서는|이|가|께서|측은)(?= )"
)
_BESIDE = 6  # words of a speaker that are looked at
_SUBJECT_WORDS = 3  # at the beginning of a sentence, which `he` and `the company` refer to
_GOVERNED = 4  # words of what is said that are
_FAR = 300  # characters around a verb in which its speaker and what is said are looked for
_THAT = re.compile(r"[a-z]+(?: \w+){0,3}? that\b")
_STRONG = re.compile(r"[;:\"“”]")
_HEARSAY = re.compile(r"(?:한다|합니다|해요|전해|알려)")
_FIRST_PERSON = re.compile(
    r"\b(?:i|i'm|i've|we|my|our)\b|(?:^| )(?:나|저|제|내|우리|저희)(?:는|도|가|의)? "
)


@dataclass(frozen=True, slots=True)
class _Said:
    """Who says it, by no words where that is nobody by name; and words of what is said, if known."""

    speaker: tuple[Word, ...]
    what: tuple[Word, ...] | None
    verb: str

    def meets(self, other: "_Said") -> bool:
        """Whether both may be about the same saying."""
        if self.what is None or other.what is None:
            return True
        return len(missing(self.what, held("", other.what))) < len(self.what)


def misattributed(statement: str, told: Sequence[Word], source: str, before: str = "") -> list[str]:
    """Whether a folded statement keeps who its folded source sentence says says it.

    `before`: the source up to that sentence, where `he` may be named.
    """
    if is_korean(statement) != is_korean(source):
        return _across(statement, source)
    scope = without_asides(told, source)
    theirs = [said for said in _each(scope, strict=True) if _is_told(said, told)]
    own = _kept(statement, source)
    if len(own) < len(theirs) or not all(any(m.meets(said) for m in own) for said in theirs):
        return ["somebody says so in the source, the statement tells it as a fact"]
    named = [mine for mine in _each(statement, strict=True) if mine.speaker]
    if not named:
        return []
    theirs = theirs or _each(scope, strict=False)
    if not theirs:
        return [] if _FIRST_PERSON.search(source) else ["nobody is said to say so in the source"]
    subject = " ".join(scope.split()[:_SUBJECT_WORDS])
    return [why for mine in named for why in _other(mine, theirs, f"{before} {subject}")][:1]


def _across(statement: str, source: str) -> list[str]:
    """The same between languages, where only known names can be compared."""
    theirs, own = _each(source, strict=True), _each(statement, strict=True)
    if theirs and not own:
        return ["somebody says so in the source, the statement tells it as a fact"]
    if own and not theirs and not list(_said(source, strict=False)):
        return ["nobody is said to say so in the source"]
    named = [_known(said) for said in own]
    there = frozenset[str]().union(*(_known(said) for said in theirs))
    if any(names and not names & there for names in named) and there:
        return ["in the source somebody else says so"]
    return []


def _known(said: _Said) -> frozenset[str]:
    return frozenset(name for word in said.speaker for name in known(word.said))


def speakers(text: str) -> frozenset[str]:
    """The words by which a folded text names who says something."""
    return frozenset(
        w.said.removesuffix("'s") for said in _said(text, strict=False) for w in said.speaker
    )


def _kept(statement: str, source: str) -> list[_Said]:
    """What the statement says as somebody's words, also by a verb that is not the source's."""
    loose = {said.verb for said in _each(source, strict=False)}
    replaced = [said for said in _each(statement, strict=False) if said.verb not in loose]
    return [*_each(statement, strict=True), *replaced]


def _is_told(said: _Said, told: Sequence[Word]) -> bool:
    """Whether the statement tells what somebody says there."""
    if not said.what:
        return True
    lost = len(missing(said.what, held("", told)))
    return len(said.what) - lost >= min(2, len(said.what))


def _other(own: _Said, theirs: Sequence[_Said], before: str) -> list[str]:
    where = held("", [word for said in theirs for word in said.speaker])
    lost = missing(own.speaker, where)
    if any(not said.speaker for said in theirs):
        lost = missing(lost, held(before, words(before)))
    if len(lost) * 2 < len(own.speaker) or not lost:
        return []
    return [f"in the source it is not said by {' '.join(word.said for word in own.speaker)}"]


def _each(text: str, *, strict: bool) -> list[_Said]:
    """Every saying of a folded text, the same one once."""
    return list(dict.fromkeys(_said(text, strict=strict)))


def _said(text: str, *, strict: bool) -> Iterator[_Said]:
    if is_korean(text):
        yield from _said_korean(text, _KOREAN if strict else _KOREAN_LOOSE)
    else:
        yield from _said_english(text, _SOURCE if strict else _LOOSE)


def _said_english(text: str, form: re.Pattern[str]) -> Iterator[_Said]:
    for found in form.finditer(text):
        if found["to"]:
            yield _Said(_named(_following(text, found.end())), None, found[0])
            continue
        start = found.start("after") if found["after"] else found.start()
        before, after = _preceding(text, start), _following(text, found.end())
        if not words(before) and _THAT.match(text, start):
            before = " ".join(
                _STRONG.split(text[max(0, start - _FAR) : start])[-1].split()[:_BESIDE]
            )
        told = text[found.end() : found.end() + _FAR]
        what = [word for word in words(told) if word.said not in _WHEN]
        inverted = not words(before) or bool(found["after"]) or not what or not words(after)
        yield _Said(
            speaker=_named(before or after),
            what=None if inverted else tuple(what[:_GOVERNED]),
            verb=text[start : found.end()],
        )


def _preceding(text: str, at: int) -> str:
    """The words before a verb, up to a mark or a word that opens a clause."""
    return " ".join(_BREAK.split(text[max(0, at - _FAR) : at])[-1].split()[-_BESIDE:])


def _following(text: str, at: int) -> str:
    return " ".join(_BREAK.split(text[at : at + _FAR].lstrip())[0].split()[:_BESIDE])


def _said_korean(text: str, form: re.Pattern[str]) -> Iterator[_Said]:
    speaker = _SUBJECT.search(text)
    for found in form.finditer(text):
        if found["to"]:
            yield _Said(_tail(text[max(0, found.start() - _FAR) : found.start()]), None, found[0])
            continue
        what = (
            words(text[max(0, found.end() - _FAR) : found.end()])[-_GOVERNED:]
            if found["verb"]
            else None
        )
        named = speaker and not _HEARSAY.match(text, found.end())
        yield _Said(_tail(text[: speaker.end()]) if speaker and named else (), what, found[0])


def _tail(text: str) -> tuple[Word, ...]:
    """The last words of what stands before a mark."""
    return _named(" ".join(text.rsplit(",", maxsplit=1)[-1].split()[-3:]))


def _named(text: str) -> tuple[Word, ...]:
    return tuple(w for w in words(text) if w.said not in _GENERIC | _WHEN)
