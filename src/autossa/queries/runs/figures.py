"""The figures that an operator watches: one statement, each figure a line of it, so that another is a line more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# Mails and other messages have an index each of those that wait.
_EACH_KIND = " UNION ALL ".join(
    f"SELECT count(*) AS waiting, min(created_at) AS oldest FROM outbox WHERE topic {which} 'send.mail'"
    " AND delivered_at IS NULL AND parked_at IS NULL"
    for which in ("=", "<>")
)

# Name → an expression of PostgreSQL that gives a number, or NULL for "never". Each is answered from an index or from a
# table of some hundred rows, however many projects there are. %(now)s is the moment as the portal shows it.
FIGURES: dict[str, str] = {
    "renewals_booked": "(SELECT coalesce(sum(periods), 0) FROM runs)",
    "run_age": "(SELECT extract(epoch FROM %(now)s - max(finished_at)) FROM runs)",
    "run_seconds": "(SELECT extract(epoch FROM finished_at - started_at) FROM runs"
    " WHERE finished_at IS NOT NULL ORDER BY started_at DESC LIMIT 1)",
    "parked_projects": "(SELECT count(*) FROM projects WHERE parked_at IS NOT NULL)",
    "outbox_waiting": f"(SELECT sum(waiting) FROM ({_EACH_KIND}) AS kinds)",
    "outbox_parked": "(SELECT count(*) FROM outbox WHERE delivered_at IS NULL AND parked_at IS NOT NULL)",
    "outbox_oldest": f"(SELECT extract(epoch FROM %(now)s - min(oldest)) FROM ({_EACH_KIND}) AS kinds)",
    "halted_runs": "(SELECT count(*) FROM runs WHERE state = 'halted' AND decided_at IS NULL)",
    "failed_jobs": "(SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')",
    "verify_findings": "(SELECT findings FROM checkups WHERE kind = 'verify')",
    "verify_age": "(SELECT extract(epoch FROM %(now)s - done_at) FROM checkups WHERE kind = 'verify')",
    "backup_age": "(SELECT extract(epoch FROM %(now)s - done_at) FROM checkups WHERE kind = 'backup')",
    "backup_bytes": "(SELECT size FROM checkups WHERE kind = 'backup')",
}

NIGHT_LATE = 26 * 3600
"""Seconds after which a night's run is missing."""
OUTBOX_LATE = 3600
"""Seconds after which a message that waits waits too long."""

Figures = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at: whether it is as it should be, and the figures it is told from."""

    check: str
    is_well: bool
    figures: Figures


def read_figures(now: datetime) -> Figures:
    """All of them. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(FIGURES.values())}", {"now": now})
        return {name: _number(value) for name, value in zip(FIGURES, cursor.fetchone(), strict=True)}


def signs(figures: Figures) -> tuple[Sign, ...]:
    """What the figures say about the night, the outbox, tasks and projects: each well, or for somebody to look at."""
    age = figures["run_age"]
    oldest = figures["outbox_oldest"]
    return (
        _sign("night", age is None or age <= NIGHT_LATE, figures, "run_age", "run_seconds"),
        _sign(
            "outbox",
            (oldest is None or oldest <= OUTBOX_LATE) and not figures["outbox_parked"],
            figures,
            "outbox_waiting",
            "outbox_parked",
            "outbox_oldest",
        ),
        _sign("runs", not figures["halted_runs"], figures, "halted_runs"),
        _sign("jobs", not figures["failed_jobs"], figures, "failed_jobs"),
        _sign("projects", not figures["parked_projects"], figures, "parked_projects"),
        _sign("verify", not figures["verify_findings"], figures, "verify_findings", "verify_age"),
    )


def _sign(check: str, is_well: bool, figures: Figures, *names: str) -> Sign:
    return Sign(check, is_well, {name: figures[name] for name in names})


def _number(value: object) -> float | None:
    return None if value is None else round(float(str(value)), 3)
