"""Channels that could not be posted to, or that would be posted to wrongly."""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.content.check_schedule import live
from bot.content.files import Sort
from bot.content.places import Loc
from bot.content.problems import Problem, Severity, shown
from bot.content.sentences import nearest
from bot.content.source import Content, File
from bot.core.knowledge import Channel, Channels, Force, PlatformName, Reminder
from bot.core.schedule import for_channel
from bot.core.wording import day_words

_ASK = 'write "@Signpost channel" there and copy what it answers'
_ID: Mapping[PlatformName, tuple[str, str]] = {
    PlatformName.SLACK: (r"[CG][A-Z0-9]{3,}", "the channel's id, like C0123ABCD"),
    PlatformName.TEAMS: (r"19:[^\s@]+@thread\.(?:tacv2|skype|v2)", "the channel's id, like 19:...@thread.tacv2"),
}
_WORKSPACE = r"[TE][A-Z0-9]{3,}"
_TENANT = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


def problems(content: Content) -> Iterator[Problem]:
    """Everything about channels.yaml, with what it points to in the other files."""
    for file in content.of(Sort.CHANNELS):
        channels = [(loc, value) for loc, value in file.items if isinstance(value, Channel)]
        for loc, channel in channels:
            yield from _place(file, loc, channel)
            yield from _pointers(content, file, loc, channel)
            yield from _never_posted(content, file, loc, channel)
        yield from _twice(file, [(loc, channel) for loc, channel in channels if loc != ("leads",)])
        yield from _shared_by_forces(file, channels)
        if isinstance(file.value, Channels) and file.value.questions and file.value.leads is None:
            sentence = (
                "'questions: yes' needs a leads channel to send them to; fill in 'leads', or write 'questions: no'"
            )
            yield file.document.problem(file.document.spot(("questions",)), sentence)
    yield from _forces(content)


def _place(file: File, loc: Loc, channel: Channel) -> Iterator[Problem]:
    def at(name: str, sentence: str, hint: str | None = None) -> Problem:
        return file.document.problem(file.document.spot((*loc, name)), sentence, hint=hint)

    needed = {PlatformName.SLACK: "workspace", PlatformName.TEAMS: "tenant"}.get(channel.platform)
    for name, value, form in (("workspace", channel.workspace, _WORKSPACE), ("tenant", channel.tenant, _TENANT)):
        if name == needed and not value:
            yield at(
                name, f"{shown(channel.name)} is a {channel.platform.title()} channel and needs its '{name}'; {_ASK}"
            )
        elif name != needed and value:
            yield at(name, f"'{name}' does not belong to a {channel.platform} channel; take it out")
        elif value and not re.fullmatch(form, value):
            yield at(name, f"'{name}' is not {shown(value)}; {_ASK}")
    if channel.platform in _ID and not re.fullmatch(_ID[channel.platform][0], channel.channel):
        yield at("channel", f"'channel' must be {_ID[channel.platform][1]}, not {shown(channel.channel)}; {_ASK}")


def _pointers(content: Content, file: File, loc: Loc, channel: Channel) -> Iterator[Problem]:
    schedule = content.schedule
    reminders = (
        {reminder.id: reminder for _, reminder in schedule.items if isinstance(reminder, Reminder)} if schedule else {}
    )
    if schedule is not None and schedule.value is not None:
        for number, wanted in enumerate(channel.reminders):
            spot = file.document.spot((*loc, "reminders", number))
            if wanted not in reminders:
                meant = _meant(wanted, reminders)
                where = schedule.document.path
                yield file.document.problem(spot, f"there is no reminder '{wanted}' in {where}{meant}")
            elif wanted in channel.reminders[:number]:
                yield file.document.problem(spot, f"'{wanted}' is there twice; keep one of them")
    forces = [other.name.removeprefix("forces/").removesuffix(".yaml") for other in _force_files(content)]
    if channel.force is not None and channel.force not in forces:
        sentence = f"there is no force '{channel.force}' in the folder forces{_meant(channel.force, forces)}"
        yield file.document.problem(file.document.spot((*loc, "force")), sentence)
    if loc[0] == "channels" and not channel.reminders:
        sentence = f"{shown(channel.name)} lists no reminders, so nothing is posted there"
        yield file.document.problem(file.document.spot(loc), sentence, Severity.WARNING)


def _force_files(content: Content) -> Iterator[File]:
    """The files of forces; a draft is there, though people of that force are given the common answers still."""
    return (file for file in (*content.files, *content.drafts) if file.sort is Sort.FORCE)


def _never_posted(content: Content, file: File, loc: Loc, channel: Channel) -> Iterator[Problem]:
    """Quiet hours may hold a reminder back until its session has begun: then it never goes out."""
    schedule = live(content)
    if schedule is None or channel.quiet is None:
        return
    awake = channel.model_copy(update={"quiet": None})
    days = sorted({session.day for session in schedule.sessions})
    held = [day for day in days if for_channel(schedule, awake, day) and not for_channel(schedule, channel, day)]
    if held:
        sentence = f"nothing is posted here on {day_words(held[0])}: its session begins before these quiet hours end"
        yield file.document.problem(file.document.spot((*loc, "quiet")), sentence, Severity.WARNING)


def _meant(name: str, names: Iterable[str]) -> str:
    near = nearest(name, names)
    return f"; did you mean '{near}'?" if near else ""


def _twice(file: File, channels: list[tuple[Loc, Channel]]) -> Iterator[Problem]:
    first: dict[str, Loc] = {}
    names: dict[str, Loc] = {}
    for loc, channel in channels:
        other = first.setdefault(channel.key, loc)
        if other is not loc:
            line = file.document.spot(other).line
            sentence = f"this channel is already listed in line {line}; it would be posted to twice, so take one out"
            yield file.document.problem(file.document.spot((*loc, "channel")), sentence)
        same_name = names.setdefault(channel.name.casefold(), loc)
        if same_name is not loc and other is loc:
            sentence = (
                f"another channel is called {shown(channel.name)} too, in line {file.document.spot(same_name).line}"
            )
            yield file.document.problem(file.document.spot((*loc, "name")), sentence, Severity.WARNING)


def _shared_by_forces(file: File, channels: list[tuple[Loc, Channel]]) -> Iterator[Problem]:
    """A workspace or tenant tells which force a person is of, so it can be of one force only."""
    first: dict[str, tuple[Loc, str]] = {}
    for loc, channel in channels:
        place = channel.workspace or channel.tenant
        if place is None or channel.force is None:
            continue
        other_loc, other = first.setdefault(place, (loc, channel.force))
        if other != channel.force:
            name = "workspace" if channel.workspace else "tenant"
            line = file.document.spot((*other_loc, "force")).line
            sentence = f"this {name} belongs to '{other}' in line {line}; one {name} can be of one force only"
            yield file.document.problem(file.document.spot((*loc, "force")), sentence)


def _forces(content: Content) -> Iterator[Problem]:
    for file in content.of(Sort.FORCE):
        called = file.name.removeprefix("forces/").removesuffix(".yaml")
        if isinstance(file.value, Force) and file.value.force != called:
            sentence = (
                f"'force' is '{file.value.force}', but the file is called {called}.yaml; the two must be the same"
            )
            yield file.document.problem(file.document.spot(("force",)), sentence)
