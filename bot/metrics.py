"""What can be counted about running: events, never people. deploy/RUNBOOK.md says what each is for."""

import datetime as dt
import time
from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

LATE = (1, 5, 15, 60, 300, 900, 3600, 10800)
PLATFORMS = ("slack", "teams")
OUTCOMES = ("posted", "refused", "retry", "unsure", "found", "given_up", "failed")
Fields = Mapping[str, str | int | float | bool]


class Metrics:
    """The counters and gauges of one process."""

    def __init__(self) -> None:
        self.registry = to = CollectorRegistry()
        self._events = Counter("signpost_events", "Events by name", ["event"], registry=to)
        self._answers = Counter("signpost_answers", "Answers, all of them together", registry=to)
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
        self._overdue = Gauge("signpost_content_overdue_entries", "Entries past their review day", registry=to)
        self._crisis = Gauge("signpost_crisis_path_ok", "1 while the crisis self-test passes", registry=to)
        self._tested = Gauge(
            "signpost_crisis_selftest_timestamp_seconds", "When the crisis self-test last ran", registry=to
        )
        self._seen = Gauge(
            "signpost_last_event_timestamp_seconds",
            "When a platform last handed over anything, or the start",
            ["platform"],
            registry=to,
        )
        self._credentials = Gauge(
            "signpost_credentials_ok", "1 while the platform takes our credentials", ["platform"], registry=to
        )
        self._expires = Gauge(
            "signpost_credential_expires_timestamp_seconds", "When a secret expires", ["credential"], registry=to
        )
        self._troubles = Gauge("signpost_troubles", "How many things /readyz says are wrong", registry=to)
        self._unreachable = Gauge("signpost_channels_unreachable", "Channels that cannot be posted to", registry=to)
        self._started: set[str] = set()
        started = Gauge("signpost_start_timestamp_seconds", "When this process began", registry=to)
        started.set_to_current_time()
        for platform in PLATFORMS:
            for outcome in OUTCOMES:  # from nought, or the first of its kind would not look like an increase
                self._reminders.labels(platform, outcome)

    def watch(self, name: str, read: Callable[[], float]) -> None:
        """A gauge that asks *read* whenever it is looked at."""
        Gauge(name, "Read when looked at", registry=self.registry).set_function(read)

    def state(self, *, troubles: int, unreachable: int, overdue: int, credentials: Mapping[str, bool]) -> None:
        """How things stand now."""
        self._troubles.set(troubles)
        self._unreachable.set(unreachable)
        self._overdue.set(overdue)
        for platform, fine in credentials.items():
            self._credentials.labels(platform).set(fine)
            if platform not in self._started:
                self._started.add(platform)
                self._seen.labels(platform).set_to_current_time()

    def expires(self, credential: str, day: dt.date) -> None:
        """*credential* stops working when *day* (UTC) begins."""
        self._expires.labels(credential).set(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())

    def count(self, event: str, fields: Fields) -> None:
        """Take note of *event*."""
        self._events.labels(event).inc()
        if event == "answer.given":
            self._answers.inc()  # never by kind or entry: a scrape is seconds long, and would tell who needed help when
        elif event.endswith(".event"):
            platform = event.removesuffix(".event")
            self._started.add(platform)
            self._seen.labels(platform).set_to_current_time()
        elif event.startswith("reminder."):
            self._reminders.labels(str(fields.get("platform", "")), event.removeprefix("reminder.")).inc()
            if "late" in fields:
                self._lateness.observe(float(fields["late"]))
        elif event == "posts.today":
            self._today.labels(str(fields.get("state", ""))).set(float(fields.get("count", 0)))
        elif event.startswith("content."):
            self._of_content(event, fields)
        elif event == "selftest":
            self._crisis.set(bool(fields.get("ok")))
            self._tested.set(time.time())

    def _of_content(self, event: str, fields: Fields) -> None:
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

    def page(self) -> bytes:
        """The Prometheus page."""
        return generate_latest(self.registry)
