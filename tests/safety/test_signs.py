"""Every rule reads the lines that stand beside it: those that show its sign, and those that must not."""

import pytest

from bot.core import safety
from bot.core.signs import SIGNS, Level, Sign

SAID = [pytest.param(sign, line, id=f"{sign.name}: {line[:50]}") for sign in SIGNS for line in sign.says]
HARMLESS = [pytest.param(sign, line, id=f"{sign.name}: {line[:50]}") for sign in SIGNS for line in sign.not_when]
WORSE = {Level.NONE: 0, Level.CONCERN: 1, Level.CRISIS: 2}


@pytest.mark.parametrize(("sign", "line"), SAID)
def test_a_line_that_shows_a_sign_is_read_at_its_level_by_the_rules_alone(sign: Sign, line: str) -> None:
    assert WORSE[safety.by_rules(line)] >= WORSE[sign.level]


@pytest.mark.parametrize(("sign", "line"), HARMLESS)
def test_a_harmless_line_with_the_same_words_is_not_taken_over_by_the_rules(sign: Sign, line: str) -> None:
    assert WORSE[safety.by_rules(line)] < max(WORSE[sign.level], 1), sign.name


def test_every_rule_has_lines_that_show_it() -> None:
    assert all(sign.says for sign in SIGNS)
