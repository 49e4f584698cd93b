"""Channels that are to be posted to in Welsh, and would be posted to in English."""

from collections.abc import Iterator

from bot.content.check_schedule import live
from bot.content.files import Sort
from bot.content.problems import Problem, Severity, shown
from bot.content.source import Content
from bot.core.knowledge import Channel, Force, Schedule


def problems(content: Content) -> Iterator[Problem]:
    """A warning for each channel whose own language, or whose force's, is Welsh that nobody has checked yet."""
    schedule = live(content)
    if schedule is None:
        return
    forces = {file.value.force: file.value for file in content.of(Sort.FORCE) if isinstance(file.value, Force)}
    for file in content.of(Sort.CHANNELS):
        for loc, channel in file.items:
            if not isinstance(channel, Channel) or loc[0] != "channels":
                continue
            force = forces.get(channel.force or "")
            if (channel.language or (force.language if force else "en")) != "cy":
                continue
            if unchecked := _unchecked(schedule, channel):
                sentence = (
                    f"{shown(channel.name)} is to be posted to in Welsh, but nobody has checked the Welsh of "
                    f"{unchecked}, so English goes out; let a Welsh speaker check it and fill in its 'checked_by'"
                )
                yield file.document.problem(file.document.spot((*loc, "language")), sentence, Severity.WARNING)


def _unchecked(schedule: Schedule, channel: Channel) -> str:
    """What of all that the channel gets has no checked Welsh, in words; empty when all has."""
    wanted = [reminder for reminder in schedule.reminders if reminder.id in channel.reminders]
    if not wanted:
        return ""
    missing = [f"'{one.id}'" for one in wanted if one.cy is None or not one.cy.checked_by]
    if schedule.changes_cy is None or not schedule.changes_cy.checked_by:
        missing.append("'changes_cy'")
    *most, last = missing or [""]
    return f"{', '.join(most)} and {last}" if most else last
