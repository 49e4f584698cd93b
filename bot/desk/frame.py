"""What stands round every page: where you are, what is live, what is wrong, and the moment and force that are shown."""

from dataclasses import dataclass

from bot.core.knowledge import Knowledge
from bot.desk.markup import Child, Html, el, together
from bot.desk.view import View, moments

NAV = (
    ("", "How things stand"),
    ("/entries", "Entries"),
    ("/ask", "Ask it"),
    ("/week", "The week’s posts"),
    ("/coverage", "Do the asks work?"),
    ("/asked", "What people ask"),
    ("/changes", "What changed"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """*status* is the line about the files, *live* the version that answers. *leave* when one can sign out."""

    view: View
    knowledge: Knowledge
    status: Html
    state: str
    live: str
    leave: bool = False

    def page(self, title: str, here: str, *body: Child, clock: bool = True, session: str | None = None) -> str:
        """A whole page; *clock* when its content depends on the moment and the force, and maybe on a *session*."""
        return document(
            f"{title} · Signpost desk",
            el("a", "Skip to the content", href="#content", class_="skip"),
            el(
                "header",
                el("div", el("p", "Signpost ", el("span", "the desk"), class_="name"), self._leave(), class_="bar"),
                el("nav", el("ul", [self._link(path, name, here) for path, name in NAV]), aria_label="Pages"),
            ),
            el("div", self.status, id="status", role="status", class_=f"status {self.state}", data_live=self.live),
            el("p", id="stale", role="status", class_="stale", hidden=True),
            el(
                "main", el("h1", title), self._clock(here, session) if clock else None, *body, id="content", tabindex=-1
            ),
            el(
                "footer",
                el(
                    "p",
                    "The desk only shows. To change a word, change it in the files. What you ask here is answered and "
                    "forgotten: it is not kept, counted or logged.",
                ),
            ),
            script=True,
        )

    def _leave(self) -> Html | None:
        if not self.leave:
            return None
        return el("form", el("button", "Sign out", type="submit"), method="post", action="/desk/leave")

    def _link(self, path: str, name: str, here: str) -> Html:
        at = "/" + here.strip("/").partition("/")[0] if here else ""
        current = "page" if here == path else "true" if at == path else None
        return el("li", el("a", name, href=self.view.address(path), aria_current=current))

    def _clock(self, here: str, session: str | None) -> Html:
        """The form that sets the moment and the force. It is a plain form: it works without any script."""
        view = self.view
        forces = [("", "people of no force in particular"), *((f.force, f.name) for f in self.knowledge.forces)]
        options = [el("option", name, value=value, selected=value == (view.force or "")) for value, name in forces]
        quick = [
            el(
                "li",
                el(
                    "a",
                    name,
                    href=view.address(here, at=at, session=session),
                    aria_current="true" if self._is_at(at) else None,
                ),
            )
            for name, at in moments(self.knowledge.schedule)
        ]
        now = el(
            "li",
            el(
                "a",
                "Now",
                href=view.address(here, at=None, session=session),
                aria_current=None if view.chosen else "true",
            ),
        )
        return el(
            "section",
            el("h2", "What you see is for", class_="visually-hidden"),
            el(
                "form",
                el("label", "Seen at (London time)", for_="at"),
                el("input", type="datetime-local", id="at", name="at", value=view.input),
                el("label", "by", for_="force"),
                el("select", options, id="force", name="force"),
                el("input", type="hidden", name="session", value=session) if session else None,
                el("button", "Show", type="submit"),
                method="get",
                action=f"/desk{here}",
                class_="clock",
            ),
            el("ul", now, quick, class_="moments", aria_label="Moments to jump to"),
            el(
                "p",
                "Part of the address was not understood, so it was left out. A moment reads like 2026-04-21T14:10.",
                class_="notice",
            )
            if view.misread
            else None,
            class_="seen",
        )

    def _is_at(self, at: str) -> bool:
        return self.view.chosen and self.view.input == at


def document(title: str, *body: Child, script: bool = False) -> str:
    """A whole HTML document with nothing in it from elsewhere."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", title),
        el("link", rel="icon", href="data:,"),
        el("link", rel="stylesheet", href="/desk/desk.css"),
        el("script", src="/desk/desk.js", defer=True) if script else None,
    )
    return "<!doctype html>\n" + el("html", head, el("body", together(*body)), lang="en-GB")
