"""What one force adds or replaces reaches its own people, and nobody else, whatever they ask or press."""

import datetime as dt
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from bot.content.source import load
from bot.core.answering import Answerer
from bot.core.knowledge import Entry, Force
from bot.core.question import Context, Question
from bot.core.replies import Kind
from bot.core.safety import Level, Reading

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime.fromisoformat("2026-04-21T09:00:00+01:00")
COMMON = load(ROOT / "knowledge", ROOT / "schedules")
FORCES = ("alpha", "bravo")


def _entry(force: str, entry_id: str, asks: tuple[str, ...]) -> Entry:
    base = COMMON.entries[0].model_dump()
    held = {
        "id": entry_id,
        "title": f"Title only{force}",
        "asks": asks,
        "answer": f"Answer only{force}.",
        "see_also": (),
    }
    return Entry.model_validate({**base, **held, "during": None, "after": None, "cy": None, "cy_asks": (), "links": ()})


def _force(name: str) -> Force:
    own = _entry(name, f"{name}-own", (f"what does only{name} do", f"only{name} events", "our own station events"))
    replaced = _entry(name, "mindfit", COMMON.entry("mindfit").asks)  # type: ignore[union-attr]  # it is shipped
    return Force(force=name, name=f"Force only{name}", monitoring=f"Policy only{name}.", entries=(own, replaced))


ANSWERER = Answerer.build(COMMON.model_copy(update={"forces": tuple(map(_force, FORCES))}))
IDS = ["mindfit", "bot-who-can-see-this", *(f"{name}-own" for name in FORCES)]
ASKED = some.sampled_from(
    [ask for name in FORCES for entry in _force(name).entries for ask in entry.asks]
    + ["who can see this chat", "hello"]
) | some.text(max_size=30)


@settings(max_examples=150, deadline=None)
@given(ASKED, some.sampled_from([None, *FORCES]), some.none() | some.sampled_from([f"entry:{one}" for one in IDS]),
       some.none() | some.sampled_from(IDS))  # fmt: skip
def test_nothing_of_one_force_reaches_another(
    text: str, force: str | None, action: str | None, before: str | None
) -> None:
    context = Context(NOW, Kind.ANSWER, entry=before) if before else None
    reply, _ = ANSWERER.answer(Question(text, force=force, action=action), Reading(Level.NONE), NOW, context)
    shown = f"{reply.text} {reply.summary} {[choice.label for choice in reply.choices]}"
    assert not [other for other in FORCES if other != force and f"only{other}" in shown and f"only{other}" not in text]


def test_the_people_of_a_force_are_given_its_own_words() -> None:
    for name in FORCES:
        reply, _ = ANSWERER.answer(Question("", force=name, action="entry:mindfit"), Reading(Level.NONE), NOW)
        assert f"Answer only{name}." in reply.text
