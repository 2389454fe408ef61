"""What a run booked is recomputed afterwards: some of its projects after each run, everything once a week."""

from uuid import UUID

import structlog
from django.db.models import F

from autossa.operations.context import ActionContext
from autossa.operations.runs.safety import alarms
from autossa.operations.vendor import checkups
from autossa.queries.runs.safety.sampling import projects_of_run
from autossa.queries.runs.verify import check_all, check_projects
from autossa.queries.runs.verify.findings import Finding
from autossa.store import models

log = structlog.get_logger()
SAMPLE = 100
"""So many projects of a run are recomputed after it."""
_MOST_LOGGED = 20


def check_after(*, run: UUID, ctx: ActionContext) -> int:
    """Recompute some projects of a run, and tell staff what needs them; how many findings there are.

    It is done once the run is closed: what it finds undoes nothing, whatever fails in it breaks nothing.
    """
    found = 0
    try:
        found = _check(models.Run.objects.get(pk=run))
    except Exception:  # whatever it is: the run is done, and is not done again for this
        log.exception("verifying a run failed", run=str(run))
    alarms.watch(ctx=ctx)
    return found


def check_whole(*, ctx: ActionContext) -> int:
    """Everything stored, recomputed; findings are logged, stand at the last run, and are told to staff."""
    found = 0
    for finding in check_all():
        found += 1
        _log(finding, found)
    if found:
        newest = models.Run.objects.filter(state="finished").order_by("-id").values("pk")[:1]
        models.Run.objects.filter(pk__in=newest).update(findings=F("findings") + found)
    checkups.note(kind=checkups.Kind.VERIFY, now=ctx.now, findings=found)
    alarms.watch(ctx=ctx)
    return found


def _check(row: models.Run) -> int:
    keys = projects_of_run(row, SAMPLE)
    count = 0
    for finding in check_projects(keys):
        count += 1
        _log(finding, count)
    models.Run.objects.filter(pk=row.pk).update(checked=len(keys), findings=count)
    return count


def _log(finding: Finding, count: int) -> None:
    if count <= _MOST_LOGGED:
        log.error("verify finds", table=finding.table, key=finding.key, wrong=finding.wrong)
