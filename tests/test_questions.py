"""A question that is sent on while reminders use up what the platform allows."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.content.library import Library
from bot.core.replies import Kind, Reply, Section
from bot.questions import Questions
from tests.platforms.slack_server import CHANNEL, TEAM, Answer, SlackServer, bench, refused, slack_server

ROOT = Path(__file__).resolve().parents[1]
QUESTION = Reply(Kind.POST, (Section("A question that I had no answer to: is there parking?"),), footer="", summary="")


async def _nothing(*_: Any) -> None:
    """Nobody writes, and nobody looks at a home page."""


def _library(tmp_path: Path) -> Library:
    for name in ("knowledge", "schedules"):
        shutil.copytree(ROOT / name, tmp_path / name)
    leads = f"{{name: Leads, platform: slack, workspace: {TEAM}, channel: {CHANNEL}, reminders: []}}"
    channels = tmp_path / "schedules" / "channels.yaml"
    channels.write_text(f"questions: yes\nleads: {leads}\nchannels: []\n", encoding="utf-8")
    library = Library(tmp_path / "knowledge", tmp_path / "schedules")
    library.open()
    return library


async def _sent(tmp_path: Path, *answers: Answer) -> tuple[bool, SlackServer]:
    async with slack_server() as server, bench(_nothing, _nothing, server) as held:
        server.plan("chat.postMessage", *answers)
        return await Questions(_library(tmp_path), {"slack": held.slack}).send(QUESTION), server


async def test_it_is_sent_again_when_slack_asks_for_a_second_of_patience(tmp_path: Path) -> None:
    arrived, server = await _sent(tmp_path, refused("ratelimited", 429, Retry_After="1"))
    assert arrived
    assert len(server.called("chat.postMessage")) == 2  # of which the first was refused


@pytest.mark.parametrize(
    "answer", [refused("ratelimited", 429, Retry_After="30"), refused("channel_not_found")], ids=["long", "refused"]
)
async def test_whoever_pressed_is_told_at_once_when_it_cannot_arrive_soon(tmp_path: Path, answer: Answer) -> None:
    arrived, server = await _sent(tmp_path, answer)
    assert not arrived
    assert len(server.called("chat.postMessage")) == 1


async def test_what_may_have_arrived_is_not_sent_twice(tmp_path: Path) -> None:
    arrived, server = await _sent(tmp_path, Answer(drop=True))
    assert not arrived
    assert len(server.called("chat.postMessage")) == 1
