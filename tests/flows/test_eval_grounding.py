"""`newsdesk eval grounding` from files to report."""

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import BadRequest
from bot.evals.files import Pair
from bot.evals.grounding import Checked, evaluate, report
from bot.support import support

DOCUMENT = "Apple signed the deal for $5 million. It took three years."
PAIRS = [
    ("Apple signed the deal for 5 million dollars.", True),
    ("It was a bargain for everyone.", True),
    ("Apple signed the deal for $6 million.", False),
    ("It took three years.", False),
]
SHARED = Path(__file__).parents[3] / "shared" / "data" / "grounding" / "klue_nli.jsonl.gz"


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl"
    lines = [
        json.dumps({"id": str(i), "document": DOCUMENT, "claim": claim, "supported": supported})
        for i, (claim, supported) in enumerate(PAIRS)
    ]
    path.write_text("\n".join(lines), "utf-8")
    return path


async def test_shares(pairs: Path):
    """One of two supported claims and one of two others is accepted."""
    told = await evaluate(pairs, None, lambda _: None)
    assert told["pairs"] == 4
    assert told["balanced_accuracy"] == told["accepted_supported"] == 0.5
    assert told["accepted_unsupported"] == 0.5
    assert told["auc"] == 0.375


async def test_contract(pairs: Path):
    """It says what every report says."""
    told = await evaluate(pairs, None, lambda _: None)
    assert (told["passages"], told["ingest_cpu_s_per_1000_passages"]) == (0, 0)
    assert told["peak_rss_mb"] > 0
    assert "newsdesk" in told["versions"]
    assert told["settings"]["threshold"] == 1


async def test_trade_off(pairs: Path):
    """The last threshold of the table is the one in force."""
    told = await evaluate(pairs, None, lambda _: None)
    assert told["trade_off"][-1] == {
        "threshold": 1,
        "accepted_unsupported": told["accepted_unsupported"],
        "accepted_supported": told["accepted_supported"],
    }


def test_one_kind():
    """Where no claim is unsupported, what cannot be told is null."""
    pair = Pair(id="1", document=DOCUMENT, claim="It took three years.", supported=True)
    told = report([Checked(pair=pair, found=support(pair.document, pair.claim))])
    assert told["auc"] is told["accepted_unsupported"] is told["balanced_accuracy"] is None


@pytest.mark.parametrize("text", ["", "{", '{"id": "1", "document": "a", "claim": "b"}'])
async def test_bad_file(tmp_path: Path, text: str):
    """A bad file is named in the error."""
    path = tmp_path / "bad.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(BadRequest, match=r"bad\.jsonl"):
        await evaluate(path, None, lambda _: None)


async def test_untouched(pairs: Path, tmp_path: Path):
    """Nothing is written to the data folder."""
    await evaluate(pairs, tmp_path / "data", lambda _: None)
    assert not (tmp_path / "data").exists()


def test_command(pairs: Path, tmp_path: Path):
    """The command writes the report that it prints."""
    out = tmp_path / "report.json"
    done = CliRunner().invoke(app, ["eval", "grounding", "--pairs", str(pairs), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert json.loads(out.read_text("utf-8"))["pairs"] == 4


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data/grounding")
async def test_real_pairs(tmp_path: Path):
    """Of real unsupported claims, few are accepted."""
    some = tmp_path / "some.jsonl"
    with gzip.open(SHARED, "rt", encoding="utf-8") as file:
        some.write_text("".join(islice(file, 300)), "utf-8")
    told = await evaluate(some, None, lambda _: None)
    assert told["accepted_unsupported"] <= 0.05
    assert told["auc"] > 0.65
