"""What officers must be told about who can read their chats, before a force of theirs is reminded."""

from collections.abc import Iterator

from bot.content.files import Sort
from bot.content.problems import Problem, Severity
from bot.content.source import Content
from bot.core.knowledge import Channel, Force, PlatformName


def problems(content: Content, *, live: bool) -> Iterator[Problem]:
    """Forces whose officers use the bot and are not told: an error where they really do, *live*, else a warning."""
    reminded = {
        channel.force
        for file in content.of(Sort.CHANNELS)
        for _, channel in file.items
        if isinstance(channel, Channel) and channel.platform is not PlatformName.CONSOLE
    }
    for file in content.of(Sort.FORCE):
        force = file.value
        if isinstance(force, Force) and not force.draft and force.force in reminded and not force.monitoring:
            sentence = (
                f"officers of {force.name} are not told who can read their chats: write under 'monitoring' what the "
                "force's policy says, or 'draft: yes' until it is known"
            )
            severity = Severity.ERROR if live else Severity.WARNING
            yield file.document.problem(file.document.spot(("monitoring",)), sentence, severity=severity)
