"""Reads every message for danger, before anything else is done with it.

Two readers, and the worse word counts, but for veiled words that the second is sure are harmless. The rules
(``core.signs``) can be read and reviewed, need nothing, and are precise enough to take over alone. The trained reader
hears what no rule foresaw; where there is none, weighted phrases (``core.phrases``) stand in for it. Each reads the
whole message and each of its sentences, so that nothing hides behind an ordinary question. A very long message is read
at its ends and round every word that danger is spoken of with.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.phrases import heard, most_telling
from bot.core.plain import legible, plain, sentences
from bot.core.reader import Impression, Reader
from bot.core.replies import About
from bot.core.signs import VEILED, Level, Sign, found_in

__all__ = ["Level", "Reading", "read"]

ALARM_AT = -1.2
"""The trained reader takes a conversation over from this alarm on: see ``_alarm``. Chosen on half a of the development
lines, and believed on others (tests/safety/REPORT.md)."""
PART_AT = 0.9
"""It does so too when any part is given this much for crisis, however harmless the rest: no clause is to be buried."""
CONCERN_AT = 0.12
"""It asks for support from this much for crisis and concern together, in any part."""
DENIED_AT = 0.08
"""Where rules found only veiled words (goodbyes, affairs in order), and the trained reader, which heard every word of
a short message, gives crisis less than this in every part, it is support with the number that comes. A plain sign is
never denied. Of 470 lines of danger by authors it had not learnt from, in which a rule had found it, plain or veiled,
none was given less than 0.1."""

END = 4_200
"""Characters read at either end of a message."""
AROUND = 160
PLACES = 12
UNITS = 24
"""Texts the trained reader reads of one message, at most: the whole, and of its sentences those that say most."""
WINDOW = 400
"""Characters of a text that fill the trained reader's window."""
CUT, EFFORT = 150, 450
"""A message too long to be read whole is cut into sentences, and those into words of ``CUT`` characters together. The
trained reader reads the most telling of them, as many as ``EFFORT`` allows (see ``phrases.most_telling``), so that
nobody waits behind a giant. Of 877 lines of danger that no rule hears, each among questions in 8,400 characters and
more, it hears 809 as crisis and 68 as concern (810 and 67 when it read any 23 sentences). Where no full stop parts
anything it hears 384 and 493 (243 and 634 when it read 23 pieces of 300 characters): the less there is beside it."""

_WORRYING = (
    "suicid", "kill", "die", "dead", "death", "dying", "alive", "myself", "life", "overdos", "tablets", "pills",
    "goodbye", "want to be here", "wake up", "burden", "without me", "hurt", "harm", "end it", "jump", "rope",
    "marw", "lladd", "hun",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message was read as. *about* is set unless the level is none.

    *impression* is the trained reader's of the whole text, so that matching need not encode it again.
    *ruled* when a rule showed the crisis, not the trained reader alone.
    """

    level: Level
    about: About | None = None
    welsh: bool = False
    impression: Impression | None = None
    ruled: bool = False


_GREETING = re.compile(
    r"(?:(?:hi+|hiya|hello|hey|helo|shwmae|morning|good morning|afternoon|good afternoon|evenin[g]?|good evening"
    r"|alright|all right|ey up|now then|cheers|ta|thanks|thank you|thx|thnx|diolch)"
    r"(?: (?:all|mate|pal|team|there|folks|both|again|everyone|signpost|bot|very much|a lot|so much))?[ .,!?]*){1,2}",
    re.IGNORECASE,
)
"""A whole message that is a greeting or thanks; the trained reader hears farewells in some of them."""
_REASSURING = re.compile(
    r"(?:(?:no|nah|nope|sorry|thanks|thank you|cheers|honestly|really)[ ,.!]+){0,2}(?:i['’]?m|i am|all|it['’]?s)"
    r" (?:all |really |absolutely )?(?:fine|ok|okay|good|alright|all right|grand)"
    r"(?:[ ,.!]+(?:now|thanks|thank you|ta|cheers|honestly|really|mate)){0,3}[ .!]*",
    re.IGNORECASE,
)
"""A whole message that only says that somebody is fine: after a crisis reply it gets the warm line (bot.exchange)."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """*text* in the *parts* that are read of it, as typed and in *plain* form, and what the rules *found* there.

    *plainly* when danger was found that is not only veiled. For ``complete``.
    """

    text: str
    parts: tuple[str, ...]
    plain: tuple[str, ...]
    found: tuple[tuple[Level, About], ...]
    plainly: bool


def read(text: str, reader: Reader | None = None) -> Reading:
    """Read *text*, whole and sentence by sentence; *reader* adds what no rule foresaw, or phrases do without one."""
    return complete(apply_rules(text), reader)


def apply_rules(text: str) -> Ruled:
    """The first half of reading, which needs no reader and is not to be done twice."""
    parts = tuple(_parts(text))
    said = tuple(map(plain, parts))
    signs = [found for part in said for found in _by_rule(part)]
    plainly = any(level is Level.CRISIS and sign.name not in VEILED for sign, level in signs)
    return Ruled(text, parts, said, tuple((level, sign.about) for sign, level in signs), plainly)


def complete(ruled: Ruled, reader: Reader | None = None) -> Reading:
    """The rules' word, and what *reader* adds to it, or phrases without one."""
    level = _worst(ruled.found)
    impressions = _impressions(ruled.parts, reader)
    phrased = list(map(heard, ruled.parts, ruled.plain)) if reader is None else []
    felt = (
        Level.NONE if _is_small_talk(ruled.text) else max(_felt(impressions), _worst(phrased), key=_WORSE.__getitem__)
    )
    if level is Level.CRISIS and _denied(ruled, impressions):
        level = Level.CONCERN
    ruled_crisis = level is Level.CRISIS
    level = max(level, felt, key=_WORSE.__getitem__)
    whole = impressions[0] if impressions else None
    about = None
    if level is not Level.NONE:
        about = _about([about for at, about in (*ruled.found, *phrased) if _WORSE[at] >= _WORSE[level]], impressions)
    return Reading(level, about, welsh=is_welsh(ruled.parts[0]), impression=whole, ruled=ruled_crisis)


def _denied(ruled: Ruled, impressions: list[Impression]) -> bool:
    """Whether the rules found veiled words alone, and the reader heard all of the message and no danger in it."""
    heard_all = not ruled.plainly and bool(impressions) and len(ruled.text) <= WINDOW and len(impressions) < UNITS
    return heard_all and max(impression.crisis for impression in impressions) < DENIED_AT


def _is_small_talk(text: str) -> bool:
    said = text.strip()
    return len(said) <= 80 and bool(_GREETING.fullmatch(said) or _REASSURING.fullmatch(said))


def by_rules(text: str) -> Level:
    """What the rules alone make of *text*, for their tests and figures."""
    return _worst(apply_rules(text).found)


_WORSE = {Level.NONE: 0, Level.CONCERN: 1, Level.CRISIS: 2}


def _worst(found: Iterable[tuple[Level, About]]) -> Level:
    return max((level for level, _ in found), key=_WORSE.__getitem__, default=Level.NONE)


def _by_rule(text: str) -> list[tuple[Sign, Level]]:
    found = list(found_in(text))
    if text.count(" . ") > text.count(" ") // 4:  # one. word. at. a. time.
        found += found_in(text.replace(" . ", " "))
    return found


def _impressions(parts: Sequence[str], reader: Reader | None) -> list[Impression]:
    """The whole first, then what else fits; empty without a reader or without words."""
    if reader is None:
        return []
    legibles = [legible(part) for part in parts]
    whole = " ".join(legibles[0].split())
    said = dict.fromkeys(" ".join(piece.split()) for part in legibles for piece in sentences(part))
    pieces = [_bare(whole), *said] if len(whole) <= WINDOW else list(said)
    pieces = [piece for piece in dict.fromkeys(pieces) if piece != whole and len(piece) > 2]
    if len(parts) > 1:
        runs = dict.fromkeys(run for piece in pieces for run in _runs(piece))
        return reader.read([whole[:WINDOW], *most_telling(list(runs), UNITS - 1, EFFORT)])
    if len(pieces) >= UNITS:
        pieces = most_telling(pieces, UNITS - 1)
    if not whole and not pieces:
        return []
    ends = [whole[-WINDOW:]] if len(whole) > WINDOW else []
    return reader.read([whole[:WINDOW], *ends, *pieces])


def _runs(piece: str) -> Iterator[str]:
    """*piece* in words of ``CUT`` characters together."""
    run = ""
    for word in piece.split():
        if run and len(run) + len(word) >= CUT:
            yield run
            run = ""
        run = f"{run} {word[:CUT]}" if run else word[:CUT]
    if run:
        yield run


_COURTESY = re.compile(
    r"^(?:hi+|hiya|hello|hey|helo|morning|evening|afternoon|sorry|please|excuse me)(?: (?:all|mate|there|both))?"
    r"[ ,.!]{1,5}|"
    r"[ ,.!]{1,5}(?:thanks|thank you|cheers|ta|diolch|please|pls)[ .!]{0,5}$",
    re.IGNORECASE,
)


def _bare(text: str) -> str:
    """*text* without the courtesies round it, which soften for the trained reader what stands between them."""
    return _COURTESY.sub("", text)


def _felt(impressions: list[Impression]) -> Level:
    if not impressions:
        return Level.NONE
    if _alarm(impressions) >= ALARM_AT or any(impression.crisis >= PART_AT for impression in impressions):
        return Level.CRISIS
    if any(impression.crisis + impression.concern >= CONCERN_AT for impression in impressions):
        return Level.CONCERN
    return Level.NONE


def _alarm(impressions: list[Impression]) -> float:
    """How much danger is heard: in the whole first, more if a part says it plainly, less if the whole seems harmless.

    Logarithms of probabilities, so that whether a message is danger or distress counts for less than whether it is
    either. Of the ways tried (the whole, the worst part, their mean, odds against harmless) it parted best.
    """
    whole, worst = impressions[0], max(impression.crisis for impression in impressions)
    return _log(whole.crisis) - 0.3 * _log(whole.none) + 0.3 * _log(worst)


def _log(share: float) -> float:
    return math.log(max(share, 1e-4))


def _about(ruled: list[About], impressions: list[Impression]) -> About:
    """Self when any rule says so; otherwise what the trained reader says of the worst part."""
    if About.SELF in ruled:
        return About.SELF
    if impressions:
        worst = max(impressions, key=lambda impression: impression.crisis + impression.concern / 4)
        return About.OTHER if worst.other >= 0.5 else About.SELF
    return About.OTHER if ruled else About.SELF


def _parts(text: str) -> Iterator[str]:
    """*text* itself, or of a very long one both ends and what stands round worrying words between them."""
    if len(text) <= 2 * END:
        yield text
        return
    yield text[:END]
    yield text[-END:]
    middle = text[END:-END].lower()
    places = sorted({at for word in _WORRYING for at in _found(middle, word)})
    reached = 0
    for at in places[: PLACES // 2] + places[-(PLACES // 2) :]:
        if at >= reached:
            yield middle[max(0, at - AROUND) : at + AROUND]
            reached = at + AROUND


def _found(text: str, word: str) -> Iterator[int]:
    """The first places of *word*, at most ``PLACES``."""
    at = text.find(word)
    for _ in range(PLACES):
        if at < 0:
            return
        yield at
        at = text.find(word, at + AROUND)


_WELSH = frozenset(
    """dwi dwin dwim rwy rwyf wyf mae maen ydw ydi ydy yw oes nad ddim dim eisiau isio isho moyn efo gyda gyda'r
    ond hefyd wedi fy dy ei eich chi ti fo hi ni nhw yr yn ar gan beth pryd ble pwy sut pam faint bod bydda bydd
    fydda fydd sesiwn diolch bore nos heno fory yfory heddiw ddoe neithiwr gwaith gweithio siarad helo shwmae
    sori plis teimlo meddwl gallu methu angen rhywun rhywbeth neb pawb bawb bywyd byw marw hun hunan ffrind
    shifft plismon heddlu dwin'n sai smo fi'n dwi'n mae'n i'r o'r a'r fel nawr rwan rŵan iawn dda drwg un dau
    tri cael gwneud wneud mynd dod deud dweud gwybod nabod hoffi hoffwn licio""".split()
)
_ALSO_ENGLISH = frozenset("""hi yr yn ar un dim bore hun fo pam ti nos ni dau""".split())


def is_welsh(text: str) -> bool:
    """Whether *text* has Welsh in it: a third of its words, or three that are Welsh only."""
    words = re.findall(r"[a-zâêîôûŵŷ']+", text[:WINDOW].lower())
    welsh = [word for word in words if word in _WELSH]
    sure = [word for word in welsh if word not in _ALSO_ENGLISH]
    return len(sure) >= 3 or (bool(sure) and len(welsh) * 3 >= len(words))
