"""Writes deploy/grafana/signpost.json: the dashboard, made from the short list below."""

import json
from pathlib import Path
from typing import Any

PANELS: list[tuple[str, str, str, str, str]] = [
    # title, kind, unit, expression, legend
    ("Processes that answer", "stat", "none", 'sum(up{job="signpost"})', ""),
    ("Crisis path (1 = the self-test passes)", "stat", "none", "min(signpost_crisis_path_ok)", ""),
    ("Things that /readyz says are wrong", "stat", "none", "max(signpost_troubles)", ""),
    ("Newest content is live", "stat", "none", "min(signpost_content_last_reload_successful)", ""),
    (
        "Answers a minute",
        "timeseries",
        "none",
        "sum(rate(signpost_answers_total[5m])) * 60",
        "",
    ),
    ("Messages waiting to be read", "timeseries", "none", "signpost_messages_waiting", "{{instance}}"),
    (
        "Reminders by outcome, a day",
        "timeseries",
        "none",
        "sum by (outcome) (increase(signpost_reminders_total[1d]))",
        "{{outcome}}",
    ),
    (
        "How late reminders are (95 of 100)",
        "timeseries",
        "s",
        "histogram_quantile(0.95, sum by (le) (rate(signpost_reminder_lateness_seconds_bucket[1h])))",
        "",
    ),
    ("Channels that cannot be posted to", "timeseries", "none", "max(signpost_channels_unreachable)", ""),
    (
        "Since the last event",
        "timeseries",
        "s",
        "time() - max by (platform) (signpost_last_event_timestamp_seconds)",
        "{{platform}}",
    ),
    ("Until a secret expires", "stat", "s", "signpost_credential_expires_timestamp_seconds - time()", "{{credential}}"),
    ("Age of the live content", "stat", "s", "time() - max(signpost_content_loaded_timestamp_seconds)", ""),
    ("Problems that keep newer files out", "stat", "none", "max(signpost_content_problems)", ""),
    ("Entries past their review day", "stat", "none", "max(signpost_content_overdue_entries)", ""),
    (
        "What broke, an hour",
        "timeseries",
        "none",
        'sum by (event) (increase(signpost_events_total{event=~".*failed|.*unsure|.*cut_off|.*turned_away"}[1h]))',
        "{{event}}",
    ),
]


def panel(number: int, title: str, kind: str, unit: str, expression: str, legend: str) -> dict[str, Any]:
    """One panel; four stand in a row."""
    return {
        "id": number + 1,
        "title": title,
        "type": kind,
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "gridPos": {"x": number % 4 * 6, "y": number // 4 * 7, "w": 6, "h": 7},
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "targets": [{"refId": "A", "expr": expression, "legendFormat": legend}],
    }


DASHBOARD = {
    "uid": "signpost",
    "title": "Signpost",
    "schemaVersion": 39,
    "refresh": "1m",
    "time": {"from": "now-24h", "to": "now"},
    "templating": {"list": [{"name": "datasource", "type": "datasource", "query": "prometheus"}]},
    "panels": [panel(number, *given) for number, given in enumerate(PANELS)],
}

if __name__ == "__main__":
    Path(__file__).with_name("signpost.json").write_text(json.dumps(DASHBOARD, indent=1) + "\n", encoding="utf-8")
