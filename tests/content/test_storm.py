"""Ten leads save at once, files are cut off at random places, people ask all the while: no answer is ever wrong.

Every answer must read as one of two whole versions of its file, also while the other files change. Seeded.
"""

import datetime as dt
import random
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.content import source
from bot.content.library import Library
from bot.core.answering import Answerer
from bot.core.knowledge import Knowledge
from bot.core.question import Question
from bot.core.wording import LONDON_ZONE
from bot.exchange import Exchange

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 4, 20, 9, 0, tzinfo=LONDON_ZONE)
SEED = 20260420
TRUNCATIONS = 500
WRITERS = 10

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Saved:
    """One file and the two whole versions of it that people save by turns."""

    path: Path
    before: bytes
    after: bytes


class Stage:
    """A copy of the real content, the live library, and every answer that is right."""

    def __init__(self, home: Path) -> None:
        for folder in ("knowledge", "schedules"):
            shutil.copytree(ROOT / folder, home / folder)
        self.folders = home / "knowledge", home / "schedules"
        self.told: list[str] = []
        self.library = Library(*self.folders, home / "last-good", self._tell, now=lambda: NOW, settled=0.002)
        self.files = [self._file(path) for path in sorted(home.glob("*/**/*.yaml")) if path.name != "crisis.yaml"]
        assert len(self.files) >= WRITERS
        self.right = self._right()
        self.entries = {entry.id for entry in self.library.open().entries}
        self.answerer = Answerer.build(self.library.current)
        self.exchange = Exchange(lambda: self.answerer, None, lambda: NOW)
        self.wrong: list[str] = []
        self.seen: set[str] = set()

    def _tell(self, event: str, /, **_: str | int | float | bool) -> None:
        self.told.append(event)

    def _file(self, path: Path) -> Saved:
        before = path.read_bytes()
        # the day of checking stands under every answer; the schedule tells of another hour
        after = before.replace(b"checked: 2026-11-22", b"checked: 2026-03-30").replace(
            b"starts: 14:00", b"starts: 14:05"
        )
        after = after.replace(b"paused: no ", b"paused: yes")
        assert after != before, path
        return Saved(path, before, after)

    def _right(self) -> dict[str, set[str]]:
        """For each question, the answers of the two versions of its file, with either version of the schedule."""
        schedule = [file for file in self.files if file.path.name == "2026.yaml"]
        others = [file for file in self.files if file not in schedule]
        right: dict[str, set[str]] = {}
        for one in (False, True):
            for other in (False, True):
                for group, changed in ((schedule, one), (others, other)):
                    for file in group:
                        file.path.write_bytes(file.after if changed else file.before)
                knowledge = source.load(*self.folders)
                exchange = _exchange(knowledge)
                for question in _questions(knowledge):
                    right.setdefault(question, set()).add(exchange.reply(Question(question), NOW).text)
        for file in self.files:
            file.path.write_bytes(file.before)
        return right

    def refresh(self) -> None:
        """What the app does every few seconds."""
        if self.library.refresh():
            self.answerer = Answerer.build(self.library.current)
        live = self.library.current
        if {entry.id for entry in live.entries} != self.entries or len(live.schedule.sessions) != 5:
            self.wrong.append(f"live without all of its entries: {live.version}")

    def ask(self, question: str) -> None:
        """Take note of an answer that neither version gives."""
        text = self.exchange.reply(Question(question), NOW).text
        self.seen.add(text)
        if text not in self.right[question]:
            self.wrong.append(f"{question!r} was answered {text!r}")


def _exchange(knowledge: Knowledge) -> Exchange:
    answerer = Answerer.build(knowledge)
    return Exchange(lambda: answerer, None, lambda: NOW)


def _chance(number: int) -> random.Random:
    return random.Random(SEED + number)  # noqa: S311 -- it has to be the same every time


def _questions(knowledge: Knowledge) -> Iterator[str]:
    for asked in (*knowledge.entries, *knowledge.aspects):
        yield asked.asks[0]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_a_file_cut_off_anywhere_never_changes_an_answer(stage: Stage) -> None:
    chance = _chance(0)
    questions = list(stage.right)
    live = {file.path: file.before for file in stage.files}
    for number in range(TRUNCATIONS):
        file = chance.choice(stage.files)
        saving = chance.choice((file.before, file.after))
        file.path.write_bytes(saving[: chance.randrange(len(saving))])
        stage.refresh()
        for question in chance.sample(questions, 5):
            stage.ask(question)
        file.path.write_bytes(live[file.path])
        if number % 10 == 0:  # now and then the whole file arrives
            file.path.write_bytes(saving)
            live[file.path] = saving
            stage.refresh()
            assert stage.library.problems == ()
    assert stage.wrong == []
    refused = stage.told.count("content.waiting") + stage.told.count("content.rejected")
    assert refused > TRUNCATIONS * 0.95  # the rest were cut before their first change, or not at all


def test_ten_writers_at_once_under_questions_never_make_a_wrong_answer(stage: Stage) -> None:
    questions = list(stage.right)
    done = threading.Event()
    counted = threading.Lock()
    left = TRUNCATIONS

    def write(file: Saved, chance: random.Random) -> None:
        nonlocal left
        while True:
            with counted:
                if left == 0:
                    break
                left -= 1
            saving = chance.choice((file.before, file.after))
            file.path.write_bytes(saving[: chance.randrange(len(saving))])
            time.sleep(chance.uniform(0.005, 0.15))
            file.path.write_bytes(saving)
            time.sleep(chance.uniform(0.05, 0.5))
        file.path.write_bytes(file.after)

    def look() -> None:
        while not done.is_set():
            stage.refresh()

    def ask(chance: random.Random) -> None:
        while not done.is_set():
            stage.ask(chance.choice(questions))

    writers = [threading.Thread(target=write, args=(file, _chance(number))) for number, file in enumerate(stage.files)]
    others = [
        threading.Thread(target=look),
        *(threading.Thread(target=ask, args=(_chance(-n),)) for n in range(2)),
    ]
    for thread in (*others, *writers):
        thread.start()
    for thread in writers:
        thread.join(timeout=300)
    done.set()
    for thread in others:
        thread.join(timeout=60)
    assert stage.wrong == []
    assert stage.told.count("content.loaded") > 5  # good versions went live in between
    assert stage.told.count("content.waiting") + stage.told.count("content.rejected") > 20  # and bad ones did not
    stage.refresh()
    assert stage.library.problems == ()
    assert stage.library.current.channels.paused
