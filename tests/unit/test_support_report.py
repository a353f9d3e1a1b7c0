"""What `newsdesk eval grounding` tells of each language, and why claims were refused."""

from bot.evals.files import Pair
from bot.evals.grounding import Checked, report
from bot.support import support

PAIRS = [
    ("Acme may close.", "Acme may close.", True),
    ("Acme may close.", "Acme closes.", False),
    ("루모는 문을 닫는다.", "루모는 문을 닫는다.", True),
    ("Acme closes.", "루모는 문을 닫는다.", False),
]


def _report():
    pairs = [
        Pair(id=str(i), document=document, claim=claim, supported=supported)
        for i, (document, claim, supported) in enumerate(PAIRS)
    ]
    return report([Checked(pair=p, found=support(p.document, p.claim)) for p in pairs])


def test_languages():
    """Claim's and document's, where they differ."""
    told = _report()["by_language"]
    assert {name: of["pairs"] for name, of in told.items()} == {"en": 2, "ko": 1, "ko-en": 1}
    assert told["en"]["accepted_supported"] == 1


def test_reasons():
    """Counted by how they begin."""
    told = _report()["reasons"]
    assert told["supported"] == {}
    assert sum(told["unsupported"].values()) == 2
