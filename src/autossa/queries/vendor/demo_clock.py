"""The demo's clock, which can be moved ahead of the real one: read by whoever reads a clock, and by nobody else.

It is a file beside the demo's database, so that pages, workers and commands of one demo have the same day. Outside the
demo there is no such file to ask for (`settings.DEMO_CLOCK` is empty), and nothing is ever ahead.
"""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

FILE = "demo-clock"  # in the data folder; that it is there marks the folder's database as the demo's


def days_ahead() -> int:
    """By how many days the demo's clock is ahead of the real one; 0 everywhere else."""
    if not settings.DEMO_CLOCK:
        return 0
    try:
        return int(Path(settings.DEMO_CLOCK).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def shifted(moment: datetime) -> datetime:
    """A real moment as the demo's clock shows it: so many days later, at the same hour in the moment's zone."""
    return moment + timedelta(days=days_ahead())


def shown_day(moment: datetime) -> date:
    """The day of a shifted moment in its own zone, or the one that the installation is set to, moved as the clock."""
    if settings.TODAY:
        return date.fromisoformat(settings.TODAY) + timedelta(days=days_ahead())
    return moment.date()
