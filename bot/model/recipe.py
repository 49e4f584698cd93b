"""Everything that was chosen for training, in one place: change a number here and `make model` makes another reader."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the reader is trained. The defaults are what the shipped one was trained with."""

    seed: int = 20260420
    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)  # which of MiniLM's six layers are kept
    words: int = 7000  # how many of its commonest words are kept beside those the lines use
    tokens: int = 96
    epochs: int = 6
    encoder_rate: float = 1e-4
    layer_decay: float = 0.9  # each layer further down learns this much slower
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.1
    safety_batch: int = 32
    topics_per_batch: int = 16
    asks_per_topic: int = 4
    level_weights: tuple[float, float, float] = (1.0, 1.2, 1.3)  # none, concern, crisis
    level_smoothing: float = 0.05
    topic_smoothing: float = 0.1
    topic_share: float = 1.0
    other_share: float = 0.3
    contrast_share: float = 0.5
    contrast_heat: float = 0.1
    anchor_share: float = 2.0  # how much the vectors are held to MiniLM's own similarities
    plain_share: float = 1.0  # how much an ask counts as an ordinary line for safety
    in_conversation: float = 0.2  # this share of asks is also seen after an answer about something else
    dropout: float = 0.1
    seeds: int = 2  # this many are trained from one beginning on differently drawn batches, and their weights averaged
    ngram_epochs: int = 3
    ngram_rate: float = 0.03
    ngram_level_share: float = 0.2  # how much the runs of letters and words count beside the network
    ngram_topic_share: float = 0.4
    held_out: int = 0  # one line in this many is kept from training (0: none)
    held_topics: tuple[str, ...] = ()  # topics kept from training, to see whether new entries are found
    heats: dict[str, float] = field(default_factory=lambda: {"level": 1.0, "other": 1.0, "topic": 1.0})  # temperatures


SHIPPED = Recipe()
