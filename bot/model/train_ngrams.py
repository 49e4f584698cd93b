"""Teaches the tables of :mod:`bot.model.ngrams`: two linear models over hashed runs. A minute's work."""

import random
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import EmbeddingBag, functional

from bot.model.material import Line, is_held_out
from bot.model.ngrams import LEVEL_BUCKETS, TOPIC_BUCKETS, Ngrams, Runs, Table, rounded, runs
from bot.model.recipe import Recipe
from bot.model.spoiling import spoil

_BATCH = 64


def train(lines: Sequence[Line], recipe: Recipe, topics: tuple[str, ...]) -> Ngrams:
    """Learn from *lines*, each as written and once as haste would have it."""
    kept = [line for line in lines if not is_held_out(line, recipe.held_out)]
    places = {topic: place for place, topic in enumerate(topics)}
    rng = random.Random(recipe.seed)  # noqa: S311 not for secrets
    texts = [(line.text, line) for line in kept] + [(spoil(line.text, rng), line) for line in kept]
    levelled = [(runs(text), int(line.level)) for text, line in texts if line.level is not None]
    asked = [(runs(text), places[line.topic]) for text, line in texts if line.topic in places]
    weights = torch.tensor(recipe.level_weights)
    levels = _learn(
        levelled, LEVEL_BUCKETS, 3, recipe, lambda told, right: functional.cross_entropy(told, right, weights)
    )
    named = _learn(
        asked,
        TOPIC_BUCKETS,
        len(topics),
        recipe,
        lambda told, right: functional.cross_entropy(told, right, label_smoothing=recipe.topic_smoothing),
    )
    return Ngrams(levels, named, recipe.ngram_level_share, recipe.ngram_topic_share)


def _learn(
    lines: list[tuple[Runs, int]],
    buckets: int,
    columns: int,
    recipe: Recipe,
    surprise: Callable[[Tensor, Tensor], Tensor],
) -> Table:
    table = EmbeddingBag(buckets, columns, mode="sum", sparse=True)
    torch.nn.init.zeros_(table.weight)
    bias = torch.zeros(columns, requires_grad=True)
    optimisers = (
        torch.optim.SparseAdam(list(table.parameters()), lr=recipe.ngram_rate),
        torch.optim.Adam([bias], lr=recipe.ngram_rate),
    )
    rng = random.Random(recipe.seed)  # noqa: S311 not for secrets
    for _ in range(recipe.ngram_epochs):
        rng.shuffle(lines)
        for start in range(0, len(lines), _BATCH):
            batch = lines[start : start + _BATCH]
            sizes = [len(text.buckets) for text, _ in batch]
            told = bias + table(
                torch.from_numpy(np.concatenate([text.buckets for text, _ in batch]) % buckets),
                torch.tensor(np.cumsum([0, *sizes[:-1]])),
                per_sample_weights=torch.from_numpy(np.concatenate([text.weights for text, _ in batch])),
            )
            loss = surprise(told, torch.tensor([right for _, right in batch]))
            for optimiser in optimisers:
                optimiser.zero_grad()
            loss.backward()
            for optimiser in optimisers:
                optimiser.step()
    return rounded(table.weight.detach().numpy(), bias.detach().numpy())
