"""The desk answers on this machine under its own names; from elsewhere only to whoever has the token."""

import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.desk.door import COOKIE, LASTS, Door

TOKEN = "a-token-that-nobody-can-guess"
Serve = Callable[..., Awaitable[aiohttp.ClientSession]]


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    opened: list[TestServer | aiohttp.ClientSession] = []

    async def start(token: str | None, *, loopback: bool, clock: Clock | None = None) -> aiohttp.ClientSession:
        door = Door(token, loopback=loopback, clock=clock or Clock())

        @web.middleware
        async def guard(
            request: web.Request, handler: Callable[..., Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            return await door.guard(request, handler)

        async def page(_: web.Request) -> web.Response:
            return web.Response(text="the desk itself")

        app = web.Application(middlewares=[guard])
        app.router.add_route("*", "/{path:.*}", page)
        server = TestServer(app)
        await server.start_server()
        jar = aiohttp.CookieJar(unsafe=True)  # cookies of an address that is a number
        client = aiohttp.ClientSession(base_url=str(server.make_url("/")), cookie_jar=jar)
        opened.extend([client, server])
        return client

    yield start
    for one in opened:
        await one.close()


async def _get(client: aiohttp.ClientSession, path: str = "/desk", **headers: str) -> tuple[int, str]:
    async with client.get(path, headers=headers) as answer:
        return answer.status, await answer.text()


@pytest.mark.parametrize("host", ["127.0.0.1:3979", "localhost:3979", "localhost", "[::1]:3979", "127.0.0.1"])
async def test_this_machine_is_let_in_by_each_of_its_names(serve: Serve, host: str) -> None:
    client = await serve(None, loopback=True)
    assert await _get(client, Host=host) == (200, "the desk itself")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:3979", "127.0.0.1.evil.example", "localhost@evil.example", ""]
)
async def test_a_name_that_was_made_to_point_here_is_refused(serve: Serve, host: str) -> None:
    status, text = await _get(await serve(None, loopback=True), Host=host)
    assert status == 403
    assert "the desk itself" not in text


async def test_without_a_token_it_is_closed_to_other_machines_and_says_so(serve: Serve) -> None:
    status, text = await _get(await serve(None, loopback=False))
    assert status == 403
    assert "SIGNPOST_DESK_TOKEN" in text


async def test_with_a_token_it_asks_for_it(serve: Serve) -> None:
    status, text = await _get(await serve(TOKEN, loopback=False))
    assert status == 401
    assert 'type="password"' in text


async def test_the_token_in_the_header_opens_it(serve: Serve) -> None:
    client = await serve(TOKEN, loopback=False)
    assert await _get(client, Authorization=f"Bearer {TOKEN}") == (200, "the desk itself")


@pytest.mark.parametrize("wrong", ["Bearer wrong", f"Bearer {TOKEN}x", "Bearer ", "Bearer é", f"Basic {TOKEN}", TOKEN])
async def test_anything_else_in_the_header_does_not(serve: Serve, wrong: str) -> None:
    client = await serve(TOKEN, loopback=False)
    assert (await _get(client, Authorization=wrong))[0] == 401


async def test_the_form_signs_in_and_the_cookie_does_not_hold_the_token(serve: Serve) -> None:
    client = await serve(TOKEN, loopback=False)
    async with client.post("/desk/enter", data={"token": TOKEN}, allow_redirects=False) as answer:
        assert answer.status == 303
        assert answer.headers["Location"] == "/desk"
        cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie
    assert await _get(client) == (200, "the desk itself")


async def test_a_wrong_token_gets_a_sentence_and_no_cookie(serve: Serve) -> None:
    client = await serve(TOKEN, loopback=False)
    async with client.post("/desk/enter", data={"token": "a guess"}) as answer:
        assert answer.status == 401
        assert "not the token" in await answer.text()
        assert "Set-Cookie" not in answer.headers


async def test_signing_in_ends_by_itself(serve: Serve) -> None:
    clock = Clock()
    client = await serve(TOKEN, loopback=False, clock=clock)
    async with client.post("/desk/enter", data={"token": TOKEN}, allow_redirects=False):
        pass
    clock.now += LASTS + 1
    assert (await _get(client))[0] == 401


@pytest.mark.parametrize("cookie", ["", "9999999999.00", "9999999999", "x.y", "²²²²²²²²²².00"])
async def test_a_cookie_that_was_made_up_opens_nothing(serve: Serve, cookie: str) -> None:
    client = await serve(TOKEN, loopback=False)
    assert (await _get(client, Cookie=f"{COOKIE}={cookie}"))[0] == 401


async def test_signing_out_closes_it(serve: Serve) -> None:
    client = await serve(TOKEN, loopback=False)
    async with client.post("/desk/enter", data={"token": TOKEN}, allow_redirects=False):
        pass
    async with client.post("/desk/leave", allow_redirects=False):
        pass
    assert (await _get(client))[0] == 401


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
async def test_a_form_of_another_site_is_refused(serve: Serve, headers: dict[str, str]) -> None:
    client = await serve(None, loopback=True)
    async with client.post("/desk/ask", data={"question": "x"}, headers=headers) as answer:
        assert answer.status == 403


async def test_the_looks_of_the_page_that_asks_for_the_token_are_open(serve: Serve) -> None:
    client = await serve(TOKEN, loopback=False)
    assert (await _get(client, "/desk/desk.css"))[0] == 200


async def test_no_token_is_ever_logged(serve: Serve) -> None:
    held = io.StringIO()
    handler = logging.StreamHandler(held)
    logging.getLogger().addHandler(handler)
    try:
        client = await serve(TOKEN, loopback=False)
        async with client.post("/desk/enter", data={"token": TOKEN}, allow_redirects=False):
            pass
        await _get(client, Authorization=f"Bearer {TOKEN}")
    finally:
        logging.getLogger().removeHandler(handler)
    assert TOKEN not in held.getvalue()
