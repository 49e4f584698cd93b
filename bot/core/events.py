"""How the parts say what happened without knowing a log."""

from typing import Protocol


class Tell(Protocol):
    """Receives events with fields, such as ``reminder.posted``. Fields never hold a person's words, name or id."""

    def __call__(self, event: str, /, **fields: str | int | float | bool) -> None:
        """Take note of *event*."""


def silent(event: str, /, **fields: str | int | float | bool) -> None:
    """A ``Tell`` that takes no note."""
