"""Makes the answerer of a version of the content, and spares the next start what the reader read for it."""

from typing import TYPE_CHECKING

from bot.core.answering import Answerer
from bot.core.events import Tell
from bot.core.knowledge import Knowledge

if TYPE_CHECKING:
    from bot.model.load import TrainedReader


def index(knowledge: Knowledge, reader: "TrainedReader | None", tell: Tell, before: Answerer | None = None) -> Answerer:
    """What answers from *knowledge*; what *before* has read is not read again. Blocks while it reads the rest."""
    answerer = Answerer.build(knowledge, reader, before)
    meanings = answerer.matcher.meanings
    if reader is not None and meanings is not None:
        try:
            reader.keep(meanings.texts, meanings.vectors)
        except OSError as error:  # a full or read-only disk must not keep anybody from being answered
            tell("vectors.not_stored", reason=type(error).__name__)
    return answerer
