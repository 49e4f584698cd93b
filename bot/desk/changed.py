"""What the last edit changed for the people who meet it, in words."""

from collections.abc import Sequence

from bot.content.change import Change, Where
from bot.content.changes_words import NOTHING, headed, summed_up
from bot.desk.markup import Html, el, together

MOST = 60
"""Of one heading no more changes than these are shown."""


def page(changes: Sequence[Change] | None, week: Sequence[str] = ()) -> Html:
    """The body; None when nothing has changed since the bot started. *week* says what happened to the week itself."""
    if changes is None:
        said = (
            "Nothing has gone live since the bot was started. Save a file, and what people see differently from then "
            "on stands here. To compare with any older version, use “signpost diff”."
        )
        return el("section", el("h2", "Since the start"), el("p", said), class_="card")
    if not changes:
        said = NOTHING.format("the version before")
        return el("section", el("h2", "Nothing"), [el("p", one) for one in week], el("p", said), class_="card")
    summary = el(
        "section",
        el("h2", "In short"),
        el("p", "What people see differently since the last edit went live.", class_="hint"),
        [el("p", el("strong", sentence)) for sentence in week],
        el("ul", [el("li", line.removeprefix("- ")) for line in summed_up(changes)]),
        class_="card",
    )
    return together(summary, *(_section(heading, found) for heading, found in headed(changes)))


def _section(heading: str, found: Sequence[Change]) -> Html:
    more = len(found) - MOST
    return el(
        "section",
        el("h2", f"{heading} ({len(found)})"),
        [_change(change) for change in found[:MOST]],
        el("p", f"And {more} more: “signpost diff --all” shows them.") if more > 0 else None,
        class_="card",
    )


def _change(change: Change) -> Html:
    """Folded away where a changed word shows in many answers; what wakes a phone is open."""
    about = ", ".join(part for part in (change.when, change.who) if part)
    return el(
        "details",
        el("summary", change.what, f" ({about})" if about else ""),
        el("p", change.note) if change.note else None,
        el("div", _side("Before", change.before), _side("Now", change.after), class_="sides"),
        open=change.where not in (Where.ANSWERS, Where.QUESTIONS),
    )


def _side(name: str, text: str | None) -> Html:
    return el("div", el("h3", name), el("p", text, class_="said") if text else el("p", "nothing", class_="hint"))
