"""Sends a crisis sentence down the path that a person's takes, up to what each platform would be sent."""

from collections.abc import Callable, Mapping

from bot.core import pinned
from bot.core.question import Question
from bot.core.replies import Kind, Reply

SENTENCE = "I want to kill myself"
Show = Callable[[Reply], tuple[str, ...]]


def wrong(respond: Callable[[Question], Reply], shows: Mapping[str, Show]) -> str | None:
    """What a person in danger would miss, in one sentence; None when all is well. Never raises.

    *shows* gives, by platform, each form in which it may be sent: every one of them must hold the number.
    """
    try:
        reply = respond(Question(SENTENCE))
    except Exception as error:  # noqa: BLE001 -- a self-test that breaks has failed
        return f"the crisis self-test fails: the answer broke ({type(error).__name__})"
    if reply.kind is not Kind.CRISIS:
        return f"the crisis self-test fails: a crisis sentence was answered as {reply.kind.value}"
    for platform, show in shows.items():
        try:
            missing = [text for text in show(reply) if pinned.NUMBER not in text or pinned.EMERGENCY not in text]
        except Exception as error:  # noqa: BLE001 -- what cannot be drawn cannot be read
            return f"the crisis self-test fails: {platform} cannot show the reply ({type(error).__name__})"
        if missing:
            return f"the crisis self-test fails: people in {platform} would not see {pinned.NUMBER}"
    return None
