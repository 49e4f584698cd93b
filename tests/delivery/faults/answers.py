"""What platforms answer when they do not simply take a post, and what the scenes make of it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.delivery.faults.places import LEADS, Fault
from tests.delivery.faults.scene import Script

FINE_AFTER = 4
"""So many calls of a kind may meet a fault in one channel; then the platform has recovered."""


def _either(name: str, **how: object) -> tuple[Fault, Fault]:
    """The same fault with the message taken and not taken: nobody can tell them apart from outside."""
    return Fault(name, arrives=True, **how), Fault(name, arrives=False, **how)  # type: ignore[arg-type]


LOST_ANSWERS: Mapping[str, Sequence[Fault]] = {
    "taken, then the connection dropped": (Fault("drop", drop=True, arrives=True),),
    "no answer in time": _either("hang", hang=True),
    "500, 502 and 504": tuple(f for status in (500, 502, 504) for f in _either(str(status), status=status)),
}
SLOW_DOWN: Mapping[str, Fault] = {
    "429, Retry-After 1": Fault("429", status=429, error="ratelimited", headers=(("Retry-After", "1"),)),
    '429, Retry-After "1.5"': Fault("429", status=429, error="ratelimited", headers=(("Retry-After", "1.5"),)),
    "429, no Retry-After": Fault("429", status=429, error="ratelimited"),
}
REFUSALS: Mapping[str, Fault] = {
    "token revoked": Fault("token_revoked", status=200, error="token_revoked"),
    "channel archived": Fault("is_archived", error="is_archived"),
    "bot removed": Fault("not_in_channel", error="not_in_channel"),
}


@dataclass(frozen=True)
class Sometimes:
    """A plan: about half of the first calls of each channel meet one of *faults*, as the seed has it.

    *first* is how many calls in each channel may; *always* that all of them do.
    """

    seed: str
    faults: Sequence[Fault]
    first: int = FINE_AFTER
    always: bool = False

    def __call__(self, kind: str, channel: str, number: int) -> Fault | None:
        """See ``Plan``. The leads' channel is spared, or nobody could be told."""
        if channel == LEADS or number >= self.first:
            return None
        chance = random.Random(f"{self.seed}/plan/{kind}/{channel}/{number}")
        return chance.choice(self.faults) if self.always or chance.random() < 0.5 else None


@dataclass(frozen=True)
class Refusing:
    """A plan: every post into every second channel is refused, the first *times* times; for good when it is None."""

    fault: Fault
    times: int | None

    def __call__(self, kind: str, channel: str, number: int) -> Fault | None:
        """See ``Plan``."""
        ends_even = channel.partition("@")[0][-1] in "048"
        if kind != "post" or channel == LEADS or not ends_even:
            return None
        return self.fault if self.times is None or number < self.times else None


def answers(seed: int, databases: Sequence[str] = ("sqlite", "postgresql")) -> list[Script]:
    """Answers that get lost, answers to slow down, and refusals."""
    made = []
    for row, faults in LOST_ANSWERS.items():
        for number, (readable, database) in enumerate((r, d) for r in (True, False) for d in databases):
            plan = Sometimes(f"{seed}/{row}/{number}", faults, first=1 if not readable else FINE_AFTER)
            looked = "looked up" if readable else "not looked up"
            made.append(
                Script(f"{row}, {looked}", number, seed, database, processes=2, plan=plan,
                       platforms=("slack",) if readable else ("slack", "teams"), orders={"readable": readable})
            )  # fmt: skip
    for row, fault in SLOW_DOWN.items():
        plan = Sometimes(f"{seed}/{row}", (fault,), first=1)
        made.append(Script(row, 0, seed, databases[-1], processes=2, plan=plan, delay=0.05))
    for row, fault in REFUSALS.items():
        teams = Fault(fault.name, status=403 if row != "token revoked" else 401)
        for number, times in enumerate((2, None)):
            for platform, said in (("slack", fault), ("teams", teams)):
                # refused for good, its time passes: twenty minutes a second
                late = {"begins": "2026-04-20 10:55", "speed": 240.0} if times is None else {}
                made.append(
                    Script(f"{row}, then mended" if times else f"{row}, for good", number * 2 + (platform == "teams"),
                           seed, databases[0], plan=Refusing(said, times), delay=0.02, platforms=(platform,),
                           orders=late, may_refuse=times is None)
                )  # fmt: skip
    return made
