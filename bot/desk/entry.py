"""One entry: what people see of it at the chosen moment, which of its asks reach it, what is wrong with it."""

from collections.abc import Mapping, Sequence

from bot.core.answering import Answerer
from bot.core.knowledge import Aspect, Entry, Knowledge
from bot.core.question import Question
from bot.core.replies import Kind, Reply
from bot.core.safety import Level, Reading
from bot.core.wording import date_words, in_order
from bot.desk import entries
from bot.desk.catalogue import Row
from bot.desk.looks import looks
from bot.desk.markup import Html, el, together
from bot.desk.problems import count, problem_list
from bot.desk.trials import Trial, Tried
from bot.desk.view import View


def page(view: View, row: Row, answerer: Answerer, tried: Tried | None, asked: Mapping[str, str]) -> Html:
    """The body. *row* is live; *asked* may name a ``session``, for an aspect of the sessions."""
    value, knowledge = row.value, answerer.knowledge
    sessions = {session.id: session.title for session in in_order(knowledge.schedule.sessions)}
    session = asked.get("session") if asked.get("session") in sessions else None
    reply = shown(answerer, row.id, isinstance(value, Aspect), session, view)
    return together(
        entries.badges(row.states),
        _problems(row),
        el(
            "section",
            el("h2", "What people see"),
            el("p", f"At {view.words}, {_readers(view, knowledge)}.", class_="hint"),
            _sessions(view, row, sessions, session) if isinstance(value, Aspect) else None,
            looks(reply, view, knowledge),
            class_="card",
        ),
        el(
            "div",
            el("section", el("h2", "Its asks"), _asks(view, row, tried), class_="card"),
            el("section", el("h2", "About it"), _about(row), class_="card"),
            class_="pair",
        ),
    )


def shown(answerer: Answerer, entry_id: str, is_aspect: bool, session: str | None, view: View) -> Reply:
    """What pressing a button for this entry answers, at the moment and for the force of *view*."""
    action = f"session:{session}:{entry_id}" if is_aspect and session else f"entry:{entry_id}"
    question = Question("", force=view.force, action=action)
    return answerer.answer(question, Reading(Level.NONE), view.moment)[0]


def _readers(view: View, knowledge: Knowledge) -> str:
    name = next((force.name for force in knowledge.forces if force.force == view.force), None)
    return f"for people of {name}" if name else "for people of no force in particular"


def _problems(row: Row) -> Html | None:
    if not row.problems:
        return None
    intro = "What people see below is the last version without a problem." if any(
        problem.is_error for problem in row.problems
    ) else "These do not keep it from being live."  # fmt: skip
    return el("section", el("h2", "To mend"), el("p", intro), problem_list(row.problems), class_="card")


def _sessions(view: View, row: Row, sessions: Mapping[str, str], chosen: str | None) -> Html:
    options = [(None, "No one session"), *sessions.items()]
    links = [
        el(
            "li",
            el(
                "a",
                title,
                href=view.address(f"/entries/{row.id}", session=session),
                aria_current="true" if session == chosen else None,
            ),
        )
        for session, title in options
    ]
    return el("ul", links, class_="moments", aria_label="Sessions to show it for")


def _asks(view: View, row: Row, tried: Tried | None) -> Html:
    if tried is None:
        return el("p", "The asks of every entry are being tried just now. Load this page again in a few seconds.")
    trials = tried.of(row.id, row.force)
    arrived = [trial for trial in trials if trial.arrived]
    astray = [trial for trial in trials if not trial.arrived]
    return together(
        el("p", f"{len(arrived)} of {count(len(trials), 'ask')} reach it, as the bot answers on the week’s first day."),
        astray_list(view, astray) if astray else None,
        el(
            "details",
            el("summary", f"The {count(len(arrived), 'ask')} that reach it"),
            el("ul", [el("li", trial.ask) for trial in arrived]),
        )
        if arrived
        else None,
    )


def astray_list(view: View, trials: Sequence[Trial]) -> Html:
    """Asks that lead elsewhere, each with where."""
    return el("ul", [el("li", el("q", trial.ask), " ", _instead(view, trial)) for trial in trials], class_="astray")


def _instead(view: View, trial: Trial) -> Html:
    if trial.kind is Kind.CRISIS:
        return together("is read as danger, and gets the crisis reply.")
    places = trial.reached or trial.offered
    links = [
        [", " if number else "", el("a", one, href=view.address(f"/entries/{one}"))]
        for number, one in enumerate(places)
    ]
    if trial.kind is Kind.CHOOSE:
        return together("is not sure, and offers ", links, ".") if links else together("is not sure.")
    if trial.kind is Kind.SUPPORT and not trial.reached:
        return together("is read as distress, and gets the support reply.")
    return together("reaches ", links, ".") if links else together("reaches nothing: the bot says it does not know.")


def _about(row: Row) -> Html:
    value = row.value
    facts: list[tuple[str, Html | str]] = [("In the file", f"{row.path}, line {row.line}"), ("Its id", row.id)]
    if value is not None:
        facts += [
            ("Comes from", value.source),
            ("Checked", date_words(value.checked)),
            ("Check again by", date_words(value.review_by)),
            ("Looked after by", value.owner),
            ("Welsh", _welsh(value)),
        ]
    if isinstance(value, Entry) and value.links:
        links = [el("li", link.text, ": ", link.url or "not known yet") for link in value.links]
        facts.append(("Links", el("ul", links)))
    return el("dl", [[el("dt", name), el("dd", fact)] for name, fact in facts], class_="facts")


def _welsh(value: Entry | Aspect) -> str:
    if value.cy is None:
        return "none"
    return f"checked by {value.cy.checked_by}" if value.cy.checked_by else "a draft that nobody has checked: not shown"
