"""Everyday words of which one may stand for the other in news. Pure.

Only such as say the same in nearly every sentence: whatever is narrower, stronger or only alike is
left out, since an exchanged word is the commonest way to make a statement false.
"""

_ENGLISH = """
buy purchase acquire acquisition
company firm corporation
employee worker staffer
start begin commence
stop cease halt
finish conclude
help assist
need require
explain clarify
big large
small little
quick fast rapid swift
choose select
near close
happen occur
improve enhance
get obtain receive
give provide
make create
use utilize utilise
problem issue
job position
talk speak
important significant
main primary principal
many numerous
method approach
fix repair
keep retain
let allow enable permit
mention refer
change alter modify
new novel
prior previous
person individual
film movie
car automobile
smartphone phone
photo picture photograph
kid child
doctor physician
lawyer attorney
launch release unveil introduce
reveal disclose
increase raise rise grow
decrease decline fall drop reduce
find discover
build construct
startup start-up
app application
say state note add remark comment tell
website site
cofounder co-founder
"""
_KOREAN = """
사람 인간
회사 기업
시작 개시
구매 구입
종료 종결
직원 종업원
출시 내놓
말 말하 밝히 밝혀 전하 설명 언급 이야기 덧붙이 덧붙여
후 뒤 이후
계속 지속
중간 가운데
증가 늘어나 늘
감소 줄어들 줄
사용 이용
변경 바꾸 바꿔 바꿨
상승 오르 올라 올랐
하락 내리 내려 내렸
"""


def _groups(lines: str) -> list[list[str]]:
    return [line.split() for line in lines.split("\n") if line]


ENGLISH = _groups(_ENGLISH)
KOREAN = {word: group[0] for group in _groups(_KOREAN) for word in group}
"""A stem, to the one that stands for all of its line."""
