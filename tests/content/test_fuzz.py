"""Whatever a file holds, ``check`` ends in sentences at places that exist: cut off, edited at random, or no text."""

import datetime as dt
import functools
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from bot.content import checks, source
from bot.content.document import read
from bot.content.files import Snapshot, look
from tests.content.cases import lay_out

TODAY = dt.date(2026, 11, 24)
PIECES = some.sampled_from([
    "\t", ":", ": ", "- ", "-", "'", '"', "{", "}", "[", "]", "#", " #", "&a ", "*a", "!x ", "|",
    ">-\n", "\n", "\r\n",
    "---\n", "...\n", "null", "~", "\u00a0", "\ufeff", "\u2028", "\x00", "\x1b", "<<: *a\n", "? ", "%YAML 9\n",
    "{week", "yes", "0x1F", "  ", "entries:\n", "  - id: sleep\n", "9" * 400, "\U0001f600", "\u202e", "1e999",
    "2026-02-30", "25:61",
])  # fmt: skip


@functools.cache
def _sound() -> Snapshot:
    with tempfile.TemporaryDirectory() as folder:
        return look(*lay_out(Path(folder)))


def _judged(name: str, raw: bytes) -> None:
    """Check the sound content with *raw* in place of one of its files."""
    sound = _sound()
    knowledge, schedules = dict(sound.knowledge), dict(sound.schedules)
    (knowledge if name in knowledge else schedules)[name] = raw
    lines = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    content = source.parse(Snapshot(knowledge, schedules))
    for problem in checks.rules(content, TODAY):
        assert problem.sentence
        assert "\n" not in problem.sentence
        assert problem.column >= 1
        if problem.path.endswith(f"/{name}"):
            assert 1 <= problem.line <= len(lines)
    if content.knowledge is not None:
        assert content.knowledge.schedule.sessions


NAMES = some.sampled_from(sorted([*_sound().knowledge, *_sound().schedules]))


def _raw(name: str) -> bytes:
    sound = _sound()
    return sound.knowledge.get(name) or sound.schedules[name]


@settings(max_examples=150, deadline=None)
@given(NAMES, some.floats(0, 1))
def test_a_file_cut_off_anywhere_ends_in_sentences(name: str, share: float) -> None:
    raw = _raw(name)
    _judged(name, raw[: int(len(raw) * share)])


@settings(max_examples=250, deadline=None)
@given(
    NAMES, some.lists(some.tuples(some.floats(0, 1), some.integers(0, 12), PIECES | some.text(max_size=6)), max_size=6)
)
def test_a_file_edited_at_random_ends_in_sentences(name: str, edits: list[tuple[float, int, str]]) -> None:
    text = _raw(name).decode("utf-8")
    for share, gone, come in edits:
        place = int(len(text) * share)
        text = text[:place] + come + text[place + gone :]
    _judged(name, text.encode("utf-8", "surrogatepass"))


@settings(max_examples=100, deadline=None)
@given(NAMES, some.data())
def test_lines_swapped_moved_and_lost_end_in_sentences(name: str, data: some.DataObject) -> None:
    lines = _raw(name).decode("utf-8").split("\n")
    order = data.draw(some.lists(some.integers(0, len(lines) - 1), max_size=len(lines)))
    indent = data.draw(some.integers(0, 5))
    _judged(name, "\n".join(" " * (number % (indent + 1)) + lines[number] for number in order).encode())


@settings(max_examples=200, deadline=None)
@given(some.binary(max_size=300))
def test_bytes_that_are_no_text_end_in_sentences(raw: bytes) -> None:
    document = read("knowledge/week.yaml", raw)
    assert document.data is not None or document.problems
    _judged("week.yaml", raw)
