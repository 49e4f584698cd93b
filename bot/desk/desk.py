"""The leads' page as an application of its own, served under ``/desk`` on the admin port."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from importlib import resources

from aiohttp import web

from bot.content import changes, source
from bot.content.changes_week import of_the_week
from bot.content.files import Snapshot
from bot.content.source import Content
from bot.core.answering import Answerer
from bot.delivery import figures
from bot.desk import asked, asking, catalogue, changed, coverage, entries, entry, nothing, problems, standing, week
from bot.desk.catalogue import Row
from bot.desk.door import Door
from bot.desk.frame import Frame
from bot.desk.markup import Child, el
from bot.desk.sources import Sources
from bot.desk.trials import Trials, Tried
from bot.desk.view import View
from bot.desk.watch import Newest, Watch

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser would not say where a form comes from
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
FILES = {"desk.css": "text/css", "desk.js": "text/javascript"}
Page = Callable[[web.Request, "Look"], Awaitable[web.Response]]


class Look:
    """What one request sees: one version of everything, from its first line to its last."""

    def __init__(self, view: View, newest: Newest, answerer: Answerer, frame: Frame) -> None:
        self.view = view
        self.newest = newest
        self.answerer = answerer
        self.frame = frame

    def page(self, title: str, here: str, *body: Child, clock: bool = True, session: str | None = None) -> web.Response:
        """The whole page; see ``Frame.page``."""
        text = self.frame.page(title, here, *body, clock=clock, session=session)
        return web.Response(text=text, content_type="text/html")


class Desk:
    """Every page of the desk. It reads from *sources* and changes nothing."""

    def __init__(self, sources: Sources, door: Door) -> None:
        self._from = sources
        self._door = door
        self._watch = Watch(sources.folders, sources.now)
        self._trials = Trials(sources.reader)
        self._lived: tuple[Snapshot, Content] | None = None

    async def close(self) -> None:
        """Stop what is being tried."""
        await self._trials.close()

    def application(self) -> web.Application:
        """The routes; to be added to the admin port's application under ``/desk``."""
        app = web.Application(middlewares=[self._guarded()])
        pages = {
            "": self.standing,
            "/entries": self.entries,
            "/entries/{entry}": self.entry,
            "/ask": self.ask,
            "/week": self.week,
            "/coverage": self.coverage,
            "/asked": self.figures,
            "/changes": self.changes,
        }
        for path, page in pages.items():
            app.router.add_get(path, self._looking(page))
        app.router.add_post("/ask", self._looking(self.asked))
        app.router.add_get("/status", self._looking(self.status))
        app.router.add_get("/", _without_slash)
        for name, kind in FILES.items():
            app.router.add_get(f"/{name}", _file(name, kind))
        return app

    # pages

    async def standing(self, _: web.Request, look: Look) -> web.Response:
        """``GET /desk``."""
        rows, tried = await self._rows(look)
        standings, wrong = await asyncio.gather(self._from.standings(), self._from.wrong())
        files = problems.listing(look.newest, self._from.library)
        beside = self._beside_files(wrong)
        body = standing.page(look.view, files, rows, standings, beside, tried=tried is not None)
        return look.page("How things stand", "", body, clock=False)

    async def entries(self, request: web.Request, look: Look) -> web.Response:
        """``GET /desk/entries``."""
        rows, _ = await self._rows(look)
        return look.page("Entries", "/entries", entries.page(look.view, rows, request.query), clock=False)

    async def entry(self, request: web.Request, look: Look) -> web.Response:
        """``GET /desk/entries/<id>``."""
        rows, tried = await self._rows(look)
        row = _found(rows, request.match_info["entry"], look.view.force)
        if row is None or row.value is None:
            page = look.page("There is no such entry", "/entries", el("p", "It is not live."), clock=False)
            page.set_status(404)
            return page
        body = entry.page(look.view, row, look.answerer, tried, request.query)
        return look.page(row.title, f"/entries/{row.id}", body, session=request.query.get("session"))

    async def ask(self, _: web.Request, look: Look) -> web.Response:
        """``GET /desk/ask``: the empty form."""
        return look.page("Ask it", "/ask", asking.page(look.view, look.answerer, None))

    async def asked(self, request: web.Request, look: Look) -> web.Response:
        """``POST /desk/ask``: the question comes in the body, so that it stands in no address."""
        text = (await request.post()).get("question")
        if not isinstance(text, str) or not text.strip():
            return look.page("Ask it", "/ask", asking.page(look.view, look.answerer, None))
        done = await asyncio.to_thread(asking.ask, text, look.view, look.answerer, self._from.reader)
        return look.page("Ask it", "/ask", asking.page(look.view, look.answerer, done))

    async def week(self, _: web.Request, look: Look) -> web.Response:
        """``GET /desk/week``."""
        body = week.page(look.view, look.answerer.knowledge, await self._from.standings(), self._from.calendar)
        return look.page("The week’s posts", "/week", body)

    async def coverage(self, _: web.Request, look: Look) -> web.Response:
        """``GET /desk/coverage``."""
        rows, tried = await self._rows(look)
        body = coverage.page(look.view, rows, tried, self._trials)
        return look.page("Do the asks work?", "/coverage", body, clock=False)

    async def figures(self, _: web.Request, look: Look) -> web.Response:
        """``GET /desk/asked``."""
        today = self._from.now().date()
        found = await asyncio.to_thread(figures.figures, await self._from.counts(), today, asked.DAYS)
        knowledge = look.answerer.knowledge
        titles = {entry.id: entry.title for force in knowledge.forces for entry in force.entries}
        titles |= {entry.id: entry.title for entry in knowledge.entries}
        titles |= {aspect.id: aspect.title for aspect in knowledge.aspects}
        return look.page("What people ask", "/asked", asked.page(found, titles), clock=False)

    async def changes(self, _: web.Request, look: Look) -> web.Response:
        """``GET /desk/changes``."""
        before, live = self._from.before(), look.answerer.knowledge
        found, week = None, []
        if before is not None:
            week = list(of_the_week(before.schedule, live.schedule))
            posted, now = await self._from.posted(), self._from.now()
            found = await asyncio.to_thread(changes.between, before, live, now, posted, self._from.calendar)
        return look.page("What changed", "/changes", changed.page(found, week), clock=False)

    async def status(self, _: web.Request, look: Look) -> web.Response:
        """``GET /desk/status``: what a page's script asks every few seconds."""
        library = self._from.library
        return web.json_response(
            {
                "state": look.frame.state,
                "status": look.frame.status,
                "problems": problems.listing(look.newest, library),
                "live": look.frame.live,
            }
        )

    # what they are made of

    async def _rows(self, look: Look) -> tuple[list[Row], Tried | None]:
        snapshot = self._from.library.snapshot
        if self._lived is None or self._lived[0] is not snapshot:
            self._lived = snapshot, await asyncio.to_thread(source.parse, snapshot)
        tried = self._trials.of(look.answerer)
        today = self._from.now().date()
        return catalogue.rows(look.newest, look.answerer.knowledge, self._lived[1], today, tried), tried

    def _looking(self, page: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            answerer = self._from.answerer()
            if answerer is None:
                return await self._nothing(request)
            given: Mapping[str, str] = request.query
            if request.method == "POST":
                given = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
            view = View.read(given, answerer.knowledge, self._from.now())
            newest = await asyncio.to_thread(self._watch.look)
            library, live = self._from.library, answerer.knowledge
            status, state = problems.status(newest, library, self._from.now()), problems.state(newest, library)
            frame = Frame(view, live, status, state, live.version, self._door.locked)
            return await page(request, Look(view, newest, answerer, frame))

        return handle

    async def _nothing(self, request: web.Request) -> web.Response:
        """What every address shows while there is no answer to anything but danger."""
        newest = await asyncio.to_thread(self._watch.look)
        files = problems.listing(newest, self._from.library)
        if request.path == "/desk/status":
            told = {"state": "bad", "status": nothing.STATUS, "problems": files, "live": ""}
            return web.json_response(told)
        text = nothing.page(files, self._beside_files(await self._from.wrong()), leave=self._door.locked)
        return web.Response(text=text, content_type="text/html", status=200 if request.path == "/desk" else 503)

    def _beside_files(self, wrong: list[str]) -> list[str]:
        """*wrong* without what the list of the files' problems says already."""
        said = [str(problem) for problem in self._from.library.problems]
        return [sentence for sentence in wrong if not sentence.endswith(tuple(said))]

    def _guarded(self) -> Callable[..., Awaitable[web.StreamResponse]]:
        @web.middleware
        async def middleware(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            try:
                response = await self._door.guard(request, handler)
            except web.HTTPException as error:
                error.headers.update(HEADERS)
                raise
            response.headers.update(HEADERS)
            return response

        return middleware


def _found(rows: list[Row], entry_id: str, force: str | None) -> Row | None:
    """The entry as people of *force* see it: their own before the common one."""
    own = next((row for row in rows if row.id == entry_id and force is not None and row.force == force), None)
    return own or next((row for row in rows if row.id == entry_id and row.force is None), None)


async def _without_slash(_: web.Request) -> web.Response:
    return web.Response(status=301, headers={"Location": "/desk"})


def _file(name: str, kind: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    body = (resources.files("bot") / "desk" / name).read_bytes()

    async def serve(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=kind, charset="utf-8")

    return serve
