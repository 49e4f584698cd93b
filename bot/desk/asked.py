"""What people ask: how many answers of each kind, from which entry, on each day that is over. Never their words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.core.wording import day_words
from bot.delivery.figures import OUTCOMES, Figure
from bot.desk.markup import Html, el, together
from bot.desk.problems import count

DAYS = 28
"""Days that are shown."""


def page(figures: Sequence[Figure], titles: Mapping[str, str]) -> Html:
    """The body; *titles* names entries by their ids."""
    by_day: dict[dt.date, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.number is not None:
            by_day[figure.day].append(figure)
    days = [_day(day, by_day[day], titles) for day in sorted(by_day, reverse=True)]
    return together(
        el(
            "section",
            el("h2", "How to read this"),
            el(
                "p",
                f"Answers on each of the last {DAYS} days that are over. Groups of fewer than ten are told only "
                "together with others, or not at all, so that nobody can be singled out. No question is kept, so none "
                "can be shown.",
            ),
            class_="card",
        ),
        days or el("p", f"On none of the last {DAYS} days were there ten answers or more."),
    )


def _day(day: dt.date, figures: Sequence[Figure], titles: Mapping[str, str]) -> Html:
    total = sum(figure.number or 0 for figure in figures)
    rows = [
        el(
            "tr",
            el("th", OUTCOMES.get(figure.outcome, figure.outcome), scope="row"),
            el("td", _entry(figure, titles)),
            el("td", f"{figure.number or 0:,}", class_="number"),
        )
        for figure in figures
    ]
    head = el(
        "tr",
        el("th", "Outcome", scope="col"),
        el("th", "From", scope="col"),
        el("th", "Answers", scope="col", class_="number"),
    )
    table = el("table", el("caption", count(total, "answer")), el("thead", head), el("tbody", rows))
    return el("section", el("h2", f"{day_words(day)} {day.year}"), table, class_="card")


def _entry(figure: Figure, titles: Mapping[str, str]) -> str:
    if figure.entry is None:
        return "all other entries together"
    return titles.get(figure.entry, figure.entry) or "no entry"
