"""Signpost alone on a machine that has one other wire, watched by the kernel: where do its packets go?

Run as ``unshare --net --mount python -m tests.privacy.packets FOLDER SCENE``. Every name is answered with one address,
at which nobody is at home. Prints one JSON object: the ``names`` that were looked up, and the ``addresses`` with ports
that were written to. SCENE is ``usual``, ``with a call home`` (one line somebody added), or ``stand-ins``.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import aiohttp

from tests.platforms.connector_server import TENANT, Connector, activity
from tests.platforms.slack_server import slack_server
from tests.privacy.crowd import Crowd
from tests.privacy.process import FAULTS, ROOT, Signpost

WIRE, OURS, NOBODY = "wire0", "192.0.2.1", "192.0.2.66"
IPV4, TCP, UDP, DNS = 0x0800, 6, 17, 53
BEGINS, ACKNOWLEDGES = 0x02, 0x10  # TCP's flags
LISTENING = 6.0
NEIGHBOURS = (0x86DD, 0x0806)  # IPv6 and ARP, with which the kernel looks round by itself
REAL = {
    "SLACK_API_URL": "https://slack.com/api/",
    "SIGNPOST_TEAMS_ANONYMOUS": "",
    "MicrosoftAppId": "00000000-aaaa-bbbb-cccc-000000000001",
    "MicrosoftAppPassword": "made up",
    "MicrosoftAppTenantId": TENANT,
}


def lay_the_wire(folder: Path) -> None:
    """Loopback, a default route into nothing, and a resolver of our own."""
    for command in (
        "ip link set lo up",
        f"ip address add {NOBODY}/32 dev lo",
        f"ip link add {WIRE} type veth peer name wire1",
        f"ip address add {OURS}/24 dev {WIRE}",
        f"ip link set {WIRE} arp off up",
        "ip link set wire1 up",
        f"ip route add default dev {WIRE}",
    ):
        subprocess.run(command.split(), check=True)
    (folder / "resolv.conf").write_text(f"nameserver {OURS}\noptions timeout:1 attempts:1\n")
    subprocess.run(["mount", "--bind", str(folder / "resolv.conf"), "/etc/resolv.conf"], check=True)


class Watch(asyncio.DatagramProtocol):
    """Sees every packet that leaves over the wire, and is the name server besides."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.addresses: set[str] = set()
        self._raw = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x0003))
        self._raw.setblocking(False)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator["Watch"]:
        loop = asyncio.get_running_loop()
        loop.add_reader(self._raw, self._packet)
        transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(OURS, DNS))
        try:
            yield self
        finally:
            transport.close()
            loop.remove_reader(self._raw)
            self._raw.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._answering = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer a name with the address of nobody."""
        labels, at = [], 12
        while data[at]:
            labels.append(data[at + 1 : at + 1 + data[at]].decode())
            at += 1 + data[at]
        self.names.add(".".join(labels))
        question = data[12 : at + 5]
        asks_ipv4 = data[at + 1 : at + 3] == b"\0\1"
        head = data[:2] + b"\x81\x80\0\1" + (b"\0\1" if asks_ipv4 else b"\0\0") + b"\0\0\0\0"
        answer = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + socket.inet_aton(NOBODY) if asks_ipv4 else b""
        self._answering.sendto(head + question + answer, addr)

    def _packet(self) -> None:
        data, (device, protocol, *_) = self._raw.recvfrom(65_535)
        if protocol != IPV4:
            if device == WIRE and protocol not in NEIGHBOURS:
                self.addresses.add(f"ethernet {protocol:#x}")
            return
        head, target = (data[0] & 15) * 4, socket.inet_ntoa(data[16:20])
        begins = data[9] == TCP and data[head + 13] & (BEGINS | ACKNOWLEDGES) == BEGINS
        if (begins or data[9] != TCP) and target != OURS and not target.startswith("127."):
            self.addresses.add(f"{target}:{struct.unpack('!H', data[head + 2 : head + 4])[0]}")


async def listen(folder: Path, scene: str) -> Watch:
    """Play *scene* and watch."""
    watch = Watch()
    settings = {} if scene == "stand-ins" else dict(REAL)
    if scene == "with a call home":
        settings |= {"PYTHONPATH": f"{FAULTS}:{ROOT}", "SIGNPOST_TEST_CALLS_HOME": "203.0.113.9"}
    async with (
        watch.open(),
        slack_server() as slack,
        Connector().serve() as teams,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as client,
        Signpost(folder / "bot", slack.url, **settings) as signpost,
    ):
        crowd = Crowd(client, signpost.url, f"{slack.url}/hook", teams.url)
        await crowd.write(24)
        sneaky = activity("https://evil.example/", "hello")
        async with client.post(f"{signpost.url}/api/messages", json=sneaky) as answer:
            await answer.read()
        await asyncio.sleep(LISTENING)
        await signpost.stop(signal.SIGKILL)  # or it would go on trying to answer
    return watch


if __name__ == "__main__":
    place = Path(sys.argv[1]).resolve()
    lay_the_wire(place)
    os.chdir(place)
    seen = asyncio.run(listen(place, sys.argv[2]))
    print(json.dumps({"names": sorted(seen.names), "addresses": sorted(seen.addresses)}))
