"""What the bot knows: the values that ``content`` reads from YAML and everything else works with.

The models double as the shape of the files: their field names are what wellbeing leads write, their descriptions
are what an editor shows them. Scalars arrive as text (``content.source``) and become what the model says here.
Times are London wall time without an offset; days are London days.
"""

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

LONDON: Final = "Europe/London"


def _time_of_day(value: object) -> object:
    """``14:00`` or ``9:05``, nothing else: ``content.problems`` has a sentence for ``2pm`` and ``14.00``."""
    if isinstance(value, str):
        hours, colon, minutes = value.partition(":")
        if (
            colon
            and hours.isascii()
            and hours.isdigit()
            and len(hours) <= 2
            and len(minutes) == 2
            and minutes.isdigit()
        ):
            return f"{int(hours):02}:{minutes}"
        raise ValueError("time")
    return value


def _day(value: object) -> object:
    """``2026-04-20``, nothing else: a bare ``2026`` must not become a moment in 1970."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        raise ValueError("day")
    return value


def _duration(value: object) -> object:
    """``3h``, ``30m`` or ``90m`` as a time span."""
    if isinstance(value, str):
        number, unit = value[:-1], value[-1:]
        if number.isascii() and number.isdigit() and unit in ("h", "m"):
            return dt.timedelta(hours=int(number)) if unit == "h" else dt.timedelta(minutes=int(number))
        raise ValueError("duration")
    return value


def _yes_or_no(value: object) -> object:
    if isinstance(value, str):
        if value.lower() in ("yes", "true", "on"):
            return True
        if value.lower() in ("no", "false", "off"):
            return False
        raise ValueError("yes_or_no")
    return value


def _slug(value: str) -> str:
    if not value or not all(c.isascii() and (c.islower() or c.isdigit() or c == "-") for c in value):
        raise ValueError("slug")
    return value


def _https(value: str) -> str:
    if not value.startswith("https://") or any(c.isspace() for c in value) or "." not in value:
        raise ValueError("https")
    return value


def _quiet(value: str) -> str:
    begins, _, ends = value.partition(" to ")
    try:
        _time_of_day(begins.strip()), _time_of_day(ends.strip())
        dt.time.fromisoformat(begins.strip().zfill(5)), dt.time.fromisoformat(ends.strip().zfill(5))
    except ValueError:
        raise ValueError("quiet") from None
    return value


Slug = Annotated[str, AfterValidator(_slug), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9-]+$"})]
Url = Annotated[str, AfterValidator(_https), WithJsonSchema({"type": "string", "pattern": "^https://"})]
TimeOfDay = Annotated[
    dt.time,
    BeforeValidator(_time_of_day),
    WithJsonSchema({"type": "string", "pattern": "^[0-2]?[0-9]:[0-5][0-9]$"}),
]
Span = Annotated[
    dt.timedelta, BeforeValidator(_duration), WithJsonSchema({"type": "string", "pattern": "^[0-9]+[hm]$"})
]
QuietHours = Annotated[
    str, AfterValidator(_quiet), WithJsonSchema({"type": "string", "pattern": "^[0-9:]+ to [0-9:]+$"})
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"enum": ["yes", "no"]})]
Day = Annotated[
    dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
]
Text = Annotated[str, Field(min_length=1)]


class Model(BaseModel):
    """Frozen, and refuses names it does not know: a misspelt field must not vanish."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Sourced(Model):
    """What every statement of fact carries."""

    source: Text = Field(description="Where this comes from: who published it, what, and when")
    checked: Day = Field(description="The day a person last checked it against its source, like 2026-11-22")
    review_by: Day = Field(description="The day by which a person must check it again")
    owner: Text = Field(description="Who looks after this entry: a team, not a person's name")


class EntryLink(Model):
    """A link an answer offers; ``url: null`` when no source gives the address: the answer then says how to find it."""

    text: Text = Field(description="What the link is called")
    url: Url | None = Field(description="The address, starting with https://, or null while it is not known")


class Welsh(Model):
    """Welsh wording, used only once a named person or team has checked it."""

    answer: Text = Field(description="The answer in Welsh")
    checked_by: str | None = Field(default=None, description="Who checked the Welsh; null while nobody has")


class EntryKind(StrEnum):
    """What sort of reply an entry gives."""

    ANSWER = "answer"
    SMALLTALK = "smalltalk"
    UNKNOWN = "unknown"
    SUPPORT = "support"


class Entry(Sourced):
    """One thing the bot may say, and the ways people ask for it."""

    id: Slug = Field(description="A short name in small letters, digits and hyphens; never changed once published")
    title: Text = Field(description="What a button that offers this answer says")
    asks: tuple[Text, ...] = Field(min_length=1, description="How people really ask for this, eight ways or more")
    answer: Text = Field(description="The answer; may use placeholders such as {week_dates}")
    during: str | None = Field(default=None, description="The answer while the week is on, if it reads differently")
    after: str | None = Field(default=None, description="The answer once the week is over, if it reads differently")
    links: tuple[EntryLink, ...] = Field(default=(), description="Links offered under the answer")
    cy: Welsh | None = Field(default=None, description="The answer in Welsh")
    cy_asks: tuple[Text, ...] = Field(default=(), description="How people ask for this in Welsh")
    see_also: tuple[Slug, ...] = Field(default=(), description="Ids of up to three entries offered as buttons below")
    kind: EntryKind = Field(default=EntryKind.ANSWER, description="Set for a whole file by its first line")


class Aspect(Sourced):
    """How to answer one kind of question about a session, by tense; see ``core.wording`` for the placeholders.

    *general* answers when no one session is meant.
    """

    id: Slug = Field(description="A short name, starting with session-")
    title: Text = Field(description="What a button that offers this answer says")
    asks: tuple[Text, ...] = Field(min_length=1, description="How people ask this of a session")
    cy_asks: tuple[Text, ...] = Field(default=(), description="How people ask this in Welsh")
    before: Text = Field(description="Before the session has begun")
    during: str | None = Field(default=None, description="While it is running; 'before' is used when this is left out")
    after: Text = Field(description="Once it is over")
    cancelled: str | None = Field(default=None, description="When it is cancelled")
    general: Text = Field(description="When no one session is meant, before or during the week")
    general_after: str | None = Field(default=None, description="When no one session is meant, after the week")
    cy: Welsh | None = None


class Contact(Sourced):
    """A number or address that people can turn to."""

    id: Slug
    name: Text
    number: Text = Field(description="As people read it, in groups: 0300 131 2789")
    hours: Text
    who: Text = Field(description="Who it is for")


class Fear(Sourced):
    """A button under the crisis reply that answers what stops people ringing."""

    id: Slug
    label: Text = Field(max_length=40)
    answer: Text


class Wording(Model):
    """A pinned text; the bot serves its own pinned copy, and ``check`` refuses a file that differs from it."""

    id: Slug
    en: Text
    cy: Text
    cy_checked: str | None = Field(description="Who checked the Welsh; null while it is a draft (drafft, heb ei wirio)")


class Crisis(Model):
    """crisis.yaml: contacts, the pinned wording, and the fears answered beside it."""

    contacts: tuple[Contact, ...]
    wording: tuple[Wording, ...]
    fears: tuple[Fear, ...]


class Force(Model):
    """forces/<id>.yaml: what one force adds or replaces for its own people."""

    force: Slug
    name: Text
    monitoring: str | None = Field(
        default=None,
        description="What this force's policy says about who can read chats; shown under 'who can see this?'",
    )
    entries: tuple[Entry, ...] = ()


class Status(StrEnum):
    """Whether a session goes ahead."""

    ON = "on"
    MOVED = "moved"
    CANCELLED = "cancelled"


class Session(Model):
    """One CPD session; *starts* and *ends* are London wall time on *day*."""

    id: Slug
    title: Text
    aliases: tuple[Text, ...] = Field(default=(), description="What people call it: 'the data one', 'dogs'")
    weekday: str | None = Field(default=None, description="Optional: the weekday, so that check can compare it")
    day: Day
    starts: TimeOfDay
    ends: TimeOfDay
    status: Status = Status.ON
    register_link: Url | None = Field(default=None, alias="register", description="The registration page, or null")
    recording: Url | None = Field(default=None, description="The recording, or null until it is known")
    about: str | None = Field(default=None, description="What it is about, only if a source says so")


class Event(Model):
    """Something in the week that is not one of the sessions."""

    id: Slug
    title: Text
    day: Day
    hosts: Text


class Week(Model):
    """The week itself; both days are part of it."""

    name: Text
    starts: Day
    ends: Day
    timezone: Literal["Europe/London"] = LONDON


class WelshReminder(Model):
    """A reminder's Welsh, posted into channels with ``language: cy`` once a named person or team has checked it."""

    text: Text
    over: str | None = None
    summary: Text = "{week}"
    checked_by: str | None = Field(default=None, description="Who checked the Welsh; null while nobody has")


class Reminder(Model):
    """A post that goes into channels.

    *on* is ``session days``, or one or more dates. It goes out at *at*, or late while *give_up_after* allows,
    and never once the session has begun.
    """

    id: Slug
    at: TimeOfDay
    on: Literal["session days"] | tuple[Day, ...]
    text: Text
    over: str | None = Field(default=None, description="What the same post says once the session is over")
    give_up_after: Span = dt.timedelta(hours=3)
    summary: Text = Field(
        default="{week}: today's session",
        description="What a lock screen shows of it: neutral, about the week rather than the subject",
    )
    cy: WelshReminder | None = Field(default=None, description="The reminder in Welsh")


class Changes(Model):
    """What a post that is already out says when its session changes, and the short line in its thread.

    Besides a session's placeholders: {old_title}, {old_day} and {old_times}.
    """

    moved: Text = "Changed: {title} is now on {day}, {times}. It was to be on {old_day}, {old_times}."
    renamed: Text = "Changed: “{old_title}” is now called “{title}”."
    cancelled: Text = "Cancelled: {title} ({day}, {times}) will not go ahead."
    restored: Text = "Back on: {title}, {day}, {times}."
    also: Text = Field(default="Also on {day}, {times}: {title}", description="A further session of the same day")
    over: Text = Field(
        default="Finished: {title} ({day}, {times}).\nWatch the recording: {recording}\n{no_recording}The "
        "recording goes into the response policing group on Knowledge Hub (register with your police.uk email "
        "address).",
        description="Once it is over, for reminders that say nothing of their own",
    )
    summary: Text = Field(default="{week}: a change to a session", description="What a lock screen shows of the notice")


class WelshChanges(Changes):
    """The same in Welsh."""

    moved: Text
    renamed: Text
    cancelled: Text
    restored: Text
    also: Text
    over: Text
    summary: Text
    checked_by: str | None = Field(default=None, description="Who checked the Welsh; null while nobody has")


class Schedule(Model):
    """schedules/<year>.yaml."""

    week: Week
    sessions: tuple[Session, ...] = Field(min_length=1)
    events: tuple[Event, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    changes: Changes = Field(default=Changes(), description="What posts say when a session changes after they went out")
    changes_cy: WelshChanges | None = Field(default=None, description="The same in Welsh")


class PlatformName(StrEnum):
    """Where a channel is."""

    SLACK = "slack"
    TEAMS = "teams"
    CONSOLE = "console"


class Channel(Model):
    """A force channel that is reminded; *workspace* for Slack, *tenant* for Teams."""

    name: Text
    platform: PlatformName
    channel: Text
    force: Slug | None = None
    workspace: str | None = None
    tenant: str | None = None
    reminders: tuple[Slug, ...] = ()
    language: Literal["en", "cy"] = "en"
    quiet: QuietHours | None = Field(default=None, description="Hours in which nothing is posted, like 20:00 to 07:00")

    @property
    def key(self) -> str:
        """What the ledger calls this channel: stable while the lead renames it."""
        return ":".join(part for part in (self.platform, self.workspace or self.tenant, self.channel) if part)


class Channels(Model):
    """schedules/channels.yaml."""

    paused: YesNo = False
    leads: Channel | None = Field(default=None, description="Where the bot tells wellbeing leads what needs a person")
    questions: YesNo = Field(
        default=False,
        description="Whether officers may send an unanswered question, without a name, to the leads' channel",
    )
    channels: tuple[Channel, ...] = ()


class Knowledge(Model):
    """Everything, checked and whole: what the bot answers and posts from. One value is one version.

    *version* is a short hash of the files it came from.
    """

    entries: tuple[Entry, ...]
    aspects: tuple[Aspect, ...]
    crisis: Crisis | None
    forces: tuple[Force, ...]
    schedule: Schedule
    channels: Channels
    version: str = ""

    def entry(self, entry_id: str, force: str | None = None) -> Entry | None:
        """The entry with this id as people of *force* see it; None when there is none."""
        for entry in self.entries_for(force):
            if entry.id == entry_id:
                return entry
        return None

    def entries_for(self, force: str | None) -> tuple[Entry, ...]:
        """Every entry that people of *force* may be shown: its own replace the common ones of the same id."""
        own = next((f.entries for f in self.forces if f.force == force), ())
        replaced = {entry.id for entry in own}
        return (*(entry for entry in self.entries if entry.id not in replaced), *own)
