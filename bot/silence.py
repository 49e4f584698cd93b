"""What Python and the kernel say by themselves when something dies: the kind and the place, never what was in it.

A traceback's last line and a core dump hold what a person typed. Both come from outside the log, so no filter there
sees them.
"""

import ctypes
import logging
import resource
import sys
import threading
import traceback
from types import TracebackType

from bot.core.events import Tell

PR_SET_DUMPABLE = 4  # linux/prctl.h


def keep(tell: Tell) -> None:
    """From now on, for this process: no core dumps, and no words in what Python prints about errors nobody caught."""
    _forbid_dumps()

    def died(name: str, kind: type[BaseException] | None, trace: TracebackType | None) -> None:
        if kind is not None and issubclass(kind, Exception):
            tell(f"{name}.failed", error=kind.__name__, where=_place(trace))

    sys.excepthook = lambda kind, _, trace: died("process", kind, trace)
    threading.excepthook = lambda thrown: died("thread", thrown.exc_type, thrown.exc_traceback)
    sys.unraisablehook = lambda thrown: died("cleanup", thrown.exc_type, thrown.exc_traceback)
    logging.captureWarnings(True)  # then the log's own filter takes out what they say


def _forbid_dumps() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # where the kernel pipes dumps to a program it does not ask for the limit
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def _place(trace: TracebackType | None) -> str:
    """The file, line and function where it broke, as code and not as values."""
    frames = traceback.extract_tb(trace)
    return f"{frames[-1].filename}:{frames[-1].lineno} {frames[-1].name}" if frames else ""
