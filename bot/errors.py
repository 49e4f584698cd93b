"""Every error Signpost raises on purpose.

    SignpostError
    ├── ContentError        files that cannot be served, with every problem found in them
    ├── SettingsError       credentials or settings that are missing, half-set or contradict one another
    ├── ModelError          the trained reader's files are missing or not what their manifest describes
    ├── LedgerError         the database cannot be reached, or is not the shape this version needs
    └── UsageError          a command line that cannot be carried out

Each message is one sentence for the person who has to act on it. Only ``__main__`` turns them into exit codes.
"""

from collections.abc import Sequence


class SignpostError(Exception):
    """The root: catch this to catch everything Signpost raises on purpose."""


class ContentError(SignpostError):
    """The content cannot be served.

    *problems* are all that were found, in file order; each prints as ``file:line:column sentence``.
    """

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(f"{count} problem{'' if count == 1 else 's'} in the content")


class SettingsError(SignpostError):
    """A setting is missing, half-set or contradicts another."""


class ModelError(SignpostError):
    """The trained reader's files are missing, or are not what their manifest describes."""


class LedgerError(SignpostError):
    """The database cannot be reached, or is not the shape this version needs."""


class UsageError(SignpostError):
    """A command line that cannot be carried out."""
