"""The port: what every platform can do, and what came of it."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from bot.core.knowledge import Channel
from bot.core.question import Question
from bot.core.replies import Reply


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; *message* is what the platform calls it, for later edits."""

    message: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It certainly did not arrive. *permanent*: trying again helps only once a person has acted."""

    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class RetryLater:
    """It certainly did not arrive; wait *seconds*. *wide* when the whole workspace or tenant waits."""

    reason: str
    seconds: float
    wide: bool = True


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may or may not have arrived: a time-out after sending, a dropped connection, a 5xx."""

    reason: str


Outcome = Sent | Refused | RetryLater | Unsure


class Unknowable:
    """``find_posted`` cannot tell: this platform, or its granted scopes, cannot read our own posts back."""


UNKNOWABLE = Unknowable()


class Respond(Protocol):
    """One question in, one reply out; never raises, and the reply always carries the crisis number."""

    async def __call__(self, question: Question) -> Reply:
        """Read for danger first, then answer. Takes milliseconds."""


class Home(Protocol):
    """What the App Home shows now."""

    def __call__(self, force: str | None) -> Reply:
        """The week by the clock, and the number."""


class Platform(Protocol):
    """Where reminders are posted. No call raises for what a platform may answer: it is an ``Outcome``."""

    @property
    def name(self) -> str:
        """``slack``, ``teams`` or ``console``."""

    async def post(self, channel: Channel, reply: Reply, key: str) -> Outcome:
        """Post once, at top level, within 20 seconds, with no retry of its own. *key* marks the post where it can."""

    async def edit(self, channel: Channel, message: str, reply: Reply) -> Outcome:
        """Replace what ``post`` posted as *message*."""

    async def notice(self, channel: Channel, message: str, reply: Reply) -> Outcome:
        """Answer *message* in its thread."""

    async def find_posted(self, channel: Channel, key: str, since: dt.datetime) -> str | Unknowable | Unsure | None:
        """The message that carries *key*, None when there is certainly none, or that it cannot be known.

        ``Unsure`` when it could not be looked up just now, so that it is looked up again later.
        """

    async def unreachable(self, channel: Channel) -> str | None:
        """Why this channel cannot be posted to, with what to do about it, in a lead's words; None when it can."""

    async def close(self) -> None:
        """Finish what is in flight (20 s at most) and let go of connections."""


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """Where Teams is reached for one team or group chat that the bot was added to. Every field is plain JSON.

    *place* is the team's or the group chat's id, *service_url* the newest address Teams spoke to us from, *bot* our own
    account there. *channels* are ids of the team's channels seen so far. Nothing here names or counts a person.
    """

    tenant: str
    place: str
    service_url: str
    bot: str
    channels: tuple[str, ...] = ()


class Addresses(Protocol):
    """Remembers service addresses across restarts and between replicas."""

    async def save(self, address: ServiceAddress) -> None:
        """Keep *address* instead of any other for the same tenant and place; it is now the newest of its tenant."""

    async def load(self, tenant: str | None = None) -> tuple[ServiceAddress, ...]:
        """Every address of *tenant* (None: of all tenants), the one saved last first."""

    async def forget(self, tenant: str, place: str) -> None:
        """The bot was removed there; also when it is not known."""
