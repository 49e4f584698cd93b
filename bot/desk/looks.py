"""One reply as three people see it: Slack on a phone, Teams on a desktop, plain text.

The pictures are drawn from the very JSON that is sent. Their buttons are links into the desk, or lead nowhere.
"""

from bot.core.knowledge import Knowledge
from bot.core.replies import Reply
from bot.desk import mirror
from bot.desk.markup import Html, el, together
from bot.desk.mirror import Hand
from bot.desk.view import View
from bot.platforms import slack_blocks, teams_cards


def looks(reply: Reply, view: View, knowledge: Knowledge, level: int = 3) -> Html:
    """The three pictures, each under a heading of this *level*."""
    hand = Hand(heading="strong", button=lambda label, action: _button(label, action, view, knowledge))
    return el(
        "div",
        _look("Slack on a phone", "phone", Html(mirror.slack(slack_blocks.render(reply), hand)), level),
        _look("Teams on a desktop", "desktop", Html(mirror.teams(teams_cards.render(reply), hand)), level),
        _look("Plain text", "plain", together(plain(reply)), level),
        el("p", "On a lock screen: ", el("span", reply.summary, class_="quote"), class_="hint wide"),
        class_="looks",
    )


def plain(reply: Reply) -> str:
    """The reply as text, its buttons in brackets."""
    buttons = "".join(f"\n  [{choice.label}]" for choice in reply.choices)
    return f"{reply.text}{buttons}\n\n{reply.footer}"


def _look(title: str, name: str, drawn: Html, level: int) -> Html:
    return el(
        "section",
        el(f"h{level}", title),
        el("div", drawn, class_=f"view {name}"),
        class_=f"look of-{name}",
    )


def _button(label: str, action: str, view: View, knowledge: Knowledge) -> str:
    """A button as the picture shows it: a link to what pressing it would answer, where that is an entry."""
    kind, _, target = action.partition(":")
    known = {entry.id for entry in knowledge.entries_for(view.force)} | {aspect.id for aspect in knowledge.aspects}
    if kind == "entry" and target in known:
        return el("a", label, class_="button", href=view.address(f"/entries/{target}"))
    if kind == "session":
        session, _, aspect = target.partition(":")
        if aspect in known:
            return el("a", label, class_="button", href=view.address(f"/entries/{aspect}", session=session))
    return el("span", label, class_="button")
