"""Files to start from: a new year's schedule, a new force. Nothing that is there already is written over."""

import json
import re
import unicodedata
from pathlib import Path

from bot.errors import UsageError

_TOP = re.compile(r"^([A-Za-z_]+):")
_KEPT = ("reminders", "changes", "changes_cy")

WEEK = """\
# yaml-language-server: $schema=.schemas/schedule.json
# The week of {year}: its sessions and the reminders. Answers, posts and calendar files all follow this file.
# Fill in what is empty; "signpost check" names every line that is left. While it is a draft, nothing of it is live and
# other edits go live as ever. Once nothing is left, take the line "draft: yes" out: from then on the bot speaks of this
# week instead of the last one.
# Days read like {year}-04-20, times are London time and read like 14:00.

draft: yes              # take this line out when the week is ready to go live

week:
  name: {name}
  starts:               # its first day, like {year}-04-20
  ends:                 # its last day, like {year}-04-26
  timezone: Europe/London

# Copy the lines from "- id:" to "about:" once for each session.
sessions:
  - id: session-1       # a short name in small letters, like "data"; never changed once it is published
    title: Session 1 (title to be announced)      # as published; in "quotes" when there is a colon in it
    aliases: []         # what people call it, like [data one, data session]
    day:                # the day it is on, like {year}-04-20
    starts:             # when it starts, like 14:00
    ends:               # when it ends, like 14:45
    status: on          # on, moved or cancelled
    register: null      # the registration page, once it is known
    recording: null     # the recording, once it is there
    about: null         # what it is about, only if a source says so

# What else is in the week, such as a conference: one line for each, like
#   - {{id: conference, title: The conference, day: {year}-04-22, hosts: the NPCC}}
events: []

"""

REMINDERS = """\
reminders:
  - id: today
    at: 08:30
    on: session days    # or one or more dates, like [2027-04-24]
    give_up_after: 3h   # late only this long, and never once the session has begun
    summary: "{week}: today's session"      # what a lock screen shows: neutral, never the subject
    text: |-
      Today, {times}: {title}
      Register here: {register}
      Also today: {also}
    over: |-
      Finished: {title} ({day}, {times}).
      Watch the recording: {recording}
"""

LAST_TIME = "# These are the last week's words: is every line of them still true?"

FORCE = """\
# yaml-language-server: $schema=../.schemas/force.json
# What {title}'s own people see instead of the common entries, or besides them. Nobody else ever sees this file's text.
# Whose people they are is known from channels.yaml: a channel there with "force: {force}".

force: {force}
name: {name}         # the force's name in full, as its people write it

# What your policy says about who can read chats, in one or two sentences; shown under "who can see this?".
# Ask your information security or data protection team for the words. While it is null, the common text stands.
monitoring: null

# What reminders in this force's channels are written in: en, or cy for the Welsh texts that somebody has checked.
language: en

# An entry with the id of a common one replaces it for this force only; a new id adds one. To write the first, take
# away the "[]" and the "# " in front of these lines, and fill in what is empty:
entries: []
#  - id: our-wellbeing-team
#    title: Our wellbeing team
#    asks:
#      - where does our wellbeing team sit
#      - what does our own wellbeing team do
#      - when is our wellbeing team in
#      - the wellbeing team at our headquarters
#      - our wellbeing team's drop-in
#    answer: >-
#      (the fact first, then how to get it)
#    source:           # who published it, what, and when
#    checked:          # the day you checked it, like 2027-01-11
#    review_by:        # the day to check it again, like 2027-07-01
#    owner: wellbeing team
"""


def week(year: int, schedules_dir: Path) -> Path:
    """Write ``<year>.yaml``, with the reminders of the newest year there is; the path written. Raises UsageError."""
    if not 2020 <= year <= 2099:
        raise UsageError(f"A year reads like 2027, not {year}.")
    last = max((path for path in schedules_dir.glob("2[0-9][0-9][0-9].yaml")), default=None)
    text = last.read_text(encoding="utf-8", errors="replace") if last else ""
    name = _name_of_the_week(text).replace(last.stem if last else str(year), str(year))
    return _written(
        schedules_dir / f"{year}.yaml", WEEK.format(year=year, name=json.dumps(name, ensure_ascii=False)) + _kept(text)
    )


def force(name: str, knowledge_dir: Path) -> Path:
    """Write ``forces/<name>.yaml``; the path written. Raises UsageError."""
    title = " ".join(name.split())
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not slug or len(title) > 60 or not title.isprintable():
        raise UsageError('Name the force in up to 60 letters, like: signpost new force "North Wales".')
    folder = knowledge_dir / "forces"
    text = FORCE.format(title=title, force=slug, name=json.dumps(title, ensure_ascii=False))
    return _written(folder / f"{slug}.yaml", text)


def _name_of_the_week(text: str) -> str:
    found = re.search(r"^week:[ \t]*(?:\n(?:(?:[ #].*+)?\n)*?[ \t]+|\{[ \t]*)name:[ \t]*([^\n,}]+)", text, re.MULTILINE)
    return found[1].partition(" #")[0].strip().strip("'\"") if found else "Response policing week of action"


def _kept(text: str) -> str:
    """The reminders and the wording of changes as they stand in *text*, with the notes above them."""
    kept: list[str] = []
    notes: list[str] = []
    taking = False
    for line in text.replace("\r\n", "\n").split("\n"):
        if found := _TOP.match(line):
            taking = found[1] in _KEPT
            kept += [*notes, line] if taking else []
            notes = []
        elif line.startswith("#"):
            notes.append(line)
        elif taking:
            kept += [*notes, line]
            notes = []
    if not any(line.startswith("reminders:") for line in kept):
        return REMINDERS
    return f"{LAST_TIME}\n" + "\n".join(kept).rstrip() + "\n"


def _written(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(
            f"{path.name} is there already in {path.parent.name}, and nothing in it was changed."
        ) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{path.name} cannot be written in {path.parent.name} ({reason}).") from None
    return path
