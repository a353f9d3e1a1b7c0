"""Second opinions may reject, and never rescue: by a language model, and by a cross-encoder."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.drafts import Prompt, Written
from bot.errors import WriterUnavailable
from bot.opinions.cross_encoder import CrossEncoderOpinion, entailing
from bot.opinions.same_model import SameModel
from bot.types import Citation, Statement, Verdict
from retrieval.errors import ModelUnavailable
from retrieval.types import Voice

QUOTE = "Larkspur said that Pim will cost 4,200 euros."


def statement(text: str = "Pim will cost 4,200 euros.", *, quoted: bool = False) -> Statement:
    citation = Citation(
        passage_id="p", document_id="d", quote=QUOTE, start=0, end=len(QUOTE), url="https://x.example",
        title="", voice=Voice.ARTICLE, author=None, published=None, source="Paper", lang="en",
    )  # fmt: skip
    return Statement(text=text, citations=(citation,), verdict=Verdict(passed=True), quoted=quoted)


class Says:
    """A writer that gives the same answer each time, or raises."""

    model = "says"

    def __init__(self, answer: object, *, whole: bool = True) -> None:
        self.answer = answer
        self.whole = whole
        self.prompts: list[Prompt] = []

    async def write(self, prompt: Prompt) -> Written:
        self.prompts.append(prompt)
        if isinstance(self.answer, Exception):
            raise self.answer
        text = self.answer if isinstance(self.answer, str) else json.dumps(self.answer)
        return Written(text=text, whole=self.whole)

    async def close(self) -> None:
        """Nothing to end."""


async def of(answer: object, **how: Any) -> str | None:
    """What such a model has against one statement."""
    (against,) = await SameModel(Says(answer, **how)).against([statement()])
    return against


async def test_supported() -> None:
    """Words that stand in the quote, and a yes: nothing against it."""
    assert await of({"words": "Pim  will\ncost 4,200 euros", "supported": True}) is None


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"words": "Pim will cost", "supported": False}, "do not say that"),
        ({"words": "Pim will cost 4,300 euros", "supported": True}, "not in the quotes"),
        ({"words": "", "supported": True}, "not in the quotes"),
        ({"supported": True}, "not in the quotes"),
        ("Yes, it is supported.", "could not be read"),
        ('{"words": "Pim", "supported": tr', "could not be read"),
    ],
)
async def test_rejected(answer: object, why: str) -> None:
    """A no, words from elsewhere, or no verdict at all: each is a reason."""
    assert why in str(await of(answer))


async def test_cut_off() -> None:
    """A verdict that was cut off is none."""
    assert await of({"words": "Pim", "supported": True}, whole=False)


async def test_each_is_asked_alone() -> None:
    """Every statement has its own request, with its quotes and another fence; quotes need none."""
    writer = Says({"words": "Pim", "supported": True})
    fences = iter(["aa11", "bb22"])
    opinion = SameModel(writer, fence=lambda: next(fences))
    given = [statement("One."), statement(QUOTE, quoted=True), statement("Two.")]
    assert await opinion.against(given) == [None, None, None]
    first, second = (prompt.messages[-1].text for prompt in writer.prompts)
    assert "One." in first
    assert "Two." not in first
    assert QUOTE in first
    assert ("aa11" in first, "bb22" in second) == (True, True)


async def test_failures_come_through() -> None:
    """Who asks decides what becomes of statements about which nobody could be asked."""
    with pytest.raises(WriterUnavailable):
        await of(WriterUnavailable("gone"))


@pytest.mark.parametrize(
    ("labels", "place"),
    [
        ({0: "contradiction", 1: "entailment", 2: "neutral"}, 1),
        ({0: "ENTAILMENT", 1: "NOT_ENTAILMENT"}, 0),
        ({0: "not_entailment", 1: "entailment"}, 1),
        ({0: "LABEL_0"}, None),
    ],
)
def test_labels(labels: dict[int, str], place: int | None) -> None:
    """The label that means support is found by its name; one score needs none."""
    assert entailing(labels, len(labels)) == place


def test_labels_that_tell_nothing() -> None:
    """A model whose labels mean something else is none to ask."""
    with pytest.raises(ValueError, match="none of them is entailment"):
        entailing({0: "LABEL_0", 1: "LABEL_1"}, 2)


def encoder(folder: Path, labels: Sequence[str]) -> str:
    """A tiny BERT with random weights that depend on nothing, saved as a cross-encoder."""
    import torch  # noqa: PLC0415 - costs seconds, as do the next two
    from tokenizers import Tokenizer, models, pre_tokenizers  # noqa: PLC0415
    from transformers import (  # noqa: PLC0415
        BertConfig,
        BertForSequenceClassification,
        PreTrainedTokenizerFast,
    )

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "pim", "will", "cost", "euros"]
    tokenizer = Tokenizer(models.WordLevel({w: n for n, w in enumerate(words)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, num_labels=len(labels), id2label=dict(enumerate(labels)),
        label2id={label: n for n, label in enumerate(labels)},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",  # noqa: S106
    ).save_pretrained(folder)  # fmt: skip
    return str(folder)


@pytest.mark.parametrize(
    "labels", [["contradiction", "entailment", "neutral"], ["relevance"]], ids=["nli", "relevance"]
)
async def test_cross_encoder(tmp_path: Path, labels: list[str]) -> None:
    """The threshold decides; a quote is not asked about; reasons stand where the statements stood."""
    name = encoder(tmp_path, labels)
    given = [statement(QUOTE, quoted=True), statement(), statement("Pim is slow.")]
    for threshold, rejected in ((0.0, False), (1.0, True)):
        opinion = CrossEncoderOpinion(name, threshold=threshold, device="cpu")
        against = await opinion.against(given)
        await opinion.close()
        assert [why is not None for why in against] == [False, rejected, rejected]
        assert all("second opinion: 0." in why for why in against if why)


async def test_nothing_to_ask() -> None:
    """Without statements, no model is loaded."""
    opinion = CrossEncoderOpinion("/no/such/folder")
    assert await opinion.against([statement(QUOTE, quoted=True)]) == [None]
    assert await opinion.against([]) == []


async def test_no_such_model(tmp_path: Path) -> None:
    """A model that cannot be loaded is one line that says what to set."""
    opinion = CrossEncoderOpinion(str(tmp_path / "none"))
    with pytest.raises(ModelUnavailable, match="NEWSDESK_SECOND_OPINION_MODEL") as raised:
        await opinion.against([statement()])
    assert "\n" not in str(raised.value)


async def test_the_wrong_kind_of_model(tmp_path: Path) -> None:
    """So is one whose labels tell nothing about support."""
    opinion = CrossEncoderOpinion(encoder(tmp_path, ["toxic", "kind"]), device="cpu")
    with pytest.raises(ModelUnavailable, match="none of them is entailment"):
        await opinion.against([statement()])
