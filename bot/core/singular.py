"""English for a week with one session: answers are written for several, as nearly every week has.

Only the words next to ``{count}`` change ("All {count} CPD sessions are free" becomes "The CPD session is free").
"""

import re
from collections.abc import Callable

_KIND = r"((?:[A-Za-z]+ ){0,3})sessions\b"
Change = str | Callable[[re.Match[str]], str]


def _with_verb(subject: str) -> Callable[[re.Match[str]], str]:
    def change(found: re.Match[str]) -> str:
        the = subject if found[1].isupper() else subject.lower()
        return f"{the} {found[2]}session{found[3] or ''} {'is' if found[4] == 'are' else 'was'}"

    return change


def _it(found: re.Match[str]) -> str:
    return f"{'It' if found[1].isupper() else 'it'} {'is' if found[2] == 'are' else 'was'}"


def _the(found: re.Match[str]) -> str:
    return f"{'The' if found[1].isupper() else 'the'} {found[2]}session"


_CHANGES: tuple[tuple[re.Pattern[str], Change], ...] = tuple(
    (re.compile(pattern), change)
    for pattern, change in (
        (rf", like all \{{count\}} {_KIND}(?: of the week)?", ""),
        (rf"\bone of (?:the|its) \{{count\}} {_KIND}", r"the \1session"),
        (rf"\b([Aa])ll \{{count\}} {_KIND}( of the week)? (are|were)\b", _with_verb("The")),
        (rf"\b([Tt])he \{{count\}} {_KIND}( of the week)? (are|were)\b", _with_verb("The")),
        (r"\b([Aa])ll \{count\} (are|were)\b", _it),
        (rf"\b([Aa])ll \{{count\}} {_KIND}", _the),
        (rf"\b([Tt])he \{{count\}} {_KIND}", _the),
        (rf"\bThere are \{{count\}} {_KIND}", r"There is {count} \1session"),
        (rf"\bThere were \{{count\}} {_KIND}", r"There was {count} \1session"),
        (r"\bThese were the \{count\}, each ", "This was the one, "),
        (rf"\{{count\}} {_KIND}", r"{count} \1session"),
        (r"\bsession, each \{length\}", "session, {length}"),
    )
)


def in_singular(text: str) -> str:
    """*text*, whose placeholders are not filled in yet, as it reads when ``{count}`` is one."""
    for pattern, change in _CHANGES:
        text = pattern.sub(change, text)
    return text
