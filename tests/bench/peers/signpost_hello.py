"""Signpost's way from Teams and back, with one answer to everything: what is left of it when nothing is looked up."""

import sys

from aiohttp import web

from bot.core import pinned
from bot.core.question import Question
from bot.core.replies import Kind, Reply, Section
from bot.platforms.teams import Teams, TeamsAccess
from bot.platforms.teams_reach import MemoryAddresses
from bot.telemetry import Telemetry

HELLO = Reply(Kind.SMALLTALK, (Section("Hello."),), pinned.footer(), "Hello")


async def respond(_: Question) -> Reply:
    return HELLO


async def made() -> web.Application:
    teams = Teams(TeamsAccess("anonymous"), respond, Telemetry().tell, lambda _: None, MemoryAddresses())
    app = web.Application()
    app.router.add_post("/api/messages", teams.handle)
    return app


web.run_app(made(), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
