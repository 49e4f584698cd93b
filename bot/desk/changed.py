"""What the last edit changed for the people who meet it, in words."""

from collections.abc import Sequence

from bot.content.change import Change, Where
from bot.content.changes_words import HEADINGS, NOTHING
from bot.desk.markup import Html, el, together

MOST = 60
"""Of one heading no more changes than these are shown."""


def page(changes: Sequence[Change] | None) -> Html:
    """The body; None when nothing has changed since the bot started."""
    if changes is None:
        said = (
            "Nothing has gone live since the bot was started. Save a file, and what people see differently from then "
            "on stands here. To compare with any older version, use “signpost diff”."
        )
        return el("section", el("h2", "Since the start"), el("p", said), class_="card")
    if not changes:
        return el("section", el("h2", "Nothing"), el("p", NOTHING.format("the version before")), class_="card")
    parts = []
    for where, heading in HEADINGS.items():
        found = [change for change in changes if change.where is where]
        if found:
            more = len(found) - MOST
            parts.append(
                el(
                    "section",
                    el("h2", f"{heading} ({len(found)})"),
                    [_change(change) for change in found[:MOST]],
                    el("p", f"And {more} more: “signpost diff” shows all.") if more > 0 else None,
                    class_="card",
                )
            )
    intro = "What people see differently since the last edit went live, compared with the version before it."
    return together(el("p", intro, class_="hint"), *parts)


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
