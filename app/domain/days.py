"""Days as they stand in a sentence."""

from datetime import date, datetime


def in_words(day: date) -> str:
    """Return a day, or the day of a moment in its own time zone: "21 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def day_of(moment_ms: int) -> str:
    """Return the day of a moment (UTC ms) in this computer's time zone, in words."""
    return in_words(datetime.fromtimestamp(moment_ms / 1000).astimezone())
