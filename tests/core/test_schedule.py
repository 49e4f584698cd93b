"""Which post is due where: at half past eight in London whatever the clocks do, at most one a channel a day."""

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.schedule import due
from bot.core.wording import LONDON_ZONE, starts_at
from tests.delivery.stage import TODAY, channel, london, week

moments = st.datetimes(dt.datetime(2026, 4, 18), dt.datetime(2026, 4, 28)).map(lambda d: d.replace(tzinfo=LONDON_ZONE))
reminders = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(["today", "early", "late"]),
            "at": st.sampled_from(["07:00", "08:30", "10:45", "13:55"]),
            "give_up_after": st.sampled_from(["30m", "3h", "12h"]),
        }
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda reminder: reminder["id"],
)


def _week(changes: list[dict[str, Any]]) -> Any:
    made = [{**TODAY, **change} for change in changes]
    named = [change["id"] for change in changes]
    return week(reminders=made, channels=[channel("C1", reminders=named), channel("C2", reminders=named[:1])])


@given(reminders, moments)
def test_at_most_one_post_a_channel_is_due_whatever_the_yaml_says(
    changes: list[dict[str, Any]], now: dt.datetime
) -> None:
    found = [occurrence.channel.key for occurrence in due(_week(changes), now)]
    assert len(found) == len(set(found))


@given(reminders, moments)
def test_nothing_is_due_once_its_session_has_begun(changes: list[dict[str, Any]], now: dt.datetime) -> None:
    for occurrence in due(_week(changes), now):
        assert all(now < starts_at(session) for session in occurrence.sessions)


def test_a_post_is_due_at_half_past_eight_and_not_a_second_before() -> None:
    assert not list(due(week(), london("2026-04-20 08:29:59")))
    assert len(list(due(week(), london("2026-04-20 08:30")))) == 1


def test_weekends_and_days_without_a_session_have_no_post() -> None:
    assert not list(due(week(), london("2026-04-25 08:30")))
    assert not list(due(week(), london("2026-04-19 08:30")))


def test_half_past_eight_is_londons_on_both_sides_of_a_change_of_the_clocks() -> None:
    changed = {
        "future-response": {"day": "2026-03-28"},
        "crisis-intervention": {"day": "2026-03-30"},
        "data": {"day": "2026-10-24"},
        "protests-auditors": {"day": "2026-10-26"},
    }
    for day, hour in (("2026-03-28", 8), ("2026-03-30", 7), ("2026-10-24", 7), ("2026-10-26", 8)):
        found = list(due(week(changed), dt.datetime.fromisoformat(f"{day}T{hour:02}:30:00+00:00")))
        assert [occurrence.day.isoformat() for occurrence in found] == [day]


def test_a_cancelled_session_has_no_post() -> None:
    assert not list(due(week({"data": {"status": "cancelled"}}), london("2026-04-22 08:30")))
