"""The reader that is shipped: it is the one that was made, and it reads what it should."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from bot.core.reader import Impression, Reader
from bot.errors import ModelError
from bot.model.load import SHIPPED, load
from bot.model.material import fingerprint, read_lines, topics_of


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "reader"))


def _read(reader: Reader, text: str) -> Impression:
    return reader.read([text])[0]


def _level(impression: Impression) -> str:
    shares = {"none": impression.none, "concern": impression.concern, "crisis": impression.crisis}
    return max(shares, key=shares.__getitem__)


def test_it_was_made_from_the_lines_that_are_here() -> None:
    manifest = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["lines"] == {"count": len(read_lines()), "sha256": fingerprint()}


def test_it_knows_the_topics_of_the_lines(reader: Reader) -> None:
    assert reader.topics == topics_of(read_lines())


def test_its_notice_names_the_weights_it_came_from_and_their_licence() -> None:
    notice = (SHIPPED / "NOTICE").read_text(encoding="utf-8")
    assert "sentence-transformers/all-MiniLM-L6-v2" in notice
    assert "Apache License, Version 2.0" in notice
    assert "What was changed" in notice


@pytest.mark.parametrize("name", ["reader.onnx", "tokenizer.json", "NOTICE"])
def test_a_file_with_one_byte_changed_is_refused_by_name(copy: Path, name: str) -> None:
    held = bytearray((copy / name).read_bytes())
    held[len(held) // 2] ^= 1
    (copy / name).write_bytes(held)
    with pytest.raises(ModelError, match=rf"{name} .* is not the file its manifest describes; .*\.$"):
        load(copy)


@pytest.mark.parametrize("name", ["reader.onnx", "tokenizer.json", "manifest.json"])
def test_a_missing_file_is_refused_with_what_to_do(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError, match="missing or incomplete; put the folder back as released"):
        load(copy)


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"files": 3}', '{"files": {}}', '{"files": {"NOTICE": "0"}}'])
def test_a_manifest_that_names_no_reader_is_refused(copy: Path, manifest: str) -> None:
    (copy / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(ModelError):
        load(copy)


_TEXTS = [
    "when is the dogs session",
    "cant do this anymore",
    "",
    "🙃",
    "  \n ",
    "ŷ ŵ ﷽ \ud800 \x00",
    "a" * 5000,
    "why " * 4000,
]


@pytest.mark.parametrize("text", _TEXTS, ids=range(len(_TEXTS)))
def test_any_text_gets_an_impression_whose_shares_sum_to_one(reader: Reader, text: str) -> None:
    read = _read(reader, text)
    assert read.none + read.concern + read.crisis == pytest.approx(1, abs=1e-4)
    assert read.topics.sum() == pytest.approx(1, abs=1e-4)
    assert 0 <= read.other <= 1
    assert len(read.topics) == len(reader.topics)


def test_a_vector_has_unit_length_so_that_a_dot_product_is_a_cosine(reader: Reader) -> None:
    vector = _read(reader, "is there a recording").vector
    assert vector.dtype == np.float32
    assert vector @ vector == pytest.approx(1, abs=1e-4)


def test_what_a_text_is_read_with_changes_nothing_and_order_is_kept(reader: Reader) -> None:
    together = reader.read(_TEXTS)
    for text, impression in zip(_TEXTS, together, strict=True):
        alone = _read(reader, text)
        assert (alone.none, alone.concern, alone.crisis, alone.other) == (
            impression.none,
            impression.concern,
            impression.crisis,
            impression.other,
        )
        assert np.array_equal(alone.topics, impression.topics)
        assert np.array_equal(alone.vector, impression.vector)


def test_nothing_to_read_gives_nothing(reader: Reader) -> None:
    assert reader.read([]) == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I want to kill myself", "crisis"),
        ("they'd all be better off if I was dead", "crisis"),
        ("my mate says he's going to end his life tonight", "crisis"),
        ("I keep seeing that little girl's face and I can't sleep", "concern"),
        ("feeling really low since the divorce, dreading every shift", "concern"),
        ("what time is the dangerous dogs session", "none"),
        ("thanks, that's great", "none"),
        ("who do I send the sudden death report to", "none"),
        ("this printer makes me want to scream", "none"),
        ("how do I join the Knowledge Hub group", "none"),
    ],
)
def test_a_clear_sentence_is_read_right(reader: Reader, text: str, level: str) -> None:
    assert _level(_read(reader, text)) == level


def test_a_worry_about_somebody_else_is_told_from_ones_own(reader: Reader) -> None:
    assert _read(reader, "I think my crewmate is going to kill himself").other > 0.5
    assert _read(reader, "I think I am going to kill myself").other < 0.5


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what is the eight week mindfulness course", "mindfit"),
        ("where can I listen to the podcast", "podcast"),
        ("who are the speakers on thursday", "nc-speakers"),
        ("what will the weather be tomorrow", "oos-world"),
        ("are you a real person", "bot-are-you-a-person"),
    ],
)
def test_a_clear_question_is_given_its_topic(reader: Reader, text: str, topic: str) -> None:
    assert reader.topics[int(_read(reader, text).topics.argmax())] == topic


def test_asks_of_one_meaning_are_nearer_than_asks_of_another(reader: Reader) -> None:
    one, alike, apart = (
        i.vector
        for i in reader.read(["when do the vans come", "what date are the vans here", "who can see my messages"])
    )
    assert one @ alike > one @ apart
