"""Broken files as busy people write them, each with a sound twin: nearly the same words, in which nothing is wrong.

``Broken(name, file, old, broken, at, says, twin)``: *old* stands once in *file*; replaced by *broken*, the first
problem must stand where *at* begins and say *says*; replaced by *twin*, nothing must be said.
"""

from dataclasses import dataclass

WEEK, WHEN, CHANNELS = "knowledge/week.yaml", "schedules/2026.yaml", "schedules/channels.yaml"
FORCE, CRISIS, SESSIONS = "knowledge/forces/derbyshire.yaml", "knowledge/crisis.yaml", "knowledge/sessions.yaml"
ANSWER = "Sign up with Oscar Kilo for resources on better sleep."
URL = "https://www.oscarkilo.org.uk"
ASKS = "      - cant sleep after nights\n"
SESSION = "    day: 2026-04-21\n    starts: 14:00\n    ends: 14:45\n    status: on"
SECOND = "    weekday: Wednesday\n    day: 2026-04-22\n    starts: 11:00\n    ends: 11:45\n"
SECOND_ON_TUESDAY = "    weekday: Tuesday\n    day: 2026-04-21\n    starts: {}\n    ends: 15:30\n"
TEAMS = '"19:abcdef@thread.tacv2"'
LAST = "  - {name: this machine, platform: console, channel: local, reminders: [today]}"


@dataclass(frozen=True)
class Broken:
    """One slip and its sound twin; *mild* when the files can go live all the same."""

    name: str
    file: str
    old: str
    broken: str
    at: str
    says: str
    twin: str
    mild: bool = False


def _time(name: str, written: str) -> Broken:
    return Broken(name, WHEN, "ends: 11:45", f"ends: {written}", written, "a time like 14:00", "ends: 12:00")


def _day(name: str, written: str, says: str = "a date like 2026-04-20") -> Broken:
    return Broken(name, WHEN, "day: 2026-04-22", f"day: {written}", written, says, 'day: "2026-04-22"')


def _answer(name: str, broken: str, at: str, says: str, twin: str, *, mild: bool = False) -> Broken:
    return Broken(name, WEEK, ANSWER, broken, at, says, twin, mild)


def _link(name: str, broken: str, says: str, twin: str = "https://www.college.police.uk/support") -> Broken:
    return Broken(name, WEEK, f"url: {URL}", f"url: {broken}", broken, says, f"url: {twin}")


def _title(name: str, broken: str, at: str, says: str, twin: str, *, mild: bool = False) -> Broken:
    return Broken(name, WEEK, "title: Better sleep", f"title: {broken}", at, says, f"title: {twin}", mild)


WORDS = " ".join(["rest"] * 12)

FORM = [
    _time("a time with am and pm", "12pm"),
    _time("a time with a full stop", "11.45"),
    _time("a time without a colon", "1145"),
    _time("a time with seconds", "11:45:00"),
    _time("a time that does not exist", "24:00"),
    _time("a time in words", "quarter to twelve"),
    _time("no time at all", "null"),
    _day("a day as people write it", "22/04/2026"),
    _day("a day in words", "22nd April 2026"),
    _day("a day without its year", "22 April"),
    _day("a day that no month has", "2026-04-31", "a day that does not exist"),
    _day("a day in American order", "04-22-2026"),
    Broken("a length of time in words", WHEN, "give_up_after: 3h", "give_up_after: 3 hours", "3 hours", "like 3h or 30m",
           "give_up_after: 90m"),
    Broken("days that are none", WHEN, "on: session days", "on: every day", "every day", "session days",
           "on: [2026-04-22]"),
    Broken("yes and no in other words", CHANNELS, "questions: no", "questions: maybe", "maybe", "yes or no",
           "questions: No"),
    Broken("an id with a capital", WEEK, "  - id: sleep\n", "  - id: Sleep\n", "Sleep", "small letters",
           '  - id: "sleep"\n'),
    Broken("an id with a space", WHEN, "id: data", "id: data one", "data one", "small letters", "id: data-one"),
    Broken("a field that must be filled", WEEK, "    owner: wellbeing team\n\n", "    owner:\n\n", "\n", "'owner' is empty",
           "    owner: a team\n\n"),
    Broken("a missing field", WEEK, "    title: Better sleep\n", "", "id: sleep", "'title' is missing",
           "    title: Sleeping\n"),
    Broken("a misspelt field", WEEK, "    see_also: [sleep]", "    see_aslo: [sleep]", "see_aslo", "did you mean 'see_also'",
           "    see_also: []"),
    Broken("a field of another file", WEEK, "    see_also: [sleep]", "    reminders: [sleep]", "reminders",
           "is not a setting here", "    links: []"),
    Broken("one text where a list belongs", WEEK, "see_also: [sleep]", "see_also: sleep", "sleep", "must be a list",
           "see_also:\n      - sleep"),
    Broken("a list where a text belongs", WEEK, "title: Better sleep", "title: [Better, sleep]", "[Better", "one text",
           'title: "[Better] sleep"'),
    Broken("a number in the wrong kind of brackets", WEEK, "see_also: [sleep]", "see_also: [sleep", "[sleep", "not closed",
           "see_also: [ sleep ]"),
    Broken("an empty list item", WEEK, ASKS, f"{ASKS}      -\n", "\n", "nothing after this '-'", f"{ASKS}      - naps\n"),
    Broken("no space after a dash", WEEK, ASKS, "      -cant sleep\n", "-cant", "space after the '-'", ASKS),
    Broken("no space after a colon", WEEK, "title: Better sleep", "title:Better sleep", ":Better", "space after 'title:'",
           "title:  Better sleep"),
    Broken("a tab", WEEK, "    title: Better sleep", "\ttitle: Better sleep", "\ttitle", "tab", "    title: Better\u2009sleep"),
    Broken("a line too far to the right", WEEK, "    title: Better sleep", "      title: Better sleep", "title", "line",
           "    title: Better sleep   "),
    Broken("a colon in the middle of a text", WEEK, "title: Better sleep", "title: Sleep: better", ": better", "quotes",
           'title: "Sleep: better"'),
    Broken("an apostrophe inside quotes", WEEK, "title: Better sleep", "title: 'Better sleep's here'", "'s here",
           "double quotes", 'title: "Better sleep\'s here"'),
    Broken("curly quotes", WEEK, "title: Better sleep", "title: “Sleep: better”", ": better", "straight ones",
           "title: “Better sleep”"),
    Broken("text that a hash cuts off", WEEK, "title: Better sleep", "title: Better sleep #1", "#1", "left out",
           'title: "Better sleep #1"'),
    Broken("text that starts with a brace", SESSIONS, '"{title} was on', "{title} was on", "{title}", "quotes",
           '"{title} was held on'),
    Broken("text that starts with a percent sign", WEEK, "title: Better sleep", "title: %better", "%better", "quotes",
           'title: "%better"'),
    Broken("text that starts with an at sign", WEEK, "title: Better sleep", "title: @sleep", "@sleep", "quotes",
           'title: "@sleep"'),
    Broken("a line left over from merging", WEEK, "    title: Better sleep\n", "<<<<<<< HEAD\n    title: Better sleep\n",
           "<<<<<<<", "merging", "    # <<<<<<< HEAD\n    title: Better sleep\n"),
    Broken("a no-break space", WEEK, "    title: Better sleep", "\u00a0   title: Better sleep", "\u00a0", "no-break space",
           "    title: Better\u00a0sleep"),
    Broken("an invisible character", WEEK, "title: Better sleep", "title: Better\u0007 sleep", "\u0007", "invisible",
           "title: Better rest"),
    Broken("a field twice", WEEK, "    title: Better sleep\n", "    title: Better sleep\n    title: Sleep\n", "title: Sleep",
           "already set in line", "    title: Sleep\n"),
    Broken("a second file inside", WEEK, "  - id: sleep\n", "---\n  - id: sleep\n", "---", "line",
           "# ---\n  - id: sleep\n"),
]  # fmt: skip

SCHEDULE = [
    Broken("a weekday that is another", WHEN, "weekday: Wednesday", "weekday: Thursday", "Thursday",
           "2026-04-22 is a Wednesday", "weekday: WEDNESDAY"),
    Broken("a weekday that is none", WHEN, "weekday: Wednesday", "weekday: Wensday", "Wensday", "'weekday' must be",
           "weekday: wednesday"),
    Broken("a session that ends before it starts", WHEN, "ends: 11:45", "ends: 10:45", "10:45", "before it starts at 11am",
           "ends: 11:01"),
    Broken("a session that ends as it starts", WHEN, "ends: 11:45", "ends: 11:00", "11:00", "starts and ends at 11am",
           "ends: 11:15"),
    Broken("a session outside the week", WHEN, SESSION, SESSION.replace("04-21", "04-28"), "2026-04-28", "outside the week",
           SESSION.replace("14:00", "13:00")),
    Broken("an event outside the week", WHEN, "day: 2026-04-23", "day: 2026-04-19", "2026-04-19", "outside the week",
           "day: 2026-04-26"),
    Broken("a week that ends before it starts", WHEN, "  ends: 2026-04-26", "  ends: 2026-04-16", "2026-04-16",
           "ends before it starts", "  ends: 2026-04-25"),
    Broken("a week of another month", WHEN, "  ends: 2026-04-26", "  ends: 2026-05-26", "2026-05-26", "is the month right",
           "  ends: 2026-05-01"),
    Broken("another time zone", WHEN, "timezone: Europe/London", "timezone: Europe/Paris", "Europe/Paris", "Europe/London",
           'timezone: "Europe/London"'),
    Broken("a reminder after its session began", WHEN, "at: 08:30", "at: 11:00", "11:00", "has begun by then, at 11am",
           "at: 10:59"),
    Broken("a reminder at night", WHEN, "at: 08:30", "at: 03:30", "03:30", "when people sleep", "at: 06:00", mild=True),
    Broken("a reminder of another year", WHEN, "on: session days", "on: [2025-04-22]", "2025-04-22", "not in the year",
           "on: [2026-04-25]"),
    Broken("a reminder of another month", WHEN, "on: session days", "on: [2026-06-22]", "2026-06-22", "is the month right",
           "on: [2026-05-08]", mild=True),
    Broken("a reminder twice on a day", WHEN, "on: session days", "on: [2026-04-22, 2026-04-22]", "2026-04-22]", "twice",
           "on: [2026-04-22, 2026-04-24]"),
    Broken("two sessions at once", WHEN, SECOND, SECOND_ON_TUESDAY.format("14:30"), "14:30", "is still on",
           SECOND_ON_TUESDAY.format("14:45"), mild=True),
    Broken("two sessions of one name", WHEN, "response policing\n    weekday: Wednesday",
           "response policing\n    aliases: [data, Crisis  intervention]\n    weekday: Wednesday", "Crisis", "neither of them",
           "response policing\n    aliases: [data, data one]\n    weekday: Wednesday", mild=True),
    Broken("a status that is none", WHEN, SESSION, SESSION.replace("status: on", "status: postponed"), "postponed",
           "'on', 'moved' or 'cancelled'", SESSION.replace("status: on", "status: moved")),
    Broken("a title that nobody filled in", WHEN, "title: Using data to power trusted and effective response policing",
           "title: Session 2 (title to be announced)", "Session 2", "to be announced", "title: Using data",
           mild=True),
]  # fmt: skip

WORDING = [
    _answer("an unknown word in braces", f"{ANSWER} From {{week_stars}}.", "{week_stars}", "did you mean {week_starts}?",
            f"{ANSWER} From {{week_starts}}."),
    _answer("a word in braces that only sessions know", f"{ANSWER} Go to {{title}}.", "{title}", "where one session is meant",
            f"{ANSWER} Go to {{week}}."),
    _answer("a brace without its partner", f"{ANSWER} From {{week_starts.", "{week_starts", "without its partner",
            f"{ANSWER} From {{week_starts}}."),
    _title("braces in a title", '"{week}"', '{week}', "is shown as it stands", '"The week"'),
    _answer("a promise of anonymity", f"{ANSWER} This chat is anonymous.", "anonymous", "do not promise",
            f"{ANSWER} This chat is not anonymous."),
    _answer("a promise of confidence", f"{ANSWER} It is completely confidential.", "completely confidential",
            "do not promise", f"{ANSWER} Oscar Kilo says it is completely confidential."),
    _answer("a promise for the boss", f"{ANSWER} Nobody at work will know.", "Nobody at work will know", "do not promise",
            f"{ANSWER} Somebody at work may know."),
    _answer("hurtful words about suicide", f"{ANSWER} He committed suicide.", "committed suicide", "died by suicide",
            f"{ANSWER} He died by suicide."),
    _answer("hurtful words about illness", f"{ANSWER} For the mentally ill.", "the mentally ill", "people with mental health",
            f"{ANSWER} For people with mental health problems."),
    _answer("words that blame", f"{ANSWER} Man up.", "Man up", "blames people", f"{ANSWER} Stand up."),
    _answer("click here", f"{ANSWER} Click here.", "Click here", "screen reader", f"{ANSWER} Choose the page below."),
    Broken("a link that says nothing", WEEK, "{text: Oscar Kilo, url:", "{text: here, url:", "here", "screen reader",
           "{text: Oscar Kilo here, url:"),
    _answer("a sentence too long to take in", f"{ANSWER} You can {WORDS} and {WORDS} and {WORDS} and {WORDS}.", "You can",
            "words; split it", f"{ANSWER} You can {WORDS}. And {WORDS}.", mild=True),
    _answer("words for people with degrees", "Organisational psychological resilience interventions necessitate "
            "multidisciplinary collaboration, facilitating individualised psychoeducational opportunities alongside "
            "supervisory accountability, occupational rehabilitation and departmental communication arrangements.",
            ">-", "reads like a text for people of", ANSWER, mild=True),
    _answer("an answer that fills the screen", " ".join([ANSWER] * 17), ">-", "the most that fits a message",
            " ".join([ANSWER] * 15)),
    _answer("more lines than a card holds", "\n\n      ".join(["Sleep well."] * 42), ">-", "fits a card in Teams",
            "\n\n      ".join(["Sleep well."] * 30)),
    _title("a title that no button holds", "x" * 61, "x" * 61, "the most that fits a button", "x" * 60),
    Broken("an ask that is an essay", WEEK, ASKS, f"      - {'why ' * 76}\n", "why", "300 at most", f"      - {'why ' * 74}\n"),
    Broken("a post that fills the screen", WHEN, '"Today, {times}: {title}"', f'"{{title}} {"w " * 440}"', '"{title}',
           "the most that fits a message", f'"{{title}} {"w " * 400}"'),
    Broken("a lock screen line that is cut", WHEN, "    give_up_after: 3h", f"    summary: {'s' * 151}", "s" * 151,
           "fits a lock screen", f"    summary: {'s' * 150}"),
]  # fmt: skip

LINKS = [
    _link("a link without https", "http://www.oscarkilo.org.uk", "must start with https://"),
    _link("a link without anything", "www.oscarkilo.org.uk", "starts with https://"),
    _link("a link with a space", '"https://www.oscarkilo.org.uk/my page"', "without spaces"),
    _link("a link to a server behind a site", "https://prod.aws.oscarkilo.org.uk/a", "must not be published"),
    _link("a link to a machine's number", "https://10.0.0.1/a", "a machine's number"),
    _link("a link to a shortener", "https://bit.ly/abc", "hides where it leads"),
    _link("a link inside the police network", "https://wellbeing.pnn.police.uk/a", "must not be published"),
    _link("a link with a port", "https://www.oscarkilo.org.uk:8443/a", "must not be published"),
    _link("a link with a password", "https://me:pw@www.oscarkilo.org.uk/a", "must not be published"),
    _link("a page that is out of date", "https://oscarkilo.org.uk/mental-health-crisis-line-policing", "out of date"),
    _link("a link longer than Teams opens", f"https://www.oscarkilo.org.uk/{'a' * 2000}", "Teams opens",
          f"https://www.oscarkilo.org.uk/{'a' * 1900}"),
    _answer("an address in a text without https", f"{ANSWER} See http://oscarkilo.org.uk.", "http://", "https://",
            f"{ANSWER} See https://oscarkilo.org.uk."),
    _answer("a number that nobody approved", f"{ANSWER} Ring 01632 960123.", "01632 960123", "not among the contacts",
            f"{ANSWER} Ring 999."),
    _answer("a crisis number with two digits swapped", f"{ANSWER} Ring 0300 131 2798.", "0300 131 2798",
            "did you mean '0300 131 2789'?", f"{ANSWER} Ring 0300 131 2789."),
    _answer("a press line", f"{ANSWER} Ring 020 3276 3803.", "020 3276 3803", "press line", f"{ANSWER} Ring 111."),
    _answer("a short code that nobody approved", f"{ANSWER} Text 12345.", "12345", "not among the contacts",
            f"{ANSWER} It has 12345 pages."),
]  # fmt: skip

ENTRIES = [
    Broken("a source that is none", FORCE, "source: Derbyshire wellbeing team, 20 November 2026", "source: tbc", "tbc",
           "has no source", "source: Our own page"),
    Broken("a review day that has passed", FORCE, "review_by: 2027-03-01", "review_by: 2026-11-23", "2026-11-23",
           "was to be checked again", "review_by: 2026-11-24", mild=True),
    Broken("a review before the check", FORCE, "review_by: 2027-03-01", "review_by: 2026-11-22", "2026-11-22",
           "must be later than 'checked'", "review_by: 2026-12-22"),
    Broken("a check that is still to come", FORCE, "checked: 2026-11-22", "checked: 2026-12-22", "2026-12-22",
           "a day to come", "checked: 2026-11-24", mild=True),
    Broken("a person as owner", FORCE, "owner: wellbeing team", "owner: jo@force.police.uk", "jo@", "a team",
           "owner: the wellbeing team at headquarters"),
    Broken("two entries of one id", FORCE, "id: derbyshire-events", "id: derbyshire-events\n    title: Ours\n    asks: [a b, "
           "c d, e f, g h, i j]\n    answer: Ask us.\n    source: Our own page\n    checked: 2026-11-22\n    review_by: 2027-03-01\n"
           "    owner: us\n  - id: derbyshire-events", "derbyshire-events", "already used in line 6", "id: derbyshire-week"),
    Broken("an id used in another file", WEEK, "id: week-when", "id: session-when", "session-when", "knowledge/sessions.yaml:3",
           "id: week-times"),
    Broken("two entries of one title", SESSIONS, "title: When a session is", "title: Better  Sleep", "Better", "this title too",
           "title: Better sessions", mild=True),
    Broken("an ask that leads to two places", FORCE, "      - our own events\n", "      - Sleep resources!\n",
           "Sleep resources", "also leads to 'sleep' (knowledge/week.yaml:29)", "      - our events\n"),
    Broken("an ask twice", WEEK, "      - help with sleep\n", "      - cant sleep after nights\n", "cant sleep",
           "stands already in line", "      - can't sleep after nights\n", mild=True),
    Broken("an ask without words", WEEK, "      - help with sleep\n", '      - "?!"\n', '"?!"', "holds no words",
           '      - "sleep?!"\n'),
    Broken("too few asks", WEEK, ASKS, "", "- help with sleep", "only 4 ways of asking", ASKS, mild=True),
    Broken("a button to itself", WEEK, "see_also: [sleep]", "see_also: [week-when]", "week-when", "cannot point to itself",
           "see_also: [ sleep]"),
    Broken("a button that leads nowhere", WEEK, "see_also: [sleep]", "see_also: [slepe]", "slepe", "did you mean 'sleep'",
           "see_also: []"),
    Broken("a force's file under another name", FORCE, "force: derbyshire", "force: derby", "derby", "must be the same",
           "force: derbyshire   # ours"),
]  # fmt: skip

PLACES = [
    Broken("a channel twice", CHANNELS, LAST, LAST + LAST.replace("this machine", "again").replace("  - ", "\n  - "),
           "local", "posted to twice", LAST + "\n" + LAST.replace("this machine", "again").replace("local", "other")),
    Broken("a reminder that nobody wrote", CHANNELS, "local, reminders: [today]", "local, reminders: [todya]", "todya",
           "did you mean 'today'", "local, reminders: [ today]"),
    Broken("a force that nobody wrote", CHANNELS, "    force: derbyshire\n    platform: slack",
           "    force: derbishire\n    platform: slack", "derbishire", "did you mean 'derbyshire'", "    platform: slack"),
    Broken("a name for a Slack channel", CHANNELS, "channel: C0123", 'channel: "#response"', '"#response"', "like C0123ABCD",
           "channel: C0124"),
    Broken("a name for a Teams channel", CHANNELS, f"channel: {TEAMS}", "channel: General", "General", "@thread.tacv2",
           'channel: "19:xyz@thread.tacv2"'),
    Broken("Slack without a workspace", CHANNELS, "    workspace: T0123\n", "", "name: Derbyshire wellbeing", "'workspace'",
           "    workspace: T01234\n"),
    Broken("a workspace that is none", CHANNELS, "workspace: T0123", "workspace: Derbyshire", "Derbyshire", "@Signpost channel",
           "workspace: E0123"),
    Broken("a tenant that is none", CHANNELS, "3f2b1c00-0000-4000-8000-000000000001", "derbyshire.police.uk",
           "derbyshire.police.uk", "@Signpost channel", "3f2b1c00-0000-4000-8000-000000000002"),
    Broken("a platform that is none", CHANNELS, "platform: teams", "platform: Team", "Team", "did you mean 'teams'",
           'platform: "teams"'),
    Broken("a tenant in a Slack channel", CHANNELS, "    workspace: T0123\n", "    workspace: T0123\n    tenant: x\n", "x",
           "take it out", "    workspace: T0123\n    tenant: null\n"),
    Broken("a channel without reminders", CHANNELS, "local, reminders: [today]", "local, reminders: []", "{name",
           "nothing is posted there", "local, reminders: [today], language: en", mild=True),
    Broken("quiet hours that are none", CHANNELS, "    channel: C0123\n", "    channel: C0123\n    quiet: at night\n",
           "at night", "20:00 to 07:00", "    channel: C0123\n    quiet: 20:00 to 07:00\n"),
    Broken("quiet hours that swallow every post", CHANNELS, "    channel: C0123\n",
           "    channel: C0123\n    quiet: 07:00 to 15:00\n", "07:00 to 15:00", "nothing is posted here on Tuesday 21 April",
           "    channel: C0123\n    quiet: 07:00 to 10:59\n", mild=True),
    Broken("questions to nobody", CHANNELS, "questions: no", "questions: yes", "yes", "leads channel",
           "questions: no\nleads: {name: Leads, platform: slack, workspace: T0123, channel: C0456}"),
    Broken("a force's language that is none", FORCE, "force: derbyshire", "force: derbyshire\nlanguage: welsh", "welsh",
           "'en' or 'cy'", "force: derbyshire\nlanguage: en"),
    Broken("a language that is none", CHANNELS, "local, reminders: [today]", "local, reminders: [today], language: welsh",
           "welsh", "'en' or 'cy'", "local, reminders: [today], language: en"),
]  # fmt: skip

LINE = "      You sound worried about someone. Thank you for looking out for them.\n"
PINNED = [
    Broken("the crisis number with a digit more", CRISIS, 'number: "0300 131 2789"', 'number: "0300 131 27899"',
           '"0300 131 27899"', "must be 0300 131 2789", 'number: "0300 1312789"'),
    Broken("the crisis number without its zero", CRISIS, 'number: "0300 131 2789"', "number: 300 131 2789", "300 131",
           "must be 0300 131 2789", "number: 0300 131 2789"),
    Broken("another emergency number", CRISIS, 'number: "999"', 'number: "112"', '"112"', "must be 999", "number: 999"),
    Broken("a contact that nobody could dial", CRISIS, 'number: "07860 077333"', 'number: "07860 77333"', '"07860 77333"',
           "cannot be dialled", 'number: "+44 7860 077333"'),
    Broken("a contact that is a press line", CRISIS, 'number: "07860 077333"', 'number: "07803 903686"', '"07803 903686"',
           "press line", 'number: "(07860) 077333"'),
    Broken("the crisis line taken out", CRISIS, "  - id: crisis-line\n", "  - id: police-line\n", "contacts",
           "'crisis-line' with the number 0300 131 2789 is missing", '  - id: "crisis-line"\n'),
    Broken("crisis wording made friendlier", CRISIS, LINE, LINE.replace("worried", "really worried"), "You sound really",
           "the crisis wording is changed here", LINE),
    Broken("a line of the crisis wording taken out", CRISIS, LINE, "", "Mental Health Crisis Line",
           "a line of the crisis wording is missing", LINE),
    Broken("a line added to the footer", CRISIS, 'Line, 24/7: 0300 131 2789. Life at risk: 999."', 'Line, 24/7: 0300 131 2789. '
           'Life at risk: 999.\\nWe love you."', "We love", "line is added", 'Line, 24/7: 0300 131 2789. Life at risk: 999."'),
    Broken("a button of the crisis reply renamed", CRISIS, "label: Will my force know?", "label: Does my force know?",
           "Does my", "the crisis wording is changed here", 'label: "Will my force know?"'),
    Broken("a button of the crisis reply taken out", CRISIS, "  - id: text-instead\n", "  - id: chat-instead\n", "fears",
           "'text-instead' is missing", '  - id: "text-instead"\n'),
    Broken("a button label that does not fit", CRISIS, "label: Will my force know?", f"label: {'x' * 41}", "x" * 41,
           "longer than 40 letters", "label: 'Will my force know?'"),
]  # fmt: skip

SLIPS = [
    Broken("an item without its dash", WHEN, "  - id: data\n", "    id: data\n", "id: data",
           "if another item begins here, write '- ' in front of it", "  - id:  data\n"),
    Broken("a dash from Word before an item", WHEN, "  - id: data\n", "  – id: data\n", "– id",
           "begins with '–', as pasted from Word", "  - id: 'data'\n"),
    Broken("a bullet from Word before an ask", WEEK, ASKS, ASKS.replace("- ", "• "), "• cant",
           "begins with '•', as pasted from Word", ASKS.replace("- ", "-  ")),
    Broken("a bullet from Word among asks", WEEK, "      - help with sleep\n", "      • help with sleep\n", "• help",
           "begins with '•', as pasted from Word", "      - 'help with sleep'\n"),
    Broken("text pasted at the left edge", WEEK, "    answer: >-\n      {week} runs", "    answer: >-\n{week} runs", "{week} runs",
           "the text below 'answer:' must start further to the right", "    answer: >-\n        {week} runs"),
]  # fmt: skip

ALL = [*FORM, *SLIPS, *SCHEDULE, *WORDING, *LINKS, *ENTRIES, *PLACES, *PINNED]
