"""Serves the week's calendar files, which "Add to calendar" links to."""

from aiohttp import web

from bot.content.library import Library
from bot.core.knowledge import Knowledge
from bot.delivery.calendar import Calendar

WEEK = "/calendar/{year}.ics"
SESSION = "/calendar/{year}/{session}.ics"


class Calendars:
    """The week's file and one for each session, as the files say now."""

    def __init__(self, calendar: Calendar, library: Library) -> None:
        self._calendar = calendar
        self._library = library

    async def week(self, request: web.Request) -> web.Response:
        """``GET /calendar/2026.ics``."""
        return _file(await self._calendar.week(self._year_of(request)))

    async def session(self, request: web.Request) -> web.Response:
        """``GET /calendar/2026/<session>.ics``."""
        file = await self._calendar.session(self._year_of(request), request.match_info["session"])
        if file is None:
            raise web.HTTPNotFound(text="There is no session of that name in this week.")
        return _file(file)

    def _year_of(self, request: web.Request) -> Knowledge:
        knowledge = self._library.live
        if knowledge is None or request.match_info["year"] != str(knowledge.schedule.week.starts.year):
            raise web.HTTPNotFound(text="There is no week of that year.")
        return knowledge


def _file(body: bytes) -> web.Response:
    return web.Response(body=body, content_type="text/calendar", charset="utf-8")
