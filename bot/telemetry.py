"""What is said about running: structured logs and counters of events, never of people.

Only fields named in ``SHOWN`` leave the process: a person's words passed in by mistake reach nobody.
"""

import logging
import sys
from collections.abc import Mapping
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

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


LATE = (1, 5, 15, 60, 300, 900, 3600, 10800)
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
        self.registry = CollectorRegistry()
        self._log = structlog.get_logger("signpost")
        to = self.registry
        self._events = Counter("signpost_events", "Events by name", ["event"], registry=to)
        self._answers = Counter("signpost_answers", "Answers by kind", ["platform", "kind"], registry=to)
        self._reminders = Counter("signpost_reminders", "Reminders by outcome", ["platform", "outcome"], registry=to)
        self._lateness = Histogram(
            "signpost_reminder_lateness_seconds", "How late posts go out", buckets=LATE, registry=to
        )
        self._today = Gauge("signpost_posts_today", "Channels by how today's post stands", ["state"], registry=to)
        self._content = Gauge(
            "signpost_content_last_reload_successful", "1 while the newest content is live", registry=to
        )
        self._loaded = Gauge("signpost_content_loaded_timestamp_seconds", "When the live content came", registry=to)
        self._version = Gauge("signpost_content_info", "1 for the version that is live", ["version"], registry=to)
        self._problems = Gauge("signpost_content_problems", "Errors that keep newer files from going live", registry=to)
        self._crisis = Gauge("signpost_crisis_path_ok", "1 while the crisis self-test passes", registry=to)

    def tell(self, event: str, /, **fields: str | int | float | bool) -> None:
        """Count *event* and write one line; see ``core.events.Tell``."""
        self._events.labels(event).inc()
        if event == "answer.given":
            self._answers.labels(str(fields.get("platform", "")), str(fields.get("kind", ""))).inc()
            return  # one line an answer would say when somebody needed help
        if event == "posts.today":
            self._today.labels(str(fields.get("state", ""))).set(float(fields.get("count", 0)))
            return
        if event.startswith("reminder."):
            self._reminders.labels(str(fields.get("platform", "")), event.removeprefix("reminder.")).inc()
            if "late" in fields:
                self._lateness.observe(float(fields["late"]))
        elif event.startswith("content."):
            self._of_content(event, fields)
        elif event == "selftest":
            self._crisis.set(bool(fields.get("ok")))
            if fields.get("ok"):
                return
        level = logging.ERROR if event.endswith(GRAVE) else logging.INFO
        self._log.log(level, event, **{name: value for name, value in fields.items() if name in SHOWN})

    def _of_content(self, event: str, fields: Mapping[str, str | int | float | bool]) -> None:
        if event in ("content.loaded", "content.restored"):
            self._version.clear()
            self._version.labels(str(fields.get("version", ""))).set(1)
            self._loaded.set(float(fields.get("since", 0)))
        if event in ("content.loaded", "content.rejected", "content.restored", "content.waiting"):
            self._content.set(event == "content.loaded")
        if event == "content.loaded":
            self._problems.set(0)
        elif event in ("content.rejected", "content.waiting"):
            self._problems.set(float(fields.get("problems", 1)))

    def metrics(self) -> bytes:
        """The Prometheus page."""
        return generate_latest(self.registry)


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
