"""The trained reader: loaded only as it was released, and reading the same whatever it is read with."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from bot.core.reader import Reader
from bot.errors import SignpostError
from bot.model.load import SHIPPED, load

CLEAR = {
    "I want to kill myself": "crisis",
    "I can't see any reason to go on living": "crisis",
    "my mate says he's going to end his life tonight": "crisis",
    "I keep seeing that crash every time I shut my eyes": "concern",
    "I'm burnt out and I cry in the car before every shift": "concern",
    "when is the dangerous dogs session": "none",
    "how do I sign up for oscar kilo": "none",
    "ta very much": "none",
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load()


@pytest.mark.parametrize(("line", "level"), CLEAR.items())
def test_a_clear_line_is_read_right(line: str, level: str, reader: Reader) -> None:
    read = reader.read([line])[0]
    assert max(("none", "concern", "crisis"), key=lambda name: float(getattr(read, name))) == level


def test_the_three_levels_sum_to_one_and_the_vector_has_unit_length(reader: Reader) -> None:
    for read in reader.read(list(CLEAR)):
        assert read.none + read.concern + read.crisis == pytest.approx(1, abs=1e-4)
        assert float(np.linalg.norm(read.vector)) == pytest.approx(1, abs=1e-3)
        assert len(read.topics) == len(reader.topics)


def test_a_line_reads_the_same_alone_as_among_others(reader: Reader) -> None:
    together = reader.read(list(CLEAR))
    for line, among in zip(CLEAR, together, strict=True):
        alone = reader.read([line])[0]
        assert alone.crisis == pytest.approx(among.crisis, abs=0.05)
        assert float(alone.vector @ among.vector) > 0.98


def test_nothing_and_a_very_long_text_are_read_without_error(reader: Reader) -> None:
    assert len(reader.read(["", "word " * 20_000])) == 2


@pytest.mark.parametrize("name", ["reader.onnx", "tokenizer.json"])
def test_a_file_that_was_tampered_with_is_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(SHIPPED, folder)
    path = folder / name
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))
    with pytest.raises(SignpostError, match="make model"):
        load(folder)


def test_a_reader_that_is_missing_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SignpostError, match="make model"):
        load(tmp_path)
