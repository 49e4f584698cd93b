"""The pieces words are cut into: MiniLM's 30,522, less those no message here will use, and the emoji it never had."""

import re
import unicodedata
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
EMOJI = (
    "😀😂🤣😅😊🙂🙃😉😍😎😏😐😒😔😕😖😞😟😠😡😢😣😤😥😩😪😫😬😭😮😰😱😳😴😵😷🙄🙁☹🤔🤐🤕🤢🤦🤷🤯🥲🥵🥶🥺🥳🥱🫠💀☠👻😈👍👎👌👋👀🙏🙌👏💪🤞🤝🫡🙈🙋"
    "❤🖤💔💙💜❣🔥✨🎉🏆⭐🌈🌞🌧🌙🕊🥀🌹🌊⚰🪦🕯⛓🔪🗡🔫💊💉🩸🚬🍺🍷🍕☕🍫🎂🎲⚽🏉🐕🐶🐾🐴🐈🚓🚔🚗🚐🚑🚒🚨🚂🚤👮🕵👨👩👶🏠🏥📞☎📱📅📆📝📎💻🔗🔑🎧🎙⏰⏳🔚🔜🆘⚠❌✅✔❓❗➡⬆⬇💍💸💰👑♀♂🫂"
)


def _wanted(piece: str, place: int, words: int, used: set[str]) -> bool:
    if piece in _SPECIAL or piece in used:
        return True
    bare = piece.removeprefix("##")
    if len(bare) == 1:
        return bare.isascii() or unicodedata.category(bare).startswith(("P", "S")) or "à" <= bare <= "ÿ"
    if re.fullmatch(r"[0-9]{1,2}|20[0-3][0-9]|199[0-9]", bare):
        return True
    if not re.fullmatch(r"[a-z]+", bare):
        return False
    return len(bare) <= 3 if piece.startswith("##") else place < words


def choose(vocabulary: dict[str, int], used: Iterable[str], words: int) -> list[str]:
    """The pieces to keep, in MiniLM's order, which is by how common they are; then the emoji."""
    ordered = sorted(vocabulary, key=vocabulary.__getitem__)
    first = vocabulary["the"]
    kept = set(used)
    chosen = [piece for place, piece in enumerate(ordered) if _wanted(piece, place - first, words, kept)]
    return chosen + [emoji for emoji in dict.fromkeys(EMOJI) if emoji not in vocabulary]


def name_of(emoji: str) -> str:
    return unicodedata.name(emoji, "symbol").lower()


def cutter(pieces: list[str], longest: int) -> Tokenizer:
    """A tokenizer over *pieces*: lower case, accents off, one apostrophe, each emoji by itself."""
    places = {piece: place for place, piece in enumerate(pieces)}
    made = Tokenizer(models.WordPiece(places, unk_token="[UNK]", max_input_chars_per_word=100))  # noqa: S106
    made.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex("[\u2018\u2019\u02bc\u00b4`]"), "'"),
            normalizers.Replace(Regex("[\ufe0f\u200d\U0001f3fb-\U0001f3ff]"), ""),
            normalizers.BertNormalizer(lowercase=True),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(r"\p{So}"), "isolated"), pre_tokenizers.BertPreTokenizer()]
    )
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        special_tokens=[("[CLS]", places["[CLS]"]), ("[SEP]", places["[SEP]"])],
    )
    made.decoder = decoders.WordPiece()
    made.enable_truncation(longest)
    return made
