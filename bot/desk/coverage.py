"""Do the asks work? Which asks reach the entry they stand in, and where the others lead."""

from collections.abc import Sequence

from bot.desk.catalogue import Row
from bot.desk.entry import astray_list
from bot.desk.markup import Html, el, together
from bot.desk.problems import count
from bot.desk.trials import Trials, Tried
from bot.desk.view import View


def page(view: View, rows: Sequence[Row], tried: Tried | None, trials: Trials) -> Html:
    """The body."""
    if tried is None:
        share = trials.done / trials.total if trials.total else 0
        return el(
            "section",
            el("h2", "Being tried"),
            el(
                "p", f"{trials.done:,} of {trials.total:,} asks have been tried. Load this page again in a few seconds."
            ),
            el("progress", f"{share:.0%}", max=max(trials.total, 1), value=trials.done, aria_label="Asks tried"),
            class_="card",
        )
    every = [trial for own in tried.trials.values() for trial in own]
    astray = sum(not trial.arrived for trial in every)
    return together(
        el(
            "section",
            el("h2", f"{len(every) - astray:,} of {len(every):,} asks reach their entry"),
            el(
                "p",
                "Every ask of the live files was put to the bot, as people put them, on the morning of the week’s "
                "first day. An ask that is read as danger or distress gets the crisis line first: that is meant to be.",
            ),
            class_="card",
        ),
        _astray(view, rows, tried) if astray else None,
    )


def _astray(view: View, rows: Sequence[Row], tried: Tried) -> Html:
    ordered = sorted(
        (row for row in rows if any(not trial.arrived for trial in tried.of(row.id, row.force))),
        key=lambda row: (not tried.never_reached(row.id, row.force), row.path, row.line),
    )
    return el(
        "section",
        el("h2", f"{count(len(ordered), 'entry', 'entries')} with asks that lead elsewhere"),
        el("p", "Move such an ask to where it leads, or make it more telling.", class_="hint"),
        [_entry(view, row, tried) for row in ordered],
        class_="card",
    )


def _entry(view: View, row: Row, tried: Tried) -> Html:
    own = tried.of(row.id, row.force)
    astray = [trial for trial in own if not trial.arrived]
    never = ": never reached by its own asks" if len(astray) == len(own) else ""
    href = view.of_force(row.force).address(f"/entries/{row.id}")
    return together(
        el("h3", el("a", row.title, href=href), f", {len(astray)} of {count(len(own), 'ask')}{never}"),
        astray_list(view, astray),
    )
