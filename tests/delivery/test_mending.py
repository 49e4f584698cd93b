"""A post that is no longer true is edited once, with one short line in its thread."""

from typing import Any

import pytest

from tests.delivery.stage import Desk, week

MOVED = {"crisis-intervention": {"day": "2026-04-22", "starts": "15:00", "ends": "15:45", "status": "moved"}}
CHANGES: dict[str, dict[str, dict[str, Any]]] = {
    "moved": MOVED,
    "renamed": {"crisis-intervention": {"title": "First on the scene"}},
    "cancelled": {"crisis-intervention": {"status": "cancelled"}},
}


async def _posted(desk: Desk) -> None:
    await desk.at("2026-04-21 08:30", week())
    assert len(desk.place.messages) == 1


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_change_edits_the_post_once_and_says_so_once(desk: Desk, change: dict[str, dict[str, Any]]) -> None:
    await _posted(desk)
    for minute in (40, 45, 50):
        await desk.at(f"2026-04-21 08:{minute}", week(change), 400)
    assert len(desk.place.messages[0].edits) == 1
    assert len(desk.place.messages[0].notices) == 1


async def test_a_session_that_is_restored_is_mended_back(desk: Desk) -> None:
    await _posted(desk)
    await desk.at("2026-04-21 08:40", week(CHANGES["cancelled"]), 400)
    await desk.at("2026-04-21 08:50", week(), 400)
    post = desk.place.messages[0]
    assert "cancelled" in post.edits[0].text.lower()
    assert "cancelled" not in post.edits[1].text.lower()
    assert len(post.notices) == 2


async def test_the_same_content_edits_nothing(desk: Desk) -> None:
    await _posted(desk)
    await desk.at("2026-04-21 09:00", week(), 400)
    assert desk.place.messages[0].edits == []


async def test_after_the_session_the_post_says_it_is_over_without_a_notice(desk: Desk) -> None:
    await _posted(desk)
    await desk.at("2026-04-21 14:46", week(), 400)
    post = desk.place.messages[0]
    assert "Finished" in post.edits[0].text
    assert "Knowledge Hub" in post.edits[0].text
    assert post.notices == []


async def test_a_recording_that_is_filled_in_reaches_the_old_post(desk: Desk) -> None:
    await _posted(desk)
    await desk.at("2026-04-21 14:46", week(), 400)
    link = "https://knowledgehub.group/recording"
    await desk.at("2026-04-22 10:00", week({"crisis-intervention": {"recording": link}}), 400)
    assert link in desk.place.messages[0].edits[-1].text
