"""Signpost as it is shipped, in a network of its own in which the platforms' own names lead to servers of ours.

Run as ``unshare --net --mount python -m tests.door.visit FOLDER SCENE``. Prints one JSON object. The process has its
shipped content, both platforms with credentials, TLS, and the addresses it would have in the world; every name that is
looked up, every packet that leaves and every request that arrives anywhere is seen.
"""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import yarl

from tests.door import callers, flood, workspaces
from tests.door.callers import Caller
from tests.door.hosts import LOGIN, MACHINE, Hosts
from tests.platforms.connector_server import TENANT, activity
from tests.platforms.slack_grid import Grid
from tests.platforms.slack_server import TOKEN, envelope, message, signed
from tests.privacy.packets import NOBODY, OURS, Watch, lay_the_wire
from tests.privacy.process import ROOT, Signpost

LINGERING = 0.03
"""Seconds in which a request would show that follows from a call."""


@dataclass
class Street:
    """The process, and everything that can be seen of it from outside."""

    signpost: Signpost
    hosts: Hosts
    watch: Watch
    http: aiohttp.ClientSession

    @property
    def log(self) -> str:
        """Everything the process has said."""
        return (self.signpost.folder / "output.log").read_text(encoding="utf-8", errors="replace")

    def outbound(self) -> list[str]:
        """Every request, looked-up name and packet so far."""
        return [*map(" ".join, self.hosts.asked), *sorted(self.watch.names), *sorted(self.watch.addresses)]

    async def send(self, caller: Caller) -> tuple[int, str, float]:
        """The status and the text *caller* got, after how many milliseconds."""
        url = yarl.URL(self.signpost.url + caller.path, encoded=True)
        began = time.perf_counter()
        async with self.http.request(
            caller.method, url, data=caller.raw or None, headers=caller.headers, skip_auto_headers=["Content-Type"]
        ) as answer:
            text = await answer.text(errors="replace")
            return answer.status, text, 1000 * (time.perf_counter() - began)

    async def says(self, text: str, number: int, tenant: str = TENANT) -> tuple[int, int]:
        """An honest person writes *text* in Slack, and one in Teams; the statuses."""
        event = message(text, ts=f"1700000005.{number:06d}", channel=f"D{number:08d}")
        raw = json.dumps(envelope(event, f"EvHonest{number}")).encode()
        chat = {"id": f"a:honest-{number}", "conversationType": "personal", "tenantId": tenant}
        said = activity(callers.URL, text, conversation=chat, channelData={"tenant": {"id": tenant}})
        token = self.hosts.microsoft.token(callers.URL)
        in_slack = await self.send(Caller("honest", 200, "/slack/events", raw, callers.JSON | signed(raw)))
        body = json.dumps(said).encode()
        given = callers.JSON | {"Authorization": token}
        in_teams = await self.send(Caller("honest", 201, "/api/messages", body, given))
        return in_slack[0], in_teams[0]


@contextlib.asynccontextmanager
async def street(
    folder: Path, hosts: Hosts, channels: str = "channels: []\n", **settings: str
) -> AsyncIterator[Street]:
    """Everything started and answering; *settings* replace those of a SingleTenant registration and one workspace."""
    real = {
        "SLACK_API_URL": "",
        "SLACK_BOT_TOKEN": TOKEN,
        "SIGNPOST_TEAMS_ANONYMOUS": "",
        "MicrosoftAppId": hosts.microsoft.app_id,
        "MicrosoftAppPassword": "made up",
        "MicrosoftAppTenantId": TENANT,
        "SIGNPOST_HOST": "0.0.0.0",  # noqa: S104 -- as in a container; this network has nobody else in it
        "SIGNPOST_LOG_LEVEL": "DEBUG",
        "SSL_CERT_FILE": str(hosts.authority),
        "REQUESTS_CA_BUNDLE": str(hosts.authority),
    }
    signpost = Signpost(folder / "bot", "", **(real | settings))
    (signpost.folder / "schedules" / "channels.yaml").write_text(channels, encoding="utf-8")
    shutil.copytree(ROOT / "knowledge", signpost.folder / "knowledge")
    for force in (signpost.folder / "knowledge" / "forces").glob("*.yaml"):  # else it would not serve that force
        words = force.read_text(encoding="utf-8").replace("monitoring: null", "monitoring: Ask the help desk.")
        force.write_text(words, encoding="utf-8")
    signpost.environment["SIGNPOST_KNOWLEDGE"] = str(signpost.folder / "knowledge")
    timeout = aiohttp.ClientTimeout(total=30)
    async with (
        Watch().open() as watch,
        hosts.serve(NOBODY),
        signpost,
        aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0)) as http,
    ):
        yield Street(signpost, hosts, watch, http)


async def rows(folder: Path) -> dict[str, Any]:
    """Every hostile caller in turn, and then honest people."""
    hosts = Hosts(folder)
    async with street(folder, hosts) as there:
        await asyncio.sleep(2)  # its own token, Teams' keys, who it is in Slack
        found = {}
        for caller in callers.everybody(hosts.microsoft):
            before, said = there.outbound(), len(there.log)
            status, text, took = await there.send(caller)
            await asyncio.sleep(LINGERING)
            new = there.outbound()[:]
            for one in before:
                new.remove(one)
            found[caller.name] = {
                "wanted": caller.status,
                "status": status,
                "ms": round(took, 1),
                "outbound": new,
                "said": text[:300],
                "log": there.log[said:],
            }
        replayed = await _replayed(there)
        honest = await there.says("i want to kill myself", 1)
        await there.hosts.teams.wait(1)
        await asyncio.sleep(1)
        return {
            "rows": found,
            "replayed": replayed,
            "honest": honest,
            "slack": [posted["text"] for posted in there.hosts.slack.posted],
            "teams": there.hosts.teams.messages[0].text,
            "open elsewhere": [await _opens(port) for port in (there.signpost.port, there.signpost.admin_port)],
            "authorization": there.hosts.teams.messages[0].authorization,
            "log": there.log,
        }


async def _opens(port: int) -> bool:
    """Whether *port* can be reached at this machine's address in the network."""
    try:
        _, writer = await asyncio.open_connection(OURS, port)
    except OSError:
        return False
    writer.close()
    return True


async def _replayed(there: Street) -> list[int]:
    """A command that Slack sent, and the same bytes again from somebody else."""
    form = b"command=%2Fwellbeing&text=&user_id=U1&team_id=T01TEST&channel_id=C1&trigger_id=1"
    headers = {"Content-Type": "application/x-www-form-urlencoded", **signed(form)}
    command = Caller("replayed", 401, "/slack/events", form, headers)
    return [(await there.send(command))[0] for _ in range(2)]


FORCES = f"""
channels:
  - {{name: D, force: derbyshire, platform: teams, tenant: {TENANT}, channel: "19:a@thread.tacv2", reminders: [today]}}
  - {{name: G, force: gwent, platform: teams, tenant: 22222222-2222-3333-4444-555555555555,
      channel: "19:b@thread.tacv2", reminders: [today]}}
"""
OTHER = "22222222-2222-3333-4444-555555555555"
STRANGER = "33333333-2222-3333-4444-555555555555"
REGISTERED = {
    "SingleTenant": {"MicrosoftAppType": "SingleTenant"},
    "UserAssignedMSI": {"MicrosoftAppType": "UserAssignedMSI", "MicrosoftAppPassword": ""},
    "MultiTenant": {"MicrosoftAppType": "MultiTenant", "MicrosoftAppTenantId": ""},
}


async def registration(folder: Path, kind: str) -> dict[str, Any]:
    """People of three tenants write to a bot registered as *kind*: where its token is from, whose words they get."""
    hosts = Hosts(folder)
    async with street(folder, hosts, FORCES, SLACK_BOT_TOKEN="", SLACK_SIGNING_SECRET="", **REGISTERED[kind]) as there:
        said, statuses = [], []
        for number, tenant in enumerate((TENANT, OTHER, STRANGER), 1):
            chat = {"id": f"a:{number}", "conversationType": "personal", "tenantId": tenant}
            body = activity(callers.URL, "what does the force offer now", conversation=chat)
            body["channelData"] = {"tenant": {"id": tenant}}
            token = there.hosts.microsoft.token(callers.URL)
            given = callers.JSON | {"Authorization": token}
            raw = json.dumps(body).encode()
            statuses.append((await there.send(Caller(kind, 201, "/api/messages", raw, given)))[0])
            said.append((await there.hosts.teams.wait(number))[-1])
        ours = [(host, path.partition("?")[0]) for host, path in hosts.asked if host in (LOGIN, MACHINE)]
        asked = sorted({f"{host} {path}" for host, path in ours if path != "/keys/listed"})
        return {
            "statuses": statuses,
            "texts": [call.text for call in said],
            "authorizations": sorted({str(call.authorization) for call in said}),
            "asked": asked,
        }


async def play(folder: Path, scene: str) -> dict[str, Any]:
    """What was seen in *scene*."""
    if scene == "rows":
        return await rows(folder)
    if scene == "flood":
        hosts = Hosts(folder)
        async with street(folder, hosts, SIGNPOST_LOG_LEVEL="WARNING") as there:
            return await flood.measure(there)
    if scene == "workspaces":
        grid = Grid()
        hosts = Hosts(folder, grid)
        async with street(folder, hosts, workspaces.FORCES, **workspaces.SETTINGS) as there:
            return await workspaces.play(there, grid)
    return await registration(folder, scene)


def played(folder: Path, scene: str) -> dict[str, Any]:
    """What was seen in *scene*, played in a network of its own. Needs root."""
    command = ["unshare", "--net", "--mount", sys.executable, "-m", "tests.door.visit", str(folder), scene]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)
    if ran.returncode != 0:
        raise RuntimeError(ran.stderr[-3000:])
    seen: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return seen


def possible() -> bool:
    """Whether this machine lets us lay a network of our own."""
    return os.geteuid() == 0 and all(map(shutil.which, ("ip", "unshare")))


if __name__ == "__main__":
    place = Path(sys.argv[1]).resolve()
    lay_the_wire(place)
    subprocess.run(["ip", "address", "add", f"{MACHINE}/32", "dev", "lo"], check=True)
    os.chdir(place)
    print(json.dumps(asyncio.run(play(place, sys.argv[2]))))
