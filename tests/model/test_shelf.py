"""What the reader made of the content is found again at the next start; a file that is wrong in any way is not used."""

import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.model.load import load
from bot.model.shelf import Shelf

TEXTS = ("when is the dogs session", "how do I sign up", "who can see this")
WIDTH = 4
VECTORS = np.arange(12, dtype=np.float32).reshape(3, WIDTH)


def _cut(raw: bytes) -> bytes:
    return raw[:-1]


def _grown(raw: bytes) -> bytes:
    return raw + b"\0"


def _flipped(raw: bytes) -> bytes:
    return raw[:-1] + bytes([raw[-1] ^ 1])


def _of_another_format(raw: bytes) -> bytes:
    return raw.replace(b"vectors-1", b"vectors-2", 1)


def _counting_too_many(raw: bytes) -> bytes:
    return raw.replace(b" 3 4 ", b" 999999999999 4 ", 1)


def _counting_letters(raw: bytes) -> bytes:
    return raw.replace(b" 3 4 ", b" many 4 ", 1)


def _not_ascii(raw: bytes) -> bytes:
    return b"\xff" * len(raw)


def _empty(_: bytes) -> bytes:
    return b""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vectors.bin"


def test_what_was_kept_is_found_to_the_last_bit(place: Path) -> None:
    Shelf("a", WIDTH, [place]).keep(TEXTS, VECTORS)
    found = Shelf("a", WIDTH, [place]).find([*TEXTS, "something new"])
    assert list(found) == list(TEXTS)
    assert all(np.array_equal(found[text], vector) for text, vector in zip(TEXTS, VECTORS, strict=True))


@pytest.mark.parametrize(
    "damage",
    [_cut, _grown, _flipped, _of_another_format, _counting_too_many, _counting_letters, _not_ascii, _empty],
)
def test_a_file_that_is_not_whole_is_as_if_it_were_not_there(damage: Callable[[bytes], bytes], place: Path) -> None:
    Shelf("a", WIDTH, [place]).keep(TEXTS, VECTORS)
    place.write_bytes(damage(place.read_bytes()))
    assert Shelf("a", WIDTH, [place]).find(TEXTS) == {}


@pytest.mark.parametrize(("model", "width"), [("b", WIDTH), ("a", WIDTH - 1)])
def test_what_another_model_made_is_not_used(model: str, width: int, place: Path) -> None:
    Shelf("a", WIDTH, [place]).keep(TEXTS, VECTORS)
    assert Shelf(model, width, [place]).find(TEXTS) == {}


def test_a_folder_in_its_place_is_as_if_nothing_were_there(place: Path) -> None:
    place.mkdir(parents=True)
    assert Shelf("a", WIDTH, [place]).find(TEXTS) == {}


def test_what_one_place_lacks_is_looked_for_in_the_next(place: Path, tmp_path: Path) -> None:
    ahead = tmp_path / "ahead.bin"
    Shelf("a", WIDTH, [place]).keep(TEXTS[:1], VECTORS[:1])
    Shelf("a", WIDTH, [ahead]).keep(TEXTS[1:], VECTORS[1:])
    assert set(Shelf("a", WIDTH, [place, ahead]).find(TEXTS)) == set(TEXTS)


def test_texts_that_are_gone_are_forgotten(place: Path) -> None:
    shelf = Shelf("a", WIDTH, [place])
    shelf.keep(TEXTS, VECTORS)
    shelf.keep(TEXTS[:1], VECTORS[:1])
    assert set(shelf.find(TEXTS)) == set(TEXTS[:1])


def test_the_file_holds_no_word_of_the_texts(place: Path) -> None:
    Shelf("a", WIDTH, [place]).keep(TEXTS, VECTORS)
    raw = place.read_bytes()
    assert not any(word.encode() in raw for text in TEXTS for word in text.split() if len(word) > 4)


def test_a_place_that_takes_nothing_says_so_and_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="data"):
        Shelf("a", WIDTH, [tmp_path / "data" / "vectors.bin"]).keep(TEXTS, VECTORS)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_the_reader_takes_the_vectors_it_kept_and_reads_only_what_is_new(place: Path) -> None:
    reader = functools.partial(load, kept=[place])
    first = reader()
    read = first.vectors(TEXTS[:2])
    first.keep(TEXTS[:2], -read)  # turned round, so that it shows where a vector came from
    again = reader().vectors(TEXTS)
    assert np.array_equal(again[:2], -read)
    assert np.array_equal(again[2:], load(kept=()).vectors(TEXTS[2:]))


def test_the_reader_writes_nothing_when_it_had_nothing_to_read(place: Path) -> None:
    first = load(kept=[place])
    first.keep(TEXTS, first.vectors(TEXTS))
    before = place.stat().st_mtime_ns, place.stat().st_ino
    second = load(kept=[place])
    second.keep(TEXTS[:1], second.vectors(TEXTS[:1]))
    assert (place.stat().st_mtime_ns, place.stat().st_ino) == before
