"""An epoch's batches: safety lines grouped by length, asks drawn so that each batch holds several of each topic."""

import random
from collections import defaultdict
from collections.abc import Sequence

from bot.core.following import after
from bot.model.material import TALK, Line
from bot.model.recipe import Recipe
from bot.model.spoiling import join, spoil


def _safety(lines: Sequence[Line], companions: Sequence[Line], size: int, rng: random.Random) -> list[list[Line]]:
    typed = []
    for line in lines:
        shares = 0.2 if line.level else 0.1
        made = join(line, rng.choice(companions), rng) if rng.random() < shares else line
        typed.append(Line(spoil(made.text, rng), made.level, made.other, made.topic))
    typed.sort(key=lambda line: len(line.text) * rng.uniform(0.8, 1.2))
    return [typed[start : start + size] for start in range(0, len(typed), size)]


def _asks(lines: Sequence[Line], chatter: Sequence[Line], recipe: Recipe, rng: random.Random) -> list[list[Line]]:
    titles = sorted({line.follows for line in lines if line.follows})
    by_topic: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_topic[str(line.topic)].append(line)
    handfuls: list[list[Line]] = []
    for ours in by_topic.values():
        rng.shuffle(ours)
        few = recipe.asks_per_topic
        handfuls += [ours[start : start + few] for start in range(0, len(ours), few)]
    rng.shuffle(handfuls)
    batches = []
    for start in range(0, len(handfuls), recipe.topics_per_batch):
        batch = []
        for line in (line for handful in handfuls[start : start + recipe.topics_per_batch] for line in handful):
            made = join(line, rng.choice(chatter), rng) if rng.random() < 0.05 and not line.follows else line
            text, level = spoil(made.text, rng), made.level
            if titles and not line.follows and rng.random() < recipe.in_conversation:
                # a whole question asked after an answer about something else still means what it says
                text, level = after(rng.choice(titles), text), None
            batch.append(Line(text, level, made.other, made.topic, line.text))
        batches.append(batch)
    return batches


def epoch(lines: Sequence[Line], recipe: Recipe, number: int) -> list[tuple[bool, list[Line]]]:
    """All batches of one epoch in the order they are learnt, each with whether it is one of asks."""
    rng = random.Random(recipe.seed * 1000 + number)  # noqa: S311
    asks = [line for line in lines if line.topic and line.topic != TALK]
    safety = [line for line in lines if line.level is not None and (line.topic is None or line.topic == TALK)]
    chatter = [line for line in safety if line.topic == TALK]
    calm = [line for line in safety if line.level == 0] + [line for line in asks if line.level == 0]
    made = [(False, batch) for batch in _safety(safety, calm, recipe.safety_batch, rng)]
    some = rng.sample(chatter, min(len(chatter), 200))
    made += [(True, batch) for batch in _asks(asks + some, chatter, recipe, rng)]
    rng.shuffle(made)
    return made
