"""One message in, one reply out: safety first, then the answer, and whatever breaks, the crisis number.

The only thing kept between messages is what the last answer was about, in memory, for fifteen minutes.
"""

import asyncio
import contextlib
import datetime as dt
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Protocol

from bot.core import pinned, safety
from bot.core.events import Tell, silent
from bot.core.question import Context, Question
from bot.core.reader import Reader
from bot.core.replies import Kind, Reply, Section
from bot.core.safety import Level, Reading
from bot.readings import Readings
from bot.worker import Urgency, Worker

LETS_PASS = 0.02
"""Seconds for which each post of a broadcast lets people's messages pass, who wait for an answer: 2,000 posts then take
forty seconds rather than twenty while a whole workforce writes, and as long as ever when nobody does."""
REMEMBERED = dt.timedelta(minutes=15)
CONVERSATIONS = 20_000
MOST_SENT, MOST_SENT_BY_ONE = 30, 3
"""So many questions an hour are sent on to the leads: in all, and of one conversation."""
NOT_SENT = "It could not be sent just now, and nothing of it was kept. Please ask your wellbeing lead yourself."


class Answers(Protocol):
    """What an ``Answerer`` is to the exchange."""

    def answer(
        self, question: Question, reading: Reading, now: dt.datetime, context: Context | None
    ) -> tuple[Reply, Context]:
        """The reply, and what it was about."""

    def is_curated(self, text: str) -> bool:
        """Whether *text* is word for word something that a plain answer is given to."""

    def home(self, now: dt.datetime, force: str | None) -> Reply:
        """What the App Home shows."""


class Exchange:
    """What every platform asks.

    *answerer* gives the version that is live now, None while there is none: then only crisis, support and an honest
    "I can't answer just now" come out, each with the number. *now* is London-aware time.
    """

    def __init__(
        self,
        answerer: Callable[[], Answers | None],
        reader: Reader | None,
        now: Callable[[], dt.datetime],
        tell: Tell = silent,
    ) -> None:
        self._answerer = answerer
        self._reader = reader
        self._now = now
        self._tell = tell
        self.send: Callable[[Reply], Awaitable[bool]] | None = None
        self._sent: list[tuple[dt.datetime, str | None]] = []
        self._memory: OrderedDict[str, Context] = OrderedDict()
        self._latest: dict[str, asyncio.Future[None]] = {}
        self._worker = Worker()
        self._readings = Readings(reader, self._worker, tell)

    async def respond(self, question: Question, platform: str = "local") -> Reply:
        """Answer *question*, which came through *platform*; never raises. Danger is answered before all that waits.

        A question that its asker chose to send on goes to the leads.
        """
        try:
            reply = await self._in_turn(question)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the person still gets the number
            self._tell("answer.failed", error=type(error).__name__)
            reply = pinned.failed_reply()
        entry = reply.entries[0] if reply.entries else ""
        self._tell("answer.given", platform=platform, kind=reply.kind.value, entry=entry)
        if question.action == "forward:send" and reply.forward and not await self._sent_on(question, reply.forward):
            return replace(reply, sections=(Section(NOT_SENT),))
        return reply

    async def _in_turn(self, question: Question) -> Reply:
        words = _words(question)
        with self._after_the_last(question.conversation) as last:
            reading = await self._readings.read(words) if words else Reading(Level.NONE)
            if self._reader is None or reading.level is Level.CRISIS:
                return self._replied(question, reading, self._now())
            if last is not None:
                await asyncio.wait({last})  # or 'how long is it' might be answered before what it is about
            answer = self._worker.put(lambda: self._replied(question, reading, self._now()), Urgency.ANSWER)
            return await self._worker.patiently(answer)

    @contextlib.contextmanager
    def _after_the_last(self, conversation: str | None) -> Iterator[asyncio.Future[None] | None]:
        """The end of the message before this one in *conversation*, if that is still being answered."""
        if conversation is None:
            yield None
            return
        last, own = self._latest.get(conversation), asyncio.get_running_loop().create_future()
        self._latest[conversation] = own
        try:
            yield last
        finally:
            own.set_result(None)
            if self._latest[conversation] is own:
                del self._latest[conversation]

    async def _sent_on(self, question: Question, words: str) -> bool:
        """Send *words* to the leads' channel, without a name; nothing of them is kept. Whether it arrived."""
        now = self._now()
        self._sent = [one for one in self._sent if abs(now - one[0]) < dt.timedelta(hours=1)]
        own = sum(conversation == question.conversation for _, conversation in self._sent)
        if self.send is None or len(self._sent) >= MOST_SENT or own >= MOST_SENT_BY_ONE:
            return False
        self._sent.append((now, question.conversation))
        sections = (
            Section("Somebody asked this and I had no answer. They sent it on, without a name:"),
            Section(words),
        )
        try:
            return await self.send(Reply(Kind.POST, sections, pinned.footer(), "Signpost: a question for the team"))
        except Exception as error:  # noqa: BLE001 -- the person is told that it did not go out
            self._tell("question.failed", error=type(error).__name__)
            return False

    def reply(self, question: Question, now: dt.datetime) -> Reply:
        """Answer *question* as of *now*, at once and uncounted; never raises. Takes milliseconds."""
        return self._replied(question, self._read(_words(question)), now)

    async def let_pass(self) -> None:
        """Wait while somebody's message is unread, ``LETS_PASS`` seconds at most; for work that nobody waits for."""
        await self._readings.quiet(LETS_PASS)

    @property
    def waiting(self) -> int:
        """How many messages nobody has begun to read or to answer."""
        return self._worker.waiting

    @property
    def unread(self) -> int:
        """How many messages have not been read yet."""
        return self._readings.unread

    def close(self) -> None:
        """Let go of the worker's thread."""
        self._worker.close()

    def _replied(self, question: Question, reading: Reading, now: dt.datetime) -> Reply:
        try:
            reply, context = self._answer(question, reading, now)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the person still gets the number
            self._tell("answer.failed", error=type(error).__name__)
            reply, context = pinned.failed_reply(), None
        if context is not None and question.conversation is not None:
            self._remember(question.conversation, context)
        return reply

    def home(self, force: str | None) -> Reply:
        """What the App Home shows now; the number alone when there is no content."""
        try:
            answerer = self._answerer()
            return answerer.home(self._now(), force) if answerer else pinned.failed_reply()
        except Exception as error:  # noqa: BLE001 -- a broken home still shows the number
            self._tell("home.failed", error=type(error).__name__)
            return pinned.failed_reply()

    def _answer(self, question: Question, reading: Reading, now: dt.datetime) -> tuple[Reply, Context | None]:
        if question.action and question.action.startswith("crisis:"):
            return pinned.fear_reply(question.action.removeprefix("crisis:")) or pinned.failed_reply(), None
        if _forwards(question) and reading.level is not Level.NONE:
            question = replace(question, action=None)  # nothing of distress is ever sent on
        if reading.level is Level.CRISIS and not reading.ruled and self._is_curated(question.text):
            reading = Reading(Level.NONE, impression=reading.impression, welsh=reading.welsh)
        if reading.level is Level.CRISIS:
            return pinned.crisis_reply(reading.about, reading.welsh), Context(now, Kind.CRISIS)
        before = self._recall(question.conversation, now)
        try:
            answerer = self._answerer()
            if answerer is None:
                raise LookupError("no content")
            reply, context = answerer.answer(question, reading, now, before)
        except Exception as error:  # noqa: BLE001 -- a broken matcher must not hide distress
            self._tell("answer.failed", error=type(error).__name__)
            after = before is not None and before.kind is Kind.CRISIS
            if reading.level is Level.CONCERN:
                broken = pinned.support_reply(reading.about, reading.welsh)
            else:
                broken = pinned.after_crisis_reply() if after and not question.action else pinned.failed_reply()
            return broken, Context(now, Kind.CRISIS if after else broken.kind)
        if before is not None and before.kind is Kind.CRISIS:
            if reply.kind in (Kind.SMALLTALK, Kind.UNKNOWN) and not question.action:
                return pinned.after_crisis_reply(), before
            return reply, Context(now, Kind.CRISIS, context.entry, context.session, context.aspect, context.day)
        return reply, context

    def _is_curated(self, text: str) -> bool:
        """Whether leads wrote these very words as a question with a plain answer, such as a session's name."""
        try:
            answerer = self._answerer()
            return answerer is not None and answerer.is_curated(text)
        except Exception as error:  # noqa: BLE001 -- in doubt it is danger
            self._tell("answer.failed", error=type(error).__name__)
            return False

    def _read(self, text: str) -> Reading:
        try:
            return safety.read(text, self._reader)
        except Exception as error:  # noqa: BLE001 -- the rules stand without the trained reader
            self._tell("reader.failed", error=type(error).__name__)
            return safety.read(text, None)

    def _recall(self, conversation: str | None, now: dt.datetime) -> Context | None:
        context = self._memory.get(conversation) if conversation is not None else None
        return context if context is not None and abs(now - context.at) <= REMEMBERED else None

    def _remember(self, conversation: str, context: Context) -> None:
        meanwhile = self._recall(conversation, context.at)
        if meanwhile is not None and meanwhile.kind is Kind.CRISIS:  # told while the worker was answering this
            context = replace(context, kind=Kind.CRISIS)
        self._memory[conversation] = context
        self._memory.move_to_end(conversation)
        while len(self._memory) > CONVERSATIONS:
            self._memory.popitem(last=False)

    def forget(self, now: dt.datetime) -> None:
        """Let go of every context older than fifteen minutes, and of who sent a question on; called by the clock."""
        self._sent = [one for one in self._sent if abs(now - one[0]) < dt.timedelta(hours=1)]
        for conversation, context in list(self._memory.items()):
            if abs(now - context.at) > REMEMBERED:
                self._memory.pop(conversation, None)


def _forwards(question: Question) -> bool:
    return bool(question.action) and str(question.action).startswith("forward:")


def _words(question: Question) -> str:
    """What is read for danger: a button carries no words of a person's, unless they are to be sent on."""
    return question.text if not question.action or _forwards(question) else ""
