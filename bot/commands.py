"""What each command does, with the parts it needs put together and nothing served."""

import datetime as dt
from collections.abc import Callable

from bot.content.source import load
from bot.core.answering import Answerer
from bot.core.question import Question
from bot.core.reader import Reader
from bot.core.replies import Reply
from bot.core.wording import LONDON_ZONE
from bot.errors import ContentError, SignpostError
from bot.exchange import Exchange
from bot.folders import folders
from bot.settings import Settings


def asker(settings: Settings, say: Callable[[str], None]) -> Callable[[Question, dt.datetime], Reply]:
    """What ``ask`` asks; *say* is told, once, when something is missing that would make answers better."""
    reader = trained_reader(say)
    try:
        answerer = Answerer.build(load(*folders(settings)), reader)
    except ContentError as error:
        say(f"{error}: only the crisis and support replies work. signpost check shows the problems.")
        answerer = None
    return Exchange(lambda: answerer, reader, lambda: dt.datetime.now(LONDON_ZONE)).reply


def trained_reader(say: Callable[[str], None]) -> Reader | None:
    """The trained reader; None, after saying so, when only the rules can read."""
    try:
        from bot.model.load import load as load_reader  # here, so that a broken onnxruntime cannot stop the rules

        return load_reader()
    except (SignpostError, OSError, ImportError) as error:
        say(f"The trained reader is missing, only the rules read messages: {error}")
        return None
