"""Signpost: curated wellbeing answers and session reminders for UK policing."""

__version__ = "0.1.0"
