"""What thumbs, haste and dictation do to a line; and one message made of two."""

import random
import re

from bot.model.material import Line

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    key: "".join(
        other
        for down, others in enumerate(_KEYS)
        for across, other in enumerate(others)
        if other != key and abs(down - row) <= 1 and abs(across - column) <= 1
    )
    for row, keys in enumerate(_KEYS)
    for column, key in enumerate(keys)
}
_TAILS = (
    "...",
    "!!",
    "!",
    "?",
    "??",
    " x",
    " xx",
    " tbh",
    " lol",
    " pls",
    " ta",
    " 😂",
    " 🙃",
    " 😔",
    " 🤷",
    " 👍",
    " :(",
    " :)",
    " mate",
)
_HEADS = (
    "so ",
    "hi ",
    "hiya, ",
    "sorry ",
    "erm ",
    "right, ",
    "hello. ",
    "sarge ",
    "ok so ",
    "and ",
    "but ",
    "honestly ",
    "just ",
)
_JOINS = (
    ". ",
    ". ",
    ".. ",
    ", ",
    " - ",
    "\n",
    " and ",
    " but ",
    " also ",
    ". Also ",
    ". Btw ",
    " anyway ",
    "? ",
    "! ",
    " ",
)


def _mistype(text: str, rng: random.Random, rate: float) -> str:
    typed: list[str] = []
    letters = list(text)
    at = 0
    while at < len(letters):
        letter = letters[at]
        following = letters[at + 1] if at + 1 < len(letters) else ""
        at += 1
        if not letter.isalpha() or rng.random() >= rate:
            typed.append(letter)
            continue
        match rng.randrange(5):
            case 0:
                pass
            case 1:
                typed += [letter, letter]
            case 2 if following.isalpha():
                typed += [following, letter]
                at += 1
            case 3:
                typed.append(rng.choice(_NEIGHBOURS.get(letter.lower(), letter)))
            case _ if following == " " and rng.random() < 0.5:
                typed.append(letter)
                at += 1  # the space is what was missed
            case _:
                typed += [letter, rng.choice(_NEIGHBOURS.get(letter.lower(), letter))]
    return "".join(typed)


def spoil(text: str, rng: random.Random) -> str:
    """The line as it might have been typed. Often it is left alone."""
    if rng.random() < 0.3:
        text = _mistype(text, rng, rng.choice((0.02, 0.04, 0.06)))
    if rng.random() < 0.2:
        text = text.replace("'", "").replace("’", "")
    if rng.random() < 0.2:
        text = re.sub(r"[.,!?;:]+", rng.choice(("", "", " ")), text)
    if rng.random() < 0.08:
        text = text.rstrip(".!?") + rng.choice(_TAILS)
    if rng.random() < 0.08:
        text = rng.choice(_HEADS) + text
    return text or "?"


def join(line: Line, companion: Line, rng: random.Random) -> Line:
    """Both in one message. Its level is the higher of the two; its topic is known only if one of them asks."""
    first, second = (line, companion) if rng.random() < 0.5 else (companion, line)
    text = first.text.rstrip(" .") + rng.choice(_JOINS) + second.text
    told = line.level is not None and companion.level is not None
    level = max(line.level or 0, companion.level or 0) if told else None
    return Line(text, level, line.other, line.topic)
