"""When each task of the schedule is due: one table for the worker that does it and the page that shows it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from autossa.domain.runs.jobs import DAILY_RUN

_DAY, _WEEK = timedelta(days=1), 7


@dataclass(frozen=True, slots=True)
class Due:
    """From an hour on (in the vendor's zone), each day or each Monday."""

    at: time
    only_mondays: bool = False

    def last(self, local: datetime) -> date:
        """The last day whose hour has come."""
        day = local.date() if local.time() >= self.at else local.date() - _DAY
        return day - timedelta(days=day.weekday()) if self.only_mondays else day

    def next(self, local: datetime) -> datetime:
        """The next moment after this one."""
        day = self.last(local) + (timedelta(days=_WEEK) if self.only_mondays else _DAY)
        return datetime.combine(day, self.at, tzinfo=local.tzinfo)


TIMETABLE: dict[str, Due] = {
    DAILY_RUN: Due(time(0, 5)),
    "partitions": Due(time(2)),
    "prune_outbox": Due(time(3)),
    "forget_registrations": Due(time(3)),
    "forget_drafts": Due(time(3)),
    "clear_sessions": Due(time(3)),
    "forget_limits": Due(time(3)),
    "forget_jobs": Due(time(3)),
    "forget_addresses": Due(time(3)),
    "renew_secrets": Due(time(3)),
    "sweep_artifacts": Due(time(3)),
    "match_payments": Due(time(0, 5)),
    "use_credit": Due(time(0, 5)),
    "license_files": Due(time(0, 5)),
    "announce_terms": Due(time(7)),
    "documents": Due(time(0, 5)),
    "dunning": Due(time(7)),
    "reminders": Due(time(7)),
    "weekly_list": Due(time(7), only_mondays=True),
    "watch_runs": Due(time(6)),
    "verify_all": Due(time(2), only_mondays=True),
}
