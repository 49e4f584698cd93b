"""What one force adds or replaces reaches its own people, and nobody else, whatever they ask or press."""

import datetime as dt
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from bot.content.source import load
from bot.core.answering import Answerer
from bot.core.knowledge import Channel, Channels, Entry, Force, PlatformName
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


PLACES = [f"T0{number}" for number in range(3)] + [f"tenant-{number}" for number in range(3)]
OWNERS = some.dictionaries(some.sampled_from(PLACES), some.none() | some.sampled_from(FORCES))
ROWS = some.lists(some.tuples(some.sampled_from([*PLACES, None]), some.booleans()), max_size=8)


def _channel(number: int, place: str | None, force: str | None) -> Channel:
    if place is None:
        return Channel(name=f"here {number}", platform=PlatformName.CONSOLE, channel=f"local-{number}", force=force)
    slack = place.startswith("T0")
    return Channel(
        name=f"channel {number}",
        platform=PlatformName.SLACK if slack else PlatformName.TEAMS,
        workspace=place if slack else None,
        tenant=None if slack else place,
        channel=f"C{number}",
        force=force,
    )


@settings(max_examples=150, deadline=None)
@given(ASKED, OWNERS, ROWS, some.sampled_from([*PLACES, "T0ELSEWHERE", "", None]), some.sampled_from([None, *FORCES]))
def test_from_workspace_or_tenant_to_answer_nothing_of_one_force_reaches_another(
    text: str,
    owners: dict[str, str | None],
    rows: list[tuple[str | None, bool]],
    asked_in: str | None,
    leads: str | None,
) -> None:
    """Each place is of one force at most, as ``check`` demands; a channel may leave its force out."""
    listed = [(place, owners.get(place or "") if named else None) for place, named in rows]
    listed = [(place, leads if place is None else force) for place, force in listed]
    channels = Channels(channels=tuple(_channel(number, *row) for number, row in enumerate(listed)))
    force = channels.force_of(asked_in)
    own = {row[1] for row in listed if row[0] == asked_in and row[0] and row[1]}
    assert force == next(iter(own), None)
    reply, _ = ANSWERER.answer(Question(text, force=force), Reading(Level.NONE), NOW, None)
    home = ANSWERER.home(NOW, force)
    shown = f"{reply.text} {reply.summary} {[choice.label for choice in reply.choices]} {home.text} {home.choices}"
    assert not [
        other for other in FORCES if other not in own and f"only{other}" in shown and f"only{other}" not in text
    ]


def test_a_channel_without_a_force_does_not_hide_that_of_its_workspace() -> None:
    channels = Channels(channels=(_channel(1, "T01", None), _channel(2, "T01", "alpha")))
    assert channels.force_of("T01") == "alpha"


def test_the_people_of_a_force_are_given_its_own_words() -> None:
    for name in FORCES:
        reply, _ = ANSWERER.answer(Question("", force=name, action="entry:mindfit"), Reading(Level.NONE), NOW)
        assert f"Answer only{name}." in reply.text
