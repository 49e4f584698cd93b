"""Who knocks at the public port with no right to come in, row by row: Slack's table, Teams', and what lies beside."""

import base64
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from tests.door.hosts import CONNECTOR
from tests.platforms.connector_server import Microsoft, activity, key
from tests.platforms.slack_server import signed
from tests.platforms.test_slack_edges import HOSTILE, MARKER

URL = f"https://{CONNECTOR}/uk/"
EVIL = "https://evil.example/"
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Caller:
    """One request, and the status it must get."""

    name: str
    status: int
    path: str
    raw: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


def slack() -> Iterator[Caller]:
    """The rows that the platform's own tests hold, for the real process."""
    for name, (raw, how, status) in HOSTILE.items():
        given = {header.replace("_", "-"): value for header, value in how.get("headers", {}).items()}
        kind = {"Content-Type": how.get("kind", "application/json")}
        headers = kind | signed(raw, how.get("at"), how.get("key", "a-signing-secret")) | given
        yield Caller(f"Slack: {name}", status, "/slack/events", raw, headers)
    yield Caller("Slack: another method", 405, "/slack/events", method="GET")


def teams(microsoft: Microsoft) -> Iterator[Caller]:
    """Wrong tokens, wrong shapes, and addresses that are no connector's."""

    def row(name: str, status: int, authorization: str | None, body: Any = None, **headers: str) -> Caller:
        raw = body if isinstance(body, bytes) else json.dumps(body or activity(URL, MARKER)).encode()
        given = JSON | ({"Authorization": authorization} if authorization is not None else {}) | headers
        return Caller(f"Teams: {name}", status, "/api/messages", raw, {k: v for k, v in given.items() if v})

    def token(url: str = URL, **claims: Any) -> str:
        return microsoft.token(url, **claims)

    now, app_id = int(time.time()), microsoft.app_id
    issuer = "https://api.botframework.com"
    claims = {"iss": issuer, "aud": app_id, "exp": now + 60, "serviceurl": URL}
    yield row("no token", 401, None)
    for name, header in (("Basic", "Basic dTpw"), ("no token after Bearer", "Bearer"), ("garbage", "Bearer garbage")):
        yield row(name, 401, header)
    yield row("three parts of garbage", 401, "Bearer a.b.c")
    yield row("8,000 letters", 401, "Bearer " + "a" * 7_900)
    yield row("HS256", 401, "Bearer " + jwt.encode(claims, "x" * 32, "HS256", headers={"kid": "ours"}))
    yield row("no algorithm", 401, f"Bearer {_part({'alg': 'none', 'kid': 'ours'})}.{_part(claims)}.")
    for name, wrong in {
        "expired": {"exp": now - 3600},
        "no exp": {"exp": None},
        "not yet valid": {"nbf": now + 3600},
        "another audience": {"aud": "somebody-else"},
        "no audience": {"aud": None},
        "another issuer": {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},
        "no issuer": {"iss": None},
        "another service address": {"serviceurl": EVIL},
        "no service address in it": {"serviceurl": None},
    }.items():
        yield row(f"a token: {name}", 401, token(**wrong))
    yield row("a token: another key", 401, token(key=microsoft.other_key))
    yield row("a token: a key nobody knows", 401, token(key=key("a stranger's"), headers={"kid": "theirs"}))
    yield row("another channel", 401, token(), activity(URL, MARKER, channelId="directline"))
    for url in (
        EVIL,
        "http://127.0.0.1:3979/",
        "https://169.254.169.254/latest/meta-data/",
        f"http://{CONNECTOR}/uk/",
        f"https://{CONNECTOR}.evil.example/",
        f"https://{CONNECTOR}@evil.example/",
        f"https://{CONNECTOR}:8443/uk/",
        "file:///etc/passwd",
    ):
        yield row(f"a service address: {url}", 403, token(url), activity(url, MARKER))
    for name, status, kind in (("text/plain", 415, "text/plain"), ("a form", 415, "application/x-www-form-urlencoded")):
        yield row(f"content: {name}", status, token(), **{"Content-Type": kind})
    for name, raw in {
        "nothing": b"",
        "half of it": b'{"text": "' + MARKER.encode(),
        "an array": json.dumps([MARKER]).encode(),
        "text": json.dumps(MARKER).encode(),
        "no UTF-8": b"\xff\xfe" + MARKER.encode(),
        "100,000 brackets": b"[" * 100_000,
        "nested 500 deep": b'{"type": "message", "serviceUrl": ' + b"[" * 500 + b"]" * 500 + b"}",
    }.items():
        yield Caller(f"Teams: body: {name}", 400, "/api/messages", raw, JSON | {"Authorization": token()})
    for odd in ({"text": [MARKER]}, {"from": MARKER}, {"conversation": []}, {"entities": "x"}, {"id": 7}, {"type": 1}):
        yield row(f"wrong types: {odd}", 400, token(), activity(URL, MARKER) | odd)
    for missing in ("type", "serviceUrl"):
        yield row(f"without {missing}", 400, token(), activity(URL, MARKER, **{missing: None}))
    yield row("2 MB", 413, token(), activity(URL, MARKER * 100_000))
    yield Caller("Teams: another method", 405, "/api/messages", method="GET")


def passers_by() -> Iterator[Caller]:
    """What is not on this port, however it is spelt, and pages that stand open only to somebody else."""
    for path in (
        *("/metrics", "/desk", "/desk/", "/desk/week", "/livez", "/readyz", "/%6Detrics", "/slack/../metrics"),
        *("/api/messages/../../desk", "//metrics", "/desk;x", "/local/state", "/local/page.js", "/", "/.env"),
        *("/calendar/2026/..%2f..%2fmetrics", "/calendar/1999.ics", "/slack/install", "/slack/oauth_redirect"),
    ):
        yield Caller(f"beside: {path}", 404, path, method="GET")
    yield Caller("beside: the local page's questions", 404, "/local/ask", json.dumps({"text": MARKER}).encode(), JSON)


def everybody(microsoft: Microsoft) -> list[Caller]:
    """All of them; *microsoft* signs what is signed at all."""
    return [*slack(), *teams(microsoft), *passers_by()]


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
