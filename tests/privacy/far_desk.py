"""The desk from another machine: run as ``unshare --net python -m tests.privacy.far_desk FOLDER TOKEN``.

On a network of its own, Signpost listens on every address; what an address that is not loopback gets is printed as one
JSON object. TOKEN may be empty.
"""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp

from tests.privacy.process import Signpost

FAR = "192.0.2.1"


async def look(folder: Path, token: str) -> dict[str, Any]:
    """What each request gets."""
    settings = {"SIGNPOST_ADMIN_HOST": "0.0.0.0", "SIGNPOST_DESK_TOKEN": token, "SIGNPOST_LOG_LEVEL": "DEBUG"}  # noqa: S104 -- on a network of its own
    signpost = Signpost(folder, "http://127.0.0.1:9", SLACK_BOT_TOKEN="", SLACK_SIGNING_SECRET="", **settings)
    seen: dict[str, Any] = {}
    async with signpost, aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        desk, public = f"http://{FAR}:{signpost.admin_port}/desk", f"{signpost.url}/desk"

        async def get(url: str, **headers: str) -> list[Any]:
            async with client.get(url, headers=headers, allow_redirects=False) as answer:
                return [answer.status, await answer.text()]

        seen["bare"] = await get(desk)
        seen["entry"] = await get(f"{desk}/entries/sleep")
        seen["in the address"] = await get(f"{desk}?token={token}&SIGNPOST_DESK_TOKEN={token}")
        seen["public"] = await get(public)
        seen["public, with the token"] = await get(public, Authorization=f"Bearer {token}")
        seen["as if from here"] = await get(desk, Host="127.0.0.1")
        if token:
            seen["wrong"] = await get(desk, Authorization=f"Bearer {token[:-1]}")
            seen["right"] = await get(desk, Authorization=f"Bearer {token}")
            async with client.post(f"{desk}/enter", data={"token": token}, allow_redirects=False) as answer:
                seen["entered"] = [answer.status, answer.headers["Location"], str(answer.cookies)]
                seen["policy"] = answer.headers["Referrer-Policy"]
            seen["signed in"] = await get(desk)
        await signpost.stop(signal.SIGTERM)
    seen["log"] = (folder / "output.log").read_text()
    return seen


if __name__ == "__main__":
    for command in ("ip link set lo up", f"ip address add {FAR}/32 dev lo"):
        subprocess.run(command.split(), check=True)
    print(json.dumps(asyncio.run(look(Path(sys.argv[1]), sys.argv[2]))))
