"""Invented pairs of sentences from two sources: some contradict each other, some only seem to."""

from typing import NamedTuple

from bot.types import Rift


class Pair(NamedTuple):
    """Two sentences; the second is from a text that is so many days newer."""

    one: str
    other: str
    rift: Rift | None = None
    together: bool = True  # whether both texts belong to one story
    days: int = 1


FIGURES, DATES, DENIAL = Rift.FIGURES, Rift.DATES, Rift.DENIAL

CONFLICTS = [
    # figures
    Pair("ChatGPT has 650 million weekly users.", "ChatGPT has 450 million weekly users.", FIGURES),
    Pair(
        "Quillon said its assistant reached 40 million monthly users.",
        "Quillon's assistant has 65 million monthly users.",
        FIGURES,
    ),
    Pair(
        "Quillon will lay off 1,200 employees.",
        "Quillon will lay off 3,000 employees.",
        FIGURES,
        together=False,
    ),
    Pair("The fine amounts to $320 million.", "Regulators fined Quillon $450 million.", FIGURES),
    Pair("Quillon paid $2 billion for Brightloom.", "Quillon paid $3.5 billion for Brightloom.", FIGURES),
    Pair("Brightloom was valued at $9 billion.", "Brightloom was valued at 12 billion dollars.", FIGURES),
    Pair("The outage lasted 4 hours.", "The outage lasted 9 hours.", FIGURES),
    Pair("The Harbor 3 phone costs $799.", "The Harbor 3 phone costs $899.", FIGURES),
    Pair("Nimbus cut 14% of its workforce.", "Nimbus cut 20 percent of its workforce.", FIGURES, days=0),
    Pair("챗GPT 주간 이용자는 4억 5천만 명이다.", "챗GPT 주간 이용자는 6억 5천만 명이다.", FIGURES),
    Pair("쿠팡의 과징금은 1400억 원으로 정해졌다.", "쿠팡에 부과된 과징금은 1600억 원이다.", FIGURES),
    Pair("네이버는 직원 300명을 해고했다.", "네이버는 직원 500명을 해고했다.", FIGURES, together=False),
    Pair("카카오 장애는 5시간 동안 이어졌다.", "카카오 장애는 11시간 동안 이어졌다.", FIGURES),
    Pair("유출된 계정은 340만 개다.", "유출된 계정은 510만 개로 집계됐다.", FIGURES),
    Pair("ChatGPT has 650 million weekly users.", "챗GPT 주간 이용자는 4억 5천만 명이다.", FIGURES),
    Pair("Samsung's operating profit was 12 trillion won.", "삼성전자 영업이익은 9조 원이었다.", FIGURES),
    # dates
    Pair("The Harbor 3 launches on 2 December.", "The Harbor 3 launches on 9 December.", DATES),
    Pair("Quillon was founded in March 2014.", "Quillon was founded in May 2012.", DATES),
    Pair("Brightloom shut its service on 3 March 2026.", "Brightloom shut its service on 30 April 2026.", DATES),
    Pair("갤럭시 폴드는 12월 2일 출시됐다.", "갤럭시 폴드는 12월 12일 출시됐다.", DATES),
    Pair("네이버는 2026년 3월 1일 합병을 마쳤다.", "네이버는 2026년 4월 15일 합병을 마쳤다.", DATES),
    Pair("Tesla launched the van on 4 May 2026.", "테슬라는 2026년 5월 14일 밴을 출시했다.", DATES),
    # denials
    Pair("Quillon is buying Brightloom.", "Quillon denied that it is buying Brightloom.", DENIAL),
    Pair(
        "Nimbus trained its model on private messages.",
        "Nimbus said reports that it trained its model on private messages are false.",
        DENIAL,
    ),
    Pair("Harbor has sold its maps unit.", "Harbor has not sold its maps unit.", DENIAL),
    Pair("구글이 앤트로픽을 인수한다.", "구글은 앤트로픽을 인수한다는 보도가 사실이 아니라고 밝혔다.", DENIAL),
    Pair("네이버는 이용자 채팅을 학습에 사용했다.", "네이버는 이용자 채팅을 학습에 사용하지 않았다.", DENIAL),
    Pair("카카오가 지도 사업을 매각한다.", "카카오는 지도 사업을 매각한다는 소문을 부인했다.", DENIAL),
    Pair("Google acquired Anthropic.", "구글은 앤트로픽 인수설을 부인했다.", DENIAL),
]  # fmt: skip

NO_CONFLICTS = [
    # another subject
    Pair("ChatGPT has 650 million weekly users.", "Gemini has 450 million weekly users."),
    Pair("Quillon will lay off 1,200 employees.", "Nimbus will lay off 3,000 employees.", together=False),
    Pair("챗GPT 이용자는 6억 5천만 명이다.", "제미나이 이용자는 4억 5천만 명이다."),
    Pair("Quillon's revenue was $4 billion.", "Quillon's profit was $1 billion."),
    Pair("삼성전자 매출은 80조 원이었다.", "삼성전자 영업이익은 9조 원이었다."),
    Pair("The Harbor 3 costs $799.", "The Harbor 3 Pro costs $1,099."),
    # another scope
    Pair("ChatGPT has 650 million weekly users.", "ChatGPT has 900 million monthly users."),
    Pair("ChatGPT has 650 million users.", "ChatGPT has 20 million paying users."),
    Pair("Quillon has 4,000 employees in Europe.", "Quillon has 21,000 employees worldwide."),
    Pair("챗GPT 주간 이용자는 6억 명이다.", "챗GPT 월간 이용자는 9억 명이다."),
    Pair("Nimbus sold 3 million phones in India.", "Nimbus sold 9 million phones."),
    # another time
    Pair("ChatGPT had 450 million users in July 2026.", "ChatGPT had 650 million users in October 2026."),
    Pair("이용자는 7월 4.5억 명이었다.", "이용자는 10월 6.5억 명이었다."),
    Pair("Users grew from 450 million in July to 650 million in October.", "There are 650 million users."),
    Pair("Quillon's revenue was $4 billion in the third quarter.", "Quillon's revenue was $5 billion in the second quarter."),
    Pair("Quillon cut 500 jobs last year.", "Quillon cut 900 jobs this year."),
    Pair("네이버는 지난해 직원 300명을 해고했다.", "네이버는 올해 직원 500명을 해고했다."),
    Pair("Quillon had 2,000 employees in 2021.", "Quillon has 5,000 employees."),
    # another unit
    Pair("The deal is worth $3 billion.", "The deal is worth 2.6 billion euros."),
    Pair("Nimbus grew 12% to 40 million users.", "Nimbus has 40 million users."),
    Pair("The battery holds 5,000 mAh.", "The battery lasts 11 hours."),
    Pair("쿠팡은 과징금 1400억 원을 냈다.", "쿠팡은 과징금 1억 달러를 냈다."),
    # rounding and bounds
    Pair("ChatGPT has 648 million weekly users.", "ChatGPT has 650 million weekly users."),
    Pair("ChatGPT has more than 600 million weekly users.", "ChatGPT has 650 million weekly users."),
    Pair("Nimbus cut about 900 jobs.", "Nimbus cut 850 jobs."),
    Pair("유출된 계정은 340만 개다.", "유출된 계정은 337만 개로 집계됐다."),
    Pair("이용자는 5억 명 이상이다.", "이용자는 6억 5천만 명이다."),
    Pair("챗GPT 주간 이용자는 6.5억 명이다.", "ChatGPT has 650 million weekly users."),
    # forecast and fact
    Pair("Quillon expects 70 million users.", "Quillon has 40 million users."),
    Pair("The Harbor 3 will launch on 2 December.", "The Harbor 3 launched on 9 December."),
    Pair("네이버는 매출 12조 원을 예상했다.", "네이버 매출은 10조 원이었다."),
    Pair("Analysts had forecast a loss of $200 million.", "Quillon reported a loss of $350 million."),
    # another event or date of something else
    Pair("The Harbor 3 was announced on 2 December.", "The Harbor 3 goes on sale on 9 December."),
    Pair("갤럭시 폴드는 12월 2일 공개됐다.", "갤럭시 폴드 예약은 12월 5일 시작됐다."),
    Pair("Quillon said on 2 December that it bought Brightloom.", "Quillon said on 4 December that it bought Brightloom."),
    Pair("Brightloom closed its Berlin office on 3 March.", "Brightloom closed its Oslo office on 9 May."),
    # no denial of the same
    Pair("Quillon is buying Brightloom.", "Nimbus denied that it is buying Harbor."),
    Pair("Quillon does not sell user data.", "Quillon denied that it sells user data."),
    Pair("Quillon is buying Brightloom.", "Quillon is not hiring."),
    Pair("구글이 앤트로픽에 투자했다.", "네이버는 인수설을 부인했다."),
    Pair("네이버는 채팅을 학습에 사용하지 않았다.", "네이버는 채팅을 학습에 사용했다는 의혹을 부인했다."),
    # nothing comparable
    Pair("Quillon opened an office in Busan.", "Quillon hired a new chief engineer."),
    Pair("구글은 새 모델을 공개했다.", "오픈AI는 코드 레드를 선언했다."),
]  # fmt: skip
