"""A second embedding model to change over to: the packaged one with the numbers of its vectors in reverse order.

It is as good as the first, and no vector of one says anything to the other: an index that mixed them would find
nothing.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

NAME = "multilingual-e5-small-turned"
_OUTPUTS = ("sentence_vector", "token_vectors")


def make(packaged: Path, folder: Path) -> Path:
    """The folder of the second model."""
    shutil.copytree(packaged, folder, dirs_exist_ok=True)
    card = json.loads((folder / "newsdesk.json").read_text("utf-8"))
    size = card["dimensions"]
    (folder / "newsdesk.json").write_text(json.dumps({**card, "model": NAME}), "utf-8")
    model = onnx.load(str(folder / "model.onnx"))
    turned = numpy_helper.from_array(np.arange(size)[::-1].copy(), "turned")
    model.graph.initializer.append(turned)
    for name in _OUTPUTS:
        for node in model.graph.node:
            for names in (node.output, node.input):
                names[:] = [f"{n}_plain" if n == name else n for n in names]
        node = helper.make_node("Gather", [f"{name}_plain", "turned"], [name], axis=-1)
        model.graph.node.append(node)
    onnx.save(model, str(folder / "model.onnx"))
    return folder
