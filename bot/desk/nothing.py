"""The one page there is while nothing is live: what is wrong, where, and what people are answered meanwhile."""

from collections.abc import Sequence

from bot.desk.frame import document
from bot.desk.markup import Html, el

TITLE = "Nothing is live yet"
STATUS = "Nothing is live: only people in danger are answered, with the crisis line’s number."


def page(files: Html, wrong: Sequence[str], *, leave: bool) -> str:
    """The whole page. *files* is what is wrong with the files, *wrong* with the bot; *leave* when one can sign out."""
    out = el("form", el("button", "Sign out", type="submit"), method="post", action="/desk/leave") if leave else None
    return document(
        f"{TITLE} · Signpost desk",
        el("a", "Skip to the content", href="#content", class_="skip"),
        el("header", el("div", el("p", "Signpost ", el("span", "the desk"), class_="name"), out, class_="bar")),
        el("div", STATUS, id="status", role="status", class_="status bad", data_live=""),
        el("p", id="stale", role="status", class_="stale", hidden=True),
        el(
            "main",
            el("h1", TITLE),
            el(
                "section",
                el("h2", "The files"),
                el(
                    "p",
                    "There is no good version of the files, neither in the folders nor from before. Once what is named "
                    "here is mended and saved, they go live within 15 seconds, without a restart.",
                ),
                el("div", files, id="problems"),
                id="files",
                class_="card",
            ),
            el("section", el("h2", "The bot itself"), el("ul", [el("li", one) for one in wrong]), class_="card")
            if wrong
            else None,
            id="content",
            tabindex=-1,
        ),
        script=True,
    )
