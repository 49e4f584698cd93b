"""The local page over real HTTP: it talks, shows posts, sets the clock, and answers to this machine only."""

import datetime as dt
import io
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot import web
from bot.core import pinned
from bot.core.events import silent
from bot.core.question import Question
from bot.core.replies import Reply

NOW = dt.datetime.fromisoformat("2026-04-21T08:30:00+01:00")


class Page:
    """A local app that answers every question with the support reply, and fails when asked to."""

    def __init__(self) -> None:
        self.moment = NOW
        self.asked: list[Question] = []

    async def respond(self, question: Question) -> Reply:
        self.asked.append(question)
        if question.text == "break":
            raise RuntimeError("broken by the test: my secret words")
        return pinned.support_reply(None)

    def picture(self, reply: Reply) -> dict[str, str]:
        return {"slack": "<p>s</p>", "teams": "<p>t</p>", "plain": reply.text}

    def posts(self) -> list[dict[str, Any]]:
        return []

    def now(self) -> dt.datetime:
        return self.moment

    def set_clock(self, moment: dt.datetime) -> None:
        self.moment = moment


@pytest.fixture
async def page(unused_tcp_port: int) -> Any:
    local = Page()
    server = TestServer(web.public({}, silent, local), port=unused_tcp_port)
    await server.start_server()
    async with aiohttp.ClientSession(base_url=str(server.make_url("/"))) as client:
        yield local, client
    await server.close()


async def test_the_page_and_its_parts_come_without_any_outside_address(page: Any) -> None:
    _, client = page
    for path in ("/", "/local/page.css", "/local/page.js"):
        async with client.get(path) as answer:
            assert answer.status == 200
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert "http" not in (await answer.text()).replace("http-equiv", "")


async def test_a_question_is_answered_with_every_look(page: Any) -> None:
    _, client = page
    async with client.post("/local/ask", json={"text": "hello", "conversation": "c"}) as answer:
        shown = await answer.json()
    assert shown["kind"] == "support"
    assert pinned.NUMBER in shown["plain"]


async def test_a_button_press_carries_its_action_and_no_text(page: Any) -> None:
    local, client = page
    async with client.post("/local/ask", json={"action": "crisis:bad-enough"}):
        pass
    assert local.asked[0].action == "crisis:bad-enough"
    assert local.asked[0].text == ""


async def test_the_clock_is_set_in_london_time(page: Any) -> None:
    local, client = page
    async with client.post("/local/clock", json={"now": "2026-04-22T10:55"}) as answer:
        assert answer.status == 200
    assert local.moment == dt.datetime.fromisoformat("2026-04-22T10:55:00+01:00")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"text": 5}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"text": "hello"}', "text/plain", 415),
        (b'{"text": "' + b"a" * (1 << 21) + b'"}', "application/json", 413),
    ],
)
async def test_a_bad_request_gets_the_right_status(page: Any, body: bytes, kind: str, status: int) -> None:
    _, client = page
    async with client.post("/local/ask", data=io.BytesIO(body), headers={"Content-Type": kind}) as answer:
        assert answer.status == status


async def test_a_moment_that_is_none_gets_a_sentence(page: Any) -> None:
    _, client = page
    async with client.post("/local/clock", json={"now": "tomorrow"}) as answer:
        assert answer.status == 400
        assert "2026-04-21T08:30" in (await answer.json())["error"]


async def test_a_page_on_the_web_cannot_talk_to_the_local_one(page: Any) -> None:
    _, client = page
    async with client.post("/local/ask", json={"text": "x"}, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


async def test_an_error_is_answered_with_the_number_and_without_the_words(page: Any) -> None:
    _, client = page
    async with client.post("/local/ask", json={"text": "break"}) as answer:
        assert answer.status == 500
        body = await answer.text()
    assert pinned.NUMBER in body
    assert "secret" not in body


async def test_metrics_and_health_are_not_on_the_public_port(page: Any) -> None:
    _, client = page
    for path in ("/metrics", "/livez", "/readyz", "/desk"):
        async with client.get(path) as answer:
            assert answer.status == 404
