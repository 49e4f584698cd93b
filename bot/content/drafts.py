"""Files that a lead has marked as drafts: they are checked, and nothing of them is live or keeps the rest from it.

The mark is looked for in the bytes, so that a draft whose YAML cannot be read yet is a draft all the same. Only a
year's and a force's file may be one: without any other file, answers that people rely on would be gone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.content.document import Document
from bot.content.files import Sort
from bot.content.problems import Problem, Severity

MAY_BE = frozenset({Sort.SCHEDULE, Sort.FORCE})
NOTE = (
    "this file is a draft: it is checked, and nothing of it is live. Once nothing in it is left to mend, take this "
    "line out"
)
_MARK = re.compile(
    rb"^(?:\xef\xbb\xbf)?draft:[ \t]*['\"]?(?:yes|true|on)['\"]?[ \t]*(?:#[^\r\n]*)?\r?$", re.MULTILINE | re.IGNORECASE
)


def is_marked(sort: Sort | None, raw: bytes) -> bool:
    """Whether a file of this sort says ``draft: yes`` at its top level."""
    return sort in MAY_BE and _MARK.search(raw) is not None


def noted(document: Document) -> Problem:
    """What to say of a draft as a whole, at its mark."""
    return document.problem(document.spot(("draft",), key=True), NOTE, Severity.WARNING)


def softened(problems: Iterable[Problem]) -> Iterator[Problem]:
    """*problems* of a draft: said, and no reason to keep anything from going live."""
    return (replace(problem, severity=Severity.WARNING) for problem in problems)
