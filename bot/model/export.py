"""From trained torch weights to the small file the bot reads: an ONNX graph written operator by operator.

One text at a time goes through it: no padding, no mask, and a text's figures never depend on its neighbours.
Weights keep seven of the eight bits: on processors without VNNI the products of two full bytes would overflow.
"""

import json
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from bot.model.network import EPSILON, HEADS, WIDTH, Network

_OURS = "com.microsoft"  # the domain of onnxruntime's own, fused operators
_STEPS = 63


class _Graph:
    """Nodes and weights as they are added."""

    def __init__(self, network: Network) -> None:
        self.weights = {name: value.detach().float().numpy() for name, value in network.named_parameters()}
        self.nodes: list[onnx.NodeProto] = []
        self.initialisers: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.initialisers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def dense(self, x: str, name: str) -> str:
        """x times the weight, which is kept as one scale a column and seven bits a number, plus the bias."""
        weight = self.weights[f"{name}.weight"].T
        scale = np.maximum(np.abs(weight).max(0), 1e-8) / _STEPS
        rounded = np.clip(np.round(weight / scale), -_STEPS, _STEPS).astype(np.int8)
        parts = [
            x,
            self.constant(f"{name}.weight", rounded),
            self.constant(f"{name}.scale", scale.astype(np.float32)),
            self.constant(f"{name}.zero", np.zeros(len(scale), np.int8)),
            self.constant(f"{name}.bias", self.weights[f"{name}.bias"]),
        ]
        return self.node("DynamicQuantizeMatMul", parts, f"{name}.out", _OURS)

    def norm(self, x: str, added: str, name: str) -> str:
        # not SkipLayerNormalization, which does both: on processors onnxruntime 1.32 takes five times as long over it
        weight, bias = (self.constant(f"{name}.{kind}", self.weights[f"{name}.{kind}"]) for kind in ("weight", "bias"))
        summed = self.node("Add", [x, added], f"{name}.sum")
        return self.node("LayerNormalization", [summed, weight, bias], f"{name}.out", axis=-1, epsilon=EPSILON)


def _words(graph: _Graph) -> str:
    table = graph.weights["words.weight"]
    scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127
    graph.constant("words", np.round(table / scale).astype(np.int8))
    graph.constant("words.scale", scale.astype(np.float32))
    graph.node("Gather", ["words", "ids"], "words.rows", axis=0)
    graph.node("Cast", ["words.rows"], "words.wide", to=TensorProto.FLOAT)
    graph.node("Gather", ["words.scale", "ids"], "words.scales", axis=0)
    graph.node("Mul", ["words.wide", "words.scales"], "words.out")
    graph.constant("places", graph.weights["places.weight"][None])
    graph.node("Shape", ["ids"], "length", start=1, end=2)
    graph.node(
        "Slice",
        [
            "places",
            graph.constant("nought", np.zeros(1, np.int64)),
            "length",
            graph.constant("one", np.ones(1, np.int64)),
        ],
        "places.out",
    )
    return graph.norm("words.out", "places.out", "norm")


def _layer(graph: _Graph, x: str, name: str) -> str:
    graph.dense(x, f"{name}.qkv")
    parts = [f"{name}.{part}" for part in "qkv"]
    graph.nodes.append(
        helper.make_node("Split", [f"{name}.qkv.out"], parts, name=f"{name}.split", axis=2, num_outputs=3)
    )
    graph.node("MultiHeadAttention", parts, f"{name}.attention", _OURS, num_heads=HEADS)
    x = graph.norm(x, graph.dense(f"{name}.attention", f"{name}.mixed"), f"{name}.mixed_norm")
    graph.node("Gelu", [graph.dense(x, f"{name}.up")], f"{name}.gelu", _OURS)
    return graph.norm(x, graph.dense(f"{name}.gelu", f"{name}.down"), f"{name}.norm")


def _head(graph: _Graph, mean: str, name: str, heat: float, last: str) -> None:
    graph.constant(f"{name}.weight", graph.weights[f"{name}.weight"].T / np.float32(heat))
    graph.constant(f"{name}.bias", graph.weights[f"{name}.bias"] / np.float32(heat))
    graph.node("Gemm", [mean, f"{name}.weight", f"{name}.bias"], f"{name}.out")
    graph.node(last, [f"{name}.out"], name)


def export(network: Network, topics: tuple[str, ...], heats: dict[str, float], path: Path) -> None:
    """Write the graph; *heats* are the temperatures its probabilities are divided by."""
    graph = _Graph(network)
    x = _words(graph)
    for number in range(len(network.layers)):
        x = _layer(graph, x, f"layers.{number}")
    graph.constant("along", np.array([1], np.int64))
    graph.node("ReduceMean", [x, "along"], "mean", keepdims=0)
    for name, last in (("level", "Softmax"), ("other", "Sigmoid"), ("topic", "Softmax")):
        _head(graph, "mean", name, heats[name], last)
    graph.node("LpNormalization", ["mean"], "vector", axis=1, p=2)
    shapes = {"level": 3, "other": 1, "topic": len(topics), "vector": WIDTH}
    made = helper.make_graph(
        graph.nodes,
        "reader",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "length"])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, size]) for name, size in shapes.items()],
        graph.initialisers,
    )
    model = helper.make_model(
        made,
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(_OURS, 1)],
        producer_name="signpost",
        ir_version=10,
    )
    helper.set_model_props(model, {"topics": json.dumps(topics), "tokens": str(network.places.num_embeddings)})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())
