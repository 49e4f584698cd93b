"""The routes: what the public port and the admin port serve.

The local page exists only while nothing is configured, and answers only to this machine's own names.
"""

import datetime as dt
import json
from collections.abc import Awaitable, Callable, Mapping
from importlib import resources
from typing import Any, Protocol

from aiohttp import web

from bot.core.events import Tell
from bot.core.question import Question
from bot.core.replies import Reply
from bot.core.wording import LONDON_ZONE

BODY_LIMIT = 1 << 20
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Local(Protocol):
    """What the local page needs of the app."""

    async def respond(self, question: Question) -> Reply:
        """Answer one question by the page's clock."""

    def picture(self, reply: Reply) -> dict[str, str]:
        """*reply* as ``slack`` and ``teams`` HTML and as ``plain`` text."""

    def posts(self) -> list[dict[str, Any]]:
        """The posts of the local channels, oldest first, JSON-ready, each with its picture."""

    def now(self) -> dt.datetime:
        """The page's clock."""

    def set_clock(self, moment: dt.datetime) -> None:
        """Move the page's clock to an aware *moment*."""


class Health(Protocol):
    """What the admin port says of the service; lists are of what is wrong in a lead's words, empty when all is well."""

    def alive(self) -> list[str]:
        """What is wrong with the process itself."""

    def taking(self) -> bool:
        """Whether messages should be sent here."""

    async def ready(self) -> list[str]:
        """What is wrong with the service."""

    def content(self) -> dict[str, str | None]:
        """Which version is live, and since when."""


def public(routes: Mapping[tuple[str, str], Handler], tell: Tell, local: Local | None = None) -> web.Application:
    """The application of the public port. *routes* maps (method, path) to a platform's handler."""
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[_quiet_errors(tell)])
    for (method, path), handler in routes.items():
        app.router.add_route(method, path, handler)
    if local is not None:
        _add_local(app, local)
    return app


def admin(
    metrics: Callable[[], bytes], health: Health, tell: Tell, desk: web.Application | None = None
) -> web.Application:
    """The application of the admin port."""
    app = web.Application(client_max_size=1 << 16, middlewares=[_quiet_errors(tell)])

    async def livez(_: web.Request) -> web.Response:
        wrong = health.alive()
        return _state(wrong, serves=not wrong)

    async def readyz(_: web.Request) -> web.Response:
        return _state(await health.ready(), serves=health.taking(), content=health.content())

    async def show(_: web.Request) -> web.Response:
        return web.Response(body=metrics(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    app.router.add_get("/livez", livez)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", show)
    if desk is not None:
        app.add_subapp("/desk", desk)
    return app


def _state(wrong: list[str], *, serves: bool, **more: object) -> web.Response:
    """200 while it *serves*; what is wrong is named either way."""
    said = {"ok": not wrong, "serves": serves, "wrong": wrong, **more}
    return web.json_response(said, status=200 if serves else 503)


def _quiet_errors(tell: Tell) -> Any:
    """A traceback is never served or logged: it could hold what a person typed."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException:
            raise
        except Exception as error:  # noqa: BLE001 -- the last guard of the public port
            tell(
                "request.failed",
                error=type(error).__name__,
                url=request.path if request.match_info.route.resource else "",
            )
            return web.Response(status=500, text="Something went wrong here. In a crisis call 0300 131 2789.")

    return middleware


def _add_local(app: web.Application, local: Local) -> None:
    files = resources.files("bot") / "page"
    kinds = {"page.html": "text/html", "page.css": "text/css", "page.js": "text/javascript"}

    def page(name: str) -> Handler:
        body = (files / name).read_bytes()

        async def serve(request: web.Request) -> web.Response:
            _own_machine(request)
            return web.Response(body=body, content_type=kinds[name], charset="utf-8", headers=HEADERS)

        return serve

    async def ask(request: web.Request) -> web.Response:
        body = await _json(request)
        text, action = body.get("text", ""), body.get("action")
        conversation = body.get("conversation", "page")
        if not all(isinstance(value, str) for value in (text, conversation, action or "")):
            return _bad("text, action and conversation are text")
        reply = await local.respond(Question(text, conversation=f"local:{conversation[:64]}", action=action))
        answer = {"kind": reply.kind.value, "forward": reply.forward, **local.picture(reply)}
        return web.json_response(answer, headers=HEADERS)

    async def state(request: web.Request) -> web.Response:
        _own_machine(request)
        now = local.now()
        shown = {"now": now.isoformat(), "now_text": f"{now:%A} {now.day} {now:%B %Y, %H:%M}", "posts": local.posts()}
        return web.json_response(shown, headers=HEADERS)

    async def clock(request: web.Request) -> web.Response:
        body = await _json(request)
        try:
            moment = dt.datetime.fromisoformat(body.get("now", ""))
        except (TypeError, ValueError):
            return _bad("now is a moment like 2026-04-21T08:30")
        local.set_clock(moment if moment.tzinfo else moment.replace(tzinfo=LONDON_ZONE))
        return web.json_response({"now": local.now().isoformat()}, headers=HEADERS)

    for path, name in (("/", "page.html"), ("/local/page.css", "page.css"), ("/local/page.js", "page.js")):
        app.router.add_get(path, page(name))
    app.router.add_post("/local/ask", ask)
    app.router.add_get("/local/state", state)
    app.router.add_post("/local/clock", clock)


async def _json(request: web.Request) -> dict[str, Any]:
    _own_machine(request)
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send JSON")
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest(text="this is not JSON") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="send one JSON object")
    return body


def _own_machine(request: web.Request) -> None:
    """Other names for this machine are refused, so that no page on the web can talk to the local one."""
    host = request.host.rsplit(":", 1)[0]
    if host not in ("127.0.0.1", "localhost", "[::1]"):
        raise web.HTTPForbidden(text="the local page answers to 127.0.0.1 only")


def _bad(sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=400, headers=HEADERS)
