"""The command line. Errors become sentences and exit codes here, and nowhere else.

Exit codes: 0 done, 1 problems were found (``check``), 2 it could not be carried out.
"""

import argparse
import asyncio
import datetime as dt
import gc
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__
from bot.errors import ContentError, SignpostError, UsageError

if TYPE_CHECKING:
    from bot.interview import Answer


CLEAR = "\r\x1b[K"
"""Takes the terminal's line back, for the next one."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit."""
    chosen = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        code = command(chosen)
        sys.stdout.flush()
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print(f"{error}: nothing was started. Mend the lines above; signpost check shows them again.", file=sys.stderr)
        code = 2
    except SignpostError as error:
        print(error, file=sys.stderr)
        code = 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has stopped: not an error
        code = 0
    except KeyboardInterrupt:
        code = 130
    raise SystemExit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="signpost",
        description="Points police officers and staff to sessions, wellbeing resources and the crisis line.",
    )
    parser.add_argument("--version", action="version", version=f"signpost {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="serve everything that is configured; the local page when nothing is")
    run.add_argument(
        "--clock", type=_moment, metavar="ISO", help="start at this moment, like 2026-04-21T08:29:50+01:00"
    )
    run.add_argument("--speed", type=_speed, default=1.0, help="how fast the set clock runs, like 3600")
    run.set_defaults(command=_run)

    ask = commands.add_parser("ask", help="ask one question, or many as JSON lines")
    ask.add_argument("question", nargs="?", help="the question")
    ask.add_argument("--json", action="store_true", help="read one JSON object a line, write one a line")
    ask.add_argument("--now", type=_moment, metavar="ISO", help="answer as of this moment")
    ask.add_argument("--force", help="answer as for people of this force, like derbyshire")
    ask.set_defaults(command=_ask)

    check = commands.add_parser("check", help="find every problem in knowledge/ and schedules/")
    check.add_argument("--format", choices=["text", "json", "github"], default="text")
    check.set_defaults(command=_check)

    prepare = commands.add_parser("prepare", help="read the content once, after installing, so that starts are quick")
    prepare.set_defaults(command=_prepare)

    preview = commands.add_parser("preview", help="every post that will go out, with its London time and text")
    preview.add_argument("--at", type=_moment, metavar="ISO", help="as seen at this moment")
    preview.add_argument("--days", type=_days, default=8)
    preview.add_argument("--json", action="store_true")
    preview.set_defaults(command=_preview)

    diff = commands.add_parser("diff", help="what officers and channels will see differently from a version in git")
    diff.add_argument("revision", nargs="?", default="HEAD", metavar="REV", help="a commit, branch or tag (HEAD)")
    diff.add_argument("--at", type=_moment, metavar="ISO", help="as seen at this moment")
    diff.add_argument("--all", action="store_true", help="every change word for word, not only what fits on a screen")
    diff.add_argument("--json", action="store_true")
    diff.set_defaults(command=_diff)

    report = commands.add_parser("report", help="how much was answered each day, in figures that single nobody out")
    report.add_argument("--days", type=_days, default=14)
    report.add_argument("--json", action="store_true")
    report.set_defaults(command=_report)

    new = commands.add_parser("new", help="write a file to start from: a new year's week, or a new force")
    things = new.add_subparsers(required=True, metavar="THING")
    week = things.add_parser("week", help="the schedule of a year, to fill in")
    week.add_argument("year", type=int)
    week.set_defaults(command=_new_week)
    force = things.add_parser("force", help="what one force adds or replaces for its own people")
    force.add_argument("name", help='like "North Wales"')
    force.set_defaults(command=_new_force)

    rehearse = commands.add_parser("rehearse", help="play the whole week within a minute, without touching the ledger")
    rehearse.add_argument("year", type=int)
    rehearse.add_argument("--into", metavar="NAME", help="post it all into this test channel of channels.yaml")
    rehearse.add_argument("--json", action="store_true", help="one JSON object a line")
    rehearse.set_defaults(command=_rehearse)

    reminders = commands.add_parser("reminders", help="the ledger: posted, due, unsure, refused")
    reminders.add_argument("--at", type=_moment, metavar="ISO", help="as seen at this moment")
    reminders.add_argument("--json", action="store_true")
    reminders.set_defaults(command=_reminders)

    health = commands.add_parser("health", help="ask the bot that runs on this machine how it is")
    health.add_argument("--ready", action="store_true", help="whether it takes messages, not only whether it lives")
    health.set_defaults(command=_health)

    schema = commands.add_parser("schema", help="write the schemas that help an editor while typing")
    schema.set_defaults(command=_schema)
    return parser


def _moment(text: str) -> dt.datetime:
    from bot.core.wording import LONDON_ZONE

    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a moment reads like 2026-04-21T08:29:50+01:00, not {text!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON_ZONE)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0
    if not 1 <= speed <= 100_000:
        raise argparse.ArgumentTypeError(f"the speed is a number from 1 to 100000, not {text!r}")
    return speed


def _days(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 400:
        raise argparse.ArgumentTypeError(f"days are a whole number from 1 to 400, not {text!r}")
    return int(text)


def _run(chosen: argparse.Namespace) -> int:
    from bot.settings import Settings

    if chosen.speed != 1 and chosen.clock is None:
        raise UsageError("--speed needs --clock: real time cannot run faster.")
    settings = Settings.read()
    settings.check()

    gc.disable()  # until it is started: nearly all that is made until then stays, and looking through it takes a while
    from bot.app import App  # here: what is wrong with the settings is said before a second has gone by

    say = print if sys.stdout.isatty() else None  # off a terminal every line is JSON
    asyncio.run(App(settings, chosen.clock, chosen.speed, say).run())
    return 0


def _ask(chosen: argparse.Namespace) -> int:
    from bot.commands import asker
    from bot.core.question import Question
    from bot.core.wording import LONDON_ZONE
    from bot.settings import Settings

    reply = asker(Settings.read(), _warn)
    if chosen.json:
        if chosen.question:
            raise UsageError("ask takes a question, or --json and lines on standard input, not both.")
        return _ask_lines(reply, chosen)
    if not chosen.question or not chosen.question.strip():
        raise UsageError('Ask something: signpost ask "when is the dogs session".')
    now = chosen.now or dt.datetime.now(LONDON_ZONE)
    said = reply(Question(chosen.question, force=chosen.force), now)
    print(said.text)
    for choice in said.choices:
        print(f"  [{choice.label}]")
    print(f"\n{said.footer}")
    return 0


def _ask_lines(reply: "Answer", chosen: argparse.Namespace) -> int:
    from bot.interview import answer_line

    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            print(
                json.dumps(answer_line(reply, line, number, chosen.now, chosen.force), ensure_ascii=False), flush=True
            )
    return 0


def _check(chosen: argparse.Namespace) -> int:
    from bot.commands import check
    from bot.settings import Settings

    shown, code = check(Settings.read(), chosen.format, sys.stdout.isatty())
    print(shown)
    return code


def _prepare(_: argparse.Namespace) -> int:
    from bot.commands import prepare
    from bot.settings import Settings

    print(prepare(Settings.read()))
    return 0


def _preview(chosen: argparse.Namespace) -> int:
    from bot.commands import preview
    from bot.settings import Settings

    print(preview(Settings.read(), chosen.at, chosen.days, chosen.json))
    return 0


def _diff(chosen: argparse.Namespace) -> int:
    from bot.commands import diff
    from bot.settings import Settings

    shown = diff(Settings.read(), chosen.revision, chosen.at, chosen.json, _warn, whole=chosen.all)
    print(asyncio.run(shown))
    return 0


def _report(chosen: argparse.Namespace) -> int:
    from bot.commands import report
    from bot.settings import Settings

    print(asyncio.run(report(Settings.read(), chosen.days, chosen.json)))
    return 0


def _new_week(chosen: argparse.Namespace) -> int:
    from bot.commands import new_week
    from bot.settings import Settings

    print(new_week(Settings.read(), chosen.year))
    return 0


def _new_force(chosen: argparse.Namespace) -> int:
    from bot.commands import new_force
    from bot.settings import Settings

    print(new_force(Settings.read(), chosen.name))
    return 0


def _rehearse(chosen: argparse.Namespace) -> int:
    from bot.rehearsals import rehearse
    from bot.settings import Settings

    terminal = sys.stderr.isatty()

    def draw(bar: str) -> None:
        if terminal:
            print(f"{CLEAR}{bar}", end="", file=sys.stderr, flush=True)

    def say(line: str) -> None:
        draw("")
        print(line, flush=True)

    try:
        asyncio.run(rehearse(Settings.read(), chosen.year, chosen.into, chosen.json, say, draw))
    finally:
        if terminal:
            print(file=sys.stderr)
    return 0


def _reminders(chosen: argparse.Namespace) -> int:
    from bot.commands import reminders
    from bot.settings import Settings

    print(asyncio.run(reminders(Settings.read(), chosen.at, chosen.json)))
    return 0


def _health(chosen: argparse.Namespace) -> int:
    from bot.probe import probe
    from bot.settings import Settings

    well, wrong = probe(Settings.read(), "/readyz" if chosen.ready else "/livez")
    for sentence in wrong:
        print(sentence)
    print("It is running." if well else "It is not well.")
    return 0 if well else 1


def _warn(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _schema(_: argparse.Namespace) -> int:
    from bot.content import schema

    for path in schema.write(Path("knowledge"), Path("schedules")):
        print(path)
    return 0


if __name__ == "__main__":
    main()
