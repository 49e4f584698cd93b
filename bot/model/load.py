"""Loads the trained reader that was made by ``make model``: checks its files, then scores texts with onnxruntime."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import tokenizers
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.core.reader import Impression
from bot.errors import ModelError
from bot.model import ngrams
from bot.model.ngrams import Ngrams
from bot.model.shelf import MADE_AHEAD, Shelf

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read while it is imported: else it keeps a device id and reports its use
import onnxruntime

SHIPPED = Path(__file__).parent / "reader"
MANY = 100
"""From this many texts on, those to be indexed are shared out between the cores."""


class TrainedReader:
    """Scores texts one at a time, each on one core; a text's figures never depend on what is read with it."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        wording: Ngrams,
        name: str = "",
        kept: Sequence[Path] = (),
    ) -> None:
        self.session = session
        self.tokenizer = tokenizer
        self.wording = wording
        said = session.get_modelmeta().custom_metadata_map
        self._width = next(int(out.shape[1]) for out in session.get_outputs() if out.name == "vector")
        self._shelf = Shelf(name, self._width, kept if name else ())
        self._unkept = False
        self._topics = tuple(str(topic) for topic in json.loads(said["topics"]))
        tokenizer.no_padding()
        tokenizer.enable_truncation(int(said["tokens"]))

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics it was trained on, in the order of an impression's probabilities."""
        return self._topics

    def read(self, texts: Sequence[str]) -> list[Impression]:
        """One impression for each text, in order: what the network hears, pooled with what the wording says."""
        return [self._read(text) for text in texts]

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Each text's place among meanings, one row each: all that an index needs."""
        if not texts:
            return np.zeros((0, self._width), dtype=np.float32)
        known = self._shelf.find(texts)
        if new := [text for text in texts if text not in known]:
            self._unkept = True
            known.update(zip(new, self._vectors(new), strict=True))
        return np.stack([known[text] for text in texts])

    def keep(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Spare the next start reading *texts*, which are the content's: keep their *vectors* in the first of the
        files it was loaded with, unless all were in one already. Raises OSError when the disk does not take them."""
        if self._unkept:
            self._shelf.keep(texts, vectors)
            self._unkept = False

    def _vectors(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        if len(texts) < MANY:
            return [self._vector(text) for text in texts]
        with ThreadPoolExecutor(_cores()) as threads:  # onnxruntime lets go of the interpreter while it works
            return list(threads.map(self._vector, texts))

    def _read(self, text: str) -> Impression:
        level, other, topics, vector = self.session.run(("level", "other", "topic", "vector"), self._cut(text))
        shares, topics = self.wording.pooled(text, level[0], topics[0])
        none, concern, crisis = (float(share) for share in shares)
        return Impression(none, concern, crisis, float(other[0, 0]), topics, vector[0])

    def _vector(self, text: str) -> NDArray[np.float32]:
        (vector,) = self.session.run(("vector",), self._cut(text))
        return np.asarray(vector[0], dtype=np.float32)

    def _cut(self, text: str) -> dict[str, NDArray[np.int64]]:
        cut = self.tokenizer.encode(text.encode("utf-8", "replace").decode())
        return {"ids": np.array([cut.ids], dtype=np.int64)}


def load(folder: Path | None = None, kept: Sequence[Path] = (MADE_AHEAD,)) -> TrainedReader:
    """The reader in *folder*, by default the one shipped with the bot; vectors of the content are in the files *kept*.

    Raises ModelError if a file is missing or is not the one its manifest describes.
    """
    where = SHIPPED if folder is None else folder
    try:
        files = dict(json.loads((where / "manifest.json").read_text(encoding="utf-8"))["files"])
        held = {name: (where / name).read_bytes() for name in files}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"The trained reader in {where} is missing or incomplete; "
            "put the folder back as released, or run `make model`."
        ) from error
    for name, digest in files.items():
        if hashlib.sha256(held[name]).hexdigest() != digest:
            raise ModelError(
                f"The trained reader's {name} in {where} is not the file its manifest describes; "
                "put the folder back as released, or run `make model`."
            )
    try:
        tokenizer = Tokenizer.from_str(held["tokenizer.json"].decode())
        wording = ngrams.from_bytes(held["ngrams.npz"])
        return TrainedReader(_session(held["reader.onnx"]), tokenizer, wording, _name(files), kept)
    except Exception as error:  # tokenizers and onnxruntime raise bare Exceptions of their own
        raise ModelError(
            f"The trained reader in {where} cannot be used with the installed onnxruntime and tokenizers; "
            "install the pinned versions, or run `make model`."
        ) from error


def _name(files: Mapping[str, str]) -> str:
    """All that a text's vector depends on, as one hash."""
    parts = (files["reader.onnx"], files["tokenizer.json"], onnxruntime.__version__, tokenizers.__version__)
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()


def _cores() -> int:
    """How many cores to index on: those this process may use, four at most."""
    return min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.enable_cpu_mem_arena = False  # the memory of a long text is given back
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
