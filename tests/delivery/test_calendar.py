"""Calendar files as a calendar program reads them (RFC 5545)."""

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr

from bot.core.knowledge import Knowledge
from bot.delivery.calendar import Calendar
from bot.delivery.ledger import Ledger
from tests.delivery.stage import week

ID = "crisis-intervention"
LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
MOVED = {"day": "2026-04-22", "starts": "15:30", "ends": "16:15", "status": "moved"}
HARD = "Commas, semicolons; back\\slashes: “quotes” and gweithredu’n ŵyl ddiogel – " + "ŷ" * 60


@pytest.fixture
async def calendar(tmp_path: Path) -> AsyncIterator[Calendar]:
    ledger = await Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite3")
    yield Calendar(ledger, lambda: NOW)
    await ledger.close()


def _with(**changes: Any) -> Knowledge:
    return week({ID: changes})


async def _read(calendar: Calendar, knowledge: Knowledge) -> icalendar.Event:
    file = await calendar.session(knowledge, ID)
    assert file is not None
    [event] = icalendar.Calendar.from_ical(file).walk("VEVENT")
    return event  # type: ignore[no-any-return]


async def test_the_week_has_each_session_once_and_each_session_a_file_of_its_own(calendar: Calendar) -> None:
    knowledge = week()
    whole = icalendar.Calendar.from_ical(await calendar.week(knowledge))
    assert len({event["UID"] for event in whole.walk("VEVENT")}) == 5
    assert str(whole["VERSION"]) == "2.0"
    assert whole["PRODID"]
    for event, session in zip(whole.walk("VEVENT"), knowledge.schedule.sessions, strict=True):
        file = await calendar.session(knowledge, session.id)
        assert file is not None
        [alone] = icalendar.Calendar.from_ical(file).walk("VEVENT")
        assert alone.to_ical() == event.to_ical()


async def test_a_session_that_is_not_there_has_no_file(calendar: Calendar) -> None:
    assert await calendar.session(week(), "nothing") is None


async def test_times_are_londons_with_the_rule_for_its_clocks(calendar: Calendar) -> None:
    file = await calendar.session(week(), ID)
    assert file is not None
    assert b"DTSTART;TZID=Europe/London:20260421T140000\r\n" in file
    assert b"DTEND;TZID=Europe/London:20260421T144500\r\n" in file
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n" in file
    assert b"DTSTAMP:20260401T120000Z\r\n" in file


async def test_the_uid_stays_and_the_sequence_rises_with_each_move_and_no_other_reading(calendar: Calendar) -> None:
    steps = [_with(), _with(), _with(**MOVED), _with(**MOVED), _with(**MOVED, title="Renamed"), _with()]
    events = [await _read(calendar, step) for step in steps]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [int(event["SEQUENCE"]) for event in events] == [0, 0, 1, 1, 2, 3]
    assert [event["STATUS"] for event in events] == ["CONFIRMED"] * 6


async def test_a_cancelled_session_says_so_and_one_that_is_restored_is_on_again(calendar: Calendar) -> None:
    on, off = await _read(calendar, _with()), await _read(calendar, _with(status="cancelled"))
    again = await _read(calendar, _with())
    assert [str(event["STATUS"]) for event in (on, off, again)] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [int(event["SEQUENCE"]) for event in (on, off, again)] == [0, 1, 2]
    assert str(off["SUMMARY"]).startswith("Cancelled: ")


async def test_after_a_restart_the_sequence_goes_on_from_where_it_was(calendar: Calendar, tmp_path: Path) -> None:
    await _read(calendar, _with())
    await _read(calendar, _with(**MOVED))
    ledger = await Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite3")
    assert int((await _read(Calendar(ledger, lambda: NOW), _with()))["SEQUENCE"]) == 2
    await ledger.close()


async def test_long_lines_are_folded_at_75_octets_and_end_as_they_should(calendar: Calendar) -> None:
    file = await calendar.session(_with(title=HARD), ID)
    assert file is not None
    lines = file.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode() for line in lines[:-1])  # no character is cut in two


async def test_what_needs_escaping_comes_out_as_it_went_in(calendar: Calendar) -> None:
    file = await calendar.session(_with(title=HARD), ID)
    assert file is not None
    unfolded = file.replace(b"\r\n ", b"").decode()
    escaped = HARD.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    assert f"\r\nSUMMARY:{escaped}\r\n" in unfolded
    assert str((await _read(calendar, _with(title=HARD)))["SUMMARY"]) == HARD


@pytest.mark.parametrize(
    "day", ["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26", "2026-07-01"]
)
@pytest.mark.parametrize("starts", ["00:30", "03:00", "11:00", "23:00"])
async def test_by_its_own_rules_each_time_is_londons_on_both_sides_of_both_changes(
    calendar: Calendar, day: str, starts: str
) -> None:
    """The offset is worked out from the file alone, as a program without a time zone database would."""
    knowledge = _with(day=day, starts=starts, ends="23:45")
    file = await calendar.session(knowledge, ID)
    assert file is not None
    parsed = icalendar.Calendar.from_ical(file)
    wall = dt.datetime.fromisoformat(f"{day}T{starts}")
    [zone] = parsed.walk("VTIMEZONE")
    assert _offset(zone, wall) == wall.replace(tzinfo=LONDON).utcoffset()


def _offset(zone: icalendar.Timezone, wall: dt.datetime) -> dt.timedelta:
    latest = []
    for part in zone.subcomponents:
        rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=part["DTSTART"].dt)
        if (onset := rule.before(wall, inc=True)) is not None:
            latest.append((onset, part["TZOFFSETTO"].td))
    return max(latest)[1]  # type: ignore[no-any-return]
