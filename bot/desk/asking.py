"""Ask it: the answer as people see it, why it matched, and what came next. The question is used and dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core import safety
from bot.core.answering import Answerer
from bot.core.asking import Asked, pieces, understand
from bot.core.explaining import ENOUGH, Explanation, Part, Reason, Weighed, explain
from bot.core.question import Question
from bot.core.reader import Reader
from bot.core.replies import Kind, Reply
from bot.core.safety import Level, Reading
from bot.desk.looks import looks
from bot.desk.markup import Html, el, together
from bot.desk.view import View
from bot.exchange import Exchange

LONGEST = 2000
PARTS: Mapping[Part, str] = {
    Part.WORDS: "Spelt alike",
    Part.MEANING: "Means alike",
    Part.TITLE: "Words of the title",
    Part.TOPIC: "Topic it was heard as",
    Part.SESSION: "Speaks of a session",
    Part.ASK: "Word for word an ask",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """One question asked at the desk, with its answer. Lives as long as the page takes to draw."""

    text: str
    reply: Reply
    reading: Reading
    explanations: tuple[Explanation, ...]


def ask(text: str, view: View, answerer: Answerer, reader: Reader | None) -> Asking:
    """Answer *text* exactly as a person would be answered, uncounted, and explain it."""
    text = text.strip()[:LONGEST]
    exchange = Exchange(lambda: answerer, reader, lambda: view.moment)
    reply = exchange.reply(Question(text, force=view.force), view.moment)
    reading = safety.read(text, reader)
    split = pieces(text)
    asked = [(text, reading.impression), *((piece, None) for piece in (split if len(split) > 1 else ()))]
    explanations = tuple(
        explain(answerer, _understood(piece, answerer, view), view.force, impression) for piece, impression in asked
    )
    return Asking(text, reply, reading, explanations)


def _understood(text: str, answerer: Answerer, view: View) -> Asked:
    return understand(text, answerer.knowledge.schedule, answerer.names, view.moment)


def page(view: View, answerer: Answerer, asking: Asking | None) -> Html:
    """The body: the form, and below it what came of the question, if one was asked."""
    kept = {"at": view.input if view.chosen else None, "force": view.force}
    form = el(
        "form",
        [el("input", type="hidden", name=name, value=value) for name, value in kept.items() if value],
        el("label", "Your question, as somebody would type it", for_="question"),
        el(
            "input",
            id="question",
            name="question",
            value=asking.text if asking else None,
            maxlength=LONGEST,
            required=True,
            autocomplete="off",
            spellcheck="false",
        ),
        el("button", "Ask", type="submit"),
        method="post",
        action="/desk/ask",
        class_="ask",
    )
    hint = el("p", "It is answered and forgotten: not kept, not counted, not logged.", class_="hint")
    return together(el("section", form, hint, class_="card"), _asked(view, answerer, asking) if asking else None)


def _asked(view: View, answerer: Answerer, asking: Asking) -> Html:
    whole, *split = asking.explanations
    return together(
        el(
            "section",
            el("h2", "The answer"),
            el("p", _verdict(answerer, asking), class_="verdict"),
            looks(asking.reply, view, answerer.knowledge),
            class_="card",
        ),
        el(
            "section",
            el("h2", "Why"),
            _table(view, whole, "What each part gave, the likeliest first"),
            [_piece(view, one) for one in split],
            el(
                "p",
                "The points of a row are added up, and weighed against the others’ and what speaks for none of them. "
                f"An entry answers from {_percent(ENOUGH)} on.",
                class_="hint",
            ),
            class_="card",
        ),
    )


def _piece(view: View, one: Explanation) -> Html:
    return together(
        el("h3", "Read by itself: ", el("q", one.asked.text)),
        _table(view, one, "What each part gave for this piece"),
    )


def _verdict(answerer: Answerer, asking: Asking) -> str:
    reply, reading = asking.reply, asking.reading
    if reply.kind is Kind.CRISIS:
        by = "a rule recognised it" if reading.ruled else "the trained reader heard it"
        return f"Read as danger ({by}), before anything else. The table below was not used."
    if reading.level is Level.CONCERN:
        return "Read as distress, so support with the crisis line comes first, and below it what answers the question."
    titles = [_title(answerer, entry) for entry in reply.entries]
    if reply.kind is Kind.CHOOSE:
        return "Several things could be meant, so it offers them as buttons and claims nothing."
    if not titles:
        return "Nothing is likely enough, so it says that it does not know."
    what = "Not covered, said honestly by" if reply.kind is Kind.UNKNOWN else "Answered from"
    return f"{what} {' and '.join(f'“{title}”' for title in titles)}."


def _title(answerer: Answerer, entry_id: str) -> str:
    if entry_id in answerer.aspects:
        return answerer.aspects[entry_id].title
    every = (entries[entry_id] for entries in answerer.entries.values() if entry_id in entries)
    return next((entry.title for entry in every), entry_id)


def _table(view: View, one: Explanation, caption: str) -> Html:
    if not one.weighed:
        return el("p", "Nothing in the files is anything like it.")
    parts = [part for part in Part if any(part is reason.part for row in one.weighed for reason in row.reasons)]
    head = el(
        "tr",
        el("th", "Entry", scope="col"),
        el("th", "How likely", scope="col"),
        el("th", "Nearest of its asks", scope="col"),
        [el("th", PARTS[part], scope="col") for part in parts],
    )
    none = el(
        "tr",
        el("th", "None of them", scope="row"),
        el("td", _percent(one.declined), data_label="How likely"),
        el("td", "nothing here answers it", colspan=1 + len(parts)),
    )
    return el(
        "table",
        el("caption", caption),
        el("thead", head),
        el("tbody", [_row(view, weighed, parts) for weighed in one.weighed], none),
        class_="why",
    )


def _row(view: View, weighed: Weighed, parts: Sequence[Part]) -> Html:
    candidate, reasons = weighed.candidate, {reason.part: reason for reason in weighed.reasons}
    href = view.of_force(candidate.force or view.force).address(f"/entries/{candidate.id}")
    return el(
        "tr",
        el("th", el("a", candidate.title, href=href), scope="row"),
        el("td", _percent(weighed.share), data_label="How likely"),
        el("td", el("q", weighed.nearest), f" ({_percent(weighed.alike)} alike)", data_label="Nearest of its asks"),
        [_reason(part, reasons.get(part)) for part in parts],
    )


def _reason(part: Part, reason: Reason | None) -> Html:
    if reason is None:
        return el("td", data_label=PARTS[part])
    measure = _percent(reason.measure) if reason.measure is not None else ""
    return el("td", measure, el("span", f"{reason.points:+.1f}", class_="points"), data_label=PARTS[part])


def _percent(share: float) -> str:
    """Never 0% or 100% for what is neither."""
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 <= share < 1 else f"{share:.0%}"
