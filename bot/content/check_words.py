"""What must not be said, and how it must be said so that a tired person on a phone understands it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.content import said
from bot.content.files import Sort
from bot.content.places import Loc
from bot.content.problems import Problem, Severity, shown
from bot.content.source import Content, File

LONGEST_SENTENCE = 40
OLDEST_READER = 17


@dataclass(frozen=True, slots=True)
class Avoided:
    """Words not to use, and the sentence that says what to write instead."""

    words: re.Pattern[str]
    sentence: str


def _avoided(words: str, sentence: str) -> Avoided:
    return Avoided(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), sentence)


_SURE = r"(?:completely|totally|fully|entirely|strictly|absolutely|utterly|guaranteed|always|100 ?% ?|100 per ?cent)"
_WHO = r"(?:no ?one|nobody)(?: else)?(?: at work| in your force)?"
_NO_SUCH_PROMISE = "nothing on a work system is; say who promises what, like 'Oscar Kilo says the line is ...'"

CLAIMS = (
    _avoided(r"anonymous(?:ly)?|anonymity", f"do not promise {{}}: {_NO_SUCH_PROMISE}"),
    _avoided(rf"{_SURE} ?(?:confidential|private|secret|secure)", f"do not promise {{}}: {_NO_SUCH_PROMISE}"),
    _avoided(
        r"(?:this|our) (?:chat|conversation|bot|service|message)s? (?:is|are|stays?|will (?:be|stay)) "
        r"(?:\w+ )?(?:confidential|private|secret)",
        f"do not promise {{}}: {_NO_SUCH_PROMISE}",
    ),
    _avoided(r"(?:in|with) (?:the )?(?:strictest|complete|total|full) confiden(?:ce|tiality)", "do not promise {}"),
    _avoided(rf"{_WHO} (?:will|can|could) (?:ever )?(?:know|see|find out|be told|read)", "do not promise that {}"),
    _avoided(r"off the record", "do not say {}: a chat on a work system can be read"),
    _avoided(r"your (?:force|boss|managers?) (?:will not|won't|can't|cannot) (?:ever )?(?:know|see|read|find out)",
             "do not promise that {}; say who promises it, like 'Oscar Kilo says ...'"),
)  # fmt: skip
"""Promises that are not true on a work system, unless they are quoted with who made them, or denied."""

STIGMA = (
    _avoided(
        r"commit(?:s|ted|ting)?(?: \w+)? suicide", "{} is hurtful; write 'died by suicide' or 'took their own life'"
    ),
    _avoided(
        r"(?:successful|unsuccessful|failed|completed) (?:suicide|attempt at suicide|suicide attempt)",
        "{} is hurtful; write 'died by suicide' or 'suicide attempt'",
    ),
    _avoided(r"(?:the )?mentally ill", "write 'people with mental health problems', not {}"),
    _avoided(r"suicide victims?", "write 'the person who died', not {}"),
    _avoided(
        r"(?:mental|psychiatric) patients?|lunatics?|psychos?|nutters?|nutcases?|schizos?",
        "{} is hurtful; leave it out",
    ),
    _avoided(r"cr(?:y|ies) for help|attention[- ]seek(?:ing|ers?)", "{} belittles people; leave it out"),
    _avoided(
        r"junkies?|druggies?|alcoholics?|drunks?", "{} is hurtful; write about 'people who drink too much' and the like"
    ),
    _avoided(
        r"man up|pull yourself together|snap out of it|don'?t do anything stupid", "{} blames people; leave it out"
    ),
    _avoided(
        r"suffer(?:s|ing)? (?:from|with) (?:\w+ )?(?:depression|anxiety|ptsd|stress|mental)", "write 'has', not {}"
    ),
)
"""Words that hurt or put people off asking for help."""

CLICK = _avoided(
    r"click (?:on )?(?:here|this|below|the link)|press here", "{} tells a screen reader nothing; name the page"
)
BARE_LINK = re.compile(
    r"^(?:click )?(?:here|this|link|this link|more|read more|website|page|click|https?://.*)$", re.IGNORECASE
)

_CLAUSE = re.compile(r"[.:;!?,\n]")
_DENIED = re.compile(r"\b(?:not|never|cannot|no|nor|neither|without|whether)\b|n['’]t\b", re.IGNORECASE)
_ATTRIBUTED = re.compile(r"\b(?:says|said|writes|wrote|states|according to)\b", re.IGNORECASE)


def problems(content: Content) -> Iterator[Problem]:
    """Words, in every text that people get to read."""
    for file, loc, text in said.texts(content):
        if loc[-1] == "source":
            continue
        for claim in CLAIMS:
            yield from _found(file, loc, text, claim, unless=_excused)
        for avoided in (*STIGMA, CLICK):
            yield from _found(file, loc, text, avoided)
        if loc[-1] in said.ANSWERS and file.sort is not Sort.CRISIS and not said.in_welsh(loc):
            yield from _hard_to_read(file, loc, text)
    for file, loc, value in said.links(content, "text"):
        if BARE_LINK.match(value.strip()):
            sentence = f"a link called {shown(value)} tells a screen reader nothing; name the page it leads to"
            yield file.document.problem(file.document.spot(loc), sentence)


def _found(
    file: File, loc: Loc, text: str, avoided: Avoided, unless: Callable[[str], bool] | None = None
) -> Iterator[Problem]:
    for found in avoided.words.finditer(text):
        if unless is None or not unless(text[: found.start()]):
            spot = file.document.find(loc, found[0])
            yield file.document.problem(spot, avoided.sentence.format(shown(found[0].lower())))


def _excused(before: str) -> bool:
    """Whether what stands before a promise denies it, or says whose promise it is."""
    sentence = re.split(r"[.!?]\s|\n", before)[-1]
    clause = " ".join(_CLAUSE.split(sentence)[-1].split()[-6:])
    return bool(_DENIED.search(clause) or _ATTRIBUTED.search(sentence))


def _hard_to_read(file: File, loc: Loc, text: str) -> Iterator[Problem]:
    sentences = [part for part in re.split(r"(?<=[.!?])\s+|\n+", re.sub(r"\{\w+\}", "then", text)) if part.strip()]
    longest = max(sentences, key=lambda sentence: len(sentence.split()), default="")
    count = len(longest.split())
    if count > LONGEST_SENTENCE:
        spot = file.document.find(loc, " ".join(longest.split()[:3]))
        sentence = f"this sentence has {count} words; split it, so that a tired person gets it on first reading"
        yield file.document.problem(spot, sentence, Severity.WARNING)
    elif (age := reading_age(sentences)) > OLDEST_READER:
        sentence = f"this reads like a text for people of {age:.0f} and over; use shorter sentences and plainer words"
        yield file.document.problem(file.document.spot(loc), sentence, Severity.WARNING)


def reading_age(sentences: Sequence[str]) -> float:
    """The age from which people read this with ease: the Flesch-Kincaid grade and five years."""
    words = re.findall(r"[A-Za-z'’]+", " ".join(sentences))
    if len(words) < 20:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59 + 5


def _syllables(word: str) -> int:
    plain = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", plain))
    silent = plain.endswith("e") and not plain.endswith("le") and count > 1
    return max(count - silent, 1)
