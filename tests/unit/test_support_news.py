"""The whole checker on sentences such as news has: what a careful reader accepts and what not."""

import pytest

from bot.support import support

TRUE = [
    (
        "Nvidia unveiled the Rubin chip on Tuesday. It uses 30 percent less power than Blackwell.",
        "On Tuesday, Nvidia unveiled the Rubin chip.",
    ),
    (
        "OpenAI raised $450 million, the company said on 2 December.",
        "The company said on December 2 that OpenAI raised $450M.",
    ),
    (
        "한편 네이버는 3분기 매출이 2조 7천억 원으로 11% 증가했다고 밝혔다.",
        "네이버는 3분기 매출이 2조 7000억 원으로 11퍼센트 증가했다고 밝혔습니다.",
    ),
    (
        "The update fixes 12 security bugs, including two that attackers were exploiting.",
        "The update fixes 12 security bugs.",
    ),
    (
        "삼성전자(Samsung Electronics)가 12월 2일에 새 스마트폰을 공개했다. 가격은 120만 원이다.",
        "12월 2일에 삼성전자는 새 스마트폰을 공개했습니다.",
    ),
    (
        "Microsoft laid off 6,000 workers, about 3 percent of its staff.",
        "Microsoft laid off 6 thousand workers, about 3% of its staff.",
    ),
    (
        "또한 테슬라는 독일 공장의 생산을 2주간 중단한다고 발표했다.",
        "테슬라는 독일 공장의 생산을 2주간 중단한다고 발표했습니다.",
    ),
]
FALSE = [
    ("Apple sued Epic in 2020, and Epic countersued.", "Epic sued Apple in 2020."),
    (
        "The EU fined Meta 200 million euros. Apple was fined 500 million euros.",
        "Meta was fined 500 million euros.",
    ),
    ("Altman said Musk was wrong about the merger.", "Musk was wrong about the merger."),
    ("Analysts expect Tesla to sell 2 million cars.", "Tesla sold 2 million cars."),
    ("Meta considered buying Perplexity.", "Meta bought Perplexity."),
    ("카카오는 인수를 검토했으나 포기했다.", "카카오는 인수를 했다."),
    ("애플이 삼성보다 많은 전화기를 팔았다.", "삼성이 애플보다 많은 전화기를 팔았다."),
    ("정부는 플랫폼법 제정을 추진한다고 밝혔다.", "정부는 플랫폼법을 제정했다."),
    ("업계에서는 루모가 벤토를 인수할 것이라는 관측이 나온다.", "루모가 벤토를 인수한다."),
    ("The chip is said to be twice as fast as the M4.", "The chip is twice as fast as the M4."),
    ("Prices fell to $10 from $20.", "Prices fell to $20 from $10."),
    ("The app is available only in Korea and Japan.", "The app is available."),
    ("Intel, unlike AMD, raised prices.", "AMD raised prices."),
    ("Users hate the redesign, one commenter wrote.", "Users hate the redesign."),
    ("The bill passed the House but failed in the Senate.", "The bill passed the Senate."),
    ("Sony denied a report that it will buy Kadokawa.", "Sony will buy Kadokawa."),
    ("고객 정보가 유출됐다고 쿠팡이 11월에 밝혔다.", "고객 정보가 유출됐다."),
    ("윈도우 11은 지원되지만 윈도우 10은 지원되지 않는다.", "윈도우 10은 지원된다."),
    ("윈도우 11은 지원되지만 윈도우 10은 지원되지 않는다.", "윈도우 11은 지원되지 않는다."),
    ("아마존이 앤트로픽에 40억 달러를 투자했다.", "앤트로픽이 아마존에 40억 달러를 투자했다."),
    ("Google removed it after Apple complained.", "Apple removed it after Google complained."),
    (
        "Jobs founded Apple with Wozniak; Gates founded Microsoft with Allen.",
        "Jobs founded Microsoft with Allen.",
    ),
    ("Revenue grew 10% and profit fell 5%.", "Revenue fell 5%."),
    ("매출은 10% 늘고 이익은 5% 줄었다.", "매출은 5% 줄었다."),
    ("The CEO of Acme resigned. The CFO of Borel was fired.", "The CEO of Borel was fired."),
    ("김 씨는 이 씨를 고소했다.", "이 씨는 김 씨를 고소했다."),
    ("경찰은 해커가 정보를 훔쳤는지 조사하고 있다.", "해커가 정보를 훔쳤다."),
    ("The flaw affects version 3.2 but not version 3.3.", "The flaw affects version 3.3."),
    ("Gemini beat GPT-5 on 3 of 10 tests.", "Gemini beat GPT-5 on 10 tests."),
    ("Gemini beat Claude on 3 of 10 tests.", "Claude beat Gemini on 3 of 10 tests."),
]


@pytest.mark.parametrize(("document", "claim"), TRUE)
def test_true(document: str, claim: str):
    """Told otherwise, and still what the quotes say."""
    found = support(document, claim)
    assert found.accepted, found


@pytest.mark.parametrize(("document", "claim"), FALSE)
def test_false(document: str, claim: str):
    """Made of the quotes' own words, and not what they say."""
    assert not support(document, claim).accepted
