"""Turns the packed weights into an ONNX int8 model that onnxruntime serves. Needs torch; runs once."""

import json
import logging
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
)
from transformers import BertConfig, BertModel
from typing_extensions import override

from retrieval.embedding.packed_e5 import PackedModel
from retrieval.errors import ModelUnavailable

MODEL = "multilingual-e5-small-int8r"
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_LEAST_COSINE = 0.98
_PROBES = (
    "query: 오픈AI는 왜 코드 레드를 발동했나요?",
    "passage: The company said that its new chip uses 30 percent less power.",
    "passage: 구글은 10월에 월간 이용자가 6.5억 명이라고 밝혔다.",
)
_PARTS = (
    ("attention.self.query", "q"),
    ("attention.self.key", "k"),
    ("attention.self.value", "v"),
    ("attention.output.dense", "ao"),
)


class _Sentence(torch.nn.Module):
    """The mean of the last layer over the text's tokens, and the tokens; all at unit length."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.model = model

    @override
    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weight).sum(1) / weight.sum(1)
        return _unit(mean, 1), _unit(hidden, 2)


def _unit(vectors: torch.Tensor, dim: int) -> torch.Tensor:
    return torch.nn.functional.normalize(vectors, dim=dim)


def convert(weights: Path, folder: Path, say: Callable[[str], None]) -> None:
    """Write the served model into `folder`, all or nothing. Raises ModelUnavailable."""
    building = folder.with_name(folder.name + ".building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    packed = PackedModel(weights)
    tokenizer = _tokenizer(packed)
    tokenizer.save(str(building / "tokenizer.json"))
    say("loading the weights")
    model = _Sentence(_network(packed)).eval()
    say("exporting to ONNX and quantizing to int8")
    _export(model, building)
    say("comparing with the original")
    _check(model, tokenizer, building / "model.onnx")
    _write_card(building, packed)
    shutil.rmtree(folder, ignore_errors=True)
    building.rename(folder)


def _tokenizer(packed: PackedModel) -> Tokenizer:
    pieces = list(zip(packed.pieces, packed.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Nmt(),
        normalizers.NFKC(),
        normalizers.Replace(Regex(" {2,}"), " "),
    ])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", "always", split=True)
    tokenizer.decoder = decoders.Metaspace("▁", "always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in _SPECIAL])
    return tokenizer


def _network(packed: PackedModel) -> BertModel:
    s = packed.sizes
    shape: dict[str, Any] = {
        "vocab_size": s.vocabulary,
        "hidden_size": s.hidden,
        "num_hidden_layers": s.layers,
        "num_attention_heads": s.heads,
        "intermediate_size": s.feed_forward,
        "max_position_embeddings": s.positions,
        "type_vocab_size": s.types,
        "pad_token_id": 1,
        "attn_implementation": "eager",
    }
    network = BertModel(BertConfig(**shape), add_pooling_layer=False)
    state = {name: torch.from_numpy(array) for name, array in _state(packed).items()}
    missing = network.load_state_dict(state, strict=False)
    if missing.missing_keys or missing.unexpected_keys:
        raise ModelUnavailable(f"embedding model: weights do not fit the network ({missing})")
    return network


def _state(packed: PackedModel) -> dict[str, np.ndarray]:
    s, t = packed.sizes, packed.tensor
    state = {
        "embeddings.word_embeddings.weight": t("emb.word", s.vocabulary, s.hidden),
        "embeddings.position_embeddings.weight": t("emb.pos", s.positions, s.hidden),
        "embeddings.token_type_embeddings.weight": t("emb.type", s.types, s.hidden),
        "embeddings.LayerNorm.weight": t("emb.ln.w", s.hidden),
        "embeddings.LayerNorm.bias": t("emb.ln.b", s.hidden),
    }
    for i in range(s.layers):
        state |= {f"encoder.layer.{i}.{n}": a for n, a in _layer(packed, f"l{i}.").items()}
    return state


def _layer(packed: PackedModel, layer: str) -> dict[str, np.ndarray]:
    h, ff, t = packed.sizes.hidden, packed.sizes.feed_forward, packed.tensor
    state = {}
    for theirs, ours in _PARTS:
        state[f"{theirs}.weight"] = t(f"{layer}{ours}.w", h, h)
        state[f"{theirs}.bias"] = t(f"{layer}{ours}.b", h)
    for theirs, ours in (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln")):
        state[f"{theirs}.weight"] = t(f"{layer}{ours}.w", h)
        state[f"{theirs}.bias"] = t(f"{layer}{ours}.b", h)
    state["intermediate.dense.weight"] = t(f"{layer}fi.w", ff, h)
    state["intermediate.dense.bias"] = t(f"{layer}fi.b", ff)
    state["output.dense.weight"] = t(f"{layer}fo.w", h, ff)
    state["output.dense.bias"] = t(f"{layer}fo.b", h)
    return state


def _export(model: _Sentence, folder: Path) -> None:
    batch, length = torch.export.Dim("batch", max=4096), torch.export.Dim("length", min=2, max=512)
    shape = {0: batch, 1: length}
    example = (torch.ones(2, 16, dtype=torch.long), torch.ones(2, 16, dtype=torch.long))
    full = folder / "full.onnx"
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the exporter warns of its own internals
        torch.onnx.export(
            model,
            example,
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_vector", "token_vectors"],
            dynamic_shapes=(shape, shape),
            dynamo=True,
            verbose=False,
        )
    logging.getLogger().setLevel(logging.ERROR)
    # Of the weights seven bits: processors without VNNI add products in 16 bits, which eight would overflow,
    # and the same model would then find other texts on other machines.
    quantize_dynamic(
        str(full),
        str(folder / "model.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
    for part in folder.glob("full.onnx*"):
        part.unlink()


def _check(model: _Sentence, tokenizer: Tokenizer, path: Path) -> None:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for probe in _PROBES:
        ids = np.array([tokenizer.encode(probe).ids])
        mask = np.ones_like(ids)
        served = session.run(None, {"input_ids": ids, "attention_mask": mask})[0][0]
        with torch.no_grad():
            original = model(torch.from_numpy(ids), torch.from_numpy(mask))[0][0].numpy()
        if float(served @ original) < _LEAST_COSINE:
            raise ModelUnavailable(
                f"embedding model: int8 is too far from the original on {probe!r}"
            )


def _write_card(folder: Path, packed: PackedModel) -> None:
    card = {
        "model": MODEL,
        "dimensions": packed.sizes.hidden,
        "max_tokens": packed.sizes.positions,
        "prefixes": {"query": "query: ", "passage": "passage: "},
    }
    (folder / "newsdesk.json").write_text(json.dumps(card, indent=1), "utf-8")
