"""The pinned block: what must reach a person in danger, whatever else is broken.

It needs nothing: no file, no model, no clock. ``crisis.yaml`` may only match it; a running bot keeps to this text.
The Welsh is a draft (drafft, heb ei wirio) until a Welsh speaker has checked it.

The crisis replies acknowledge first, then give the number, then 999. They ask nothing, promise nothing, name no method,
repeat nothing the person wrote, and say once that this is a program that nobody watches. English and Welsh together
stay within 80 words, because a message in Welsh is answered in both.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from bot.core.replies import About, Choice, Kind, Reply, Section

Language = Literal["en", "cy"]

NUMBER = "0300 131 2789"
EMERGENCY = "999"


class Texts(NamedTuple):
    """One pinned text in both languages."""

    en: str
    cy: str


class PinnedFear(NamedTuple):
    """What stops people ringing, as a button says it, and what is true about it."""

    label: str
    answer: str


FOOTER = Texts(
    en=f"Mental Health Crisis Line, 24/7: {NUMBER}. Life at risk: {EMERGENCY}.",
    cy=f"Llinell Argyfwng Iechyd Meddwl, 24/7: {NUMBER}. Bywyd mewn perygl: {EMERGENCY}.",
)

CRISIS_SELF = Texts(
    en="It sounds really hard right now. I'm glad you wrote.\n"
    f"Mental Health Crisis Line: {NUMBER}\n"
    "24/7, independent, for anyone working in policing in England and Wales.\n"
    f"If life is at risk now: {EMERGENCY}. Elsewhere: Samaritans 116 123.\n"
    "I'm a program. Nobody is watching this chat.",
    cy="Mae'n swnio'n anodd iawn.\n"
    f"Llinell Argyfwng Iechyd Meddwl: {NUMBER}\n"
    "24/7, i bawb ym maes plismona Cymru a Lloegr.\n"
    f"Bywyd mewn perygl nawr: {EMERGENCY}.\n"
    "Rhaglen ydw i; does neb yn gwylio.",
)

CRISIS_OTHER = Texts(
    en="You sound worried about someone. Thank you for looking out for them.\n"
    f"Mental Health Crisis Line: {NUMBER}\n"
    "24/7, for anyone working in policing in England and Wales.\n"
    f"If life is at risk now: {EMERGENCY}. Elsewhere: Samaritans 116 123.\n"
    "I'm a program. Nobody is watching this chat.",
    cy="Diolch am ofalu amdanyn nhw.\n"
    f"Llinell Argyfwng: {NUMBER}\n"
    "24/7, i bawb ym maes plismona Cymru a Lloegr.\n"
    f"Bywyd mewn perygl nawr: {EMERGENCY}.\n"
    "Rhaglen ydw i; does neb yn gwylio.",
)

SUPPORT = Texts(
    en="That sounds like a lot to carry.\n"
    f"To talk to someone, day or night: Mental Health Crisis Line, {NUMBER}, for anyone working in policing in "
    "England and Wales.\n"
    f"If life is at risk now: {EMERGENCY}.",
    cy="Mae hynny'n swnio'n llawer i'w gario.\n"
    f"I siarad â rhywun, ddydd neu nos: Llinell Argyfwng Iechyd Meddwl, {NUMBER}, i bawb ym maes plismona "
    "Cymru a Lloegr.\n"
    f"Bywyd mewn perygl nawr: {EMERGENCY}.",
)

PINNED: Mapping[str, Texts] = MappingProxyType(
    {"footer": FOOTER, "crisis-self": CRISIS_SELF, "crisis-other": CRISIS_OTHER, "support": SUPPORT}
)
"""What ``check`` compares crisis.yaml's wording with, by id."""

FEARS: Mapping[str, PinnedFear] = MappingProxyType(
    {
        "will-my-force-know": PinnedFear(
            "Will my force know?",
            f"The line, {NUMBER}, is independent of policing. Oscar Kilo, which set it up, says: "
            "“No identifying data is, or will ever be, shared with an individual's police force or managers.”\n"
            "You can ask the counsellor at the start what they would do if someone's life is at risk.\n"
            "This chat is different: it is on a work system, and your force may be able to read it. I keep nothing. "
            "Ring from your own phone if you want it off work systems.",
        ),
        "what-happens": PinnedFear(
            "What happens when I ring?",
            f"You ring {NUMBER}, at any hour. Whoever answers gives their name and asks about your situation.\n"
            "Oscar Kilo says you speak to a qualified counsellor, trained in suicide prevention and experienced in "
            "helping people who work in the emergency services. The call does not end until you are stable and no "
            "longer in distress, however long that takes. Then they tell you where further help is.\n"
            "It is charged like an 01 or 02 number and counts towards inclusive minutes.",
        ),
        "bad-enough": PinnedFear(
            "I'm not sure it's bad enough",
            "You don't have to decide that first. Oscar Kilo says: “Whatever your role in policing, the Mental Health "
            f"Crisis Line is for you.” Ring {NUMBER} at any hour; whoever answers asks about your situation.\n"
            "Shout is for anyone who is struggling to cope: text SHOUT to 85258, free, at any hour.",
        ),
        "text-instead": PinnedFear(
            "I'd rather text or talk to someone else",
            "By text: SHOUT to 85258, free, at any hour.\n"
            "By phone: Samaritans, 116 123, free, at any hour.\n"
            "NHS: ring 111 and choose the mental health option; in Wales press 2. At any hour.\n"
            f"The Crisis Line for policing stays open to you: {NUMBER}.\n"
            f"If life is at risk now: {EMERGENCY} or A&E.",
        ),
        "someone-else": PinnedFear(
            "I'm worried about someone",
            f"If their life is at risk now, or they have hurt themselves: {EMERGENCY}.\n"
            f"If they work in policing in England and Wales, the Crisis Line is for them: {NUMBER}, at any hour. "
            "It is for you too, if this is weighing on you.\n"
            "If they don't: Samaritans, 116 123, free, at any hour; or NHS 111, the mental health option (in Wales, "
            "press 2).\n"
            "Nobody has been told by this chat: I'm a program, and nobody is watching it.",
        ),
    }
)
"""What ``check`` compares crisis.yaml's fears with, by id, in the order their buttons stand."""

AFTER_CRISIS = Texts(
    en="I'm glad you wrote back. The line stays open to you, day or night, also later or tomorrow: "
    f"{NUMBER}. If life is at risk now: {EMERGENCY}.",
    cy=f"Dwi'n falch eich bod wedi ateb. Mae'r llinell ar agor ddydd a nos: {NUMBER}. Bywyd mewn perygl nawr: "
    f"{EMERGENCY}.",
)

FAILED = Texts(
    en="Something went wrong on my side, so I can't answer that just now. Please try again in a little while.\n"
    f"If you need to talk to someone now: Mental Health Crisis Line, {NUMBER}, 24/7. If life is at risk: {EMERGENCY}.",
    cy="Aeth rhywbeth o'i le, felly alla i ddim ateb nawr.\n"
    f"I siarad â rhywun nawr: Llinell Argyfwng Iechyd Meddwl, {NUMBER}, 24/7. Bywyd mewn perygl: {EMERGENCY}.",
)

SUMMARY = f"Support line, any time: {NUMBER}"
"""For lock screens and notifications: the number, and nothing that says why."""


def footer(language: Language = "en") -> str:
    """The standing line under every reply of every kind."""
    return FOOTER.cy if language == "cy" else FOOTER.en


def crisis_reply(about: About | None = None, welsh: bool = False) -> Reply:
    """The crisis reply, alone; in both languages when the message was in Welsh."""
    texts = CRISIS_OTHER if about is About.OTHER else CRISIS_SELF
    order = list(FEARS)
    if about is About.OTHER:
        order.insert(0, order.pop(order.index("someone-else")))
    return _reply(Kind.CRISIS, texts, welsh, about=about or About.SELF, fears=order)


def support_reply(about: About | None = None, welsh: bool = False) -> Reply:
    """Distress met with the line first; complete in itself when there is no knowledge to add."""
    return _reply(Kind.SUPPORT, SUPPORT, welsh, about=about or About.SELF, fears=FEARS)


def fear_reply(fear_id: str) -> Reply | None:
    """What is true about a fear whose button was pressed; None for an id there is not."""
    fear = FEARS.get(fear_id)
    if fear is None:
        return None
    about = About.OTHER if fear_id == "someone-else" else About.SELF
    rest = [other for other in FEARS if other != fear_id]
    return _reply(Kind.SUPPORT, Texts(fear.answer, fear.answer), False, about=about, fears=rest, title=fear.label)


def after_crisis_reply() -> Reply:
    """To "thanks" or "I'm fine" after a crisis reply: warm, and the number again, never small talk."""
    return _reply(Kind.SUPPORT, AFTER_CRISIS, False, about=About.SELF, fears=FEARS)


def failed_reply() -> Reply:
    """When anything at all broke on the way to an answer."""
    return _reply(Kind.UNKNOWN, FAILED, False, about=None, fears=())


def neutral_line() -> str:
    """What a channel's thread says when the answer went to the person alone."""
    return "I've sent you a message."


def neutral_line_with_number() -> str:
    """What the thread says when the direct message was refused: the number, and nothing that says why."""
    return f"I couldn't send you a message. For anyone here, any time: {NUMBER}. Emergency: {EMERGENCY}."


def _reply(
    kind: Kind,
    texts: Texts,
    welsh: bool,
    *,
    about: About | None,
    fears: Mapping[str, PinnedFear] | list[str] | tuple[str, ...],
    title: str | None = None,
) -> Reply:
    wanted = (texts.cy, texts.en) if welsh else (texts.en,)
    return Reply(
        kind=kind,
        sections=tuple(Section(text) for text in wanted),
        footer=footer("cy" if welsh else "en"),
        summary=SUMMARY,
        title=title,
        choices=tuple(Choice(FEARS[fear].label, f"crisis:{fear}") for fear in fears),
        about=about,
    )
