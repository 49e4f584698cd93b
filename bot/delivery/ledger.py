"""What was posted where: one row a channel and London day, claimed before posting and settled afterwards.

    claimed    somebody is posting it, or vanished while doing so
    posted     it arrived; the row knows the message, for later edits
    released   it certainly did not arrive; it may be tried again
    unsure     it may or may not have arrived, and cannot be looked up: it is not repeated, a person is told
    given up   its time passed before it could be posted; should it be due after all (a clock was wrong), it is posted

Who claimed a row is its *holder*: one run of one process, whose heart beats in the table ``holders``. No statement
compares clocks, so that a stepped or wrong clock can neither lose nor double a post.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Self

from bot.core.posts import Told
from bot.core.schedule import Key
from bot.delivery import statements
from bot.delivery.database import Database
from bot.delivery.entry import Claim, Entry, State, claim_of, entry_of
from bot.errors import LedgerError


class Ledger:
    """The ledger in one database, written by one *holder*."""

    def __init__(self, base: Database, holder: str) -> None:
        self.base = base
        self.holder = holder

    @classmethod
    async def open(cls, url: str, holder: str | None = None) -> Self:
        """Open ``sqlite:///path`` or ``postgresql://...``, made or brought up to date as needed. Raises LedgerError."""
        base = await Database.open(url)
        try:
            await base.run(statements.FORGET)
        except BaseException:  # nobody else could close it
            await base.close()
            raise
        return cls(base, holder or secrets.token_hex(8))

    @classmethod
    def later(cls, url: str) -> Self:
        """The same, opened by the first call that needs it. Raises LedgerError for an address that is no database's."""
        return cls(Database.later(url), secrets.token_hex(8))

    async def claim(self, key: Key, told: Told, due: dt.datetime, real_now: dt.datetime) -> Claim | None:
        """The right to post *key*; None when the channel has, or may have, its post of that day, or may get it."""
        rows = await self.base.run(
            statements.CLAIM,
            **_place(key),
            reminder=key.reminder,
            holder=self.holder,
            due=_stamp(due),
            real=_stamp(real_now),
            told=told.write(),
        )
        return claim_of(key, rows)

    async def take_over(self, entry: Entry, real_now: dt.datetime) -> Claim | None:
        """Hold a claim whose holder vanished: it may be posted already. None when another was quicker."""
        rows = await self.base.run(
            statements.TAKE_OVER, **_place(entry.key), holder=self.holder, gone=entry.holder, attempts=entry.attempts,
            real=_stamp(real_now),
        )  # fmt: skip
        return claim_of(entry.key, rows)

    async def posted(self, key: Key, message: str, at: dt.datetime, real_now: dt.datetime) -> bool:
        """It arrived as *message*. False when another message already stands there."""
        place = _place(key)
        return bool(
            await self.base.run(statements.POSTED, **place, message=message, posted=_stamp(at), real=_stamp(real_now))
        )

    async def release(self, claim: Claim, reason: str, real_now: dt.datetime) -> bool:
        """It certainly did not arrive, because of *reason*: it may be claimed again."""
        return await self._settle(claim, State.RELEASED, reason, real_now)

    async def unsure(self, claim: Claim, reason: str, real_now: dt.datetime) -> bool:
        """It may have arrived, and nobody can look: it is never repeated."""
        return await self._settle(claim, State.UNSURE, reason, real_now)

    async def _settle(self, claim: Claim, state: State, reason: str, real_now: dt.datetime) -> bool:
        """Only while *claim* is the newest: somebody may have taken it over meanwhile."""
        rows = await self.base.run(
            statements.SETTLE,
            **_place(claim.key),
            state=state,
            reason=reason,
            holder=self.holder,
            real=_stamp(real_now),
            attempt=claim.attempt,
        )
        return bool(rows)

    async def give_up(self, key: Key, told: Told, due: dt.datetime, reason: str, real_now: dt.datetime) -> str | None:
        """Its time has passed. The reason that stands, once, for the one who recorded it; None for everybody else."""
        rows = await self.base.run(
            statements.GIVE_UP,
            **_place(key),
            reminder=key.reminder,
            holder=self.holder,
            due=_stamp(due),
            real=_stamp(real_now),
            told=told.write(),
            reason=reason,
        )
        return str(rows[0]["reason"] or reason) if rows else None

    async def give_up_before(self, today: dt.date, real_now: dt.datetime) -> list[tuple[str, str]]:
        """What was still to be posted when its day ended, because nobody ran then: channel and reason, once each."""
        rows = await self.base.run(statements.GIVE_UP_BEFORE, today=today.isoformat(), real=_stamp(real_now))
        return [(row["channel"], str(row["reason"])) for row in rows]

    async def rows(self, since: dt.date | None = None, until: dt.date | None = None) -> list[Entry]:
        """Every row of those London days, in order of day and channel."""
        found = await self.base.run(
            "SELECT * FROM posts WHERE day >= :since AND day <= :until ORDER BY day, channel",
            since=since.isoformat() if since else "",
            until=until.isoformat() if until else "9999",
        )
        return [entry_of(row) for row in found]

    async def claimed(self) -> list[Entry]:
        """Every row that somebody holds, or held when they vanished."""
        return [entry_of(row) for row in await self.base.run("SELECT * FROM posts WHERE state = 'claimed'")]

    async def sayings(self, since: dt.date, until: dt.date) -> list[tuple[str, dt.date, Told, Told]]:
        """What the posts of those days say, each thing once: reminder, day, what the message and its thread say."""
        rows = await self.base.run(statements.SAYINGS, since=since.isoformat(), until=until.isoformat())
        return [
            (r["reminder"], dt.date.fromisoformat(r["day"]), Told.read(r["told"]), Told.read(r["noticed"]))
            for r in rows
        ]

    async def saying(self, reminder: str, day: dt.date, told: Told, noticed: Told) -> list[Entry]:
        """Every post that says just this, and that nobody is telling the thread of just now."""
        rows = await self.base.run(
            "SELECT * FROM posts WHERE state = 'posted' AND reminder = :reminder AND day = :day AND told = :told "
            "AND noticed = :noticed AND noticing IS NULL ORDER BY channel",
            reminder=reminder, day=day.isoformat(), told=told.write(), noticed=noticed.write(),
        )  # fmt: skip
        return [entry_of(row) for row in rows]

    async def says(self, key: Key, told: Told, noticed: Told) -> bool:
        """Whether the message says just this, and its thread."""
        rows = await self.base.run(
            "SELECT day FROM posts WHERE channel = :channel AND day = :day AND told = :told AND noticed = :noticed",
            **_place(key), told=told.write(), noticed=noticed.write(),
        )  # fmt: skip
        return bool(rows)

    async def edited(
        self, key: Key, before: Told, after: Told, real_now: dt.datetime, refused: str | None = None
    ) -> None:
        """The message says *after* now; or it never will, because of *refused*."""
        await self.base.run(
            statements.EDITED,
            **_place(key),
            before=before.write(),
            after=after.write(),
            real=_stamp(real_now),
            reason=refused,
            edits=0 if refused else 1,
        )

    async def claim_notice(self, key: Key, before: Told, after: Told) -> bool:
        """The right to tell the thread, which knows of *before*, of *after*."""
        sql = (
            "UPDATE posts SET noticing = :after, noticing_holder = :holder WHERE channel = :channel AND day = :day "
            "AND noticed = :before AND noticing IS NULL RETURNING channel"
        )
        place = _place(key)
        return bool(await self.base.run(sql, **place, before=before.write(), after=after.write(), holder=self.holder))

    async def settle_notice(self, key: Key, *, arrived: bool, sent: bool) -> None:
        """The thread was told, or may have been (*arrived*); or it certainly was not, and may be told again."""
        await self.base.run(
            "UPDATE posts SET noticed = CASE WHEN :arrived = 1 THEN noticing ELSE noticed END, noticing = NULL, "
            "notices = notices + :sent WHERE channel = :channel AND day = :day AND noticing_holder = :holder "
            "AND noticing IS NOT NULL",
            **_place(key), arrived=int(arrived), sent=int(sent), holder=self.holder,
        )  # fmt: skip

    async def nothing_to_notice(self, key: Key, before: Told, after: Told) -> None:
        """What changed is told by the edit alone."""
        await self.base.run(
            "UPDATE posts SET noticed = :after WHERE channel = :channel AND day = :day AND noticed = :before "
            "AND noticing IS NULL",
            **_place(key), before=before.write(), after=after.write(),
        )  # fmt: skip

    async def noticed_by(self, gone: str) -> None:
        """Take as told what a vanished holder was telling threads: better once too rarely than twice."""
        await self.base.run(
            "UPDATE posts SET noticed = noticing, noticing = NULL "
            "WHERE noticing IS NOT NULL AND noticing_holder = :gone",
            gone=gone,
        )

    async def holders(self) -> frozenset[str]:
        """Every other holder that has begun something."""
        rows = await self.base.run(statements.HOLDERS)
        return frozenset(row["holder"] for row in rows) - {self.holder}

    async def beat(self) -> None:
        """Show the others that this holder is alive."""
        await self.base.run(statements.BEAT, holder=self.holder)

    async def beats(self) -> dict[str, int]:
        """How often the heart of each holder has beaten."""
        return {row["holder"]: row["beat"] for row in await self.base.run("SELECT holder, beat FROM holders")}

    async def take_lanes(self, lanes: Iterable[str], gone: Iterable[str] = ()) -> list[str]:
        """Be the one that posts into *lanes*: those of them that are free, ours, or were held by one of *gone*."""
        wanted = {f"lane{number}": lane for number, lane in enumerate(sorted(lanes))}  # in order: or two would deadlock
        vanished = {f"gone{number}": holder for number, holder in enumerate(sorted(gone))}
        sql = statements.TAKE_LANES.format(
            rows=", ".join(f"(:{name}, :holder)" for name in wanted), gone="".join(f", :{name}" for name in vanished)
        )
        return [row["lane"] for row in await self.base.run(sql, holder=self.holder, **wanted, **vanished)]

    async def free_lane(self, lane: str) -> None:
        """Let others post into *lane*."""
        await self.base.run("UPDATE lanes SET holder = '' WHERE lane = :lane AND holder = :holder", lane=lane,
                            holder=self.holder)  # fmt: skip

    async def untold(self, since: dt.date) -> list[Entry]:
        """Every row from *since* on that needs a person, and of which the leads have not been told."""
        return [entry_of(row) for row in await self.base.run(statements.UNTOLD, since=since.isoformat())]

    async def reported(self, about: str) -> bool:
        """Whether the leads have been told of *about*."""
        return bool(await self.base.run("SELECT about FROM reports WHERE about = :about", about=about))

    async def report(self, about: str, real_now: dt.datetime) -> None:
        """The leads have been told of *about*."""
        sql = "INSERT INTO reports VALUES (:about, :real) ON CONFLICT (about) DO NOTHING"
        await self.base.run(sql, about=about, real=_stamp(real_now))

    async def unreached(self) -> dict[str, str]:
        """Why channels could not be reached when they were last looked at, by key."""
        return {row["channel"]: row["reason"] for row in await self.base.run("SELECT * FROM unreached")}

    async def note_unreached(self, channel: str, reason: str | None) -> None:
        """Channel, by its key, cannot be reached because of *reason*; None when it can."""
        if reason is None:
            await self.base.run("DELETE FROM unreached WHERE channel = :channel", channel=channel)
        else:
            sql = (
                "INSERT INTO unreached VALUES (:channel, :reason) ON CONFLICT (channel) DO UPDATE SET reason = :reason"
            )
            await self.base.run(sql, channel=channel, reason=reason)

    async def wrong(self) -> list[str]:
        """Why nothing can be written, in one sentence; nothing when all is well."""
        try:
            await self.beat()
        except LedgerError as error:
            return [f"the ledger cannot be written, so nothing is posted: {error}"]
        return []

    async def close(self) -> None:
        """Say goodbye, so that nobody waits for this holder, and let go of the database."""
        try:
            await self.base.run("UPDATE lanes SET holder = '' WHERE holder = :holder", holder=self.holder)
            await self.base.run(statements.FORGET)
        except LedgerError:
            pass  # the others find out by its silence
        finally:
            await self.base.close()


def _place(key: Key) -> dict[str, str]:
    return {"channel": key.channel, "day": key.day.isoformat()}


def _stamp(moment: dt.datetime) -> str:
    """UTC in one fixed format, so that text sorts as time does."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
