"""A Teams to test against: the Bot Connector's routes over real HTTP, with answers that can be planned.

``Connector`` receives what a bot sends and hands out ids as Teams does. A plan is a list of steps, used up call by
call: a status, ``(status, headers)``, ``"drop"`` (take the request, then close), ``"hang"`` (never answer), ``"bare"``
(fine, but without a body). ``Microsoft`` is the other side of the door: the keys that sign what Teams sends, and the
login.
"""

import asyncio
import contextlib
import datetime as dt
import functools
import ipaddress
import itertools
import json
import ssl
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import jwt
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

TENANT = "11111111-2222-3333-4444-555555555555"
BOT = "28:signpost"
TEAM, GENERAL = "19:team@thread.tacv2", "19:general@thread.tacv2"
NEWS = "19:announcements@thread.tacv2"

Step = int | tuple[int, Mapping[str, str]] | str


@dataclass(frozen=True)
class Call:
    """One request the bot made."""

    method: str
    path: str
    body: Mapping[str, Any]
    authorization: str | None
    connection: int

    @property
    def conversation(self) -> str:
        """The conversation it was sent to; empty for a new one."""
        parts = self.path.split("/")
        return parts[3] if len(parts) > 3 else ""

    @property
    def message(self) -> Mapping[str, Any]:
        """The activity itself, also when it travelled inside a new conversation."""
        return self.body.get("activity", self.body)

    @property
    def text(self) -> str:
        """Every word of the message, from card and text."""
        attachments = self.message.get("attachments", ())
        body = [block for a in attachments for block in a["content"]["body"] if block["type"] == "TextBlock"]
        return "\n".join([self.message.get("text", ""), *(block["text"] for block in body)]).replace("\\", "")

    @property
    def buttons(self) -> list[Mapping[str, Any]]:
        """The card's buttons, in order."""
        attachments = self.message.get("attachments", ())
        sets = [block for a in attachments for block in a["content"]["body"] if block["type"] == "ActionSet"]
        return [action for block in sets for action in block["actions"]]


@dataclass
class Connector:
    """Bot Connector on a loopback port."""

    plan: list[Step] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    channels: dict[str, list[str]] = field(default_factory=lambda: {TEAM: [GENERAL, NEWS]})
    url: str = ""
    slow: float = 0.0
    """Seconds until a call is answered; it has arrived by then."""
    closed_chats: bool = False
    """Whether opening a conversation with one person is refused, as for blocked or missing installations."""

    def __post_init__(self) -> None:
        self._ids = itertools.count(1_700_000_000_001)
        self._changed = asyncio.Event()
        self._hanging = asyncio.Event()

    @contextlib.asynccontextmanager
    async def serve(self, tls: ssl.SSLContext | None = None) -> AsyncIterator[Self]:
        """Listen until the block is left."""
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
        await site.start()
        port = runner.addresses[0][1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}/uk/"
        try:
            yield self
        finally:
            self.release()
            await runner.cleanup()

    def application(self) -> web.Application:
        """Its routes, to be served elsewhere."""
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._handle)
        return app

    def release(self) -> None:
        """Let go of what hangs."""
        self._hanging.set()

    @property
    def messages(self) -> list[Call]:
        """The calls that put a message somewhere, without the listing of channels or opening of chats."""
        return [c for c in self.calls if c.method in ("POST", "PUT") and c.message.get("type") == "message"]

    async def wait(self, count: int, seconds: float = 5.0) -> list[Call]:
        """Until *count* messages have arrived."""
        async with asyncio.timeout(seconds):
            while len(self.messages) < count:
                self._changed.clear()
                await self._changed.wait()
        return self.messages

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        raw = await request.text()
        path = request.path.removeprefix("/uk")
        assert request.transport is not None
        call = Call(
            request.method,
            path,
            json.loads(raw) if raw else {},
            request.headers.get("Authorization"),
            request.transport.get_extra_info("peername")[1],
        )
        self.calls.append(call)
        self._changed.set()
        await asyncio.sleep(self.slow)
        step: Step = self.plan.pop(0) if self.plan else 200
        if step == "hang":
            await self._hanging.wait()
            return web.Response(status=500)
        if step == "drop":
            request.transport.close()
            return web.Response()
        if step == "bare":
            return web.Response(status=202)
        status, headers = step if isinstance(step, tuple) else (step, {})
        if not isinstance(status, int) or status != 200:
            return web.json_response({"error": {"code": "Planned"}}, status=int(status), headers=headers)
        return self._answer(call)

    def _answer(self, call: Call) -> web.Response:
        if call.method == "GET" and call.path.endswith("/conversations"):
            team = call.path.split("/")[3]
            if team not in self.channels:
                return web.json_response({"error": {"code": "NotFound"}}, status=404)
            return web.json_response({"conversations": [{"id": c, "name": None} for c in self.channels[team]]})
        name = str(next(self._ids))
        if call.path == "/v3/conversations":
            if call.body.get("isGroup"):
                channel = call.body["channelData"]["channel"]["id"]
                return web.json_response({"id": f"{channel};messageid={name}", "activityId": name}, status=201)
            if self.closed_chats:
                return web.json_response({"error": {"code": "ForbiddenOperationException"}}, status=403)
            return web.json_response({"id": f"a:chat-with-{call.body['members'][0]['id']}"}, status=201)
        if call.method == "PUT":
            return web.json_response({"id": call.path.rsplit("/", 1)[1]})
        return web.json_response({"id": name}, status=201)


@dataclass
class Microsoft:
    """The keys behind Teams' tokens and the login behind ours, over real HTTPS; *refuses* makes the login say no."""

    app_id: str = "00000000-aaaa-bbbb-cccc-000000000001"
    refuses: str | None = None
    down: bool = False
    """The keys."""
    login_down: bool = False
    slow: float = 0.0
    key_calls: int = 0
    token_calls: int = 0
    url: str = ""
    endorsements: Sequence[str] = ("msteams",)
    key_name: str = "ours"

    def __post_init__(self) -> None:
        self.key, self.other_key = key("Microsoft's"), key("somebody else's")

    @contextlib.asynccontextmanager
    async def serve(self, tls: ssl.SSLContext) -> AsyncIterator[Self]:
        """Listen until the block is left."""
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        self.url = f"https://127.0.0.1:{runner.addresses[0][1]}/"
        try:
            yield self
        finally:
            await runner.cleanup()

    def application(self, keys: str = "/keys") -> web.Application:
        """Its routes, to be served elsewhere; *keys* is the path of what describes the keys."""
        app = web.Application()
        app.router.add_get(keys, self._metadata)
        app.router.add_get("/keys/listed", self._keys)
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._login)
        app.router.add_post("/{tenant}/token", self._token)
        return app

    def token(
        self, service_url: str, *, key: Any = None, headers: Mapping[str, Any] | None = None, **claims: Any
    ) -> str:
        """What Teams puts into Authorization; *claims* replace the honest ones, None leaves one out."""
        now = int(time.time())
        honest = {
            "iss": "https://api.botframework.com",
            "aud": self.app_id,
            "exp": now + 3600,
            "nbf": now - 60,
            "serviceurl": service_url,
        }
        wanted = {name: value for name, value in (honest | claims).items() if value is not None}
        signed = jwt.encode(wanted, key or self.key, algorithm="RS256", headers={"kid": "ours", **(headers or {})})
        return f"Bearer {signed}"

    async def _metadata(self, _: web.Request) -> web.Response:
        self.key_calls += 1
        await asyncio.sleep(self.slow)
        if self.down:
            return web.Response(status=503)
        return web.json_response({"jwks_uri": self.url + "keys/listed"})

    async def _keys(self, _: web.Request) -> web.Response:
        key = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return web.json_response({"keys": [key | {"kid": self.key_name, "endorsements": list(self.endorsements)}]})

    async def _login(self, request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        if self.login_down:
            return web.Response(status=503)
        if tenant == "nowhere":
            error = {"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant 'nowhere' not found."}
            return web.json_response(error, status=400)
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "issuer": "v2.0"}
        return web.json_response({name: f"{self.url}{tenant}/{end}" for name, end in ends.items()})

    async def _token(self, _: web.Request) -> web.Response:
        self.token_calls += 1
        await asyncio.sleep(self.slow)
        if self.login_down:
            return web.Response(status=503)
        if self.refuses:
            error = {"error": "invalid_client", "error_description": f"{self.refuses}: said at length."}
            return web.json_response(error, status=401)
        token = f"connector-token-{self.token_calls}"
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": token})


@functools.cache
def key(whose: str) -> rsa.RSAPrivateKey:
    """An RSA key, made once a run for each owner."""
    assert whose
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(folder: Path, *names: str) -> tuple[ssl.SSLContext, Path]:
    """A TLS context for 127.0.0.1 and *names*, and the file of the authority to trust for it."""
    own = key("the server's")
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "signpost test")])
    own_address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([own_address, *map(x509.DNSName, names)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(own, hashes.SHA256())
    )
    public, private = folder / "authority.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public


def activity(service_url: str, text: str | None = "hello", scope: str = "personal", **fields: Any) -> dict[str, Any]:
    """What Teams posts when a person writes *text* in *scope*; *fields* replace or add."""
    conversation: dict[str, Any] = {"id": "a:chat", "conversationType": scope, "tenantId": TENANT}
    data: dict[str, Any] = {"tenant": {"id": TENANT}}
    entities: list[dict[str, Any]] = []
    if scope != "personal":
        conversation |= {"isGroup": True, "id": "19:group@thread.v2"}
        entities = [{"type": "mention", "text": "<at>Signpost</at>", "mentioned": {"id": BOT, "name": "Signpost"}}]
        text = None if text is None else f"<at>Signpost</at>&nbsp;{text}"
    if scope == "channel":
        conversation["id"] = f"{GENERAL};messageid=1699"
        data |= {"team": {"id": TEAM, "name": "Response"}, "channel": {"id": GENERAL}, "teamsChannelId": GENERAL}
    made = {
        "type": "message",
        "id": f"f:{next(_ids)}",
        "timestamp": "2026-04-21T07:30:00.1234567Z",
        "serviceUrl": service_url,
        "channelId": "msteams",
        "from": {"id": "29:officer", "name": "A. Officer", "aadObjectId": "aad-officer"},
        "recipient": {"id": BOT, "name": "Signpost"},
        "conversation": conversation,
        "channelData": data,
        "entities": entities,
        "text": text,
    }
    return {name: value for name, value in (made | fields).items() if value is not None}


_ids = itertools.count(1)
