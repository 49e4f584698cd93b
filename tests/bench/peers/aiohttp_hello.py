"""The floor under every bot: aiohttp in, aiohttp out, the signature checked by hand, no framework at all."""

import asyncio
import hashlib
import hmac
import json
import sys

import aiohttp
from aiohttp import web

BACKGROUND: set[asyncio.Task[None]] = set()


async def made() -> web.Application:
    api, secret = sys.argv[2:4]
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15))

    async def post(url: str, body: dict[str, object]) -> None:
        async with session.post(url, json=body, headers={"Authorization": "Bearer x"}) as answer:
            await answer.read()

    def begin(url: str, body: dict[str, object]) -> None:
        task = asyncio.create_task(post(url, body))
        BACKGROUND.add(task)
        task.add_done_callback(BACKGROUND.discard)

    async def slack(request: web.Request) -> web.Response:
        raw = await request.read()
        signed = b"v0:" + request.headers["X-Slack-Request-Timestamp"].encode() + b":" + raw
        right = "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right, request.headers["X-Slack-Signature"]):
            return web.Response(status=401)
        body = json.loads(raw)
        if "challenge" in body:
            return web.json_response({"challenge": body["challenge"]})
        event = body["event"]
        begin(f"{api}chat.postMessage", {"channel": event["channel"], "thread_ts": event["ts"], "text": "hello"})
        return web.Response()

    async def teams(request: web.Request) -> web.Response:
        activity = json.loads(await request.read())
        where = activity["conversation"]["id"]
        reply = {"type": "message", "text": activity["text"], "replyToId": activity["id"]}
        begin(f"{activity['serviceUrl']}v3/conversations/{where}/activities/{activity['id']}", reply)
        return web.Response(status=201)

    app = web.Application()
    app.router.add_post("/slack/events", slack)
    app.router.add_post("/api/messages", teams)
    return app


web.run_app(made(), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
