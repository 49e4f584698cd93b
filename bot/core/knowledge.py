"""What the bot knows: the values that ``content`` reads from YAML and everything else works with.

The models double as the shape of the files: their field names are what wellbeing leads write, their descriptions
are what an editor shows them. Scalars arrive as text (``content.source``) and become what the model says here.
Times are London wall time without an offset; days are London days.
"""

import datetime as dt
from enum import StrEnum
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.core.forms import Day, QuietHours, Slug, Span, Text, TimeOfDay, Url, YesNo

LONDON: Final = "Europe/London"


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
    """How to answer one kind of question about a session, by tense; the words in braces are listed in README.md.

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
    cy: Welsh | None = Field(default=None, description="The answer in Welsh")


class Contact(Sourced):
    """A number or address that people can turn to."""

    id: Slug = Field(description="A short name in small letters, digits and hyphens")
    name: Text = Field(description="What the service is called")
    number: Text = Field(description="As people read it, in groups: 0300 131 2789")
    hours: Text = Field(description="When somebody answers")
    who: Text = Field(description="Who it is for")


class Fear(Sourced):
    """A button under the crisis reply that answers what stops people ringing."""

    id: Slug = Field(description="A short name; must match the pinned block")
    label: Text = Field(max_length=40, description="What the button says")
    answer: Text = Field(description="What is true about it; must match the pinned block")


class Wording(Model):
    """A pinned text; the bot serves its own pinned copy, and ``check`` refuses a file that differs from it."""

    id: Slug = Field(description="Which pinned text this is")
    en: Text = Field(description="The English; must match the pinned block")
    cy: Text = Field(description="The Welsh; must match the pinned block")
    cy_checked: str | None = Field(description="Who checked the Welsh; null while it is a draft (drafft, heb ei wirio)")


class Crisis(Model):
    """crisis.yaml: contacts, the pinned wording, and the fears answered beside it."""

    contacts: tuple[Contact, ...] = Field(description="Every number the bot may show")
    wording: tuple[Wording, ...] = Field(description="What a person in danger is told")
    fears: tuple[Fear, ...] = Field(description="The buttons under the crisis reply")


class Force(Model):
    """forces/<id>.yaml: what one force adds or replaces for its own people."""

    draft: YesNo = Field(
        default=False, description="yes while the file is not finished: it is checked, and nothing of it is live"
    )
    force: Slug = Field(description="A short name, the same as this file's")
    name: Text = Field(description="The force's name in full")
    monitoring: str | None = Field(
        default=None,
        description="What this force's policy says about who can read chats; shown under 'who can see this?'",
    )
    language: Literal["en", "cy"] = Field(
        default="en",
        description="What reminders in this force's channels are written in, unless a channel says its own: en, or cy "
        "for Welsh texts that somebody has checked",
    )
    entries: tuple[Entry, ...] = Field(
        default=(), description="Entries for this force's people only; one with the id of a common entry replaces it"
    )


class Status(StrEnum):
    """Whether a session goes ahead."""

    ON = "on"
    MOVED = "moved"
    CANCELLED = "cancelled"


class Session(Model):
    """One CPD session; *starts* and *ends* are London wall time on *day*."""

    id: Slug = Field(description="A short name; never changed once published")
    title: Text = Field(description="The session's title as published")
    aliases: tuple[Text, ...] = Field(default=(), description="What people call it: 'the data one', 'dogs'")
    weekday: str | None = Field(default=None, description="Optional: the weekday, so that check can compare it")
    day: Day = Field(description="The day it is on, like 2026-04-21")
    starts: TimeOfDay = Field(description="When it starts, in London time, like 14:00")
    ends: TimeOfDay = Field(description="When it ends, in London time, like 14:45")
    status: Status = Field(default=Status.ON, description="on, moved or cancelled")
    register_link: Url | None = Field(default=None, alias="register", description="The registration page, or null")
    recording: Url | None = Field(default=None, description="The recording, or null until it is known")
    about: str | None = Field(default=None, description="What it is about, only if a source says so")


class Event(Model):
    """Something in the week that is not one of the sessions."""

    id: Slug = Field(description="A short name; never changed once published")
    title: Text = Field(description="What it is called")
    day: Day = Field(description="The day it is on, like 2026-04-23")
    hosts: Text = Field(description="Who holds it")


class Week(Model):
    """The week itself; both days are part of it."""

    name: Text = Field(description="What the week is called, with its year")
    starts: Day = Field(description="Its first day, like 2026-04-20")
    ends: Day = Field(description="Its last day, like 2026-04-26")
    timezone: Literal["Europe/London"] = Field(default=LONDON, description="Always Europe/London")


class WelshReminder(Model):
    """A reminder's Welsh, posted into channels with ``language: cy`` once a named person or team has checked it."""

    text: Text = Field(description="The post in Welsh")
    over: str | None = Field(default=None, description="What it says once the session is over, in Welsh")
    summary: Text = Field(default="{week}", description="What a lock screen shows of it, in Welsh")
    checked_by: str | None = Field(default=None, description="Who checked the Welsh; null while nobody has")


class Reminder(Model):
    """A post that goes into channels.

    *on* is ``session days``, or one or more dates. It goes out at *at*, or late while *give_up_after* allows,
    and never once the session has begun.
    """

    id: Slug = Field(description="A short name, which channels.yaml uses; never changed once published")
    at: TimeOfDay = Field(description="When it is posted, in London time, like 08:30")
    on: Literal["session days"] | tuple[Day, ...] = Field(
        description="session days, or one or more dates like [2026-04-25]"
    )
    text: Text = Field(description="What the post says; may use {title}, {times} and the like")
    over: str | None = Field(default=None, description="What the same post says once the session is over")
    give_up_after: Span = Field(
        default=dt.timedelta(hours=3), description="How late it may still be posted, like 3h or 30m"
    )
    summary: Text = Field(
        default="{week}: today's session",
        description="What a lock screen shows of it: neutral, about the week rather than the subject",
    )
    cy: WelshReminder | None = Field(default=None, description="The reminder in Welsh")


class Changes(Model):
    """What a post that is already out says when its session changes, and the short line in its thread.

    Besides a session's placeholders: {old_title}, {old_day} and {old_times}.
    """

    moved: Text = Field(
        default="Changed: {title} is now on {day}, {times}. It was to be on {old_day}, {old_times}.",
        description="When it moved; what posts say",
    )
    renamed: Text = Field(
        default="Changed: “{old_title}” is now called “{title}”.", description="When its title changed"
    )
    cancelled: Text = Field(
        default="Cancelled: {title} ({day}, {times}) will not go ahead.", description="When it is cancelled"
    )
    restored: Text = Field(default="Back on: {title}, {day}, {times}.", description="When it is on again after all")
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

    moved: Text = Field(description="When it moved")
    renamed: Text = Field(description="When its title changed")
    cancelled: Text = Field(description="When it is cancelled")
    restored: Text = Field(description="When it is on again after all")
    also: Text = Field(description="A further session of the same day")
    over: Text = Field(description="Once it is over")
    summary: Text = Field(description="What a lock screen shows of the notice")
    checked_by: str | None = Field(default=None, description="Who checked the Welsh; null while nobody has")


class Schedule(Model):
    """schedules/<year>.yaml."""

    draft: YesNo = Field(
        default=False, description="yes while the file is not finished: it is checked, and nothing of it is live"
    )
    week: Week = Field(description="The week itself")
    sessions: tuple[Session, ...] = Field(min_length=1, description="The week's sessions")
    events: tuple[Event, ...] = Field(default=(), description="What else is in the week")
    reminders: tuple[Reminder, ...] = Field(default=(), description="What is posted into channels, and when")
    changes: Changes = Field(default=Changes(), description="What posts say when a session changes after they went out")
    changes_cy: WelshChanges | None = Field(default=None, description="The same in Welsh")


class PlatformName(StrEnum):
    """Where a channel is."""

    SLACK = "slack"
    TEAMS = "teams"
    CONSOLE = "console"


class Channel(Model):
    """A force channel that is reminded; *workspace* for Slack, *tenant* for Teams."""

    name: Text = Field(description="What you call it")
    platform: PlatformName = Field(description="slack, teams or console")
    channel: Text = Field(description='The channel\'s id, as "@Signpost channel" gives it')
    force: Slug | None = Field(default=None, description="Whose channel it is: the name of a file in knowledge/forces")
    workspace: str | None = Field(default=None, description="For Slack: the workspace's id")
    tenant: str | None = Field(default=None, description="For Teams: the tenant's id")
    reminders: tuple[Slug, ...] = Field(default=(), description="Ids of the reminders posted there")
    language: Literal["en", "cy"] | None = Field(
        default=None,
        description="en, or cy for Welsh texts that somebody has checked; when it is missing, the language that the "
        "force's own file gives",
    )
    quiet: QuietHours | None = Field(default=None, description="Hours in which nothing is posted, like 20:00 to 07:00")

    @property
    def key(self) -> str:
        """What the ledger calls this channel: stable while the lead renames it."""
        return ":".join(part for part in (self.platform, self.workspace or self.tenant, self.channel) if part)


class Channels(Model):
    """schedules/channels.yaml."""

    paused: YesNo = Field(default=False, description="yes stops every post, for instance during a major incident")
    leads: Channel | None = Field(default=None, description="Where the bot tells wellbeing leads what needs a person")
    questions: YesNo = Field(
        default=False,
        description="Whether officers may send an unanswered question, without a name, to the leads' channel",
    )
    channels: tuple[Channel, ...] = Field(default=(), description="The channels that are reminded")

    def force_of(self, place: str | None) -> str | None:
        """The force whose people are in the workspace or tenant *place*; None for a place that is not listed."""
        if not place:
            return None
        own = (one.force for one in self.channels if place in (one.workspace, one.tenant) and one.force)
        return next(own, None)


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

    def language_of(self, channel: Channel) -> Literal["en", "cy"]:
        """What posts into *channel* are written in: its own language, else its force's, else English."""
        if channel.language is not None:
            return channel.language
        force = next((one for one in self.forces if one.force == channel.force), None)
        return force.language if force else "en"

    def overdue(self, day: dt.date) -> int:
        """How many entries a person should have checked again before *day*."""
        every = (*self.entries, *(entry for force in self.forces for entry in force.entries))
        return sum(entry.review_by < day for entry in every)

    def entries_for(self, force: str | None) -> tuple[Entry, ...]:
        """Every entry that people of *force* may be shown: its own replace the common ones of the same id."""
        own = next((f.entries for f in self.forces if f.force == force), ())
        replaced = {entry.id for entry in own}
        return (*(entry for entry in self.entries if entry.id not in replaced), *own)
