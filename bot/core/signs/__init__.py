"""The signs that the rules know, by family; each stands beside lines that show it and lines that must not."""

from collections.abc import Iterator

from bot.core.replies import About
from bot.core.signs import absence, chance, danger, distress, farewell, harm, intent, mind, others, welsh, wish
from bot.core.signs.openings import Openings
from bot.core.signs.sign import DENIED, OF_SOMEBODY_ELSE, Level, Sign, clause_before, sentence_around

FAMILIES = (intent, mind, wish, chance, absence, farewell, harm, danger, others, welsh, distress)
SIGNS: tuple[Sign, ...] = tuple(sign for family in FAMILIES for sign in family.SIGNS)
VEILED: frozenset[str] = frozenset(sign.name for family in (absence, farewell) for sign in family.SIGNS)
"""The names of signs made of words that are at home elsewhere, such as goodbyes: see ``safety.DENIED_AT``."""
_OPENINGS = Openings([sign.pattern for sign in SIGNS])

__all__ = ["FAMILIES", "SIGNS", "VEILED", "Level", "Sign", "found_in"]


def found_in(text: str) -> Iterator[tuple[Sign, Level]]:
    """Every sign in *text*, which is plain, with the level it has there: a denied wish still worries, but less."""
    for sign, matches in zip(SIGNS, _OPENINGS.matches(text), strict=True):
        for match in matches:
            before = clause_before(text, match.start())
            if sign.about is About.SELF and OF_SOMEBODY_ELSE.search(before):
                continue
            if sign.unless is not None and sign.unless.search(sentence_around(text, match.start(), match.end())):
                continue
            yield sign, Level.CONCERN if sign.level is Level.CRISIS and DENIED.search(before) else sign.level
            break
