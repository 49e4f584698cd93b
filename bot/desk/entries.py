"""Every entry with its state, filtered by state and by file."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.desk.catalogue import Row, State
from bot.desk.markup import Html, el, together
from bot.desk.problems import count
from bot.desk.view import View

LABELS: Mapping[State, str] = {
    State.PROBLEM: "Problem at its lines",
    State.WAITING: "Not live yet",
    State.REVIEW: "Review due",
    State.NEVER: "Never reached",
    State.LINK: "Link missing",
    State.WELSH: "Welsh unchecked",
    State.FINE: "Nothing to do",
}


def page(view: View, rows: Sequence[Row], asked: Mapping[str, str]) -> Html:
    """The body; *asked* may name a ``state`` and a ``file``."""
    states, paths = [state.value for state in State], list(dict.fromkeys(row.path for row in rows))
    state = asked.get("state") if asked.get("state") in states else None
    path = asked.get("file") if asked.get("file") in paths else None
    shown = [row for row in rows if (state is None or state in row.states) and (path is None or row.path == path)]
    return together(
        _filter(view, rows, paths, state, path),
        el("p", f"{count(len(shown), 'entry', 'entries')} shown, of {len(rows)}.", class_="hint"),
        [_of_file(view, path, [row for row in shown if row.path == path]) for path in paths],
    )


def badges(states: Sequence[State]) -> Html:
    """The states as short words; never by colour alone."""
    return el("ul", [el("li", LABELS[state], class_=f"badge {state}") for state in states], class_="badges")


def _filter(view: View, rows: Sequence[Row], paths: Sequence[str], state: str | None, path: str | None) -> Html:
    counted = Counter(one for row in rows for one in row.states)
    states = [
        el("option", f"{label} ({counted[one]})", value=one.value, selected=one.value == state)
        for one, label in LABELS.items()
    ]
    files = [el("option", one, value=one, selected=one == path) for one in paths]
    kept = {"at": view.input if view.chosen else None, "force": view.force}
    return el(
        "form",
        [el("input", type="hidden", name=name, value=value) for name, value in kept.items() if value],
        el("label", "State", for_="state"),
        el("select", el("option", "every state", value=""), states, id="state", name="state"),
        el("label", "File", for_="file"),
        el("select", el("option", "every file", value=""), files, id="file", name="file"),
        el("button", "Filter", type="submit"),
        method="get",
        action="/desk/entries",
        class_="filter",
    )


def _of_file(view: View, path: str, rows: Sequence[Row]) -> Html | None:
    if not rows:
        return None
    return el("section", el("h2", path), el("ul", [_entry(view, row) for row in rows], class_="entries"))


def _entry(view: View, row: Row) -> Html:
    # an entry of a force is shown as that force's people see it, a common one as people of no force do
    href = view.of_force(row.force).address(f"/entries/{row.id}")
    return el(
        "li",
        el("a", row.title, href=href) if row.value is not None else el("span", row.title),
        el("span", f"{row.id}, line {row.line}", class_="hint"),
        badges(row.states),
    )
