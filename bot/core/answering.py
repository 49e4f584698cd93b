"""A question in, a reply out: from the knowledge, by the clock, or an honest 'I don't know'."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Self

from bot.core import pinned
from bot.core.asking import Asked, By, Names, asks, other_week, pieces, understand
from bot.core.composing import KINDS, SUMMARY, Part, composed, fitted, note
from bot.core.deciding import SURE, SURE_OF_PIECE, Decision, decide
from bot.core.following import after, in_full, leads_on, may_follow, points_back, speaks_of_all, turns_away
from bot.core.found import Found, remembered
from bot.core.knowledge import Aspect, Entry, EntryKind, Knowledge, Session
from bot.core.lexical import folded
from bot.core.matching import Matcher, Ranking, candidates
from bot.core.programme import BY_DAY, NEEDS_ONE, over, tell
from bot.core.question import Context, Question
from bot.core.reader import Impression, Reader
from bot.core.replies import Choice, Kind, Link, Reply, Section
from bot.core.safety import Level, Reading
from bot.core.wording import LONDON_ZONE, fill, in_order, lines, session_line, week_values

UNKNOWN = "unknown"
"""The entry that says what to say when nothing fits, if the knowledge has one."""
HELP = "bot-what-can-you-do"
CRISIS_LINE = "crisis-line-number"
NOTHING_FITS = "That isn't in what the wellbeing team has written for me, so I won't guess."
WHICH = "I'm not sure which of these you mean."
IN_ENGLISH = "Nid oes testun Cymraeg wedi'i wirio i hyn eto, felly dyma'r ateb yn Saesneg."
OFFER = "Send this question to the wellbeing team"
SEND = "Send it, without my name"
TALK = "Talk to someone now"

THE_WEEK = "week-when"
OTHER_WEEKS = "nc-other-years"
"""What is said of weeks of action that are not this one, if the knowledge has it."""
EARLIER = frozenset(["history-first-week-2021", "history-second-week"])
"""What 'when was the week' does not mean, once this week is over too, unless a word says which edition."""
_WHEN_WAS_IT = re.compile(r"\b(when|what dates?|which dates?|what week)\b", re.IGNORECASE)
_EDITION = re.compile(
    r"\b(first|1st|second|2nd|20\d\d|inaugural|original\w*|beg[aiu]n\w*|start\w*|launch\w*|ever|back then|earlier"
    r"|previous|last|other|history|used to|come about|came about|cyntaf|ail)\b",
    re.IGNORECASE,
)
_LONGEST_QUESTION = 2000


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers from one version of the knowledge."""

    knowledge: Knowledge
    matcher: Matcher
    names: Names
    entries: dict[str | None, dict[str, Entry]]
    curated: frozenset[str]
    aspects: dict[str, Aspect]
    sessions: dict[str, Session]

    @classmethod
    def build(cls, knowledge: Knowledge, reader: Reader | None = None, before: Self | None = None) -> Self:
        """Index *knowledge*; *reader* betters the ranking, and may be None.

        What *before*, made with the same reader, has read of it is not read again.
        """
        return cls(
            knowledge,
            Matcher.build(candidates(knowledge), reader, before.matcher.meanings if before is not None else None),
            Names.build(knowledge.schedule.sessions),
            {
                force: {entry.id: entry for entry in knowledge.entries_for(force)}
                for force in (None, *(f.force for f in knowledge.forces))
            },
            _curated(knowledge),
            {aspect.id: aspect for aspect in knowledge.aspects},
            {session.id: session for session in knowledge.schedule.sessions},
        )

    def answer(
        self, question: Question, reading: Reading, now: dt.datetime, context: Context | None = None
    ) -> tuple[Reply, Context]:
        """The reply to *question*, and what it was about."""
        now = now.astimezone(LONDON_ZONE)
        if question.action is not None:
            return self._pressed(question, now, context)
        if reading.level is Level.CRISIS:
            return pinned.crisis_reply(reading.about, reading.welsh), Context(now, Kind.CRISIS)
        found = self._found(question, reading.impression, now, context)
        parts = [one.part for one in found if one.part is not None]
        if reading.level is Level.CONCERN:
            reply = self._support(parts, reading, now)
        elif parts:
            reply = composed(parts, now)
            reply = self._in_welsh(reply, found, question, now) if reading.welsh else reply
        elif found[0].choices:
            reply = self._choose(found[0].choices)
        else:
            reply = self._unknown(question)
        return reply, remembered(found, reply.kind, now, context)

    def is_curated(self, text: str) -> bool:
        """Whether *text* is word for word a session's name, or a title or an ask that a plain answer is given to."""
        return folded(text).strip() in self.curated

    def home(self, now: dt.datetime, force: str | None = None) -> Reply:
        """What the App Home shows: the week by the clock, today's session first."""
        now = now.astimezone(LONDON_ZONE)
        schedule, today = self.knowledge.schedule, now.date()
        values = week_values(schedule, now)
        sections = []
        todays = [session for session in in_order(schedule.sessions) if session.day == today]
        if todays:
            sections.append(Section(lines(session_line(session) for session in todays) or "", "Today"))
        left = [s for s in in_order(schedule.sessions) if s.day > today]
        if left:
            sections.append(Section(lines(session_line(session) for session in left) or "", "Coming up"))
        if values["events"] and today <= schedule.week.ends:
            sections.append(Section(values["events"], "Also in the week"))
        watch = self.aspects.get("session-missed-watch-back")
        if over(schedule, now) and watch is not None:
            sections.append(Section(fill(watch.general_after or watch.general, values), watch.title))
        wanted = ("sessions-list", "session-missed-watch-back", "oscar-kilo-sign-up", "bot-who-can-see-this", HELP)
        choices = [choice for entry_id in wanted if (choice := self._choice(entry_id, force)) is not None]
        return fitted(
            Reply(
                kind=Kind.ANSWER,
                title=f"{schedule.week.name}, {values['week_dates']}",
                sections=tuple(sections) or (Section(schedule.week.name),),
                footer=pinned.footer(),
                summary=SUMMARY,
                choices=tuple(choices[:4]),
            )
        )

    # one question after another

    def _found(
        self, question: Question, impression: Impression | None, now: dt.datetime, context: Context | None
    ) -> list[Found]:
        text = question.text[:_LONGEST_QUESTION]
        whole = self._one(text, impression, question.force, now, context)
        split = pieces(text)
        if len(split) == 1:
            return [whole]
        each: list[Found] = []
        before = None
        for piece in split:
            one = self._one(piece, None, question.force, now, before or context, SURE_OF_PIECE, before is not None)
            if one.part is not None and (one.part.kind is not Kind.UNKNOWN or asks(piece)):
                each.append(one)
                before = remembered([one], one.part.kind, now, before)
        asked = [one for one in each if one.part is not None and one.part.kind is not Kind.SMALLTALK]
        distinct = list({(one.part.id, one.part.text): one for one in asked if one.part is not None}.values())
        if len(distinct) > 1:
            return distinct
        settled = whole.part is not None or whole.decision.declined >= SURE_OF_PIECE
        return [whole] if settled or not distinct else distinct

    def _one(
        self,
        text: str,
        impression: Impression | None,
        force: str | None,
        now: dt.datetime,
        context: Context | None,
        sure: float = SURE,
        same_breath: bool = False,
    ) -> Found:
        asked, ranking = self._ranked(text, impression, force, now, context, same_breath)
        decision = self._of_which_week(decide(ranking, asked, context, sure), asked, force)
        if decision.sure is None:
            offered = [choice for match in decision.options if (choice := self._choice(match.id, force)) is not None]
            if asked.bare and offered:
                offered += [Choice(session.title, f"session:{session.id}:session-when") for session in asked.sessions]
            return Found(asked, decision, None, tuple(offered))
        aspect = self.aspects.get(decision.sure or "")
        if aspect is not None:
            part = self._of_sessions(aspect, asked, asked.sessions, now)
            session = asked.sessions[0].id if len(asked.sessions) == 1 else None
            return Found(asked, decision, part, aspect=aspect.id, session=session)
        entry = self._entry(decision.sure or "", force)
        return Found(asked, decision, self._of_entry(entry, force, now) if entry else None)

    def _of_which_week(self, decision: Decision, asked: Asked, force: str | None) -> Decision:
        """*decision*, unless words settle that another week is meant than the ranking took it for."""
        if other_week(asked.plain, self.knowledge.schedule) and self._entry(OTHER_WEEKS, force) is not None:
            return Decision(OTHER_WEEKS, score=1.0)
        if decision.sure in EARLIER and _WHEN_WAS_IT.search(asked.text) and not _EDITION.search(asked.text):
            return replace(decision, sure=THE_WEEK)
        return decision

    def _ranked(
        self,
        text: str,
        impression: Impression | None,
        force: str | None,
        now: dt.datetime,
        context: Context | None,
        same_breath: bool,
    ) -> tuple[Asked, Ranking]:
        """*text* by itself, or with what the conversation was about when it follows on from that."""
        schedule = self.knowledge.schedule
        asked = understand(text, schedule, self.names, now, context.day if context else None)
        alone = self.matcher.rank(asked, impression, force)
        if context is None or not (context.entry or context.aspect) or not may_follow(text):
            return asked, alone
        if turns_away(text):
            alone = alone.without(context.entry or context.aspect)
        if asked.by is By.NOTHING and context.session in self.sessions and not speaks_of_all(text):
            leaning = replace(asked, by=By.NAME, sessions=(self.sessions[context.session],))
        else:
            leaning = asked
        following = self._following(text, leaning, force, now, context)
        if turns_away(text):
            following = following.without(context.entry or context.aspect)
        leans = points_back(text) or leads_on(text)
        if same_breath or following.best >= (min(SURE, alone.best) if leans else alone.best):
            return leaning, following
        return asked, alone

    def _following(self, text: str, leaning: Asked, force: str | None, now: dt.datetime, context: Context) -> Ranking:
        """What *text* means after the last answer: as the reader learnt to read it, or else said in full."""
        told = self.aspects.get(context.aspect or "") or self._entry(context.entry or "", force)
        read = self.matcher.read(after(told.title, text)) if told is not None else None
        if read is not None:
            own = context.entry is None or not points_back(text)
            return self.matcher.rank(leaning, read, force, word_for_word=own)
        topic = self._topic(context, force)
        full = understand(in_full(text, topic or ""), self.knowledge.schedule, self.names, now)
        return self.matcher.rank(full, None, force)

    def _topic(self, context: Context | None, force: str | None) -> str | None:
        """What the conversation is about, in words."""
        if context is None:
            return None
        if context.session in self.sessions:
            return f"the session {self.sessions[context.session].title}"
        if context.aspect is not None:
            return "the sessions"
        entry = self._entry(context.entry, force) if context.entry else None
        return entry.title if entry else None

    def _of_sessions(self, aspect: Aspect, asked: Asked, sessions: tuple[Session, ...], now: dt.datetime) -> Part:
        if asked.by is By.DAY and not sessions and aspect.id in NEEDS_ONE:
            aspect = self.aspects.get(BY_DAY, aspect)
        told = tell(aspect, asked, sessions, self.knowledge.schedule, now)
        return Part(aspect.id, Kind.ANSWER, told.text, None, aspect, told.links)

    def _of_entry(self, entry: Entry, force: str | None, now: dt.datetime) -> Part:
        week = self.knowledge.schedule.week
        text = entry.answer
        if now.date() > week.ends:
            text = entry.after or text
        elif now.date() >= week.starts:
            text = entry.during or text
        monitoring = next((f.monitoring for f in self.knowledge.forces if f.force == force), None)
        told = fill(text, week_values(self.knowledge.schedule, now, monitoring))
        links = tuple(Link(link.text, link.url) for link in entry.links if link.url is not None)
        choices = tuple(c for entry_id in entry.see_also if (c := self._choice(entry_id, force)) is not None)
        title = entry.title if entry.kind is EntryKind.ANSWER else None
        return Part(entry.id, KINDS[entry.kind], told, title, entry, links, choices)

    def _entry(self, entry_id: str, force: str | None) -> Entry | None:
        return self.entries.get(force, self.entries[None]).get(entry_id)

    def _choice(self, target: str, force: str | None) -> Choice | None:
        """The button for an entry or an aspect of the sessions in general; None when the id leads nowhere."""
        if target in self.aspects:
            return Choice(self.aspects[target].title, f"entry:{target}")
        entry = self._entry(target, force)
        return Choice(entry.title, f"entry:{target}") if entry else None

    # replies that are not one entry's words

    def _choose(self, choices: tuple[Choice, ...]) -> Reply:
        return Reply(Kind.CHOOSE, (Section(WHICH),), pinned.footer(), SUMMARY, choices=choices[:3])

    def _unknown(self, question: Question) -> Reply:
        entry = self._entry(UNKNOWN, question.force)
        choices = [self._offer(), self._labelled(TALK, CRISIS_LINE, question.force), self._choice(HELP, question.force)]
        return Reply(
            kind=Kind.UNKNOWN,
            sections=(Section(entry.answer if entry else NOTHING_FITS),),
            footer=pinned.footer(),
            summary=SUMMARY,
            choices=tuple(choice for choice in choices if choice is not None),
            entries=(entry.id,) if entry else (),
            forward=_sendable(question.text) if self._offer() else None,
        )

    def _offer(self) -> Choice | None:
        channels = self.knowledge.channels
        return Choice(OFFER, "forward:offer") if channels.questions and channels.leads is not None else None

    def _labelled(self, label: str, target: str, force: str | None) -> Choice | None:
        choice = self._choice(target, force)
        return replace(choice, label=label) if choice else None

    def _support(self, parts: list[Part], reading: Reading, now: dt.datetime) -> Reply:
        """The line first; below it the answer, when there is one that says more."""
        reply = pinned.support_reply(reading.about, reading.welsh)
        told = [part for part in parts if part.kind in (Kind.ANSWER, Kind.SUPPORT)]
        if not told:
            return reply
        return fitted(
            replace(
                reply,
                sections=(*reply.sections, *(Section(part.text, part.title) for part in told)),
                links=tuple(dict.fromkeys(link for part in told for link in part.links)),
                entries=tuple(part.id for part in told),
                note=note((part.sourced for part in told if part.sourced is not None), now),
            ),
            keep=len(reply.sections),
        )

    def _in_welsh(self, reply: Reply, found: list[Found], question: Question, now: dt.datetime) -> Reply:
        """*reply* in Welsh when all of it has checked Welsh, else in English with one Welsh line that says so."""
        sources: list[Entry | Aspect | None] = [
            self.aspects.get(one.part.id) or self._entry(one.part.id, question.force)
            for one in found
            if one.part is not None
        ]
        welsh = [s.cy.answer for s in sources if s is not None and s.cy is not None and s.cy.checked_by is not None]
        reply = replace(reply, footer=pinned.footer("cy"))
        if welsh and len(welsh) == len(sources):
            values = week_values(self.knowledge.schedule, now)
            return fitted(replace(reply, title=None, sections=tuple(Section(fill(text, values)) for text in welsh)))
        return fitted(replace(reply, sections=(Section(IN_ENGLISH), *reply.sections)), keep=1)

    # buttons

    def _pressed(self, question: Question, now: dt.datetime, context: Context | None) -> tuple[Reply, Context]:
        action, _, target = (question.action or "").partition(":")
        if action == "crisis" and (fear := pinned.fear_reply(target)) is not None:
            return fear, Context(now, fear.kind)
        if action == "forward":
            return self._forward(question, target), context or Context(now, Kind.UNKNOWN)
        if action == "session":
            session_id, _, aspect_id = target.partition(":")
            session, aspect = self.sessions.get(session_id), self.aspects.get(aspect_id)
            if session is not None and aspect is not None:
                asked = understand("", self.knowledge.schedule, self.names, now)
                part = self._of_sessions(aspect, asked, (session,), now)
                return composed([part], now), Context(now, Kind.ANSWER, None, session_id, aspect_id, session.day)
        if action == "help":
            target = HELP
        if target in self.aspects:
            asked = understand("", self.knowledge.schedule, self.names, now)
            part = self._of_sessions(self.aspects[target], asked, (), now)
            return composed([part], now), Context(now, Kind.ANSWER, None, None, target)
        entry = self._entry(target, question.force)
        if entry is None:
            return self._unknown(question), Context(now, Kind.UNKNOWN)
        part = self._of_entry(entry, question.force, now)
        return composed([part], now), Context(now, part.kind, entry.id)

    def _forward(self, question: Question, step: str) -> Reply:
        """Shows exactly what would be sent (``question.text``), or says that it was; sending is the caller's."""
        words = _sendable(question.text)
        if self._offer() is None or not words:
            return self._unknown(replace(question, action=None))
        if step == "send":
            said = "Sent to the wellbeing team, without your name. Nobody can answer you here, because I keep no names."
            return Reply(Kind.ANSWER, (Section(said),), pinned.footer(), SUMMARY, forward=words)
        if step == "drop":
            return Reply(Kind.ANSWER, (Section("Nothing was sent."),), pinned.footer(), SUMMARY)
        return Reply(
            kind=Kind.ANSWER,
            sections=(Section("This is exactly what would be sent, without your name:"), Section(words)),
            footer=pinned.footer(),
            summary=SUMMARY,
            choices=(Choice(SEND, "forward:send"), Choice("Don't send", "forward:drop")),
            forward=words,
        )


def _sendable(text: str) -> str:
    """*text* as it would be sent on: no mention and no address in it that a platform would make live."""
    plain = " ".join(text.split()).replace("@", "(at)").replace("<", "(").replace(">", ")")
    return re.sub(r"://", "[:]//", re.sub(r"\bwww\.", "www[.]", plain, flags=re.IGNORECASE))[:600]


def _curated(knowledge: Knowledge) -> frozenset[str]:
    """Small talk and support are left out: a farewell may be either, and distress is never only a title."""
    asked: list[Entry | Aspect] = [entry for entry in knowledge.entries if entry.kind is EntryKind.ANSWER]
    asked += knowledge.aspects
    said = [text for one in asked for text in (one.title, *one.asks, *one.cy_asks)]
    for session in knowledge.schedule.sessions:
        said += [session.title, *session.title.split(":"), *session.aliases]
    return frozenset(folded(text).strip() for text in said)
