"""What is said about running: structured logs and counters of events, never of people.

Only fields named in ``SHOWN`` leave the process: a person's words passed in by mistake reach nobody.
"""

import logging
import sys
from typing import Any

import structlog

from bot.metrics import Metrics

SHOWN = frozenset(
    [
        "kind",
        "platform",
        "outcome",
        "reminder",
        "channel",
        "day",
        "reason",
        "error",
        "problems",
        "version",
        "entries",
        "sessions",
        "port",
        "url",
        "status",
        "count",
        "seconds",
        "attempt",
        "event",
        "name",
        "missing",
        "level",
        "mode",
        "where",
    ]
)
NOISY = "slack_bolt slack_sdk aiohttp.access botbuilder botframework msrest msal urllib3 apscheduler"


UNSAID = ("answer.given", "posts.today")
"""Counted only: one line an answer would say when somebody needed help, one line a tick would say nothing new."""
GRAVE = ("failed", "unsure", "rejected", "selftest")


class _NoForeignText(logging.Filter):
    """Lets other libraries say that something is wrong, not what was in it.

    Bolt prints whole request bodies when a signature is bad, and tracebacks hold arguments: an officer's words.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(("bot", "signpost")):
            kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
            record.msg, record.args = f"{record.name} said something at {record.levelname.lower()} {kind}".rstrip(), ()
            record.exc_info, record.exc_text, record.stack_info = None, None, None
        return True


class Telemetry:
    """Logs and metrics of one process; ``tell`` is what the other parts are given."""

    def __init__(self) -> None:
        self._log = structlog.get_logger("signpost")
        self.metrics = Metrics()

    def tell(self, event: str, /, **fields: str | int | float | bool) -> None:
        """Count *event* and write one line; see ``core.events.Tell``."""
        self.metrics.count(event, fields)
        if event in UNSAID or event.endswith(".event"):
            return
        if event == "selftest" and fields.get("ok"):
            return
        level = logging.ERROR if event.endswith(GRAVE) else logging.INFO
        self._log.log(level, event, **{name: value for name, value in fields.items() if name in SHOWN})


def configure(level: str) -> None:
    """Set up logging once: JSON lines off a terminal, readable lines on one. *level* is a logging level's name."""
    renderer: Any = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    shared: list[Any] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.addFilter(_NoForeignText())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in NOISY.split():
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a missed ring is made up by the next one
