"""In the real process: a session moves, only words change, everything is paused, the session ends, its recording comes.

Whoever asks, the App Home, the calendar and what is already posted follow the file.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.end_to_end.posting_stage import CHANNELS, Bot, until
from tests.platforms.slack_server import ALICE, CHANNEL, DIRECT, SlackServer, envelope, message, signed, slack_server

PROMISED = 15.0
MORNING, AFTERNOON = "2026-04-21T08:29:55+01:00", "2026-04-21T16:14:55+01:00"
LINK = "https://knowledgehub.group/the-recording"
QUESTION = "when is the crisis intervention session"
TWO_TICKS = 24.0

pytestmark = [pytest.mark.end_to_end, pytest.mark.asyncio(loop_scope="module")]


class Play:
    """The bot, its Slack, and somebody who edits files and asks."""

    def __init__(self, folder: Path, slack: SlackServer) -> None:
        self.slack, self.bot = slack, Bot(folder, slack.url, SIGNPOST_PUBLIC_URL="https://signpost.example")
        self.events = 0

    def edit(self, name: str, old: str, new: str) -> None:
        """Save a file with *old* replaced; the last of them in the session on Tuesday."""
        path = self.bot.schedules / name
        text = path.read_text(encoding="utf-8")
        at = text.index("  - id: crisis-intervention") if name == "2026.yaml" and old in SESSION else 0
        assert old in text[at:]
        path.write_text(text[:at] + text[at:].replace(old, new, 1), encoding="utf-8")

    async def send(self, event: dict[str, Any]) -> None:
        """Slack hands an event over."""
        self.events += 1
        raw = json.dumps(envelope(event, f"EvPlay{self.events}")).encode()
        headers = {"Content-Type": "application/json", **signed(raw)}
        url = f"http://127.0.0.1:{self.bot.port}/slack/events"
        async with aiohttp.ClientSession() as http, http.post(url, data=raw, headers=headers) as answer:
            assert answer.status == 200

    async def home(self) -> str:
        """What the App Home shows once it is opened."""
        before = len(self.slack.called("views.publish"))
        await self.send({"type": "app_home_opened", "user": ALICE, "channel": DIRECT, "tab": "home"})
        await until(lambda: self.slack.called("views.publish")[before:], 20)
        return str(self.slack.called("views.publish")[-1]["view"])

    async def answer(self) -> str:
        """What somebody who asks is answered."""
        stamp = f"1700000100.{self.events:06d}"
        await self.send(message(QUESTION, ts=stamp))
        await until(lambda: [m for m in self.slack.posted if m.get("thread_ts") == stamp], 20)
        return str(self.slack.posted[-1]["text"])

    async def calendar(self) -> str:
        """The file that "Add to calendar" leads to."""
        return await self.bot.asked("/calendar/2026/crisis-intervention.ics", self.bot.port)

    async def shows(self, look: Callable[[], Awaitable[str]], words: str, since: float) -> float:
        """Seconds since *since* until what *look* sees holds *words*."""
        while words not in await look():
            assert time.monotonic() - since < 4 * PROMISED
            await asyncio.sleep(0.5)
        return time.monotonic() - since

    @property
    def edits(self) -> list[str]:
        """What posts were changed to."""
        return [str(call["text"]) for call in self.slack.called("chat.update")]

    @property
    def notices(self) -> list[str]:
        """Lines in the thread of the channel's post."""
        return [str(m["text"]) for m in self.slack.posted if m["channel"] == CHANNEL and m.get("thread_ts")]


SESSION = ("starts: 14:00\n    ends: 14:45\n    status: on", "recording: null")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def seen(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Any]]:
    async with slack_server() as slack:
        play, found = Play(tmp_path_factory.mktemp("changes"), slack), dict[str, Any]()
        try:
            await play.bot.start(MORNING)
            await until(lambda: [m for m in slack.posted if m["channel"] == CHANNEL], 60)
            found["post"] = str(slack.posted[0]["text"]) + str(slack.posted[0]["blocks"])
            await _move(play, found)
            await _only_words(play, found)
            await _pause(play, found)
            await play.bot.stop()
            await play.bot.start(AFTERNOON)
            await _over(play, found)
            found["top"] = [m for m in slack.posted if m["channel"] == CHANNEL and not m.get("thread_ts")]
            found["notices at the end"] = play.notices
            yield found
        finally:
            await play.bot.stop()


async def _move(play: Play, found: dict[str, Any]) -> None:
    saved = time.monotonic()
    play.edit("2026.yaml", SESSION[0], "starts: 15:30\n    ends: 16:15\n    status: moved")
    found["answer took"], found["home took"], found["calendar took"] = await asyncio.gather(
        play.shows(play.answer, "3:30pm", saved),
        play.shows(play.home, "3:30pm", saved),
        play.shows(play.calendar, "T153000", saved),
    )
    await until(lambda: play.edits and play.notices, 60)
    await asyncio.sleep(TWO_TICKS)
    found["edits"], found["notices"] = play.edits, play.notices


async def _only_words(play: Play, found: dict[str, Any]) -> None:
    play.edit("2026.yaml", "Free, online, {length}", "Free and online, {length}")
    await asyncio.sleep(TWO_TICKS)
    found["after words"] = len(play.edits), len(play.notices)


async def _pause(play: Play, found: dict[str, Any]) -> None:
    channels = play.bot.schedules / "channels.yaml"
    channels.write_text("paused: yes\n" + CHANNELS, encoding="utf-8")
    found["paused"] = await play.bot.command("reminders", "--at", MORNING)
    await asyncio.sleep(PROMISED)
    play.edit("2026.yaml", "starts: 15:30", "starts: 15:25")
    await asyncio.sleep(TWO_TICKS)
    found["while paused"] = len(play.edits), len(play.notices)
    play.edit("2026.yaml", "starts: 15:25", "starts: 15:30")
    channels.write_text(CHANNELS, encoding="utf-8")


async def _over(play: Play, found: dict[str, Any]) -> None:
    before = len(play.edits)
    await until(lambda: play.edits[before:], 60)
    found["over"] = play.edits[-1]
    play.edit("2026.yaml", SESSION[1], f"recording: {LINK}")
    await until(lambda: play.edits[before + 1 :], 60)
    found["recording"] = play.edits[-1] + str(play.slack.called("chat.update")[-1]["blocks"])


async def test_the_post_has_a_link_to_the_calendar(seen: dict[str, Any]) -> None:
    assert "https://signpost.example/calendar/2026/crisis-intervention.ics" in seen["post"]


@pytest.mark.parametrize("where", ["answer", "home", "calendar"])
async def test_a_move_is_followed_within_fifteen_seconds(seen: dict[str, Any], where: str) -> None:
    assert seen[f"{where} took"] <= PROMISED


async def test_the_post_is_edited_once_with_one_line_in_its_thread(seen: dict[str, Any]) -> None:
    [edit], [notice] = seen["edits"], seen["notices"]
    assert "3:30pm to 4:15pm" in edit
    assert "2pm to 2:45pm" in edit
    assert "3:30pm to 4:15pm" in notice


async def test_a_change_of_wording_alone_edits_nothing(seen: dict[str, Any]) -> None:
    assert seen["after words"] == (1, 1)


async def test_paused_nothing_is_mended_and_the_list_of_reminders_says_so(seen: dict[str, Any]) -> None:
    assert seen["while paused"] == (1, 1)
    assert seen["paused"].startswith("Paused: channels.yaml says “paused: yes”")


async def test_after_the_session_the_post_says_that_it_is_over_and_where_the_recording_will_be(
    seen: dict[str, Any],
) -> None:
    assert "Finished: First on the scene: crisis intervention" in seen["over"]
    assert "Knowledge Hub" in seen["over"]


async def test_once_a_lead_fills_it_in_the_post_links_to_the_recording(seen: dict[str, Any]) -> None:
    assert LINK in seen["recording"]


async def test_all_the_while_there_is_one_post_and_one_line(seen: dict[str, Any]) -> None:
    assert len(seen["top"]) == 1
    assert len(seen["notices at the end"]) == 1
