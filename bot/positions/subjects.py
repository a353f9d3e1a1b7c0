"""What discussions of tech news often turn to, as Korean and English say it: one line, one thing. Pure.

A small table of everyday subjects, so that a question in one language finds comments in the other by their
words. Names are in `bot.support.aliases`. Whoever lacks an entry adds a line.
"""

import re
import unicodedata
from functools import lru_cache

from bot.support.words import is_korean

_TABLE = """
ad/ads/advert/adverts/advertising/advertisement/advertisements/광고
price/prices/pricing/priced/가격/요금
cost/costs/비용/원가
fee/fees/commission/수수료
subscription/subscriptions/subscriber/subscribers/구독
free plan/free tier/무료 요금제/무료 플랜
spending/expenditure/expenses/지출
revenue/revenues/매출/수익
profit/profits/profitability/이익/흑자/수익성
loss/losses/적자/손실
debt/debts/loans/부채/빚/대출
investment/investments/investor/investors/investing/투자/투자자
stock/stocks/share price/주가/주식
valuation/기업가치
acquisition/takeover/인수
merger/합병
layoff/layoffs/job cuts/해고/감원/정리해고
hiring/recruiting/recruitment/채용/고용
salary/salaries/wages/pay/급여/임금/연봉
job/jobs/employment/일자리
employee/employees/staff/workers/직원/근로자
manager/managers/management/관리자/경영진
remote work/working from home/재택근무/원격 근무
researcher/researchers/연구자/연구원
privacy/개인정보/프라이버시/사생활
security/보안
vulnerability/vulnerabilities/취약점
encryption/encrypted/암호화
password/passwords/비밀번호
passkey/passkeys/패스키
outage/outages/downtime/장애/먹통
bug/bugs/버그
performance/성능
speed/속도
latency/지연 시간
memory/메모리
battery/battery life/배터리
screen/display/화면/디스플레이
keyboard/키보드
camera/카메라
design/redesign/디자인/개편
user interface/ui/인터페이스
documentation/docs/문서
licence/license/licences/licenses/licensing/라이선스/라이센스
open source/open-source/오픈소스
copyright/저작권
patent/patents/특허
lawsuit/lawsuits/sued/suing/소송
regulation/regulations/regulators/규제
law/laws/legislation/법률/법안
tax/taxes/세금
government/governments/정부
censorship/검열
competition/competitors/rivals/경쟁/경쟁사
monopoly/antitrust/독점/반독점
migration/migrating/마이그레이션
alternative/alternatives/대안
lock-in/종속
hosting/self-hosting/self-hosted/호스팅
cloud/클라우드
data center/data centers/data centre/data centres/데이터센터
electricity/power consumption/energy/전력/전기/에너지
environment/climate/환경/기후
hallucination/hallucinations/환각
benchmark/benchmarks/벤치마크
accuracy/정확도/정확성
training/학습/훈련
pre-training/pretraining/사전 학습/사전 훈련
training data/학습 데이터/훈련 데이터
chip/chips/semiconductor/semiconductors/칩/반도체
bubble/거품/버블
children/kids/minors/아이들/어린이/청소년/아동
student/students/학생
school/schools/education/학교/교육
health/healthcare/건강/의료
accessibility/접근성
plugin/plugins/extension/extensions/플러그인/확장
backup/backups/백업
update/updates/업데이트
support/customer service/고객 지원/고객센터
compatibility/호환성/호환
programming/coding/코딩/프로그래밍
code review/코드 리뷰
test/tests/testing/테스트
language/languages/언어
rewrite/rewriting/재작성
delay/delays/delayed/delaying/postpone/postponed/postponing/지연/연기/미루/미뤄/미룬
refund/refunds/환불
shipping/delivery/배송
repair/repairability/수리
"""
_GROUPS = [line.split("/") for line in _TABLE.split("\n") if line]


def said_as(word: str) -> tuple[str, ...]:
    """How both languages say the subject that a folded word or pair of words names; none for others."""
    return _forms().get(word, ())


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[str, ...]]:
    return {form: tuple(group) for group in reversed(_GROUPS) for form in group}


def pattern(form: str) -> str:
    """A regular expression for a form in a decomposed text (NFD): a Korean one begins a word
    (but not 인상 in 인상적), an English one is one.
    """
    spaced = re.escape(form).replace(r"\ ", r"\s?")
    if is_korean(form):
        return unicodedata.normalize("NFD", rf"(?<![\u1100-\u11ff]){spaced}(?!적)")
    return rf"(?<![a-z0-9]){spaced}(?![a-z])"
