"""The lines the reader learns from."""

import json
from pathlib import Path

from bot.core.following import after
from bot.model.material import LINES, fingerprint, is_held_out, read_lines


def _folder(tmp_path: Path, *rows: dict[str, object]) -> Path:
    (tmp_path / "asks-1.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_a_follow_up_is_read_after_the_title_of_the_answer_before(tmp_path: Path) -> None:
    row = {"after": "MindFit Cop", "q": "how long is it", "topic": "mindfit"}
    [line] = read_lines(_folder(tmp_path, row))
    assert (line.text, line.follows) == (after("MindFit Cop", "how long is it"), "MindFit Cop")


def test_a_follow_up_says_nothing_of_danger(tmp_path: Path) -> None:
    row = {"after": "MindFit Cop", "q": "how long is it", "topic": "mindfit"}
    [line] = read_lines(_folder(tmp_path, row))
    assert line.level is None


def test_a_question_about_the_crisis_line_for_oneself_says_nothing_of_danger_either(tmp_path: Path) -> None:
    rows = ({"q": "can i ring it tonight", "topic": "crisis-line-hours"}, {"q": "vans?", "topic": "wellbeing-vans"})
    assert [line.level for line in read_lines(_folder(tmp_path, *rows))] == [None, 0]


def test_which_lines_are_held_out_hangs_on_their_words_alone() -> None:
    lines = read_lines()
    held = {line.text for line in lines if is_held_out(line, 8)}
    assert held == {line.text for line in reversed(lines) if is_held_out(line, 8)}
    assert 0.1 < len(held) / len({line.text for line in lines}) < 0.15


def test_no_line_of_the_judging_sets_is_learnt_from() -> None:
    tests = Path(__file__).resolve().parents[1]
    judged = {
        json.loads(row)["q"].lower()
        for path in tests.glob("*/blind*.jsonl")
        for row in path.read_text(encoding="utf-8").splitlines()
        if len(json.loads(row)["q"].split()) > 4  # "thanks" is anybody's
    }
    rows = (row for path in LINES.glob("*.jsonl") for row in path.read_text(encoding="utf-8").splitlines())
    learnt = {json.loads(row)["q"].lower() for row in rows}
    assert judged
    assert not judged & learnt


def test_the_phrases_and_the_reader_were_made_from_the_lines_that_are_here() -> None:
    phrases = (LINES.parents[1] / "core" / "phrases.txt").read_text(encoding="utf-8")
    manifest = (LINES.parent / "reader" / "manifest.json").read_text(encoding="utf-8")
    assert fingerprint() in phrases, "run `make phrases`"
    assert fingerprint() in manifest, "run `make model`"
