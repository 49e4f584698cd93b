"""Where the content is: the folders that were set, the checkout's, or the ones the wheel carries."""

from importlib import resources
from pathlib import Path

from bot.errors import SettingsError
from bot.settings import Settings

SHIPPED = Path(str(resources.files("bot"))) / "_shipped"
CHECKOUT = Path(str(resources.files("bot"))).parent


def served(settings: Settings) -> tuple[Path, Path]:
    """The same for a bot that runs on when a folder is not there: it says so, and takes it up when it comes."""
    knowledge, schedules = settings.knowledge, settings.schedules
    return knowledge or _folder("knowledge", "", None), schedules or _folder("schedules", "", None)


def folders(settings: Settings) -> tuple[Path, Path]:
    """The knowledge and the schedules folder. Raises SettingsError for one that was set and is not there."""
    return (
        _folder("knowledge", "SIGNPOST_KNOWLEDGE", settings.knowledge),
        _folder("schedules", "SIGNPOST_SCHEDULES", settings.schedules),
    )


def _folder(name: str, setting: str, chosen: Path | None) -> Path:
    if chosen is not None:
        if not chosen.is_dir():
            raise SettingsError(f"{setting} names {chosen}, which is not a folder; name the folder of YAML files.")
        return chosen
    here = CHECKOUT / name
    return here if here.is_dir() else SHIPPED / name
