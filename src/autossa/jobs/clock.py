"""The moment and the vendor's day, read here and handed down."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from django.conf import settings

from autossa.queries.vendor.demo_clock import days_ahead, shifted
from autossa.queries.vendor.settings import zone

_PLAYED: ContextVar[datetime | None] = ContextVar("played", default=None)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """It is this moment for whatever is done in the block: a demo plays the hours of a day one after the other."""
    token = _PLAYED.set(moment)
    try:
        yield
    finally:
        _PLAYED.reset(token)


def now() -> datetime:
    """The moment, in UTC; that of the demo's clock in the demo."""
    if played := _PLAYED.get():
        return played
    return shifted(datetime.now(zone())).astimezone(UTC) if days_ahead() else datetime.now(UTC)


def real(moment: datetime) -> datetime:
    """The real moment behind one of `now`, for what ends by the real clock, as sessions do."""
    return moment - timedelta(days=days_ahead())


def local(moment: datetime) -> datetime:
    """The moment in the vendor's zone; the demo may show another day, at the same hour."""
    found = moment.astimezone(zone())
    if not settings.TODAY:
        return found
    shown = date.fromisoformat(settings.TODAY) + timedelta(days=days_ahead())
    return found.replace(year=shown.year, month=shown.month, day=shown.day)
