"""Files as busy people break them: each is caught, at its line, with one sentence a wellbeing lead can act on."""

import datetime as dt
from pathlib import Path

import pytest

from bot.content.checks import check
from tests.content.cases import Case, lay_out

WEEK, WHEN, CHANNELS = "knowledge/week.yaml", "schedules/2026.yaml", "schedules/channels.yaml"
TODAY = dt.date(2026, 11, 24)
LAST = "  - {name: this machine, platform: console, channel: local, reminders: [today]}"
AGAIN = "  - {name: again, platform: slack, workspace: T0123, channel: C0123, reminders: [today]}"


def _case(name: str, file: str, old: str, new: str, line: str, says: str = "") -> Case:
    return Case(name, file, says, line, {old: new})


CASES = [
    _case("a time as people say it", WHEN, "starts: 14:00", "starts: 2pm", "starts: 2pm", "14:00"),
    _case("a time with a full stop", WHEN, "ends: 14:45", "ends: 14.45", "ends: 14.45", "14:00"),
    _case("an hour that no day has", WHEN, "starts: 14:00", "starts: 25:00", "starts: 25:00"),
    _case("a colon in a title without quotes", WHEN, '"First on the scene: crisis intervention"',
          "First on the scene: crisis intervention", "title: First on the scene", "quotes"),
    _case("a date the wrong way round", WHEN, "day: 2026-04-21", "day: 21-04-2026", "day: 21-04-2026", "2026"),
    _case("a day that is not that weekday", WHEN, "weekday: Tuesday", "weekday: Monday", "weekday: Monday",
          "Tuesday"),
    _case("a day outside the week", WHEN, "day: 2026-04-22", "day: 2026-05-20", "day: 2026-05-20"),
    _case("an end before its start", WHEN, "ends: 11:45", "ends: 10:45", "ends: 10:45"),
    _case("a status nobody knows", WHEN, "status: on\n    register: null", "status: cancled\n    register: null",
          "status: cancled", "cancelled"),
    _case("a misspelt name of a field", WHEN, "hosts: the NPCC", "host: the NPCC", "host: the NPCC", "hosts"),
    _case("the same session twice", WHEN, "id: data", "id: crisis-intervention", "id: crisis-intervention"),
    _case("a placeholder nothing fills", WHEN, "{times}: {title}", "{time}: {title}", "{time}", "times"),
    _case("a link without https", WHEN, "register: null", "register: http://www.college.police.uk", "register: http:"),
    _case("a tab", WEEK, "    title: Better sleep", "\ttitle: Better sleep", "title: Better sleep", "tab"),
    _case("a quotation mark left open", WEEK, "title: Better sleep", 'title: "Better sleep', "title: "),
    _case("an empty title", WEEK, "title: Better sleep", "title:", "title:"),
    _case("no source", WEEK, "    checked: 2026-11-22\n    review_by: 2027-03-01\n    owner: wellbeing team\n\n",
          "    checked: 2026-11-22\n    review_by: 2027-03-01\n\n", "id: week-when", "owner"),
    _case("a number that nobody approved", WEEK, "116 123", "020 7946 0000", "020 7946 0000"),
    _case("a word that promises too much", WEEK, "Sign up with Oscar Kilo for", "This chat is anonymous. Sign up for",
          "anonymous"),
    _case("a word that hurts", WEEK, "If you need to talk", "If someone committed suicide and you need to talk",
          "committed suicide"),
    _case("a button that leads nowhere", WEEK, "see_also: [sleep]", "see_also: [sleeep]", "see_also", "sleep"),
    _case("the same key twice", WEEK, "    title: Better sleep\n", "    title: Better sleep\n    title: Sleep\n",
          "title: Sleep", "title"),
    _case("a text that begins with a star", WEEK, "title: Better sleep", "title: *better sleep", "*better"),
    _case("a channel twice", CHANNELS, LAST, f"{LAST}\n{AGAIN}", "name: again", "twice"),
    _case("a reminder nobody wrote", CHANNELS, "local, reminders: [today]", "local, reminders: [todya]", "todya",
          "today"),
    _case("a force nobody wrote", CHANNELS, "  - name: Derbyshire wellbeing\n    force: derbyshire",
          "  - name: Derbyshire wellbeing\n    force: derbyshir", "force: derbyshir", "derbyshire"),
    _case("Slack without its workspace", CHANNELS, "    workspace: T0123\n", "", "name: Derbyshire wellbeing",
          "workspace"),
    _case("Teams without its tenant", CHANNELS, "    tenant: 3f2b1c00-0000-4000-8000-000000000001\n", "",
          "name: Derbyshire response", "tenant"),
    _case("yes and no in other words", CHANNELS, "paused: no", "paused: maybe", "paused: maybe", "yes"),
]  # fmt: skip
FORBIDDEN = ("mapping", "scalar", "validation", "traceback", "nonetype", "pydantic")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_file_is_caught_at_its_line_in_words_a_lead_can_act_on(case: Case, tmp_path: Path) -> None:
    folders = lay_out(tmp_path)
    assert [p for p in check(*folders, TODAY) if p.is_error] == []
    case.apply(tmp_path)
    found = [p for p in check(*folders, TODAY) if p.is_error]
    assert found, "nothing was caught"
    first = next((p for p in found if p.path == case.file), found[0])
    shown = (tmp_path / case.file).read_text(encoding="utf-8").splitlines()[first.line - 1]
    told = f"{first} at {shown!r}; all: {[str(p) for p in found]}"
    assert case.line in shown, told
    assert case.says.lower() in f"{first.sentence} {first.hint or ''}".lower(), told
    assert not any(word in first.sentence.lower() for word in FORBIDDEN), told


@pytest.mark.parametrize("digit", range(9))
def test_the_crisis_number_cannot_be_changed_by_one_digit(digit: int, tmp_path: Path) -> None:
    folders = lay_out(tmp_path)
    path = tmp_path / "knowledge" / "crisis.yaml"
    text = path.read_text(encoding="utf-8")
    places = [place for place, letter in enumerate("0300 131 2789") if letter != " "]
    number = list("0300 131 2789")
    number[places[digit]] = str((int(number[places[digit]]) + 1) % 10)
    path.write_text(text.replace("0300 131 2789", "".join(number), 1), encoding="utf-8")
    assert any(p.is_error and p.path == "knowledge/crisis.yaml" for p in check(*folders, TODAY))
