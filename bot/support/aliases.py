"""Names that Korean and English texts write differently: one thing, one name. Pure.

A small table of what tech news often names. Whoever lacks an entry adds a line.
"""

import re
from functools import lru_cache

from bot.support.words import PARTICLES, is_korean

_TABLE = """
openai/오픈ai/오픈에이아이
google/구글
alphabet/알파벳
apple/애플
samsung/삼성/삼성전자/삼전
microsoft/마이크로소프트
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
tsmc/대만반도체
hynix/sk hynix/하이닉스/sk하이닉스
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
altman/올트먼/알트먼/알트만/올트만
musk/머스크
zuckerberg/저커버그
jensen/젠슨
nadella/나델라
pichai/피차이
elon/일론
ai/artificial intelligence/인공지능
usa/united states/american/미국
uk/united kingdom/british/britain/영국
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
friday/fri/금요일
saturday/토요일
sunday/일요일
"""
_ALIASES = [line.split("/") for line in _TABLE.split("\n") if line]
_FIRST = {form: group[0] for group in _ALIASES for form in group}
_AFTER_KOREAN = (
    rf"(?=(?:인|산|측|계|판|어|사|분)?(?:{PARTICLES})?(?![가-힣]))"  # not 애플 in 애플리케이션
)


def _form(alias: str) -> str:
    return re.escape(alias) + (_AFTER_KOREAN if is_korean(alias[-1]) else "(?![a-z])")


_FORMS = re.compile(
    f"(?<![a-z0-9가-힣])(?:{'|'.join(map(_form, sorted(_FIRST, key=len, reverse=True)))})"
)


_APART = re.compile(
    r"([a-z0-9]|[가-힣](?= +(?:씨|대표|사장|회장|장관|의원|교수))) +"
    r"((?:씨|대표|사장|회장|장관|의원|교수)?(?:에게서|에게|에서|으로|로|은|는|이|가|을|를|에|의|와|과)(?= |$))"
)


@lru_cache(maxsize=256)  # texts: each is looked at by several checks
def canonical(text: str) -> str:
    """A folded text with every known name in its first form."""
    return _FORMS.sub(lambda match: f" {_FIRST[match[0]]} ", text)


def joined(text: str) -> str:
    """A canonical text with particles and titles again at their names: openai 가 -> openai가."""
    return _APART.sub(r"\1\2", text)


def known(text: str) -> list[str]:
    """Known names in a folded text, in their first form."""
    return list(dict.fromkeys(_FIRST[match[0]] for match in _FORMS.finditer(text)))


def placed(text: str) -> list[tuple[int, int, str]]:
    """Known names of a text in small letters, in their first form, with where they begin and end."""
    return [(m.start(), m.end(), _FIRST[m[0]]) for m in _FORMS.finditer(text)]


def known_forms(text: str) -> list[str]:
    """The same as the text has them."""
    return _FORMS.findall(text)
