"""What one sentence tells that another source may contradict: figures of something, dates, denials. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from bot.support.aliases import known, known_forms
from bot.support.dates import Day, dated
from bot.support.polarity import is_negative
from bot.support.quantities import Quantity, quantities
from bot.support.source import Sentence, sentence
from bot.support.words import folded, is_korean
from retrieval.tokens import STOP_WORDS

_THINGS = (  # what figures measure, in both languages: one line, one thing
    r"users?\b|people use|이용자|사용자|유저|명이 (?:쓰|사용|이용)",
    r"subscribers?\b|구독자|가입자|subscriptions?\b",
    r"employees?\b|staff(?:ers)?\b|workers?\b|workforce|headcount|직원|임직원|근로자|인력",
    r"layoffs?\b|laid off|lay(?:ing)? off|job cuts?|jobs? (?:cut|lost)|cut(?:s|ting)? [^.]{0,24}(?:jobs|employees|staff|workers|positions|roles)|해고|감원|정리해고|구조조정",
    r"revenues?\b|sales\b|turnover|매출",
    r"profits?\b|earnings|net income|영업이익|순이익|이익",
    r"loss(?:es)?\b|손실|적자",
    r"price[sd]?\b|pricing|costs? [^.]{0,12}(?:usd|[$€£₩¥])|sells? for|starts? at|가격|출고가|요금|값",
    r"fin(?:e|es|ed)\b|penalt(?:y|ies)|과징금|벌금|과태료",
    r"valu(?:ed|ation|ing|es)\b|기업가치|기업 가치|몸값",
    r"invest(?:s|ed|ing|ment|ments)?\b|투자",
    r"rais(?:e|es|ed|ing)\b|funding|financing|투자 ?유치|조달",
    r"acqui\w+|buy(?:s|ing)?\b|bought|takeover|purchas\w+|인수",
    r"shipments?\b|shipped|출하",
    r"sold\b|판매",
    r"market share|share of|점유율",
    r"downloads?\b|downloaded|다운로드|내려받",
    r"parameters?\b|매개변수|파라미터",
    r"batter(?:y|ies)|배터리",
    r"kill(?:s|ed)?\b|dea(?:d|ths?)\b|died|숨지|숨졌|사망",
    r"injur\w+|hurt\b|wounded|부상|다쳤|다친",
    r"accounts?\b|records?\b|계정|개인정보|유출",
    r"outage|down for|장애|먹통|중단",
    r"stores?\b|매장|지점",
    r"recall\w*|리콜",
    r"customers?\b|고객",
    r"stake\b|지분",
    r"delay\w*|postpon\w*|연기|미뤄|미룬|늦",
    r"context|token\w*|토큰|컨텍스트",
    r"visitors?\b|방문자|관람객|참가자|attend\w*",
)
_EVENTS = (
    r"launch\w*|releas\w*|debut\w*|came out|roll(?:s|ed|ing)? out|go(?:es)? on sale|went on sale|unveil\w*|출시|공개|선보|발매",
    r"announc\w*|발표",
    r"found(?:ed|ing)\b|set up|establish\w*|설립|창업|창립",
    r"acqui\w+|buy\b|bought|takeover|인수",
    r"clos(?:e|ed|es|ing|ure)\b|shut(?:s|ting)?\b|discontinu\w*|종료|폐쇄|폐지|접는|접었",
    r"go(?:es)? public|went public|ipo\b|listed|상장",
    r"resign\w*|step(?:s|ped)? down|quit\b|사임|물러나|물러났|퇴진|사퇴",
    r"\bfir(?:ed|ing)\b|oust\w*|해임|경질|해고|laid off|layoffs?|감원",
    r"\bsu(?:e|ed|es|ing)\b|lawsuit|소송|제소|고소",
    r"took effect|takes? effect|in force|시행|발효",
    r"leak(?:ed|s)?\b|breach\w*|hack(?:ed)?\b|유출|해킹|침해",
    r"outage|went down|장애|먹통",
    r"merg\w+|합병",
    r"delay\w*|postpon\w*|연기|미뤘|미뤄",
    r"sign(?:ed|s)?\b|agreed|계약|체결|서명|합의",
    r"open(?:ed|s|ing)?\b|개장|문을 열|개관|개소",
    r"approv\w*|승인|허가",
    r"us(?:e|ed|es|ing)\b [^.]{0,40}\btrain|train(?:ed|ing)?\b|학습",
    r"us(?:e|es|ed|ing)\b|사용|쓰[고는였]",
    r"kill(?:ed|s)?\b|died|dead\b|사망|숨졌",
    r"meet(?:s|ing)?\b|met\b|만났|만나|회동",
    r"sell(?:s|ing)?\b|sold\b|매각|판매",
    r"ban(?:s|ned)?\b|금지",
    r"fil(?:e|ed|es|ing)\b|appl(?:y|ied)\b|신청|제출",
    r"pass(?:ed|es)?\b|통과",
    r"start(?:s|ed)?\b|beg[aiu]n\w*|시작|착수",
    r"pre-?orders?|예약",
)
_ONCE = frozenset({2, 3, 4, 5, 12})  # of the events: what happens to a thing no second time
_SCOPES = (  # what makes two figures of one thing different figures
    r"weekly|주간",
    r"monthly|월간|월 이용|매월|한 달",
    r"daily|일간|하루|매일",
    r"annual(?:ly)?|yearly|a year|per year|연간|연 매출|매년",
    r"quarterly|quarter|분기",
    r"pay(?:ing|s)|paid|유료",
    r"free\b|무료",
    r"enterprise|business(?:es)?\b|기업용|기업 고객",
    r"\bus\b|american|미국|usa\b|u\.s\.",
    r"europe\w*|\beu\b|유럽",
    r"korea\w*|domestic\w*|한국|국내",
    r"china|chinese|중국",
    r"japan\w*|일본",
    r"india\w*|인도(?!네시아|적)",
    r"global\w*|worldwide|전 ?세계|글로벌",
    r"total|all told|cumulative|altogether|총|누적|모두 합",
    r"average|평균",
    r"record\b|사상 최대|역대",
    r"first|첫|최초",
    r"second\b|두 번째",
    r"additional|another|more (?:than )?(?=[0-9])|추가|더 ",
    r"operating|영업",
    r"\bnet\b|순이익|순손실",
    r"\bpro\b|프로(?![가-힣])",
    r"\bmini\b|미니",
    r"\bmax\b|맥스",
    r"\bplus\b|플러스",
    r"\bultra\b|울트라",
    r"\blite\b|라이트",
    r"\bair\b|에어",
    r"base|entry|기본",
    r"each|per\b|apiece|당 |씩",
    r"grew|grow\w*|rose|ris\w+|increas\w*|jump\w*|up (?:by )?[0-9]|climb\w*|surg\w*|증가|늘|상승|올랐|올라|성장",
    r"fell|fall\w*|drop\w*|declin\w*|decreas\w*|down (?:by )?[0-9]|slid|감소|줄|하락|내렸|떨어",
    r"record(?:s)? of|계정",
    r"small\w*|light\w*|소형|작은",
    r"large\w*|big(?:ger|gest)?\b|대형|큰",
    r"top\b|high-end|flagship|최상위|고급형",
    r"seed\b|시드",
    r"series [a-f]\b|시리즈 ?[a-f]\b",
    r"women|female|여성",
    r"engineers?|개발자|엔지니어",
)
_SURENESS = (  # an aim, an estimate or a forecast contradicts no figure
    r"\bexpect\w*|forecast\w*|predict\w*|project(?:s|ed)\b|anticipat\w*|전망|예상|예측|관측|추정|estimat\w*",
    r"\btarget\w*|\bgoal\b|aim(?:s|ed|ing)?\b|plan(?:s|ned|ning)?\b|intend\w*|hop(?:e|es|ed|ing)\b|목표|계획|예정|방침|검토|추진|consider\w*|mull\w*|talks",
    r"\bwill\b|\bwould\b|'ll\b|going to|set to|due to|[ᆯ을할될] ?(?:것|전망|예정)|겠",
    r"\bmay\b|might|could\b|수 있|수도|가능성",
    r"rumou?r\w*|reportedly|소문|루머|알려졌|전해졌|것으로 보",
    r"could have|would have|if\b|라면|다면|경우",
)
_AT_LEAST = re.compile(
    r"\b(?:more than|over|above|at least|exceed\w*|surpass\w*|past|upwards of|topp\w+)\s*[^0-9]{0,6}$"
)
_AT_MOST = re.compile(
    r"\b(?:less than|under|below|up to|at most|nearly|almost|fewer than|max\w* of)\s*[^0-9]{0,6}$|최대\s?$"
)
_AT_LEAST_AFTER = re.compile(
    r"^\s?(?:[가-힣]{0,3}\s?)?(?:이상|넘|여\s?(?:명|개|건|곳)?|을 넘|를 넘|초과|돌파|or more|plus\b|\+)"
)
_AT_MOST_AFTER = re.compile(r"^\s?(?:[가-힣]{0,3}\s?)?(?:이하|미만|or less|or fewer|가까|에 육박)")
_ABOUT = re.compile(
    r"(?:\b(?:about|around|roughly|some|approximately|circa)|~|약|대략|어림잡아)\s*[^0-9]{0,3}$"
)
_SPEAKS = re.compile(
    r",? according to [^,.;]+|,? (?:[\w.'-]+ ){0,4}?(?:told|tells) [^,.;]+|\b(?:said|says|reported|reports|wrote|announced|confirmed|stated)"
    r"(?: (?:on|last|this) (?:[a-z]+day|week|month|[a-z]+\.? [0-9]{1,2}(?:,? [0-9]{4})?|[0-9]{1,2} [a-z]+))",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing)|rebut(?:s|ted)?|debunk(?:s|ed)?|disput(?:e|es|ed|ing)|reject(?:s|ed)? (?:claims?|reports?|rumou?rs?|allegations?|the (?:claim|report))"
    r"|dismiss(?:es|ed)? (?:claims?|reports?|rumou?rs?|the (?:claim|report|rumou?r))|not true|untrue|(?:is|was|are|were|as) (?:false|fake|wrong|baseless|incorrect|inaccurate)|false (?:report|claim|rumou?r)s?"
    r"|no truth|no plans? to|no intention)\b|사실이 아니|사실무근|사실과 다르|부인|반박|일축|허위|오보|근거 없|계획이 없|계획은 없|검토한 (?:바|적) 없|한 (?:바|적) ?(?:이|은|도)? ?없",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![0-9.,$₩€£])(?:19|20)[0-9]{2}(?![0-9,%]|\.[0-9]|년)")
_RELATIVE = re.compile(
    r"\b(?:last|this|next|previous) (?:week|month|quarter|year|spring|summer|autumn|fall|winter)\b|\b(?:a|[0-9]+|one|two|three|five|ten) (?:years?|months?|weeks?) (?:ago|earlier|before)\b"
    r"|작년|지난해|올해|내년|재작년|지난달|이번 ?달|다음 ?달|지난주|이번 주|다음 주|전년|상반기|하반기|[0-9]+(?:년|개월|주) ?전|first half|second half"
)
_COUNTER = re.compile(
    r"^\s?(명|개|대|건|곳|만 명|배|권|편|회|번|위|점|종|석|채|가구|살|세|kg|km|gb|tb|mah|kwh|인치|나노|nm|시간)"
)
_NEXT = re.compile(r"^[ -]?((?:[a-z]+[ -]){0,3}[a-z]+)")
_BEFORE = re.compile(r"(?<![\w'])([a-z][a-z-]*|[가-힣]+) $")
_DESCRIBES = re.compile(r"[가-힣](?:의|은|는|이|가|을|를|에|로|된|한|할|온|인|간|진)$")
_FIGURE_WORD = re.compile(r"[0-9]|illion|percent|thousand|[만억조]$|달러|명$")
_PART = re.compile("[a-z0-9]+")
_COUNTRIES = frozenset({"usa", "uk", "eu", "ceo", "ai"})
_IDLE_UNITS = frozenset({"quarter"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in a sentence, with what may keep it from contradicting another."""

    value: Decimal
    unit: str  # of `Quantity`; empty for bare numbers
    least: bool = False  # "more than"
    most: bool = False  # "up to"
    about: bool = False
    counted: frozenset[str] = frozenset()  # English words after a bare number, or a Korean counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One sentence, as contradictions are looked for in it."""

    whole: Sentence
    korean: bool
    names: frozenset[str]
    things: frozenset[int]
    events: frozenset[int]
    qualified: frozenset[str]  # words right before a thing: "cloud revenue"
    scopes: frozenset[int]
    sureness: frozenset[int]
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    times: frozenset[str]  # relative ones, quarters and years, as they are written
    denies: bool
    negative: bool
    once: bool  # tells of what happens to a thing no second time
    published: datetime | None


@lru_cache(maxsize=512)
def telling(text: str, published: datetime | None) -> Telling:
    """Of one sentence."""
    bare = _SPEAKS.sub(" ", text)
    plain = folded(bare)
    read = sentence(bare)
    found, rest = dated(plain)
    days = tuple(day for _, _, day in found)
    years = frozenset(_YEAR.findall(rest))
    return Telling(
        whole=read,
        korean=is_korean(text),
        names=_names(read, plain),
        things=_which(_THINGS, plain),
        qualified=_qualifiers(rest) - {name.removesuffix("'s") for name in read.mentions},
        events=_which(_EVENTS, plain),
        scopes=_which(_SCOPES, plain),
        sureness=_which(_SURENESS, rest),
        figures=tuple(_figures(rest)),
        days=days,
        times=frozenset(m[0] for m in _RELATIVE.finditer(plain)) | years | _quarters(rest),
        denies=bool(_DENIES.search(plain)),
        negative=is_negative(plain),
        once=not _ONCE.isdisjoint(_which(_EVENTS, plain)),
        published=published,
    )


def _names(read: Sentence, plain: str) -> frozenset[str]:
    """What it names, each once: of a Korean name the Latin part is no other one."""
    parts = {part for form in known_forms(plain) for part in _PART.findall(form)}
    first = [read.first] if read.first and not read.korean else []
    said = {name.removesuffix("'s") for name in (*read.mentions, *first)}
    return frozenset(known(plain)) | frozenset(said - parts - _COUNTRIES)


def _qualifiers(text: str) -> frozenset[str]:
    """Words right before the things that are measured, where these are nouns."""
    found = (
        _BEFORE.search(text[: match.start()])
        for form in _compiled(_THINGS)
        for match in form.finditer(text)
        if not match[0].endswith(("ed", "ing"))
    )
    return frozenset(m[1] for m in found if m and not _is_idle(m[1]))


def _is_idle(word: str) -> bool:
    return (
        word in STOP_WORDS
        or bool(_FIGURE_WORD.search(word) or _DESCRIBES.search(word))
        or bool(known(word))
    )


def _which(lines: tuple[str, ...], text: str) -> frozenset[int]:
    return frozenset(n for n, form in enumerate(_compiled(lines)) if form.search(text))


@lru_cache(maxsize=8)
def _compiled(lines: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<![a-z])(?:{line})") for line in lines)


def _quarters(text: str) -> frozenset[str]:
    return frozenset(f"{q.value:f}Q" for q in quantities(text) if q.unit == "quarter")


def _figures(text: str) -> list[Figure]:
    """Of a folded text without its dates, left to right."""
    at, figures = 0, []
    for number in quantities(_YEAR.sub(lambda year: ";" * len(year[0]), text)):
        at = text.find(number.said, at)
        if at < 0:
            break
        end = at + len(number.said)
        if number.certain and number.unit not in _IDLE_UNITS and not _is_name(text, at):
            figures.append(_figure(number, text[:at], text[end:]))
        at = end
    return figures


def _figure(number: Quantity, before: str, after: str) -> Figure:
    found = _COUNTER.match(after) or _NEXT.match(after)
    counted = re.split("[ -]", found[1]) if found and not number.unit else []
    return Figure(
        value=number.value,
        unit=number.unit,
        least=bool(_AT_LEAST.search(before) or _AT_LEAST_AFTER.match(after)),
        most=bool(_AT_MOST.search(before) or _AT_MOST_AFTER.match(after)),
        about=bool(_ABOUT.search(before)),
        counted=frozenset(counted),
    )


def _is_name(text: str, at: int) -> bool:
    """The 17 of "iPhone 17" counts nothing."""
    return bool(
        re.search(
            r"(?:iphone|galaxy|pixel|version|windows|gpt|gemini|claude|android|ios|macos|python|series|model|아이폰|갤럭시|버전|픽셀|윈도우)[ -]?(?:[a-z] ?)?$",
            text[:at],
        )
    )
