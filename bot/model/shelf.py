"""What the reader made of the content's texts, kept in a file, so that a start need not read all of them again.

The file holds no text, only a hash of each with its vector. Whatever is wrong with it, the texts are read anew.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NAME = "vectors.bin"
MADE_AHEAD = Path(__file__).parent / NAME
"""What ``signpost prepare`` writes beside the program, for machines where nothing else can be written."""
MOST = 10_000
"""Texts in one file at most, 15 MB of them; only so many are ever indexed (see ``core.meanings``)."""

_FORMAT = "signpost-vectors-1"
_KEY = 16
_LONGEST_HEAD = 300

Vectors = NDArray[np.float32]


class Shelf:
    """Vectors by the texts they were made of. *model* names all that a vector depends on but the text itself.

    They are looked for in all *places*, and written to the first.
    """

    def __init__(self, model: str, width: int, places: Sequence[Path] = ()) -> None:
        self._model, self._width, self._places = model, width, tuple(places)

    def find(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those of *texts* that are on the shelf; never raises for what a file holds."""
        keys = {text: self._key(text) for text in texts}
        found: dict[str, Vectors] = {}
        for place in self._places:
            if len(found) < len(keys):
                held = self._read(place)
                found |= {text: held[key] for text, key in keys.items() if text not in found and key in held}
        return found

    def keep(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Write down the vectors of *texts*, and forget all others. Raises OSError when the disk does not take it."""
        if not self._places or len(texts) > MOST:
            return
        place = self._places[0]
        body = b"".join(map(self._key, texts)) + np.ascontiguousarray(vectors, dtype="<f4").tobytes()
        head = f"{_FORMAT} {self._model} {len(texts)} {self._width} {hashlib.sha256(body).hexdigest()}\n"
        unfinished = place.with_name(f"{place.name}.{os.getpid()}.unfinished")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(head.encode("ascii") + body)
            unfinished.replace(place)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:_KEY]

    def _read(self, place: Path) -> Mapping[bytes, Vectors]:
        """What *place* holds of this model's; nothing when it is not whole, or of another model."""
        try:
            with place.open("rb") as file:
                head = file.readline(_LONGEST_HEAD)
                form, model, count, width, digest = head.decode("ascii").split()
                many, row = int(count), _KEY + 4 * self._width
                if (form, model, width) != (_FORMAT, self._model, str(self._width)) or not 0 < many <= MOST:
                    return {}
                body = file.read(many * row + 1)
        except (OSError, ValueError):
            return {}
        if len(body) != many * row or hashlib.sha256(body).hexdigest() != digest:
            return {}
        rows = np.frombuffer(body, dtype="<f4", offset=many * _KEY).reshape(many, self._width)
        return {body[_KEY * at : _KEY * (at + 1)]: rows[at] for at in range(many)}
