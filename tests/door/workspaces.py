"""Many workspaces and one process: installed over its own pages, answered with each one's own token, forgotten again.

The scene ``workspaces`` of ``tests.door.visit``. Slack is a server of ours under Slack's own name, which hands out
tokens that expire, takes each only where it counts, and uses up what renews them.
"""

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.door.callers import JSON, Caller
from tests.platforms.slack_grid import ORGANISATION, WITHIN, A, B, Grid
from tests.platforms.slack_server import SECRET, envelope, message, signed

if TYPE_CHECKING:
    from tests.door.visit import Street

PUBLIC = "https://signpost.example"
SETTINGS = {
    "SLACK_BOT_TOKEN": "",
    "SLACK_CLIENT_ID": "1234.5678",
    "SLACK_CLIENT_SECRET": "a-client-secret",
    "SLACK_SIGNING_SECRET": SECRET,
    "SIGNPOST_PUBLIC_URL": PUBLIC,
    "MicrosoftAppId": "",
    "MicrosoftAppPassword": "",
    "MicrosoftAppTenantId": "",
}
FORCES = f"""
channels:
  - {{name: D, force: derbyshire, platform: slack, workspace: {A}, channel: C0AAA, reminders: [today]}}
  - {{name: G, force: gwent, platform: slack, workspace: {B}, channel: C0BBB, reminders: [today]}}
"""
ASKED = "what does the force offer now"


class Play:
    """One street, its grid, and what has been said so far."""

    def __init__(self, there: "Street", grid: Grid) -> None:
        self.there, self.grid, self.events = there, grid, 0

    async def install(self, code: str) -> int:
        """An administrator goes through the two pages; Slack's own page between them is left out."""
        async with self.there.http.get(self.there.signpost.url + "/slack/install", allow_redirects=False) as answer:
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
            state = parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]
        path = f"/slack/oauth_redirect?code={code}&state={state}"
        return (await self.there.send(Caller("install", 200, path, headers={"Cookie": cookie}, method="GET")))[0]

    async def event(self, event: dict[str, Any], team: str, enterprise: str | None = None) -> int:
        """Slack hands over something that happened in *team*."""
        self.events += 1
        whole = enterprise is not None
        granted = {"enterprise_id": enterprise, "team_id": None if whole else team, "user_id": "U", "is_bot": True}
        body = envelope(event, f"EvGrid{self.events}", team_id=team, enterprise_id=enterprise)
        body["authorizations"] = [granted | {"is_enterprise_install": whole}]
        raw = json.dumps(body).encode()
        return (await self.there.send(Caller("event", 200, "/slack/events", raw, JSON | signed(raw))))[0]

    async def says(self, team: str, enterprise: str | None = None) -> dict[str, Any]:
        """Somebody in *team* asks; what was posted, and with whose token."""
        before = len(self.grid.posted)
        stamp = f"1700000009.{self.events:06d}"
        said = message(ASKED, user=f"U0IN{team}", channel=f"D0IN{team}", team=team, ts=stamp, event_ts=stamp)
        status = await self.event(said, team, enterprise)
        for _ in range(100):
            if len(self.grid.posted) > before:
                break
            await asyncio.sleep(0.05)
        calls = [call for call in self.grid.calls if call.method == "chat.postMessage"][before:]
        return {"status": status, "posted": [(call.token, call.arguments["text"]) for call in calls]}


async def play(there: "Street", grid: Grid) -> dict[str, Any]:
    """Everything that happens in the life of an installation."""
    scene = Play(there, grid)
    grid.rotates, grid.lives = True, 43_200
    seen: dict[str, Any] = {"installed": [await scene.install(code) for code in ("a", "b", "org")]}
    seen["asked for"] = [call.arguments.get("redirect_uri") for call in grid.calls if call.method == "oauth.v2.access"]
    seen["a"], seen["b"] = await scene.says(A), await scene.says(B)
    seen["within"] = await scene.says(WITHIN, ORGANISATION)

    grid.lives = 60
    await scene.install("a")
    grid.lives = 43_200
    before = len(grid.called("oauth.v2.access"))
    seen["at once"] = [said["status"] for said in await asyncio.gather(*(scene.says(A) for _ in range(8)))]
    await asyncio.sleep(2)  # until all eight are answered
    seen["renewals"] = len(grid.called("oauth.v2.access")) - before
    seen["renewed"] = await scene.says(A)

    await scene.event({"type": "app_uninstalled"}, A)
    await scene.event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}, B)
    await asyncio.sleep(1)
    taken = len(grid.messages)
    seen["gone"] = [await scene.says(A), await scene.says(B)]
    seen["taken"] = len(grid.messages) - taken
    seen["still"] = await scene.says(WITHIN, ORGANISATION)
    seen["log"] = there.log
    return seen
