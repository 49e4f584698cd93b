"""An unanswered question goes to the leads when its asker presses, through the real process and both platforms' doors.

Exactly what was shown is sent, nobody is named, nothing is sent before the press, and nothing of it stays behind.
"""

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.core.answering import OFFER, SEND
from tests.platforms.connector_server import NEWS, TENANT, Call, Connector, activity
from tests.platforms.slack_server import (
    ALICE,
    DIRECT,
    TEAM,
    SlackServer,
    envelope,
    message,
    refused,
    signed,
    slack_server,
)
from tests.privacy.process import Signpost

LEADS = "C0LEADS"
CANARY = "qzvxfootball"
ASKED = f"who won the {CANARY} cup @everyone & *bold* https://evil.example/x <!channel>"
SENT = f"who won the {CANARY} cup (at)everyone & *bold* https[:]//evil.example/x (!channel)"
NAME = "A. Officer"
TO_SLACK = f"{{name: Leads, platform: slack, workspace: {TEAM}, channel: {LEADS}}}"
TO_TEAMS = f'{{name: Leads, platform: teams, tenant: {TENANT}, channel: "{NEWS}"}}'

pytestmark = pytest.mark.privacy


@dataclass
class Scene:
    """The bot between both platforms, and a person who writes to it on each."""

    signpost: Signpost
    slack: SlackServer
    teams: Connector
    client: aiohttp.ClientSession
    stamp: int = 0

    # Slack

    async def writes(self, text: str) -> dict[str, Any]:
        """Alice writes directly; what she is answered."""
        self.stamp += 1
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        event = message(text, ts=f"1700000001.{self.stamp:06d}", user_profile={"real_name": NAME})
        return await self._answered(json.dumps(envelope(event, f"Ev{self.stamp}")).encode(), "application/json")

    async def presses(self, button: dict[str, Any]) -> dict[str, Any]:
        """Alice presses *button*; what she is answered."""
        self.stamp += 1
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": ALICE, "team_id": TEAM, "name": NAME, "username": NAME},
            "actions": [button | {"block_id": "b"}],
            "channel": {"id": DIRECT},
            "message": {"ts": "1700000000.000001"},
            "container": {"type": "message", "channel_id": DIRECT, "message_ts": "1700000000.000001"},
            "trigger_id": str(self.stamp),
        }
        return await self._answered(
            urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"
        )

    async def _answered(self, body: bytes, kind: str) -> dict[str, Any]:
        before = len(self._direct)
        async with self.client.post(
            f"{self.signpost.url}/slack/events", data=body, headers={"Content-Type": kind, **signed(body)}
        ) as answer:
            assert answer.status == 200
        async with asyncio.timeout(20):
            while len(self._direct) == before:
                await asyncio.sleep(0.02)
        return self._direct[-1]

    @property
    def _direct(self) -> list[dict[str, Any]]:
        return [one for one in self.slack.messages if one["channel"] == DIRECT]

    @property
    def to_slack_leads(self) -> list[dict[str, Any]]:
        return [one for one in self.slack.posted if one["channel"] == LEADS]

    # Teams

    async def teams_says(self, text: str | None, **fields: Any) -> Call:
        """An officer writes or presses in the personal chat; what is answered there."""
        before = len(self._personal)
        sent = activity(self.teams.url, text, **fields)
        async with self.client.post(f"{self.signpost.url}/api/messages", json=sent) as answer:
            assert answer.status in (200, 201, 202)
        while len(self._personal) == before:
            await self.teams.wait(len(self.teams.messages) + 1, 15)
        return self._personal[-1]

    async def is_added_to_the_team(self) -> None:
        """Somebody asks in a channel, so that the bot learns where the team is."""
        await self._logs("channel.unreachable")  # it has looked for the leads' channel, and not found it
        async with self.client.post(
            f"{self.signpost.url}/api/messages", json=activity(self.teams.url, "hello", "channel")
        ) as answer:
            assert answer.status in (200, 201, 202)
        await self._logs("teams.learnt")

    async def _logs(self, event: str) -> None:
        log = self.signpost.folder / "output.log"
        async with asyncio.timeout(30):
            while event not in await asyncio.to_thread(log.read_text):
                await asyncio.sleep(0.05)

    @property
    def _personal(self) -> list[Call]:
        return [call for call in self.teams.messages if call.conversation == "a:chat"]

    @property
    def to_teams_leads(self) -> list[Call]:
        return [call for call in self.teams.messages if NEWS in json.dumps(call.body) or NEWS in call.path]


@contextlib.asynccontextmanager
async def scene(folder: Path, leads: str | None) -> AsyncIterator[Scene]:
    """*leads* is where questions go; None leaves it switched off, as it comes."""
    async with (
        slack_server() as slack,
        Connector().serve() as teams,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as client,
    ):
        signpost = Signpost(folder, slack.url, SIGNPOST_LOG_LEVEL="DEBUG")
        channels = f"questions: yes\nleads: {leads}\nchannels: []\n" if leads else "channels: []\n"
        (folder / "schedules" / "channels.yaml").write_text(channels, encoding="utf-8")
        async with signpost:
            yield Scene(signpost, slack, teams, client)


def texts(sent: dict[str, Any]) -> list[str]:
    """The sections of a Slack message, as people read them."""
    blocks = json.loads(sent["blocks"]) if isinstance(sent["blocks"], str) else sent["blocks"]
    shown = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    return [text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for text in shown]


def button(sent: dict[str, Any], label: str) -> dict[str, Any] | None:
    """The button of a Slack message with this label, as Slack sends it back."""
    blocks = json.loads(sent["blocks"]) if isinstance(sent["blocks"], str) else sent["blocks"]
    rows = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    return next((element for element in rows if element["text"]["text"] == label), None)


def names_nobody(sent: Any) -> bool:
    """Whether nothing that was sent tells who asked."""
    said = json.dumps(sent)
    return not any(one in said for one in (ALICE, DIRECT, NAME, "29:officer", "aad-officer", "a:chat"))


def left_in(folder: Path) -> list[Path]:
    """The files below *folder* in which the question stands."""
    return [path for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes().lower()]


async def test_in_slack_two_presses_send_exactly_what_was_shown_and_nothing_stays(tmp_path: Path) -> None:
    async with scene(tmp_path, TO_SLACK) as here:
        offered = button(await here.writes(ASKED), OFFER)
        assert offered is not None
        shown = await here.presses(offered)
        assert texts(shown)[1] == SENT
        assert here.to_slack_leads == []
        told = await here.presses(button(shown, SEND) or {})
        assert "without your name" in texts(told)[0]
        (sent,) = here.to_slack_leads
        assert texts(sent)[1] == texts(shown)[1]
        assert names_nobody(sent)
        assert await here.signpost.stop(signal.SIGTERM) == 0
    assert left_in(tmp_path) == []


async def test_in_slack_dont_send_sends_nothing(tmp_path: Path) -> None:
    async with scene(tmp_path, TO_SLACK) as here:
        shown = await here.presses(button(await here.writes(ASKED), OFFER) or {})
        told = await here.presses(button(shown, "Don't send") or {})
        assert texts(told) == ["Nothing was sent."]
        assert here.to_slack_leads == []


async def test_a_leads_channel_that_refuses_is_told_to_the_asker(tmp_path: Path) -> None:
    async with scene(tmp_path, TO_SLACK) as here:
        shown = await here.presses(button(await here.writes(ASKED), OFFER) or {})
        here.slack.plan("chat.postMessage", refused("channel_not_found"))
        told = await here.presses(button(shown, SEND) or {})
        assert "could not be sent" in texts(told)[0]


async def test_in_teams_two_presses_send_exactly_what_was_shown_and_nothing_stays(tmp_path: Path) -> None:
    async with scene(tmp_path, TO_TEAMS) as here:
        await here.is_added_to_the_team()
        offered = pressed(await here.teams_says(ASKED), OFFER)
        shown = await here.teams_says(None, value=offered)
        assert SENT in shown.text.split("\n")
        assert here.to_teams_leads == []
        told = await here.teams_says(None, value=pressed(shown, SEND))
        assert "without your name" in told.text
        (sent,) = here.to_teams_leads
        assert SENT in sent.text.split("\n")
        assert names_nobody(sent.body | {"path": sent.path})
        assert await here.signpost.stop(signal.SIGTERM) == 0
    assert left_in(tmp_path) == []


async def test_a_question_from_teams_reaches_leads_in_slack(tmp_path: Path) -> None:
    async with scene(tmp_path, TO_SLACK) as here:
        shown = await here.teams_says(None, value=pressed(await here.teams_says(ASKED), OFFER))
        await here.teams_says(None, value=pressed(shown, SEND))
        (sent,) = here.to_slack_leads
        assert texts(sent)[1] == SENT
        assert names_nobody(sent)


async def test_unless_it_is_switched_on_nothing_is_offered_and_a_forged_press_sends_nothing(tmp_path: Path) -> None:
    async with scene(tmp_path, None) as here:
        assert button(await here.writes(ASKED), OFFER) is None
        assert pressed(await here.teams_says(ASKED), OFFER) is None
        forged = {"type": "button", "action_id": "signpost:forward:send", "value": f"forward:send\n{ASKED}"}
        await here.presses(forged)
        await here.teams_says(None, value={"signpost": "forward:send", "forward": ASKED})
        elsewhere = [one for one in here.slack.posted if one["channel"] != DIRECT]
        assert elsewhere == []
        assert [call for call in here.teams.messages if call.conversation != "a:chat"] == []


def pressed(sent: Call, label: str) -> Any:
    """What Teams sends back when the button with this label is pressed."""
    return next((one["data"] for one in sent.buttons if one["title"] == label), None)
