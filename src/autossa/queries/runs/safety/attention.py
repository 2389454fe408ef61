"""What about the runs needs somebody now: counted for the mail, the dashboard, and whoever watches."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from autossa.queries.runs.due import first_run_day
from autossa.queries.runs.jobs import troubled_jobs
from autossa.store import models

_DAY = timedelta(days=1)
_RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Attention:
    """How many there are of each: `mails` were given up and wait for somebody; `overdue` is the first day of what is
    due, not booked and late.
    """

    halted: int = 0
    parked: int = 0
    broken: int = 0
    findings: int = 0
    voidings: int = 0
    mails: int = 0
    tasks: tuple[str, ...] = ()
    overdue: str = ""

    @property
    def is_any(self) -> bool:
        """Somebody should look."""
        return any(asdict(self).values())

    def as_payload(self) -> dict[str, Any]:
        """For a message of the outbox."""
        return asdict(self) | {"tasks": list(self.tasks)}


def read_attention(today: date, now: datetime, *, is_morning: bool = False) -> Attention:
    """As it stands; broken runs and findings are those of a week that no later run of the same day made good.

    In the morning the night's run should be over: what is due today is late then.
    """
    runs = list(models.Run.objects.filter(started_at__gte=now - _RECENT).order_by("-id")[:100])
    finished = {run.day for run in runs if run.state == "finished"}
    first, last = first_run_day(), today if is_morning else today - _DAY
    return Attention(
        halted=sum(run.state == "halted" and run.decided_at is None for run in runs),
        parked=models.Project.objects.filter(parked_at__isnull=False).count(),
        broken=sum(run.state == "broken" and run.day not in finished for run in runs),
        findings=sum(run.findings for run in runs[:1]),
        voidings=models.RunVoiding.objects.filter(approved_at=None, declined_at=None).count(),
        mails=models.OutboxMessage.objects.filter(delivered_at=None, parked_at__isnull=False).count(),
        tasks=tuple(sorted({job.what for job in troubled_jobs()})),
        overdue=first.isoformat() if first is not None and first <= last else "",
    )
