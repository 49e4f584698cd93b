"""Puts the parts together: what is configured is started, and stopped cleanly."""

import asyncio
import datetime as dt
import gc
import json
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from aiohttp import web as aiohttp_web

from bot import memory, selftest, silence, web
from bot.calendars import SESSION, WEEK, Calendars
from bot.commands import trained_reader
from bot.content.changes import Posted
from bot.content.library import Library
from bot.core.answering import Answerer
from bot.core.knowledge import Knowledge
from bot.core.replies import Reply
from bot.core.wording import LONDON_ZONE
from bot.delivery import listing
from bot.delivery.calendar import Calendar
from bot.delivery.caretaker import Caretaker
from bot.delivery.clock import Alarm
from bot.delivery.counts import Counts
from bot.delivery.deliver import Deliverer
from bot.delivery.entry import State
from bot.delivery.ledger import Ledger
from bot.delivery.listing import Standing
from bot.delivery.pacing import LIMITS
from bot.delivery.references import References
from bot.delivery.rounds import Rounds
from bot.delivery.settling import settle
from bot.desk import mirror
from bot.desk.desk import Desk
from bot.desk.door import CLOSED, Door
from bot.desk.sources import Sources
from bot.errors import ContentError, SettingsError
from bot.exchange import Exchange
from bot.folders import served
from bot.health import Health, expiring
from bot.indexing import index
from bot.local import LocalPage
from bot.platforms import slack_blocks, teams_cards
from bot.platforms.base import Platform
from bot.platforms.console import Console
from bot.questions import Questions
from bot.settings import Settings, SlackCredentials, TeamsCredentials, is_loopback
from bot.telemetry import Telemetry, configure
from bot.timepiece import Timepiece

TICK, RELOAD, SELFTEST, COUNTED, ROUND, SPARED = 10.0, 5.0, 60.0, 300.0, 2.0, 30.0
DRAIN, LAST = 18.0, 1.5
"""Seconds to finish what is in flight, and then to let go of everything: twenty in all."""
Routes = dict[tuple[str, str], web.Handler]


def _in_slack(reply: Reply) -> tuple[str, ...]:
    return slack_blocks.fallback(reply), json.dumps(slack_blocks.render(reply), ensure_ascii=False)


def _in_teams(reply: Reply) -> tuple[str, ...]:
    return teams_cards.plain(reply), json.dumps(teams_cards.render(reply), ensure_ascii=False)


SHOWS = {"Slack": _in_slack, "Teams": _in_teams}


class App:
    """One process of Signpost, from settings to a clean stop."""

    def __init__(
        self,
        settings: Settings,
        clock: dt.datetime | None = None,
        speed: float = 1.0,
        say: Callable[[str], object] | None = None,
    ) -> None:
        configure(settings.log_level)
        self.settings = settings
        self.telemetry = Telemetry()
        self.tell = self.telemetry.tell
        self.say = say or (lambda sentence: self.tell("said", reason=sentence))
        silence.keep(self.tell)
        self.timepiece = Timepiece(clock, speed)
        self.library = Library(
            *served(settings),
            store=settings.data / "last-good",
            tell=self.tell,
            now=self.timepiece.now,
            real_now=lambda: dt.datetime.now(LONDON_ZONE),
            live=settings.live,
        )
        self.platforms: dict[str, Platform] = {}
        self.rounds = Rounds(self.platforms)
        self.health = Health(self.library, self.rounds, lambda: self.answerer is not None)
        self.reader = trained_reader(settings, lambda sentence: self.health.note("reader", sentence))
        self.answerer: Answerer | None = None
        self._before: Knowledge | None = None
        self.exchange = Exchange(lambda: self.answerer, self.reader, self.timepiece.now, self._answered)
        self.exchange.send = Questions(self.library, self.platforms).send
        self.counts: Counts | None = None
        self._entrances: list[Callable[[], Awaitable[object]]] = []
        self._closing: list[Callable[[], Awaitable[object]]] = []
        self.telemetry.metrics.watch("signpost_messages_waiting", lambda: self.exchange.unread)

    async def run(self) -> None:
        """Serve until SIGTERM or SIGINT, then finish what is in flight."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
        try:
            await self.start()
            gc.freeze()  # what there is now stays, so nobody's answer waits while it is looked through
            gc.enable()
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
        self.ledger = self.health.ledger = Ledger.later(self.settings.database_url)
        self._closing.append(self.ledger.close)
        self.counts = Counts(self.ledger)
        self._closing.append(self.counts.write_down)
        routes: Routes = {}
        console = Console(self.timepiece.now)
        self.platforms["console"] = console
        calendars = Calendars(Calendar(self.ledger, lambda: dt.datetime.now(dt.UTC)), self.library)
        routes["GET", WEEK] = calendars.week
        routes["GET", SESSION] = calendars.session
        refused: list[SettingsError] = []
        if slack is not None:
            refused += await self._start_slack(slack, routes)
        if teams is not None:
            refused += await self._start_teams(teams, routes)
        self._bear(refused, configured=sum(given is not None for given in (slack, teams)))
        local = None if slack or teams else self._local(console)
        if local is None:
            del self.platforms["console"]
        calendar = self.settings.public_url
        limits = {**LIMITS, "slack": replace(LIMITS["slack"], posts=self.settings.slack_posts)}
        self.deliverer = Deliverer(
            self.ledger, self.platforms, self.tell, self.timepiece.now, calendar=calendar, limits=limits
        )
        self.caretaker = Caretaker(self.rounds, self.ledger, self.deliverer.say, self.tell)
        self.deliverer.let_pass = self.exchange.let_pass
        self._entrances.append(self.deliverer.close)
        await self.selftest()
        public = web.public(routes, self.tell, local)
        self._entrances.append(await _serve(public, self.settings.host, self.settings.port, "SIGNPOST"))
        desk = self._desk(Door(token, loopback=is_loopback(self.settings.admin_host)))
        admin = web.admin(self.telemetry.metrics.page, self.health, self.tell, desk.application())
        where = self.settings.admin_host, self.settings.admin_port
        self._closing.append(await _serve(admin, *where, "SIGNPOST_ADMIN"))
        for alarm in (
            Alarm(self.timepiece.interval(TICK), self.tick, on_the_dot=True),
            Alarm(RELOAD, self.reload),
            Alarm(SELFTEST, self.selftest),
            Alarm(COUNTED, self.write_counts),
            Alarm(SPARED, self.spare_memory),
            Alarm(ROUND, self.look_round),
        ):
            alarm.start()
            self._entrances.append(alarm.stop)
        self._say_where(local is not None)

    async def stop(self) -> None:
        """Take no more, finish what is in flight, let go of everything: within twenty seconds.

        Messages that were acknowledged are being answered all the while; platforms wait for theirs when they close.
        """
        self.health.stopping = True
        loop = asyncio.get_running_loop()
        until = loop.time() + DRAIN
        entrances = [asyncio.ensure_future(close()) for close in self._entrances]
        if entrances:
            _, late = await asyncio.wait(entrances, timeout=DRAIN)
            for slow in late:
                slow.cancel()
            await asyncio.gather(*entrances, return_exceptions=True)
        for close in reversed(self._closing):
            try:
                await asyncio.wait_for(close(), max(until - loop.time(), LAST / len(self._closing)))
            except Exception as error:  # noqa: BLE001 -- the rest must still be let go of
                self.tell("stop.failed", error=type(error).__name__)
        self.exchange.close()
        self._entrances.clear()
        self._closing.clear()

    async def tick(self) -> None:
        """Post and mend whatever is due by the clock."""
        now, knowledge = self.timepiece.tick(), self.library.live
        if knowledge is not None:
            await self.deliverer.tick(knowledge, now)
        self.exchange.forget(self.timepiece.now())
        self.health.ticked()

    async def reload(self) -> None:
        """Take up edited files, whole and checked, or keep what is live."""
        before = self.library.live
        await asyncio.to_thread(self.library.refresh)
        current = self.library.live
        if current is not before:
            self._before = before
            if current is not None:
                self.deliverer.go_by(current)
        if current is None or (self.answerer is not None and self.answerer.knowledge is current):
            return
        try:
            self.answerer = await asyncio.to_thread(index, current, self.reader, self.tell, self.answerer)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the older answers go on
            self.health.note(
                "answers", "the newest files cannot be answered from, so older answers are live: tell whoever runs me"
            )
            self.tell("content.failed", version=current.version, error=type(error).__name__)
        else:
            self.health.note("answers", None)

    async def selftest(self) -> None:
        """Send a crisis sentence down the real path, up to what is sent; then look at everything else."""
        wrong = selftest.wrong(lambda question: self.exchange.reply(question, self.timepiece.now()), SHOWS)
        self.health.note("crisis path", wrong)
        self.tell("selftest", ok=wrong is None, reason=wrong or "")
        expires, today = self.settings.teams_password_expires, dt.datetime.now(dt.UTC).date()
        says = expiring(expires, today)
        self.health.note("secret", says)
        self.caretaker.secret("MicrosoftAppPassword", expires, today, says)
        if expires is not None:
            self.telemetry.metrics.expires("MicrosoftAppPassword", expires)
        knowledge = self.library.live
        self.telemetry.metrics.state(
            troubles=len(self.health.known()),
            unreachable=len(self.rounds.wrong),
            overdue=knowledge.overdue(self.timepiece.now().date()) if knowledge else 0,
            credentials=self.health.credentials(),
        )

    async def look_round(self) -> None:
        """See whether the next channel can be reached."""
        await self.caretaker.look(self.library.live, self.timepiece.now())

    async def standings(self) -> list[Standing]:
        """How each channel stands on each day, by the ledger and by what its platform says of it."""
        knowledge = self.library.live
        if knowledge is None:
            return []
        return listing.standings(knowledge, await self.ledger.rows(), self.timepiece.now(), self.rounds.reasons)

    async def posted(self) -> list[Posted]:
        """The messages that are in channels."""
        return [Posted(row.key, row.told, row.noticed) for row in await self.ledger.rows() if row.state is State.POSTED]

    def force_of(self, place: str) -> str | None:
        """The force whose workspace or tenant this is, by channels.yaml."""
        knowledge = self.library.live
        return knowledge.channels.force_of(place) if knowledge else None

    def _answered(self, event: str, /, **fields: str | int | float | bool) -> None:
        """Take note of what the exchange tells, and count the answers people were given."""
        if event == "answer.given" and self.counts is not None:
            self.counts.add(self.timepiece.now().date(), str(fields["kind"]), str(fields["entry"]))
        self.tell(event, **fields)

    async def spare_memory(self) -> None:
        """Give back what a rush has left, unless somebody still waits: nothing gets memory meanwhile."""
        if not self.exchange.waiting:
            await asyncio.to_thread(memory.give_back)

    async def write_counts(self) -> None:
        """Write down what was counted, and keep of days that are over only what may be told."""
        if self.counts is not None:
            await self.counts.write_down()
            await settle(self.ledger, self.timepiece.now())

    def _open_content(self) -> None:
        try:
            self.answerer = index(self.library.open(), self.reader, self.tell)
        except ContentError as error:
            self.say(f"{error}: only people in danger are answered. signpost check shows the problems.")
        except Exception as error:  # noqa: BLE001 -- whatever it is, the crisis reply needs none of it
            self.health.note("answers", "the files cannot be answered from: tell whoever runs me")
            self.tell("content.failed", error=type(error).__name__)

    def _bear(self, refused: list[SettingsError], configured: int) -> None:
        """Go on without the platforms that refuse our credentials, unless they all do. Raises SettingsError."""
        said = " ".join(map(str, refused))
        if refused and len(refused) == configured:
            raise SettingsError(said)
        if refused:
            self.say(f"{said} The other platform is served.")

    async def _start_slack(self, given: SlackCredentials, routes: Routes) -> list[SettingsError]:
        """Serve Slack; with a sentence when it refuses our credentials."""
        from bot.platforms.slack import Slack, SlackAccess  # here: what is not configured is not paid for

        oauth = (given.client_id, given.client_secret) if given.client_id and given.client_secret else None
        access = SlackAccess(
            given.api_url, given.signing_secret, given.bot_token, given.app_token, oauth, self.settings.public_url
        )
        respond = partial(self.exchange.respond, platform="slack")
        slack = Slack(
            access, respond, self.exchange.home, self.tell, self.force_of,
            read_back=self.settings.slack_read_back, database=self.ledger.base,
        )  # fmt: skip
        self._closing.append(slack.close)
        refused = await self._started("slack", slack.start())
        self.platforms["slack"] = slack
        self.health.watch("slack", lambda: slack.trouble)
        if given.signing_secret:
            routes["POST", "/slack/events"] = slack.handle
        if slack.installs is not None:
            routes["GET", "/slack/install"] = slack.installs.begin
            routes["GET", "/slack/oauth_redirect"] = slack.installs.finish
        return refused

    async def _start_teams(self, given: TeamsCredentials, routes: Routes) -> list[SettingsError]:
        """Serve Teams; with a sentence when Microsoft refuses our credentials."""
        from bot.platforms.teams import Teams, TeamsAccess

        access = TeamsAccess(given.type.value, given.app_id, given.password, given.tenant_id)
        respond = partial(self.exchange.respond, platform="teams")
        teams = Teams(access, respond, self.tell, self.force_of, References(self.ledger))
        self._closing.append(teams.close)
        refused = await self._started("teams", teams.start())
        self.platforms["teams"] = teams
        self.health.watch("teams", lambda: teams.trouble)
        routes["POST", "/api/messages"] = teams.handle
        return refused

    async def _started(self, platform: str, starting: Awaitable[None]) -> list[SettingsError]:
        try:
            await starting
        except SettingsError as error:
            self.tell("credentials.rejected", platform=platform, reason=str(error))
            return [error]
        return []

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
            wrong=self.health.ready,
            calendar=self.settings.public_url,
        )
        desk = Desk(sources, door)
        self._closing.append(desk.close)
        return desk

    def _say_where(self, local: bool) -> None:
        where = f"http://{self.settings.host}:{self.settings.port}/"
        if local:
            self.say("Signpost is running on this machine only: no Slack or Teams credentials are set.")
            self.say(f"Talk to it at {where} (its reminders appear there, too). Stop with Ctrl-C.")
        if self.settings.desk() is None and not is_loopback(self.settings.admin_host):
            self.say(CLOSED)
        else:
            self.say(f"The desk for wellbeing leads: http://{self.settings.admin_host}:{self.settings.admin_port}/desk")


async def _serve(app: aiohttp_web.Application, host: str, port: int, setting: str) -> Callable[[], Awaitable[None]]:
    """Serve *app*; what is returned stops that. Raises SettingsError when the port cannot be opened."""
    runner = aiohttp_web.AppRunner(app, access_log=None, shutdown_timeout=DRAIN / 2)
    await runner.setup()
    try:
        await aiohttp_web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise SettingsError(
            f"Port {port} on {host} cannot be opened ({error.strerror or error}). "
            f"Stop what uses it, or set {setting}_PORT to another port; {setting}_HOST says on which address."
        ) from None
    return runner.cleanup
