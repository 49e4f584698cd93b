"""How things stand: what is live, what is wrong, what waits for somebody, what goes out next."""

from collections import Counter
from collections.abc import Sequence

from bot.core.wording import day_words
from bot.delivery.listing import Standing
from bot.desk.catalogue import Row, State
from bot.desk.markup import Html, el, together
from bot.desk.problems import count
from bot.desk.view import View

NEXT = 5


def page(
    view: View, files: Html, rows: Sequence[Row], standings: Sequence[Standing], wrong: Sequence[str], *, tried: bool
) -> Html:
    """The body. *files* is what is wrong with the newest ones; *tried* whether it is known which asks work."""
    return together(
        el("section", el("h2", "The files"), el("div", files, id="problems"), id="files", class_="card"),
        el(
            "div",
            el("section", el("h2", "Entries that wait for somebody"), _waiting(view, rows, tried=tried), class_="card"),
            el("section", el("h2", "Posts"), _posts(view, standings), class_="card"),
            class_="pair",
        ),
        el("section", el("h2", "The bot itself"), _service(wrong), class_="card"),
    )


def _waiting(view: View, rows: Sequence[Row], *, tried: bool) -> Html:
    counted = Counter(state for row in rows for state in row.states)
    said = {
        State.PROBLEM: ("has a problem at its lines", "have a problem at their lines"),
        State.WAITING: ("is not live yet", "are not live yet"),
        State.REVIEW: ("is past its review day", "are past their review day"),
        State.NEVER: ("is never reached by its own asks", "are never reached by their own asks"),
        State.LINK: ("has a link that nobody has filled in", "have a link that nobody has filled in"),
        State.WELSH: ("has Welsh that nobody has checked, so it is not shown", "have Welsh that nobody has checked"),
    }
    items = []
    for state, (one, many) in said.items():
        if counted[state]:
            text = f"{count(counted[state], 'entry', 'entries')} {one if counted[state] == 1 else many}"
            items.append(el("li", el("a", text, href=view.address("/entries", state=state.value))))
    if not tried:
        items.append(el("li", "Whether every entry is reached by its own asks is being tried just now."))
    return el("ul", items) if items else el("p", "None.")


def _posts(view: View, standings: Sequence[Standing]) -> Html:
    needs = [one for one in standings if one.needs]
    coming = [one for one in standings if not one.needs and one.state in ("to come", "due", "paused")]
    parts: list[Html] = []
    if needs:
        parts += [el("h3", "Needs a person"), el("ul", [_line(one) for one in needs])]
    if coming:
        parts += [el("h3", "Next"), el("ul", [_line(one) for one in coming[:NEXT]])]
    if not parts:
        parts.append(el("p", "Nothing is to be posted, and nothing waits for a person."))
    parts.append(el("p", el("a", "All posts of the week", href=view.address("/week"))))
    return together(*parts)


def _line(one: Standing) -> Html:
    return el("li", f"{day_words(one.day)}, {one.name}: {one.says}")


def _service(wrong: Sequence[str]) -> Html:
    if not wrong:
        return el("p", "All is well: it answers, it can write its ledger, and it reaches its channels.")
    return together(el("ul", [el("li", sentence) for sentence in wrong]))
