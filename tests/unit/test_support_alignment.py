"""A statement is a reduction of one sentence: what may go, move and change form, and what may not."""

import pytest

from bot.support import support
from bot.support.alignment import reduces

SAME = [  # source, statement that says the same
    ("However, Lumo sold 3 million phones.", "Lumo sold 3 million phones."),
    ("Lumo sold 3 million phones in June.", "In June, Lumo sold 3 million phones."),
    ("On Monday, Lumo fired Kim.", "Lumo fired Kim on Monday."),
    ("On Monday, Lumo fired Kim.", "Lumo fired Kim."),
    ("Lumo fired Kim on 2 December 2025.", "Lumo fired Kim."),
    ("Lumo fired Kim on 2 December 2025.", "Lumo fired Kim on December 2, 2025."),
    ("In 2021, Lumo opened a shop.", "Lumo opened a shop in 2021."),
    ("Lumo paid $450 million to Vento.", "Lumo paid 450 million dollars to Vento."),
    ("Lumo paid $450 million to Vento.", "Lumo paid $450M to Vento."),
    ("Lumo paid €3.5 billion.", "Lumo paid 3,500,000,000 euros."),
    ("Prices rose 20% at Lumo.", "Prices rose 20 percent at Lumo."),
    ("Lumo has 12,000 employees.", "Lumo has 12 thousand employees."),
    ("Three employees of Lumo quit.", "3 employees of Lumo quit."),
    ("Lumo did not sell the plant.", "Lumo didn't sell the plant."),
    ("Lumo also sells maps.", "Lumo sells maps."),
    ("Lumo (NASDAQ: LMO) sells maps.", "Lumo sells maps."),
    ("The Lyon Tax Office (LTO) fined Kim.", "The Lyon Tax Office fined Kim."),
    ("Lumo, based in Lyon, sells maps.", "Lumo sells maps."),
    ("Lumo, which makes maps, hired Kim.", "Lumo hired Kim."),
    ("Lumo, the maker of the Pim, hired Kim.", "Lumo hired Kim."),
    ("Lumo hired Kim, who studied law in Lyon.", "Lumo hired Kim."),
    ("The update fixes 12 bugs, including two in the camera.", "The update fixes 12 bugs."),
    ("Lumo raised prices, while Vento closed shops.", "Lumo raised prices."),
    ("The engine is quiet, Kim said.", "Kim said the engine is quiet."),
    ("The engine is quiet, Kim said.", "Kim said that the engine is quiet."),
    ("The engine is quiet, Kim said on Monday.", "Kim said on Monday that the engine is quiet."),
    ("Kim said the engine is quiet.", "Kim said that the engine is quiet."),
    (
        "Lumo said on Monday that the Pim will cost 5 euros.",
        "Lumo said that the Pim will cost 5 euros.",
    ),
    ("노바는 월요일에 핌의 값이 5유로라고 밝혔다.", "노바는 핌의 값이 5유로라고 밝혔습니다."),
    ("Kim said that the engine is quiet.", "The engine is quiet, Kim said."),
    ("According to Kim, the engine is quiet.", "The engine is quiet, according to Kim."),
    ("The engine is quiet, according to Kim.", "According to Kim, the engine is quiet."),
    ("If the court agrees, Lumo will pay.", "Lumo will pay if the court agrees."),
    ("Lumo will pay if the court agrees.", "If the court agrees, Lumo will pay."),
    ("Lumo sells phones in the United States.", "Lumo sells phones in the US."),
    ("Lumo bought tablets, phones and maps.", "Lumo bought tablets, phones, and maps."),
    ("But the Lumo plant is open.", "The Lumo plant is open."),
    ("노바가 카이트를 인수했다.", "노바는 카이트를 인수했습니다."),
    ("노바는 카이트를 인수했습니다.", "노바는 카이트를 인수했음."),
    ("노바는 카이트를 인수하였다.", "노바는 카이트를 인수했다."),
    ("노바는 지도를 판매한다.", "노바는 지도를 판매합니다."),
    ("핌은 너무 느리고 시끄럽다.", "핌은 너무 느리고 시끄럽습니다."),
    ("노바는 지도를 파는 회사이다.", "노바는 지도를 파는 회사입니다."),
    ("노바는 지도를 파는 회사다.", "노바는 지도를 파는 회사입니다."),
    ("공장은 리옹에 있다.", "공장이 리옹에 있습니다."),
    ("공장이 폐쇄되었다.", "공장이 폐쇄됐습니다."),
    ("그러나 노바는 공장을 닫았다.", "노바는 공장을 닫았다."),
    ("한편, 노바는 공장을 닫았다.", "노바는 공장을 닫았다."),
    ("노바는 또한 지도를 판다.", "노바는 지도를 판다."),
    ("노바(Nova)는 공장을 닫았다.", "노바는 공장을 닫았다."),
    ("노바(Nova Maps)는 공장을 닫았다.", "노바는 공장을 닫았다."),
    ("노바는 5월에 공장을 닫았다.", "노바는 공장을 닫았다."),
    ("2025년 12월 2일에 노바는 공장을 닫았다.", "노바는 공장을 닫았다."),
    ("2025년 12월 2일에 노바는 공장을 닫았다.", "노바는 2025-12-02에 공장을 닫았다."),
    ("5월에 노바는 공장을 닫았다.", "노바는 5월에 공장을 닫았다."),
    ("노바는 5월에 공장을 닫았다.", "5월에 노바는 공장을 닫았다."),
    ("노바는 4.5억 달러를 지급했다.", "노바는 450,000,000달러를 지급했다."),
    ("노바는 4억5000만 달러를 지급했다.", "노바는 4.5억 달러를 지급했습니다."),
    ("노바 매출은 20% 늘었다.", "노바 매출이 20퍼센트 늘었다."),
    ("노바는 300만대를 팔았다.", "노바는 300만 대를 팔았다."),
    ("노바는 2조 7천억 원을 벌었다.", "노바는 2조7000억원을 벌었다."),
    ("구글은 지도를 공개했다.", "Google은 지도를 공개했다."),
    ("오픈AI가 지도를 공개했다.", "OpenAI가 지도를 공개했다."),
    ("김 대표는 엔진이 조용하다고 밝혔다.", "김 대표는 엔진이 조용하다고 말했습니다."),
    ("김 대표에 따르면 엔진은 조용하다.", "김 대표에 의하면 엔진은 조용합니다."),
    ("아울러 노바는 만약을 대비했다.", "노바는 만약을 대비했습니다."),
    ("노바는, 공장을 닫았다.", "노바는 공장을 닫았다."),
    ("공장이 3월 5일에 폐쇄됐다.", "공장이 폐쇄됐다."),
    ("노바는 직원 30명을 해고했다.", "노바가 직원 30 명을 해고했습니다."),
    ("따라서 노바는 직원을 해고했다.", "노바는 직원을 해고했다."),
    ("노바는 v5.2를 공개했다.", "노바가 v5.2를 공개했습니다."),
]
OTHER = [
    # who
    ("Kim's lawyer sued Lumo.", "Kim sued Lumo."),
    ("The wife of Kim runs Lumo.", "Kim runs Lumo."),
    ("The firm that sued Lumo won.", "Lumo won."),
    ("Lumo and Vento each fired Kim.", "Lumo fired Kim."),
    ("Neither Lumo nor Vento paid Kim.", "Lumo paid Kim."),
    ("Kim told Lee that Park had resigned.", "Kim had resigned."),
    ("Lee, said Kim, lied to Park.", "Lee said Kim lied to Park."),
    ("Kim said Lee lied.", "Kim, said Lee, lied."),
    ("On Monday, the brother of Kim, Lee, was jailed.", "On Monday Lee, was jailed."),
    ("Police look for Kim, a man Vento found.", "A man Vento found police look for Kim."),
    ("Lumo cancelled a show on Friday.", "On Friday, Lumo cancelled a show."),
    ("On Friday, Lumo cancelled a show.", "Lumo cancelled a show on Friday."),
    ("Lumo sold .5 million maps.", "Lumo sold 5 million maps."),
    ("Kim knew when Vento failed.", "When Vento failed, Kim knew."),
    ("Kim asked if Vento lied.", "If Vento lied, Kim asked."),
    ("Anyone but Kim sold phones.", "Kim sold phones."),
    ("Kim was made to pay Lee.", "Kim made Lee pay."),
    ("Kim was shown to Lee.", "Kim was shown Lee."),
    ("Kim lent Lee the car.", "Lee lent Kim the car."),
    ("Vento is owned by Lumo.", "Vento owned Lumo."),
    ("The dog of the mayor bit Kim.", "The mayor bit Kim."),
    # how much, when
    ("Lumo closed 3 days after Kim left.", "After Kim left, Lumo closed 3 days."),
    ("Lumo is open on Monday.", "Lumo is open."),
    ("Sales fell 5% in May and 9% in June.", "Sales fell 5% in May and 9%."),
    ("Sales first fell in May.", "Sales first fell."),
    ("Lumo sold the most phones in 2019.", "Lumo sold the most phones."),
    ("Lumo did not sell phones in May.", "Lumo did not sell phones."),
    ("Lumo sold only in May.", "Lumo sold only."),
    ("There is a little proof of that at Lumo.", "There is little proof of that at Lumo."),
    ("A few users of Lumo left.", "Few users of Lumo left."),
    ("A number of users of Lumo left.", "The number of users of Lumo left."),
    ("A tenth of the phones broke.", "The tenth of the phones broke."),
    ("Lumo pays 5 dollars (a month).", "Lumo pays 5 dollars."),
    ("Users (in Korea) pay nothing to Lumo.", "Users pay nothing to Lumo."),
    ("The sales of Lumo (US) rose.", "The sales of Lumo rose."),
    ("The Pim (basic plan) costs 5 dollars.", "The Pim costs 5 dollars."),
    ("Lumo sold zero phones in June.", "Lumo sold zero phones."),
    ("Kim — the boss — fired Lee — the clerk — in Lyon.", "Kim — the boss the clerk — in Lyon."),
    ("The lens is 5 mm wide.", "The lens is 5 Mm wide."),
    ("The disk holds 5 Mb.", "The disk holds 5 MB."),
    ("The race is 5k long.", "The race is 5,000 long."),
    ("Lumo lost 5m of cable.", "Lumo lost 5 million of cable."),
    ("Version 2.0 of Lumo is out.", "Version 2 of Lumo is out."),
    ("Lumo won 3:1 at home.", "Lumo won 31 at home."),
    ("Lumo grew 5-fold in Lyon.", "Lumo grew 5 in Lyon."),
    ("Lumo sells 5x as many maps.", "Lumo sells 5 as many maps."),
    ("Lumo sold 3,5 million phones.", "Lumo sold 3.5 million phones."),
    ("The lamp lost £5.", "The lamp lost 5 pounds."),
    ("The bonus is C$5.", "The bonus is 5 dollars."),
    ("Lumo moved up from 5th place.", "Lumo moved up to 5th place."),
    # whether
    ("Kim pretended that Lumo won.", "Lumo won."),
    ("It is a lie that Lumo won.", "Lumo won."),
    ("Lumo won, which turned out to be a prank.", "Lumo won."),
    ("Lumo won, and the result was annulled.", "Lumo won."),
    ("Lumo won, after which it was stripped of the prize.", "Lumo was stripped of the prize."),
    ("Lumo (not Vento) won.", "Vento won."),
    ("Lumo - if Kim agrees - sells maps.", "Lumo sells maps."),
    ("Lumo, the story goes, sold Vento.", "Lumo sold Vento."),
    ("In the film, Lumo fired Kim.", "Lumo fired Kim."),
    ("Under the old law, Lumo paid taxes.", "Lumo paid taxes."),
    ("For users in Lyon, Lumo cut prices.", "Lumo cut prices."),
    ("With Kim gone, Lumo may win.", "Lumo may win."),
    ("But for Kim, Lumo lost.", "For Kim, Lumo lost."),
    ("So many phones of Lumo broke.", "Many phones of Lumo broke."),
    ("Lumo set out to win.", "Lumo set to win."),
    ("Lumo used to sell maps.", "Lumo sold maps."),
    ("Lumo had Kim fired.", "Lumo fired Kim."),
    ("Lumo has to sell maps.", "Lumo has sold maps."),
    ("Lumo is to sell maps.", "Lumo is selling maps."),
    ("Lumo sold out.", "Lumo sold."),
    ("Lumo gave up maps.", "Lumo gave maps."),
    ("Lumo took over from Vento.", "Lumo took from Vento."),
    ("Lumo banned a phone that explodes.", "A phone that explodes banned Lumo."),
    ("Lumo won a prize for bad design.", "Lumo won a prize."),
    ("Lumo won a fake prize.", "Lumo won a prize."),
    # signs and words of two sentences
    ("Lumo sold a “free” phone.", "Lumo sold a free phone."),
    ("Lumo won.", "Lumo “won”."),
    ("Lumo won.", "Lumo won?!"),
    ("Lumo won.", "Lumo won 🙃."),
    ("Lumo sold 32 maps.", "Lumo sold 3² maps."),
    ("Lumo won last week.", "Last week, Lumo won."),
    ("Lumo opened last year.", "Lumo opened."),
    ("Kim won. She left.", "Kim left."),
    ("Lumo sued Vento. Kim quit.", "Lumo sued Vento and Kim quit."),
    ("Vitamin A helped.", "Vitamin helped."),
    ("IT is safe at Lumo.", "It is safe at Lumo."),
    # the same in Korean
    ("노바의 변호사가 카이트를 고소했다.", "노바가 카이트를 고소했다."),
    ("노바 대표의 아내가 회사를 샀다.", "노바 대표가 회사를 샀다."),
    ("카이트는 노바가 인수했다.", "카이트가 노바를 인수했다."),
    ("노바는 카이트가 고소한 라크를 샀다.", "노바는 카이트가 고소한 라크를 고소했다."),
    ("카이트는 노바에서 인수했다.", "카이트가 노바에서 인수했다."),
    ("노바는 도로, 다리를 닫았다.", "노바는 도로 다리를 닫았다."),
    ("노바는 카이트에게 공장을 팔았다.", "노바는 카이트에게서 공장을 팔았다."),
    ("노바는 카이트와 싸웠다.", "노바와 카이트는 싸웠다."),
    ("노바는 카이트로 옮겼다.", "노바는 카이트를 옮겼다."),
    ("노바도 공장을 닫았다.", "노바만 공장을 닫았다."),
    ("노바가 카이트에 속았다.", "노바가 카이트를 속였다."),
    ("노바 직원이 라크를 때렸다.", "노바가 라크를 때렸다."),
    ("노바를 산 카이트가 파산했다.", "노바가 파산했다."),
    ("김 대표는 공장을 닫았고, 직원은 해고했다.", "직원은 해고했다."),
    ("노바를 제외한 회사가 파산했다.", "노바가 파산했다."),
    ("노바 없는 라크가 이겼다.", "노바가 이겼다."),
    ("노바 출신 김 씨가 구속됐다.", "노바 김 씨가 구속됐다."),
    ("노바 대신 라크가 벌금을 냈다.", "노바가 벌금을 냈다."),
    # how much, when
    ("노바는 매출이 5월에 5%, 6월에 9% 늘었다.", "노바는 매출이 6월에 5%, 5월에 9% 늘었다."),
    ("노바는 5월에 문을 닫는다.", "노바는 문을 닫는다."),
    ("노바는 5월에 가장 많이 팔았다.", "노바는 가장 많이 팔았다."),
    ("노바는 월요일에 쉰다.", "노바는 쉰다."),
    ("노바는 월요일에 문을 닫지 않는다고 밝혔다.", "노바는 문을 닫지 않는다고 밝혔다."),
    ("노바는 5월에 공장을 닫지 않았다.", "노바는 공장을 닫지 않았다."),
    ("노바는 5월부터 공장을 닫았다.", "노바는 5월에 공장을 닫았다."),
    ("노바는 5월 이후 공장을 닫았다.", "노바는 5월에 공장을 닫았다."),
    ("노바는 하루 5달러를 낸다.", "노바는 5달러를 낸다."),
    ("노바는 5달러(연간)를 낸다.", "노바는 5달러를 낸다."),
    ("노바는 천 명을 고용했다.", "노바는 만 명을 고용했다."),
    ("노바의 매출(국내 매장)은 5억 원이다.", "노바의 매출은 5억 원이다."),
    ("노바는 (중고 카이트) 전화를 판다.", "노바는 전화를 판다."),
    ("노바 매출(EU)이 늘었다.", "노바 매출이 늘었다."),
    ("노바는 문을 닫으며, 직원이 없는 공장을 팔았다.", "직원이 없는 공장을 팔았다."),
    ("노바의 매출(추정)은 5억 원이다.", "노바의 매출은 5억 원이다."),
    ("노바는 5억 원(잠정 집계)을 벌었다.", "노바는 5억 원을 벌었다."),
    ("노바는 공장 3곳 중 2곳을 닫았다.", "노바는 공장 3곳을 닫았다."),
    ("노바는 5.10을 공개했다.", "노바는 5.1을 공개했다."),
    ("노바는 영하 5도에서 시험했다.", "노바는 5도에서 시험했다."),
    ("노바는 적자 5억 원을 냈다.", "노바는 5억 원을 냈다."),
    ("노바는 5억 엔을 벌었다.", "노바는 5억 원을 벌었다."),
    ("노바는 5세대 전화를 팔았다.", "노바는 전화 5대를 팔았다."),
    ("노바의 순위는 5위에서 3위가 됐다.", "노바의 순위는 3위에서 5위가 됐다."),
    ("노바는 5만여 명을 고용했다.", "노바는 5만 명을 고용했다."),
    ("노바는 두 번 졌다.", "노바는 한 번 졌다."),
    ("노바는 5년 만에 이겼다.", "노바는 5년 이겼다."),
    # whether
    ("노바는 카이트를 인수할까 고민했다.", "노바는 카이트를 인수했다."),
    ("노바가 이겼다면 라크는 졌다.", "노바가 이겼다."),
    ("노바가 이긴 줄 알았다.", "노바가 이겼다."),
    ("노바가 이겼다는 기사는 오보다.", "노바가 이겼다."),
    ("노바가 이기길 바랐다.", "노바가 이겼다."),
    ("노바는 이길 만했다.", "노바는 이겼다."),
    ("노바는 이기나 마나다.", "노바는 이긴다."),
    ("소설에서 노바는 파산했고, 라크가 이겼다.", "라크가 이겼다."),
    ("영화 속 노바는 파산했다.", "노바는 파산했다."),
    ("노바는 파산할 지경이다.", "노바는 파산했다."),
    ("노바는 파산을 신청하려 했다.", "노바는 파산을 신청했다."),
    ("노바는 파산 절차를 마쳤다.", "노바는 파산을 마쳤다."),
    ("노바는 카이트를 인수하기 전이다.", "노바는 카이트를 인수했다."),
    ("노바는 공장을 닫아야 했다.", "노바는 공장을 닫았다."),
    ("노바는 공장을 닫을 수밖에 없었다.", "노바는 공장을 닫을 수 없었다."),
    ("노바는 공장을 닫게 했다.", "노바는 공장을 닫았다."),
    ("노바는 라크에 지고 말았다.", "노바는 라크에 말았다."),
    ("노바는 벌금을 면제받았다.", "노바는 벌금을 면제했다."),
    ("노바는 투자를 유치했다.", "노바는 투자했다."),
    ("노바는 판매를 시작한다.", "노바는 판매를 시작했다."),
    ("노바는 판매 중이다.", "노바는 판매했다."),
    ("김 대표는 엔진이 조용하다고 주장했다.", "김 대표는 엔진이 조용하다고 말했다."),
    ("김 대표는 엔진이 조용하다고 말했다.", "김 대표가 엔진은 조용하다고 말했다."),
    # signs and words of two sentences
    ("노바는 공장을 닫았다.", "노바는 ‘공장’을 닫았다."),
    ("노바는 '공짜' 전화를 팔았다.", "노바는 공짜 전화를 팔았다."),
    ("노바는 공장을 닫았다.", "노바는 공장을 닫았다?"),
    ("노바는 공장 32곳을 닫았다.", "노바는 공장 ③②곳을 닫았다."),
    ("노바는 공장을 닫았다.", "노바는 공장을 닫았다 🙄."),
    ("노바는 작년 5월에 공장을 닫았다.", "노바는 작년 5월에 공장을 닫았습니다."),
    ("노바는 지난주 공장을 닫았다.", "노바는 공장을 닫았다."),
    ("노바는 라크를 샀다. 카이트는 파산했다.", "노바는 라크를 샀고 카이트는 파산했다."),
    ("김 씨는 이겼다. 그는 떠났다.", "김 씨는 떠났다."),
    ("노바, 라크가 카이트를 샀다.", "노바가 카이트를 샀다."),
]


@pytest.mark.parametrize(("source", "claim"), SAME)
def test_same(source: str, claim: str):
    """Nothing that decides is left out, moved or changed."""
    found = support(f"{source}\nNothing else happened.", claim)
    assert found.accepted, found


@pytest.mark.parametrize(("source", "claim"), OTHER)
def test_other(source: str, claim: str):
    """Words of the source, and not what it says."""
    assert not support(f"{source}\nNothing else happened.", claim).accepted


@pytest.mark.parametrize(("source", "claim"), [pair for pair in OTHER if pair[0][0] != "“"])
def test_other_by_order(source: str, claim: str):
    """Words and order alone refuse nearly all of them: the other checks are a second net."""
    sentences = source.replace("다. ", "다.\n").replace(". ", ".\n").split("\n")
    assert not any(reduces(claim, sentence) for sentence in sentences)


def test_reason():
    """A statement that is refused by nothing else is told why."""
    found = support("Lumo and Vento signed the deal.", "Vento and Lumo signed the deal.")
    assert found.reasons == ()
    assert found.against == (
        "it does not keep to the words and order of one sentence of its quotes",
    )


@pytest.mark.parametrize(
    ("source", "claim", "accepted"),
    [
        ("Kim met Lee. He resigned.", "Kim met Lee. He resigned.", True),
        ("Kim met Lee.\nHe resigned.", "Kim met Lee. He resigned.", False),
        ("Kim met Lee. Park sang. He resigned.", "Kim met Lee. He resigned.", False),
        ("Kim met Lee.\nPark sang.", "Kim met Lee. Park sang.", True),
        ("Kim met Lee.\nAs a result, Park sang.", "Kim met Lee. As a result, Park sang.", False),
        ("김 씨가 졌다. 그는 떠났다.", "김 씨가 졌다. 그는 떠났다.", True),
        ("김 씨가 졌다.\n그는 떠났다.", "김 씨가 졌다. 그는 떠났다.", False),
    ],
)
def test_two_sentences(source: str, claim: str, accepted: bool):  # noqa: FBT001 - a table
    """One that leans on the one before it must follow it in its quotes as well."""
    assert support(source, claim).accepted == accepted


@pytest.mark.parametrize("unit", ["the ", "a, ", "who, ", "( ", "in May ", "2조 ", "노바는, "])
def test_hostile(unit: str):
    """Whatever repeats ends in a verdict."""
    assert reduces(unit * 60, f"Lumo {unit * 60}") in {True, False}
