"""People who write to Signpost: a thousand messages, each with a canary in its words, its writer and its name."""

import asyncio
import itertools
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.platforms.connector_server import TENANT, activity
from tests.platforms.slack_server import BOT, CHANNEL, TEAM, envelope, message, signed

STEM = "qzvx"
"""Stands in every canary and in nothing else."""
AT_ONCE = 16
FORM = "application/x-www-form-urlencoded"

WORDS = (
    "when is the dogs session {}",
    "{} i want to kill myself {}",
    "had a bad job with {} and cant sleep",
    "what is mindfit, asks {}",
    "{}",
    "who can see this? {} told me to ask",
    "sesiwn y cwn {} pryd mae hi",
    "i am worried about my mate {}, he said he wants to end it",
    "and thursday? {}",
    "<@U0BOT> <!channel> <https://{}.example|{}> &amp; {}",
    "thanks {}",
    "where do recordings of {} go, and what about {}",
)


@dataclass
class Crowd:
    """Writes to *url*, the public port; *hook* is where Slack's answers to commands go, *teams* the connector."""

    client: aiohttp.ClientSession
    url: str
    hook: str
    teams: str
    statuses: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def write(self, count: int) -> None:
        """So many messages from so many people, every tenth of them in a hostile shape besides."""
        await asyncio.gather(*(self._one(next(self._numbers)) for _ in range(count)))

    async def _one(self, number: int) -> None:
        async with self._gate:
            words = WORDS[number % len(WORDS)].replace("{}", f"{STEM}{spelt(number)}")
            who = f"{STEM}who{spelt(number)}"
            kind = number % 6
            if kind == 0:
                await self._slack_event(number, who, message(words, channel=f"D{who}".upper()))
            elif kind == 1:
                mention = message(f"<@{BOT}> {words}", type="app_mention", channel=CHANNEL, channel_type="channel")
                await self._slack_event(number, who, mention)
            elif kind == 2:
                await self._command(number, who, words)
            else:
                await self._teams(who, words, ("personal", "channel", "groupChat")[kind - 3])
            if number % 10 == 0:
                await self._hostile(words, who)

    async def _slack_event(self, number: int, who: str, event: dict[str, Any]) -> None:
        profile = {"real_name": f"{STEM}name", "display_name": f"{STEM}name", "email": f"{STEM}@example.org"}
        stamp = f"17000{number:05d}.000100"
        event |= {"user": f"U{who}".upper(), "user_profile": profile, "ts": stamp, "event_ts": stamp}
        await self._slack(json.dumps(envelope(event, f"Ev{number}")).encode(), "application/json")

    async def _command(self, number: int, who: str, words: str) -> None:
        form = {"command": "/wellbeing", "text": words, "team_id": TEAM, "user_id": f"U{who}".upper()}
        form |= {
            "user_name": f"{STEM}name",
            "channel_id": CHANNEL,
            "response_url": self.hook,
            "trigger_id": f"{number}",
        }
        await self._slack(urlencode(form).encode(), FORM)

    async def _teams(self, who: str, words: str, scope: str) -> None:
        person = {"id": f"29:{who}", "name": f"{STEM}name", "aadObjectId": f"{who}-aad"}
        fields: dict[str, Any] = {"from": person}
        if scope == "personal":
            fields["conversation"] = {"id": f"a:{who}", "conversationType": scope, "tenantId": TENANT}
        if scope == "groupChat":  # a chat of two, whose id holds the ids of both
            chat = {"id": f"19:{who}_{STEM}@unq.gbl.spaces", "conversationType": scope, "tenantId": TENANT}
            fields["conversation"] = chat | {"name": f"{STEM}name", "isGroup": True}
        await self._post("/api/messages", json.dumps(activity(self.teams, words, scope, **fields)).encode())

    async def _hostile(self, words: str, who: str) -> None:
        """Shapes round the same words that must be turned away, or break something."""
        for body in (
            f'{{"text": "{words}"'.encode(),
            json.dumps([words]).encode(),
            json.dumps({"type": "event_callback", "event_id": f"Ev{who}", "event": words}).encode(),
            json.dumps(envelope(message(words, user={"id": who}), f"Ev{who}")).encode(),
            json.dumps(envelope({"type": "message", "text": words, "user": who}, f"Odd{who}")).encode(),
        ):
            await self._slack(body, "application/json")
            await self._post("/api/messages", body)
        await self._post("/slack/events", words.encode())
        await self._post("/api/messages", json.dumps(activity(self.teams, words) | {"text": [words]}).encode())
        await self._post("/api/messages", json.dumps(activity("https://evil.example/", words)).encode())
        await self._post(f"/{STEM}/{who}?{STEM}={who}", b"")
        await self._raw(f"POST /slack/events?{who} HTTP/9.7 {STEM}\r\n{words}\r\n\r\n".encode())
        await self._raw(f"POST /api/messages HTTP/1.1\r\nContent-Length: {STEM}\r\n{who}\r\n\r\n".encode())

    async def _slack(self, body: bytes, kind: str) -> None:
        await self._post("/slack/events", body, {"Content-Type": kind, **signed(body)})

    async def _post(self, path: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        sent = headers or {"Content-Type": "application/json"}
        try:
            async with self.client.post(self.url + path, data=body, headers=sent) as answer:
                await answer.read()
                self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        except aiohttp.ClientError:  # it was killed under us
            self.statuses[0] = self.statuses.get(0, 0) + 1

    async def _raw(self, request: bytes) -> None:
        host, _, port = self.url.removeprefix("http://").partition(":")
        try:
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(request)
            async with asyncio.timeout(5):
                await reader.read(200)
            writer.close()
        except (OSError, TimeoutError):
            self.statuses[0] = self.statuses.get(0, 0) + 1


def spelt(number: int) -> str:
    """*number* in letters, so that a canary is one word."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))
