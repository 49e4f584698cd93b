"""Answers that people will read differently, each as it stands in the chat, and the questions that lead to them."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from bot.content.change import Change, Where
from bot.core.answering import Answerer
from bot.core.knowledge import Aspect, Entry, Knowledge
from bot.core.question import Question
from bot.core.replies import Reply
from bot.core.safety import Level, Reading
from bot.core.wording import LONDON_ZONE, day_words, starts_at

Moment = tuple[str, dt.datetime]
"""A stretch of time in a lead's words, and a moment in it."""

BEFORE, AFTER = "before the week", "after the week"
LONGEST = 60
"""Days that are looked at at most, when the week itself has moved far."""


def shown(reply: Reply) -> str:
    """*reply* as people read it, with its buttons; the standing footer is left out."""
    return "\n".join([reply.text, *(f"[{choice.label}]" for choice in reply.choices)])


def answers(before: Knowledge, after: Knowledge) -> Iterator[Change]:
    """Each entry once for every part of the year in which it reads differently, each aspect with an example."""
    if _sources(before) == _sources(after):
        return
    old, new, moments = _Sight(before), _Sight(after), _moments(before, after)
    for entry_id in _ids(after, before):
        yield from _entry(old, new, entry_id, None, moments)
    for force in dict.fromkeys(one.force for knowledge in (after, before) for one in knowledge.forces):
        for entry_id in _of_force(before, after, force):
            yield from _entry(old, new, entry_id, force, moments)
    for aspect_id in dict.fromkeys(aspect.id for knowledge in (after, before) for aspect in knowledge.aspects):
        yield from _aspect(old, new, aspect_id, moments)


def questions(before: Knowledge, after: Knowledge) -> Iterator[Change]:
    """Asks that were added or taken out: nobody reads them, but they decide which answer a question gets."""
    old, new = dict(_asks(before)), dict(_asks(after))
    for (name, who), asks in new.items():
        had = old.get((name, who))
        if had is None or had == asks:
            continue
        gone, come = [ask for ask in had if ask not in asks], [ask for ask in asks if ask not in had]
        if gone or come:
            yield Change(Where.QUESTIONS, name, "\n".join(gone) or None, "\n".join(come) or None, who=who)


class _Sight:
    """What one version answers to the press of a button, at any moment, for people of any force."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.answerer = Answerer.build(knowledge)

    def title(self, entry_id: str, force: str | None) -> str | None:
        found = self.words(entry_id, force)
        return found.title if found else None

    def words(self, entry_id: str, force: str | None) -> Entry | Aspect | None:
        """What stands in the files."""
        return self.knowledge.entry(entry_id, force) or self.answerer.aspects.get(entry_id)

    def entry(self, entry_id: str, force: str | None, now: dt.datetime) -> str | None:
        return self._pressed(f"entry:{entry_id}", force, now) if self.title(entry_id, force) else None

    def of_session(self, session_id: str, aspect_id: str, now: dt.datetime) -> str | None:
        known = session_id in self.answerer.sessions and aspect_id in self.answerer.aspects
        return self._pressed(f"session:{session_id}:{aspect_id}", None, now) if known else None

    def _pressed(self, action: str, force: str | None, now: dt.datetime) -> str:
        reply, _ = self.answerer.answer(Question("", force=force, action=action), Reading(Level.NONE), now)
        return shown(reply)


def _sources(knowledge: Knowledge) -> object:
    return knowledge.entries, knowledge.aspects, knowledge.forces, knowledge.schedule


def _ids(*versions: Knowledge) -> list[str]:
    return list(dict.fromkeys(entry.id for knowledge in versions for entry in knowledge.entries))


def _moments(before: Knowledge, after: Knowledge) -> list[Moment]:
    weeks = [knowledge.schedule.week for knowledge in (before, after)]
    first, last = min(week.starts for week in weeks), max(week.ends for week in weeks)
    days = [first + dt.timedelta(days=number) for number in range(min((last - first).days + 1, LONGEST))]
    within = {(f"on {day_words(day)}", _morning(day)) for day in days}
    for knowledge in (before, after):
        for session in knowledge.schedule.sessions:
            running = starts_at(session) + dt.timedelta(minutes=5)
            within.add((f"on {day_words(session.day)}, once it has begun", running))
    return [
        (BEFORE, _morning(first - dt.timedelta(days=7))),
        *sorted(within, key=lambda one: one[1]),
        (AFTER, _morning(last + dt.timedelta(days=7))),
    ]


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(7), LONDON_ZONE)


def _of_force(before: Knowledge, after: Knowledge, force: str) -> list[str]:
    """What people of *force* may see otherwise than everybody: its own entries, and those that speak of its policy."""
    own = [e.id for knowledge in (after, before) for f in knowledge.forces if f.force == force for e in f.entries]
    own += [e.id for knowledge in (after, before) for e in knowledge.entries if _speaks_of_policy(e)]
    return list(dict.fromkeys(own))


def _speaks_of_policy(entry: Entry) -> bool:
    return any("{monitoring}" in (text or "") for text in (entry.answer, entry.during, entry.after))


def _entry(old: _Sight, new: _Sight, entry_id: str, force: str | None, moments: Sequence[Moment]) -> Iterator[Change]:
    title = new.title(entry_id, force) or old.title(entry_id, force) or entry_id
    found = _differences(lambda sight, now: sight.entry(entry_id, force, now), old, new, moments)
    if force is not None:  # what everybody sees is told once
        everybody = _differences(lambda sight, now: sight.entry(entry_id, None, now), old, new, moments)
        found = [one for one in found if one not in everybody]
    follows = old.words(entry_id, force) == new.words(entry_id, force)
    for when, was, now in found:
        what, who = f"{title} ({entry_id})", _who(old, new, force)
        yield Change(Where.ANSWERS, what, was, now, when, who, title=title, follows=follows)


def _who(old: _Sight, new: _Sight, force: str | None) -> str:
    names = {one.force: one.name for sight in (old, new) for one in sight.knowledge.forces}
    return f"people of {names[force]} only" if force is not None else ""


def _aspect(old: _Sight, new: _Sight, aspect_id: str, moments: Sequence[Moment]) -> Iterator[Change]:
    """The answer in general, and that of one session as an example for all whose answer changes."""
    yield from _entry(old, new, aspect_id, None, moments)
    title = new.title(aspect_id, None) or old.title(aspect_id, None) or aspect_id
    sessions = {one.id: one.title for sight in (old, new) for one in sight.knowledge.schedule.sessions}
    touched = {}
    for session_id in sessions:
        found = _differences(lambda sight, now, s=session_id: sight.of_session(s, aspect_id, now), old, new, moments)  # type: ignore[misc]  # mypy cannot infer a default in a lambda
        if found:
            touched[session_id] = found
    if touched:
        first, *others = touched
        names = ", ".join(f"“{sessions[one]}”" for one in others)
        note = f"In the same way for {names}." if others else ""
        follows = old.words(aspect_id, None) == new.words(aspect_id, None)
        what = f"{title}{'' if title.endswith('?') else ':'} “{sessions[first]}” ({aspect_id})"
        for when, was, now in touched[first]:
            yield Change(Where.ANSWERS, what, was, now, when, note=note, title=title, follows=follows)


def _differences(
    see: Callable[[_Sight, dt.datetime], str | None], old: _Sight, new: _Sight, moments: Sequence[Moment]
) -> list[tuple[str, str | None, str | None]]:
    """When, before and after: the first difference of each part of the year that does not repeat an earlier one."""
    seen = [(when, see(old, now), see(new, now)) for when, now in moments]
    differing = [one for one in seen if one[1] != one[2]]
    if len({one[1:] for one in seen}) == 1 and differing:
        return [("", *differing[0][1:])]
    found: dict[tuple[str | None, str | None], str] = {}
    parts: set[str] = set()
    for when, was, now in differing:
        part = when if when in (BEFORE, AFTER) else "during the week"
        if part not in parts and (was, now) not in found:
            parts.add(part)
            found[was, now] = when
    return [(when, was, now) for (was, now), when in found.items()]


def _asks(knowledge: Knowledge) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    everybody: list[Entry | Aspect] = [*knowledge.entries, *knowledge.aspects]
    for one in everybody:
        yield (f"{one.title} ({one.id})", ""), (*one.asks, *one.cy_asks)
    for force in knowledge.forces:
        for own in force.entries:
            yield (f"{own.title} ({own.id})", f"people of {force.name} only"), (*own.asks, *own.cy_asks)
    for session in knowledge.schedule.sessions:
        yield (f"what people call “{session.title}”", ""), session.aliases
