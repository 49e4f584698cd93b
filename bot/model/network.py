"""The encoder and its heads in torch: MiniLM as sentence-transformers publishes it, with fewer pieces, maybe layers."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, WIDE = 384, 12, 1536
EPSILON = 1e-12
_ROUND = 128  # sizes are rounded up to this: torch makes and keeps a kernel for each size it meets


class Layer(nn.Module):
    """One layer of BERT: attention, then two dense steps, each added and normalised after."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.mixed_norm = nn.LayerNorm(WIDTH, EPSILON)
        self.up = nn.Linear(WIDTH, WIDE)
        self.down = nn.Linear(WIDE, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, x: Tensor, present: Tensor) -> Tensor:
        """*x* holds only the pieces that are *present*, one after another: padding costs nothing outside attention."""
        many, length = present.shape
        wide = x.new_zeros(
            many, length, 3 * WIDTH, dtype=torch.bfloat16 if torch.is_autocast_cpu_enabled() else x.dtype
        )
        many_pieces = int(present.sum())
        wide[present] = self.qkv(x)[:many_pieces].to(wide.dtype)
        q, k, v = wide.view(many, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # written out: torch's fused attention is several times slower backwards on a processor
        scores = (q @ k.transpose(-1, -2)).float() * (WIDTH // HEADS) ** -0.5
        mixed = torch.softmax(scores.masked_fill(~present[:, None, None, :], -1e4), -1).to(v.dtype) @ v
        flat = mixed.transpose(1, 2).reshape(many, length, WIDTH)[present]
        flat = functional.pad(flat, (0, 0, 0, len(x) - many_pieces))
        x = self.mixed_norm(x + self.mixed(flat))
        return self.norm(x + self.down(functional.gelu(self.up(x))))


class Network(nn.Module):
    """Texts as piece numbers in; levels, about-other, topics and the mean vector out."""

    def __init__(self, pieces: int, layers: int, topics: int, tokens: int, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(pieces, WIDTH)
        self.places = nn.Embedding(tokens, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.dropout = nn.Dropout(dropout)
        self.level = nn.Linear(WIDTH, 3)
        self.other = nn.Linear(WIDTH, 1)
        self.topic = nn.Linear(WIDTH, topics)

    def encode(self, ids: Tensor, present: Tensor) -> Tensor:
        """The mean over each text's pieces."""
        x = self.words(ids[present]) + self.places(torch.arange(ids.shape[1]).expand_as(ids)[present])
        x = functional.pad(x, (0, 0, 0, -len(x) % _ROUND))
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, present)
        text = torch.arange(len(ids))[:, None].expand_as(ids)[present]
        total = torch.zeros(len(ids), WIDTH).index_add(0, text, x[: len(text)].float())
        return total / present.sum(1, keepdim=True)

    def forward(self, ids: Tensor, present: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        mean = self.encode(ids, present)
        kept = self.dropout(mean)
        return self.level(kept), self.other(kept)[:, 0], self.topic(kept), mean


def initialise(
    network: Network, base: Mapping[str, Tensor], rows: Sequence[Sequence[int]], layers: Sequence[int]
) -> None:
    """Take MiniLM's weights; a piece's row is the mean of the *rows* named for it, places take in the type row."""
    table = base["embeddings.word_embeddings.weight"]
    with torch.no_grad():
        network.words.weight.copy_(torch.stack([table[list(row)].mean(0) for row in rows]))
        places = base["embeddings.position_embeddings.weight"][: network.places.num_embeddings]
        network.places.weight.copy_(places + base["embeddings.token_type_embeddings.weight"][0])
        _norm(network.norm, base, "embeddings.LayerNorm")
        for layer, number in zip(network.layers, layers, strict=True):
            name = f"encoder.layer.{number}"
            for kind in ("weight", "bias"):
                parts = [base[f"{name}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(parts))
            _dense(layer.mixed, base, f"{name}.attention.output.dense")
            _norm(layer.mixed_norm, base, f"{name}.attention.output.LayerNorm")
            _dense(layer.up, base, f"{name}.intermediate.dense")
            _dense(layer.down, base, f"{name}.output.dense")
            _norm(layer.norm, base, f"{name}.output.LayerNorm")


def _dense(part: nn.Linear, base: Mapping[str, Tensor], name: str) -> None:
    part.weight.copy_(base[f"{name}.weight"])
    part.bias.copy_(base[f"{name}.bias"])


def _norm(part: nn.LayerNorm, base: Mapping[str, Tensor], name: str) -> None:
    part.weight.copy_(base[f"{name}.weight"])
    part.bias.copy_(base[f"{name}.bias"])
