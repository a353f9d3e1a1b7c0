"""Names of a statement must be in its source, in Latin letters or as Korean writes them. Pure."""

import re
from collections.abc import Collection

from bot.support.words import PARTICLES, folded, is_korean
from retrieval.tokens import STOP_WORDS

_ALIASES = [  # one thing a line; all forms case-folded
    line.split("/")
    for line in """
openai/오픈ai/오픈에이아이
google/구글
alphabet/알파벳
apple/애플
samsung/삼성/삼성전자
microsoft/마이크로소프트/ms
amazon/아마존
aws/아마존웹서비스
meta/메타
facebook/페이스북
instagram/인스타그램
whatsapp/왓츠앱
youtube/유튜브
twitter/트위터
netflix/넷플릭스
nvidia/엔비디아
intel/인텔
amd/에이엠디
qualcomm/퀄컴
arm/암홀딩스
tsmc/대만반도체
sk hynix/sk하이닉스
hynix/하이닉스/sk하이닉스
lg/엘지/lg전자
naver/네이버
kakao/카카오
coupang/쿠팡
tesla/테슬라
spacex/스페이스x/스페이스엑스
anthropic/앤트로픽/앤스로픽
claude/클로드
gemini/제미나이/제미니
chatgpt/챗gpt/챗지피티
copilot/코파일럿
deepseek/딥시크
mistral/미스트랄
alibaba/알리바바
tencent/텐센트
baidu/바이두
huawei/화웨이
xiaomi/샤오미
bytedance/바이트댄스
tiktok/틱톡
softbank/소프트뱅크
sony/소니
nintendo/닌텐도
oracle/오라클
ibm/아이비엠
adobe/어도비
github/깃허브
hugging face/허깅페이스
reddit/레딧
discord/디스코드
slack/슬랙
linux/리눅스
windows/윈도우/윈도
android/안드로이드
iphone/아이폰
ipad/아이패드
galaxy/갤럭시
chrome/크롬
firefox/파이어폭스
mozilla/모질라
cloudflare/클라우드플레어
bitcoin/비트코인
python/파이썬
rust/러스트
javascript/자바스크립트
docker/도커
kubernetes/쿠버네티스
sam altman/샘 올트먼/샘 알트만/샘 올트만
altman/올트먼/알트만/올트만
elon musk/일론 머스크
musk/머스크
tim cook/팀 쿡
jensen huang/젠슨 황
satya nadella/사티아 나델라
sundar pichai/순다르 피차이
mark zuckerberg/마크 저커버그
zuckerberg/저커버그
ai/인공지능
us/u.s/usa/united states/american/미국
uk/u.k/united kingdom/british/영국
eu/european union/유럽연합
korea/south korea/korean/한국
china/chinese/중국
japan/japanese/일본
taiwan/taiwanese/대만
germany/german/독일
france/french/프랑스
seoul/서울
monday/월요일
tuesday/화요일
wednesday/수요일
thursday/목요일
friday/금요일
saturday/토요일
sunday/일요일
""".split("\n")
    if line
]
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.&+'’\-][A-Za-z0-9]+)*")
_PART = re.compile(r"[.&+'’\-]")
_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_ENDING = 2  # letters that Korea and Korean, Apple and Apples may differ in
_LEAST = 4


def _form(alias: str) -> str:
    """Latin forms stand alone; Korean ones may have a particle, so that 애플 is not in 애플리케이션."""
    after = rf"(?=(?:{PARTICLES})?(?![가-힣]))" if is_korean(alias[-1]) else "(?![a-z0-9])"
    return rf"(?<![a-z0-9가-힣]){re.escape(alias)}{after}"


_KNOWN = {group[0]: re.compile("|".join(map(_form, group))) for group in _ALIASES}


def canonical(text: str) -> str:
    """A folded text with every known name in its first form."""
    for name, forms in _KNOWN.items():
        text = forms.sub(f" {name} ", text)
    return text


def known(text: str) -> list[str]:
    """Known names in a folded text."""
    return [name for name, forms in _KNOWN.items() if forms.search(text)]


def names(sentence: str) -> list[str]:
    """Latin names of a sentence, as written: capitals inside an English one, any in a Korean one."""
    found = list(_LATIN.finditer(sentence))
    if is_korean(sentence):
        return [match[0] for match in found if len(match[0]) > 1]
    return [match[0] for match in found if _is_name(match, found[0])]


def latin(text: str) -> set[str]:
    """Latin words of a text and their parts, folded: where names are looked for."""
    whole = [match[0] for match in _LATIN.finditer(text)]
    return {folded(word) for word in [*whole, *(p for word in whole for p in _PART.split(word))]}


def is_among(name: str, words: Collection[str]) -> bool:
    """Whether a name, or every part of it, is one of the words but for an ending."""
    whole = folded(name).removesuffix("'s")
    return any(_same(whole, word) for word in words) or (
        bool(_PART.search(whole)) and all(p in words for p in _PART.split(whole) if len(p) > 1)
    )


def _is_name(match: re.Match[str], first: re.Match[str]) -> bool:
    word = match[0]
    if folded(word) in STOP_WORDS | _MONTHS or folded(word).startswith("i'"):
        return False
    inside = any(c.isupper() for c in word[1:])
    return inside or (word[0].isupper() and match.start() != first.start())


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _LEAST:
        return one == other
    return long.startswith(short) and len(long) - len(short) <= _ENDING
