"""What a statement may not leave out or turn round: hedges, who says it, comparisons, roles."""

import pytest

from bot.support import support

KEPT = [  # document, claim that keeps what matters
    ("However, Acme may buy Borel.", "Acme may buy Borel."),
    ("In May, Acme sold 300 cars.", "Acme sold 300 cars in May."),
    ("If the court agrees, Acme will pay.", "Acme will pay if the court agrees."),
    ("Some users lost their files, Acme said.", "Acme said some users lost their files."),
    (
        "The engine is quiet, Kim said on Monday.",
        "Kim said on Monday that the engine is quiet.",
    ),
    ("According to Kim, the engine is quiet.", "The engine is quiet, according to Kim."),
    ("Sales rose from 10% to 20%.", "Sales rose from 10 percent to 20 percent."),
    ("Acme acquired Borel for $3 million.", "Acme acquired Borel for 3 million dollars."),
    ("그러나 루모는 벤토를 인수할 수 있다.", "루모가 벤토를 인수할 수 있습니다."),
    ("루모는 공장 매각을 검토 중이다.", "루모가 공장 매각을 검토 중입니다."),
    ("김 대표는 엔진이 조용하다고 말했다.", "김 대표는 엔진이 조용하다고 밝혔다."),
    ("김 대표에 따르면 엔진은 조용하다.", "김 대표에 의하면 엔진은 조용하다."),
    ("루모가 벤토보다 빠르다.", "루모가 벤토보다 빠릅니다."),
    ("루모가 벤토를 인수했다.", "루모는 벤토를 인수했습니다."),
]
REORDERED = [  # as good, but not in the words and order of the source: nothing speaks against them
    ("Acme and Borel signed the deal.", "Borel and Acme signed the deal."),
    ("Acme opened a shop, but Borel may close its own.", "Acme opened a shop."),
    ("Acme sold 5 vans and Borel sold 3 vans.", "Borel sold 3 vans."),
    ("Acme cut prices while Borel raised wages.", "Borel raised wages."),
    ("Acme plans to open a plant in Lyon.", "In Lyon, Acme plans to open a plant."),
    ("Acme acquired Borel for $3 million.", "Borel was acquired by Acme for $3 million."),
    ("Kim argued that the engine is quiet.", "Kim said the engine is quiet."),
    ("정부는 세금을 내리고 예산을 늘렸다.", "정부는 예산을 늘렸다."),
    ("루모는 500대를 팔았고 벤토는 300대를 팔았다.", "벤토는 300대를 팔았다."),
    ("루모가 벤토보다 빠르다.", "벤토보다 루모가 빠르다."),
    ("루모가 벤토를 인수했다.", "벤토를 루모가 인수했습니다."),
    ("회원 일부가 파일을 잃었다.", "일부 회원이 파일을 잃었다."),
    ("경찰은 신제품을 회수했으며 조사를 시작했다.", "경찰은 신제품을 회수했다."),
]
LOST = [  # document, claim that does not, what the reason holds
    ("Acme may buy Borel next year.", "Acme will buy Borel next year.", "possibility"),
    ("Acme may buy Borel.", "Acme buys Borel.", "possibility"),
    ("Acme could be buying Borel.", "Acme is buying Borel.", "possibility"),
    ("Acme plans to open a plant in Lyon.", "Acme opened a plant in Lyon.", "plan"),
    ("Acme will open a plant in Lyon.", "Acme opened a plant in Lyon.", "future"),
    ("Acme is in talks to buy Borel.", "Acme buys Borel.", "plan"),
    ("Acme reportedly bought Borel.", "Acme bought Borel.", "hearsay"),
    ("If the court agrees, Acme will pay.", "Acme will pay.", "condition"),
    ("Some users lost their files.", "Users lost their files.", "part"),
    ("The former head of Acme left.", "The head of Acme left.", "thing itself"),
    ("Acme should pay a fine.", "Acme pays a fine.", "ought"),
    ("More than 500 people left Acme.", "500 people left Acme.", "at least"),
    ("Up to 500 people left Acme.", "500 people left Acme.", "at most"),
    ("Kim said the engine is quiet.", "The engine is quiet.", "as a fact"),
    ("According to Kim, the engine is quiet.", "The engine is quiet.", "as a fact"),
    ("The engine is quiet, Kim said.", "The engine is quiet.", "as a fact"),
    ("Kim denied that the engine is loud.", "The engine is loud.", ""),
    ("Kim said that Lee lied to Acme.", "Lee said that Kim lied to Acme.", "not said by"),
    ("Lumo is faster than Vento.", "Vento is faster than Lumo.", "other way"),
    ("Sales rose from 10 to 20 percent.", "Sales rose from 20 to 10 percent.", "other way"),
    ("Acme acquired Borel.", "Borel acquired Acme.", ""),
    ("Acme acquired Borel.", "Acme was acquired by Borel.", ""),
    ("The bank sued the mayor.", "The mayor sued the bank.", "exchanged"),
    ("Lumo's boss met the team of Vento.", "Vento's boss met the team of Lumo.", ""),
    ("Acme sold 5 vans and Borel sold 3 vans.", "Borel sold 5 vans.", "different things"),
    ("Sales rose 5% in 2020 and fell 3% in 2021.", "Sales rose 5% in 2021.", "different things"),
    ("Acme stopped making phones.", "Acme makes phones.", "not done"),
    ("Acme was accused of stealing data.", "Acme was stealing data.", "hearsay"),
    ("Did Acme sell the plant?", "Acme did sell the plant.", "possibility"),
    ("Had Acme sold the plant, it would win.", "Acme sold the plant.", ""),
    ("Critics wonder whether Acme won.", "Acme won.", "possibility"),
    ("There is no proof that Acme won.", "Acme won.", "negative"),
    ("Acme gets a warning from Borel.", "Borel gets a warning from Acme.", "places"),
    ("루모는 500대를 팔았고 벤토는 300대를 팔았다.", "벤토는 500대를 팔았다.", "different things"),
    ("Acme cut prices while Borel raised wages.", "Acme raised wages.", "of borel"),
    ("정부는 세금을 내리고 의회는 예산을 늘렸다.", "정부는 예산을 늘렸다.", "of 의회"),
    (
        "영화에서는 밝은 색이지만 책에서는 어두운 색이다.",
        "영화에서는 어두운 색이지만 책에서는 밝은 색이다.",
        "of 책에서",
    ),
    ("루모는 공장 매각을 중단했다.", "루모는 공장을 매각했다.", "not done"),
    ("루모는 벤토에 공장을 팔았다.", "벤토는 루모에 공장을 팔았다.", "in the source"),
    ("루모는 벤토를 인수할 수 있다.", "루모는 벤토를 인수했다.", "possibility"),
    ("루모는 공장 매각을 검토 중이다.", "루모는 공장을 매각했다.", "plan"),
    ("루모가 벤토를 인수한 것으로 알려졌다.", "루모가 벤토를 인수했다.", "hearsay"),
    ("루모가 다음 달 신차를 출시할 예정이다.", "루모가 다음 달 신차를 출시했다.", "plan"),
    ("법원이 승인하면 루모는 배상한다.", "루모는 배상한다.", "condition"),
    ("회원 일부가 파일을 잃었다.", "회원이 파일을 잃었다.", "part"),
    ("직원 500명 이상이 떠났다.", "직원 500명이 떠났다.", "at least"),
    ("김 대표는 엔진이 조용하다고 말했다.", "엔진이 조용하다.", "as a fact"),
    ("김 대표에 따르면 엔진은 조용하다.", "엔진은 조용하다.", "as a fact"),
    ("김철수는 이영희가 옳다고 말했다.", "이영희는 김철수가 옳다고 말했다.", "not said by"),
    ("루모가 벤토보다 빠르다.", "벤토가 루모보다 빠르다.", "other way"),
    ("루모가 벤토를 인수했다.", "벤토가 루모를 인수했다.", "in the source"),
    ("루모의 사장은 벤토의 공장을 샀다.", "벤토의 사장은 루모의 공장을 샀다.", "not"),
    ("회원은 요금을 낸다.", "회원만 요금을 낸다.", ""),
    ("루모는 자료를 비공개했다.", "루모는 자료를 공개했다.", ""),
    ("방에서 흡연은 사실이 아니다.", "방에서 흡연은 사실이다.", "negative"),
]


@pytest.mark.parametrize(("document", "claim"), KEPT)
def test_kept(document: str, claim: str):
    """A claim that says the same otherwise is accepted."""
    found = support(f"{document}\nNothing else happened.", claim)
    assert found.accepted, found


@pytest.mark.parametrize(("document", "claim"), REORDERED)
def test_reordered(document: str, claim: str):
    """What is shown keeps to the words and order of a sentence; two texts may agree otherwise, too."""
    found = support(f"{document}\nNothing else happened.", claim)
    assert found.reasons == ()
    assert not found.accepted


@pytest.mark.parametrize(("document", "claim", "why"), LOST)
def test_lost(document: str, claim: str, why: str):
    """A claim that says more than its source, or of another, is refused and told why."""
    found = support(f"{document}\nNothing else happened.", claim)
    assert not found.accepted
    assert any(why in reason for reason in found.reasons) or not why, found.reasons


def test_other_clause():
    """What another clause tells leaves the first a fact."""
    document = "Acme sold 3 million phones, while Borel sold its factory."
    assert support(document, "Acme sold 3 million phones.").accepted


def test_relative_clause():
    """What is told in passing may be left out, unless it may take something back."""
    document = "Acme, which hired 500 people, opened a shop in Seoul."
    assert support(document, "Acme opened a shop in Seoul.").accepted
    document = "Acme, which said it would hire 500 people, opened a shop in Seoul."
    assert not support(document, "Acme opened a shop in Seoul.").accepted


def test_exchanged_word():
    """A word of the neighbouring sentence in place of the sentence's own is noticed."""
    document = "The council of Lyon closed the old harbour in spring.\nTurin opened a museum."
    assert not support(document, "The council of Turin closed the old harbour in spring.").accepted


@pytest.mark.parametrize(
    ("document", "claim"),
    [
        ("Lumo took gold twice and silver once.", "Lumo took gold once and silver once."),
        ("A phase 1 of 2 trial ended.", "A phase 1 of 1 trial ended."),
        ("3번의 1위와 1번의 2위를 했다.", "3번의 1위와 3번의 2위를 했다."),
    ],
)
def test_repeated(document: str, claim: str):
    """What the source has once cannot stand in two places."""
    assert not support(document, claim).accepted
