"""Nothing a person writes comes back out of the bot: through every way in of the shipped process, and the local page.

What is looked for is the person's own word, in whatever the platforms were then sent, and anything in it that a client
would turn into a mention, a notification of everybody, or a link.
"""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.platforms.connector_server import Connector, activity
from tests.platforms.slack_server import BOT, CHANNEL, TEAM, SlackServer, envelope, message, signed, slack_server
from tests.privacy.process import Signpost

WORD = "qzvxword"
PIECES = (
    *("<!channel>", "<!here>", "<!everyone>", "<!subteam^S0123|everybody>", "<@U01ALICE>", "<#C01GEN|general>"),
    *(f"<https://evil.example/{WORD}|click>", f"https://evil.example/{WORD}", f"[click](https://evil.example/{WORD})"),
    *(
        "<at>everyone</at>",
        f"<at id='0'>{WORD}</at>",
        "**bold**",
        "*bold*",
        "_it_",
        "`code`",
        "```",
        "> quote",
        "# top",
    ),
    *(f"<script>{WORD}</script>", f'<img src=x onerror="{WORD}">', "&lt;!channel&gt;", "&amp;lt;!here&amp;gt;"),
    *(
        "\u202e",
        "\x00",
        "{number}",
        "{week}",
        "%s",
        "${x}",
        "{{x}}",
        "\n",
        "mailto:a@evil.example",
        "tel:+442079460000",
    ),
)
PLAIN = (
    *("when is", "the dogs session", "i want to kill myself", "my mate", "what is mindfit", "and thursday?", "channel"),
    *("who can see this", "thanks", "recordings", "i feel low", "dwi eisiau marw", "help", "sign me up for", "crisis"),
)
MESSAGES = st.lists(st.sampled_from((*PIECES, *PLAIN, WORD)), min_size=1, max_size=8).map(
    lambda parts: " ".join([*parts, WORD])
)
NEVER = (WORD, "<!", "<@", "<at", "evil.example", "onerror", "<script", "S0123")
FORM = "application/x-www-form-urlencoded"


@dataclass
class Everybody:
    """Writes the same thing over every way in, and waits until each was answered."""

    http: aiohttp.ClientSession
    signpost: Signpost
    slack: SlackServer
    teams: Connector
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    async def write(self, text: str) -> list[str]:
        """Everything that left for the platforms because of *text*."""
        number = next(self.numbers)
        before, sent = len(self.slack.calls), len(self.teams.calls)
        stamp = f"1700{number:06d}.000100"
        said = message(text, channel=f"D{number:07d}", ts=stamp, event_ts=stamp)
        mention = message(f"<@{BOT}> {text}", type="app_mention", channel=CHANNEL, channel_type="channel", ts=stamp)
        for name, event in (("Direct", said), ("Mention", mention)):
            await self._slack(json.dumps(envelope(event, f"Ev{name}{number}")).encode(), "application/json")
        form = {"command": "/wellbeing", "text": text, "team_id": TEAM, "user_id": "U01ALICE", "channel_id": CHANNEL}
        form |= {"response_url": f"{self.slack.url}/hook", "trigger_id": str(number)}
        await self._slack(urlencode(form).encode(), FORM)
        for scope in ("personal", "channel", "groupChat"):
            await self._post("/api/messages", json.dumps(activity(self.teams.url, text, scope)).encode(), {})
        async with asyncio.timeout(60):
            while len(self.slack.calls) < before + 3 or len(self.teams.messages) < 3 * number:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)  # a second message of the same reply
        left = [call.arguments for call in self.slack.calls[before:]] + [call.body for call in self.teams.calls[sent:]]
        return [json.dumps(body, ensure_ascii=False) for body in left]

    async def _slack(self, raw: bytes, kind: str) -> None:
        await self._post("/slack/events", raw, {"Content-Type": kind, **signed(raw)})

    async def _post(self, path: str, raw: bytes, headers: dict[str, str]) -> None:
        given = {"Content-Type": "application/json"} | headers
        async with self.http.post(self.signpost.url + path, data=raw, headers=given) as answer:
            assert answer.status in (200, 201)
            assert WORD not in await answer.text()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def everybody(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Everybody]:
    async with (
        slack_server() as slack,
        Connector().serve() as teams,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as http,
        Signpost(tmp_path_factory.mktemp("echo"), slack.url) as signpost,
    ):
        async with asyncio.timeout(60):
            while not slack.posted:  # the morning's reminder is ours, not an answer
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        yield Everybody(http, signpost, slack, teams)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Signpost]:
    """The same process without any credentials: the local page."""
    none = {"SLACK_BOT_TOKEN": "", "SLACK_SIGNING_SECRET": "", "SIGNPOST_TEAMS_ANONYMOUS": ""}
    folder: Path = tmp_path_factory.mktemp("page")
    signpost = Signpost(folder, "http://127.0.0.1:9", **none)
    async with signpost:
        yield signpost


slowly = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.asyncio(loop_scope="module")
@slowly
@given(text=MESSAGES)
async def test_what_is_written_to_either_platform_never_comes_back(everybody: Everybody, text: str) -> None:
    for left in await everybody.write(text):
        assert not [word for word in NEVER if word in left], left[:500]


@pytest.mark.asyncio(loop_scope="module")
@slowly
@given(text=MESSAGES)
async def test_what_is_written_on_the_local_page_never_comes_back(page: Signpost, text: str) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{page.url}/local/ask", json={"text": text, "conversation": WORD}) as answer,
    ):
        assert answer.status == 200
        shown = await answer.text()
    assert not [word for word in NEVER if word in shown], shown[:500]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("path", ["/metrics", "/desk", "/desk/", "/livez", "/readyz", "/desk/week"])
async def test_without_credentials_too_the_desk_and_the_figures_are_not_on_the_public_port(
    page: Signpost, path: str
) -> None:
    async with aiohttp.ClientSession() as http, http.get(page.url + path) as answer:
        assert answer.status == 404
    assert await page.admin(path)
