"""Why a sentence failed its checks, in the reader's language. Pure.

Checks give their reasons in English. What stands after a colon, or in brackets here, is of the texts.
"""

import re

_TABLE = """
date not in the source: (.+) = 출처에 없는 날짜: {0}
number not in the source: (.+) = 출처에 없는 수: {0}
version not in the source: (.+) = 출처에 없는 버전: {0}
name not in the source: (.+) = 출처에 없는 이름: {0}
quotation not in the source: (.+) = 출처에 없는 인용: {0}
the sentence most like it has another figure than (.+) = 가장 가까운 문장의 수가 다름: {0}
the sentence most like it has another date than (.+) = 가장 가까운 문장의 날짜가 다름: {0}
the source does not say (.+) as often = 출처에는 그만큼 여러 번 나오지 않는 말: {0}
the source has (.+) only (.+) times = 출처에 {1}번만 나오는 수: {0}
the source does not have as many dates = 출처에 그만큼 많은 날짜가 없음
the source does not say (.+) = 출처에 없는 말: {0}
in another language than the source = 인용문과 다른 언어로 쓰여 확인할 수 없음
more than one sentence, in another language than the source = 인용문과 다른 언어로 쓴 문장이 둘 이상임
no sentence of the source in the other language says all of it = 다른 언어로 된 인용문 가운데 이 내용을 모두 담은 문장이 없음
somebody says so in the source, the statement tells it as a fact = 출처에서는 누군가의 말인데 사실처럼 썼음
nobody is said to say so in the source = 출처에는 그렇게 말한 사람이 없음
in the source somebody else says so = 출처에서는 다른 사람이 한 말임
in the source it is not said by (.+) = 출처에서는 이 사람이 한 말이 아님: {0}
the source tells (.+) and (.+) of different things = 출처에서는 {0}, {1} 각각 다른 것에 대한 수임
the source says (.+) of (.+) = 출처에서는 다른 것에 대한 말임: {0} ({1})
the statement has parts of two things that the source tells = 출처의 서로 다른 두 내용을 섞었음
the source denies it of another = 출처에서는 다른 것에 대해 부정한 내용임
(.+) stands in another sentence, which has (.+) there = 다른 문장에 있는 말을 가져다 썼음: {0}
the statement compares, the source sentence does not = 출처에는 없는 비교임
the statement compares the other way round = 비교하는 방향이 출처와 반대임
the statement has from (.+) to (.+) the other way round = 수가 변한 방향이 출처와 반대임: {0}, {1}
the source tells it as (.+), the statement as (.+) = 확실한 정도가 출처와 다름
the source says it with (.+), the statement without = 출처에 붙은 조건이나 유보를 뺐음: {0}
the source has (.+), the statement (.+) = 범위를 나타내는 말이 출처와 다름: {0} / {1}
one is negative, the other is not = 한쪽은 부정하고 다른 쪽은 부정하지 않음
opposites: (.+) and (.+) = 서로 반대되는 말: {0} / {1}
who does it and to whom is exchanged = 누가 누구에게 했는지가 뒤바뀜
in the source it is not (.+)'s (.+) = 출처에서는 {1}의 주인이 다름: {0}
it names a source that it was not shown = 보여 준 적이 없는 출처를 댔음
its quote stands in no source that it was shown = 인용한 말이 보여 준 글 어디에도 없음
it is no sentence = 문장이 아님
its quote is too long = 인용이 너무 긺
its words are not those of its quotes = 인용문에 없는 말임
it does not keep to the words and order of one sentence of its quotes = 인용문 한 문장의 말과 순서를 그대로 따르지 않음
it is too long to be checked = 너무 길어 확인할 수 없음
its quotes do not say that much = 인용문이 그만큼 말하지 않음
no citation = 근거로 댄 인용이 없음
it leans on a date that it does not give = 밝히지 않은 날짜에 기대는 문장임
it leans on a sentence that is not there = 앞에 없는 문장에 기대는 문장임
what stands beside its quote takes that back = 인용문 앞뒤의 글이 그 내용을 부정함
it gives a person's words as those of an article = 사람의 말을 기사의 내용처럼 썼음
it gives an article's words as those of commenters = 기사의 내용을 댓글처럼 썼음
it is not in the language of the question = 질문과 다른 언어로 썼음
it is about something else than what was asked about = 물어본 것과 다른 것에 대한 내용임
what it quotes is far from the question = 인용한 내용이 질문과 거리가 멂
it tells nothing of what was asked for = 물어본 내용이 들어 있지 않음
second opinion: its quotes do not say that = 두 번째 판단: 인용문은 그렇게 말하지 않음
second opinion: it could not be read = 두 번째 판단: 판단을 읽을 수 없음
second opinion: the words it rests on are not in the quotes = 두 번째 판단: 근거로 든 말이 인용문에 없음
the second opinion could not be had = 두 번째 판단을 받지 못했음
"""
_KOREAN = [
    (re.compile(english), korean)
    for english, korean in (line.split(" = ") for line in _TABLE.strip().split("\n"))
]


def reason_line(reason: str, lang: str) -> str:
    """A reason of a verdict; one without a Korean form is introduced in Korean."""
    if lang != "ko":
        return reason
    found = ((korean, form.fullmatch(reason)) for form, korean in _KOREAN)
    told = next((korean.format(*match.groups()) for korean, match in found if match), None)
    return told or f"출처와 맞지 않음: {reason}"
