"""Puts the parts together: what is configured is started, and stopped cleanly."""

import asyncio
import contextlib
import datetime as dt
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web as aiohttp_web

from bot import silence, web
from bot.commands import trained_reader
from bot.content.changes import Posted
from bot.content.library import Library
from bot.core import pinned
from bot.core.answering import Answerer
from bot.core.knowledge import Knowledge
from bot.core.question import Question
from bot.core.replies import Kind, Reply
from bot.core.wording import LONDON_ZONE
from bot.delivery import listing
from bot.delivery.calendar import Calendar
from bot.delivery.clock import Alarm
from bot.delivery.counts import Counts
from bot.delivery.deliver import Deliverer
from bot.delivery.ledger import Ledger, State
from bot.delivery.listing import Standing
from bot.delivery.references import References
from bot.desk import mirror
from bot.desk.desk import Desk
from bot.desk.door import CLOSED, Door
from bot.desk.sources import Sources
from bot.errors import ContentError, LedgerError, SettingsError
from bot.exchange import Exchange
from bot.folders import served
from bot.local import LocalPage
from bot.platforms import slack_blocks, teams_cards
from bot.platforms.base import Platform, Sent
from bot.platforms.console import Console
from bot.settings import Settings, SlackCredentials, TeamsCredentials, is_loopback
from bot.telemetry import Telemetry, configure
from bot.timepiece import Timepiece

TICK, RELOAD, SELFTEST, COUNTED = 10.0, 5.0, 60.0, 300.0
DRAIN = 20.0
Routes = dict[tuple[str, str], web.Handler]
STALE = 180.0
REACHED = 600.0
"""Seconds for which a channel that could be reached is not asked about again: platforms count every look."""


class App:
    """One process of Signpost, from settings to a clean stop."""

    def __init__(
        self,
        settings: Settings,
        clock: dt.datetime | None = None,
        speed: float = 1.0,
        say: Callable[[str], object] = lambda _: None,
    ) -> None:
        configure(settings.log_level)
        self.settings = settings
        self.say = say
        self.telemetry = Telemetry()
        self.tell = self.telemetry.tell
        silence.keep(self.tell)
        self.timepiece = Timepiece(clock, speed)
        self._wrong: dict[str, str] = {}
        self.reader = trained_reader(lambda sentence: self._note("reader", sentence))
        self.library = Library(
            *served(settings),
            store=settings.data / "last-good",
            tell=self.tell,
            now=self.timepiece.now,
            real_now=lambda: dt.datetime.now(LONDON_ZONE),
        )
        self.answerer: Answerer | None = None
        self._before: Knowledge | None = None
        self.exchange = Exchange(lambda: self.answerer, self.reader, self.timepiece.now, self._answered)
        self.exchange.send = self._to_leads
        self.counts: Counts | None = None
        self._reached: dict[str, float] = {}
        self.platforms: dict[str, Platform] = {}
        self._ticked = time.monotonic()
        self._troubles: list[Callable[[], str | None]] = []
        self._closing: list[Callable[[], Awaitable[object]]] = []

    async def run(self) -> None:
        """Serve until SIGTERM or SIGINT, then finish what is in flight."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        try:
            await self.start()
            await stop.wait()
        finally:
            await self.stop()

    async def start(self) -> None:
        """Start everything that is configured. Raises a SignpostError for settings that cannot be right.

        Missing or broken content and a database that does not answer are no reason to stop: people in danger are
        answered without either, and ``ready`` says what is wrong.
        """
        slack, teams, token = self.settings.slack(), self.settings.teams(), self.settings.desk()
        self._open_content()
        self.ledger = Ledger.later(self.settings.database_url)
        self._closing.append(self.ledger.close)
        self.counts = Counts(self.ledger)
        self._closing.append(self.counts.write_down)
        routes: Routes = {}
        console = Console(self.timepiece.now)
        self.platforms["console"] = console
        self.calendar = Calendar(self.ledger, lambda: dt.datetime.now(dt.UTC))
        routes["GET", "/calendar/{year}.ics"] = self.serve_week
        routes["GET", "/calendar/{year}/{session}.ics"] = self.serve_session
        if slack is not None:
            await self._start_slack(slack, routes)
        if teams is not None:
            await self._start_teams(teams, routes)
        local = None if slack or teams else self._local(console)
        if local is None:
            del self.platforms["console"]
        calendar = self.settings.public_url
        self.deliverer = Deliverer(self.ledger, self.platforms, self.tell, self.timepiece.now, calendar=calendar)
        self._closing.append(self.deliverer.close)
        await self._serve(web.public(routes, self.tell, local), self.settings.host, self.settings.port, "SIGNPOST_PORT")
        desk = self._desk(Door(token, loopback=is_loopback(self.settings.admin_host)))
        admin = web.admin(self.telemetry.metrics, self.alive, self.ready, self.content, self.tell, desk.application())
        await self._serve(admin, self.settings.admin_host, self.settings.admin_port, "SIGNPOST_ADMIN_PORT")
        for alarm in (
            Alarm(self.timepiece.interval(TICK), self.tick),
            Alarm(RELOAD, self.reload),
            Alarm(SELFTEST, self.selftest),
            Alarm(COUNTED, self.counts.write_down),
        ):
            alarm.start()
            self._closing.append(alarm.stop)
        self._say_where(local is not None)

    async def stop(self) -> None:
        """Take no more, finish what is in flight within twenty seconds, let go of everything."""
        for close in reversed(self._closing):
            with contextlib.suppress(Exception):
                await asyncio.wait_for(close(), DRAIN)
        self._closing.clear()

    async def tick(self) -> None:
        """Post and mend whatever is due by the clock."""
        now, knowledge = self.timepiece.tick(), self.library.live
        if knowledge is not None:
            await self.deliverer.tick(knowledge, now)
        self.exchange.forget(self.timepiece.now())
        self._ticked = time.monotonic()

    async def reload(self) -> None:
        """Take up edited files, whole and checked, or keep what is live."""
        before = self.library.live
        await asyncio.to_thread(self.library.refresh)
        current = self.library.live
        if current is not before:
            self._before = before
        if current is None or (self.answerer is not None and self.answerer.knowledge is current):
            return
        try:
            self.answerer = await asyncio.to_thread(Answerer.build, current, self.reader)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the older answers go on
            self._note(
                "answers", "the newest files cannot be answered from, so older answers are live: tell whoever runs me"
            )
            self.tell("content.failed", version=current.version, error=type(error).__name__)
        else:
            self._note("answers", None)

    async def selftest(self) -> None:
        """Send a crisis sentence down the real path, up to what the platforms would be sent."""
        counts, self.counts = self.counts, None  # nobody asked
        try:
            reply = self.exchange.reply(Question("I want to kill myself"), self.timepiece.now())
            shown = (slack_blocks.fallback(reply), str(slack_blocks.render(reply)), str(teams_cards.render(reply)))
            ok = reply.kind is Kind.CRISIS and all(pinned.NUMBER in text for text in shown)
        except Exception:  # noqa: BLE001 -- whatever breaks on this path is what the alarm is for
            ok = False
        finally:
            self.counts = counts
        self._note("crisis path", None if ok else "the crisis self-test fails: people in danger may not see the number")
        self.tell("selftest", ok=ok)

    def alive(self) -> list[str]:
        """What is wrong with the process itself."""
        silent = time.monotonic() - self._ticked
        return [f"no tick for {silent:.0f} seconds"] if silent > STALE else []

    async def ready(self) -> list[str]:
        """What is wrong with the service, in words a lead or an operator can act on."""
        wrong = [*self.alive(), *self._wrong.values()]
        knowledge = self.library.live
        so = "older ones are live" if knowledge else "only people in danger are answered"
        wrong += [f"the newest files have problems, so {so}: {p}" for p in self.library.problems]
        if knowledge is not None and self.answerer is None:
            wrong.append("the files are good, but answers from them are not ready: only people in danger are answered")
        wrong += await self.ledger.wrong()
        wrong += [said for trouble in self._troubles if (said := trouble()) is not None]
        async for _, name, reason in self._unreachable(knowledge):
            wrong.append(f"{name}: {reason}")
        return wrong

    async def standings(self) -> list[Standing]:
        """How each channel stands on each day, by the ledger and by what its platform says of it."""
        knowledge = self.library.live
        if knowledge is None:
            return []
        unreachable = {key: reason async for key, _, reason in self._unreachable(knowledge)}
        return listing.standings(knowledge, await self.ledger.rows(), self.timepiece.now(), unreachable)

    async def posted(self) -> list[Posted]:
        """The messages that are in channels."""
        return [Posted(row.key, row.told, row.noticed) for row in await self.ledger.rows() if row.state is State.POSTED]

    async def _unreachable(self, knowledge: Knowledge | None) -> AsyncIterator[tuple[str, str, str]]:
        """The key and the name of each channel that cannot be posted to, and why."""
        for channel in knowledge.channels.channels if knowledge else ():
            if time.monotonic() - self._reached.get(channel.key, -REACHED) < REACHED:
                continue
            platform = self.platforms.get(channel.platform.value)
            if platform is not None:
                try:
                    reason = await platform.unreachable(channel)
                except LedgerError:
                    continue  # the ledger's own trouble is said once
            else:
                here = channel.platform.value == "console"  # lists the page of a machine that runs without credentials
                reason = None if here else f"{channel.platform.value} is not configured here"
            if reason:
                yield channel.key, channel.name, reason
            else:
                self._reached[channel.key] = time.monotonic()

    def content(self) -> dict[str, str | None]:
        """Which version of the content is live, and since when."""
        since, live = self.library.since, self.library.live
        said = since.isoformat(timespec="seconds") if since else None
        return {"version": live.version if live else None, "since": said}

    async def serve_week(self, request: aiohttp_web.Request) -> aiohttp_web.Response:
        """``GET /calendar/2026.ics``."""
        return _calendar(await self.calendar.week(self._year_of(request)))

    async def serve_session(self, request: aiohttp_web.Request) -> aiohttp_web.Response:
        """``GET /calendar/2026/<session>.ics``."""
        file = await self.calendar.session(self._year_of(request), request.match_info["session"])
        if file is None:
            raise aiohttp_web.HTTPNotFound(text="There is no session of that name in this week.")
        return _calendar(file)

    def _year_of(self, request: aiohttp_web.Request) -> Knowledge:
        knowledge = self.library.live
        if knowledge is None or request.match_info["year"] != str(knowledge.schedule.week.starts.year):
            raise aiohttp_web.HTTPNotFound(text="There is no week of that year.")
        return knowledge

    def force_of(self, place: str) -> str | None:
        """The force whose workspace or tenant this is, by channels.yaml."""
        knowledge = self.library.live
        for channel in knowledge.channels.channels if knowledge else ():
            if place in (channel.workspace, channel.tenant):
                return channel.force
        return None

    async def _to_leads(self, question: Reply) -> bool:
        """Send a question on to where channels.yaml says; whether it certainly arrived."""
        channels = self.library.live.channels if self.library.live else None
        if channels is None or channels.leads is None or not channels.questions:
            return False
        platform = self.platforms.get(channels.leads.platform.value)
        if platform is None:
            return False
        return isinstance(await platform.post(channels.leads, question, "question"), Sent)

    def _answered(self, event: str, /, **fields: str | int | float | bool) -> None:
        """Take note of what the exchange tells, and count the answers people were given."""
        if event == "answer.given" and self.counts is not None:
            self.counts.add(self.timepiece.now().date(), str(fields["kind"]), str(fields["entry"]))
        self.tell(event, **fields)

    def _open_content(self) -> None:
        try:
            self.answerer = Answerer.build(self.library.open(), self.reader)
        except ContentError as error:
            self.say(f"{error}: only people in danger are answered. signpost check shows the problems.")
        except Exception as error:  # noqa: BLE001 -- whatever it is, the crisis reply needs none of it
            self._note("answers", "the files cannot be answered from: tell whoever runs me")
            self.tell("content.failed", error=type(error).__name__)

    def _note(self, name: str, wrong: str | None) -> None:
        if wrong is None:
            self._wrong.pop(name, None)
        else:
            self._wrong[name] = wrong

    async def _start_slack(self, given: SlackCredentials, routes: Routes) -> None:
        from bot.platforms.slack import Slack, SlackAccess  # here: what is not configured is not paid for

        oauth = (given.client_id, given.client_secret) if given.client_id and given.client_secret else None
        access = SlackAccess(
            given.api_url, given.signing_secret, given.bot_token, given.app_token, oauth, self.settings.public_url
        )
        engine = await self.ledger.base.engine() if oauth else None  # the tokens of many workspaces are kept there
        slack = Slack(access, self.exchange.respond, self.exchange.home, self.tell, self.force_of, engine=engine)
        self._closing.append(slack.close)
        await slack.start()
        self.platforms["slack"] = slack
        self._troubles.append(lambda: slack.trouble)
        if given.signing_secret:
            routes["POST", "/slack/events"] = slack.handle
        if slack.installs is not None:
            routes["GET", "/slack/install"] = slack.installs.begin
            routes["GET", "/slack/oauth_redirect"] = slack.installs.finish

    async def _start_teams(self, given: TeamsCredentials, routes: Routes) -> None:
        from bot.platforms.teams import Teams, TeamsAccess

        access = TeamsAccess(given.type.value, given.app_id, given.password, given.tenant_id)
        teams = Teams(access, self.exchange.respond, self.tell, self.force_of, References(self.ledger))
        self._closing.append(teams.close)
        await teams.start()
        self.platforms["teams"] = teams
        self._troubles.append(lambda: teams.trouble)
        routes["POST", "/api/messages"] = teams.handle

    def _local(self, console: Console) -> LocalPage:
        pictures = {
            "slack": lambda reply: mirror.slack(slack_blocks.render(reply)),
            "teams": lambda reply: mirror.teams(teams_cards.render(reply)),
        }
        return LocalPage(self.exchange, console, self.timepiece, pictures)

    def _desk(self, door: Door) -> Desk:
        sources = Sources(
            folders=served(self.settings),
            library=self.library,
            answerer=lambda: self.answerer,
            reader=self.reader,
            now=self.timepiece.now,
            standings=self.standings,
            posted=self.posted,
            counts=lambda: Counts(self.ledger).all(),
            before=lambda: self._before,
            wrong=self.ready,
            calendar=self.settings.public_url,
        )
        desk = Desk(sources, door)
        self._closing.append(desk.close)
        return desk

    async def _serve(self, app: aiohttp_web.Application, host: str, port: int, setting: str) -> None:
        runner = aiohttp_web.AppRunner(app, access_log=None)
        await runner.setup()
        self._closing.append(runner.cleanup)
        try:
            await aiohttp_web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise SettingsError(
                f"Port {port} on {host} cannot be opened ({error.strerror or error}). "
                f"Stop what uses it, or set {setting} to another port."
            ) from None

    def _say_where(self, local: bool) -> None:
        where = f"http://{self.settings.host}:{self.settings.port}/"
        if local:
            self.say("Signpost is running on this machine only: no Slack or Teams credentials are set.")
            self.say(f"Talk to it at {where} (its reminders appear there, too). Stop with Ctrl-C.")
        if self.settings.desk() is None and not is_loopback(self.settings.admin_host):
            self.say(CLOSED)
        else:
            self.say(f"The desk for wellbeing leads: http://{self.settings.admin_host}:{self.settings.admin_port}/desk")


def _calendar(file: bytes) -> aiohttp_web.Response:
    return aiohttp_web.Response(body=file, content_type="text/calendar", charset="utf-8")
