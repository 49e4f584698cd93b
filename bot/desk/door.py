"""Who may look at the desk.

On loopback: whoever is on this machine, under one of its own names, so that no page on the web can reach it through a
name that was made to point here. From other machines: only with the token, which is compared in constant time and
stands in no address, page or log. The cookie holds a signature instead of the token, and ends by itself.
"""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from bot.desk.frame import document
from bot.desk.markup import Html, el

COOKIE = "signpost_desk"
LASTS = 12 * 3600
"""Seconds for which somebody stays signed in."""
PAUSE = 0.5
"""Seconds between two wrong tokens, for everybody together."""
OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
OPEN_PATHS = frozenset({"/desk/desk.css", "/desk/desk.js"})
CLOSED = (
    "The desk is closed, because this port can be reached from other machines and there is no token. Set "
    "SIGNPOST_DESK_TOKEN to at least 16 characters that nobody can guess, or set SIGNPOST_ADMIN_HOST=127.0.0.1."
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Door:
    """*token* is None where none was set; *loopback* when the port can be reached from this machine only."""

    def __init__(self, token: str | None, *, loopback: bool, clock: Callable[[], float] = time.time) -> None:
        self._token = token
        self._loopback = loopback
        self._clock = clock
        self._guessing = asyncio.Lock()

    @property
    def locked(self) -> bool:
        """Whether one has to sign in."""
        return self._token is not None

    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let *request* through to *handler*, or answer it here."""
        if self._loopback and _host(request) not in OWN_NAMES:
            return _refusal(403, "The desk answers on this machine only, at 127.0.0.1 or localhost.")
        if request.method != "GET" and not _same_site(request):
            return _refusal(403, "This form was sent from another page, so nothing was done.")
        if request.path in OPEN_PATHS:
            return await handler(request)
        if self._token is None:
            return await handler(request) if self._loopback else _refusal(403, CLOSED)
        if request.path == "/desk/enter" and request.method == "POST":
            return await self._enter(request, self._token)
        if request.path == "/desk/leave" and request.method == "POST":
            return self._leave()
        if self._signed_in(request, self._token):
            return await handler(request)
        return _form(401, None)

    def _signed_in(self, request: web.Request, token: str) -> bool:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _same(given.strip(), token):
            return True
        until, _, signature = request.cookies.get(COOKIE, "").partition(".")
        if not (until.isascii() and until.isdecimal() and len(until) < 16):
            return False
        return _same(signature, _signature(token, until)) and self._clock() < int(until)

    async def _enter(self, request: web.Request, token: str) -> web.Response:
        given = (await request.post()).get("token")
        if not isinstance(given, str) or not _same(given.strip(), token):
            async with self._guessing:
                await asyncio.sleep(PAUSE)
            return _form(401, "That is not the token. Ask whoever runs Signpost for it.")
        until = str(int(self._clock()) + LASTS)
        response = web.Response(status=303, headers={"Location": "/desk"})
        secure = request.secure or request.headers.get("X-Forwarded-Proto") == "https"
        value = f"{until}.{_signature(token, until)}"
        response.set_cookie(COOKIE, value, path="/desk", max_age=LASTS, httponly=True, samesite="Strict", secure=secure)
        return response

    def _leave(self) -> web.Response:
        response = web.Response(status=303, headers={"Location": "/desk"})
        response.del_cookie(COOKIE, path="/desk")
        return response


def _host(request: web.Request) -> str:
    """The name that was asked for, without its port."""
    return (urlsplit(f"//{request.headers.get('Host', '')}").hostname or "") if "@" not in request.host else ""


def _same_site(request: web.Request) -> bool:
    """Whether a form comes from a page of this very address, as far as the browser says."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("Host", "")


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _signature(token: str, until: str) -> str:
    return hmac.new(token.encode(), f"signpost desk until {until}".encode(), hashlib.sha256).hexdigest()


def _refusal(status: int, sentence: str) -> web.Response:
    return _page(status, "The desk is closed", el("p", sentence))


def _form(status: int, wrong: str | None) -> web.Response:
    form = el(
        "form",
        el("label", "The desk’s token", for_="token"),
        el(
            "input",
            type="password",
            id="token",
            name="token",
            required=True,
            autocomplete="current-password",
            aria_describedby="wrong" if wrong else None,
            aria_invalid="true" if wrong else None,
        ),
        el("button", "Open the desk", type="submit"),
        method="post",
        action="/desk/enter",
        class_="ask",
    )
    said = el("p", wrong, id="wrong", role="alert", class_="notice") if wrong else None
    return _page(status, "Open the desk", said, form)


def _page(status: int, title: str, *body: Html | None) -> web.Response:
    main = el("main", el("h1", title), el("section", *body, class_="card"), id="content")
    header = el("header", el("div", el("p", "Signpost ", el("span", "the desk"), class_="name"), class_="bar"))
    return web.Response(
        status=status, text=document(f"{title} · Signpost desk", header, main), content_type="text/html"
    )
