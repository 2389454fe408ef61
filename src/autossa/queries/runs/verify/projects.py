"""Whole projects, as the rules see them: what holds of each on every path, and when the run visits it next."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from autossa.domain.invariants import broken
from autossa.domain.renewals import visited_on
from autossa.queries.runs.verify.findings import Finding, rows
from autossa.store import models
from autossa.store.engine.load import load_projects

_BATCH_SIZE = 1000


def wrong_projects() -> Iterator[Finding]:
    """A project in which an invariant is broken, or that the run would overlook, or visit in vain."""
    found = rows("SELECT id, next_run_on FROM projects ORDER BY id")
    (day,) = next(rows("SELECT current_date"))
    while planned := dict(islice(found, _BATCH_SIZE)):
        for key, loaded in load_projects(list(planned), day, lock=False, used_up_lots=True).items():
            for wrong in broken(loaded.project):
                yield Finding("projects", str(key), f"{wrong.invariant.value}: {wrong.about}")
            right = visited_on(loaded.project, loaded.touched_on)
            if planned[key] != right:
                yield Finding("projects", str(key), f"its next run is on {planned[key]}, it should be on {right}")


def of_merged_organisations() -> Iterator[Finding]:
    """Whatever goes on belongs to, and is paid by, an organisation that there still is."""
    theirs: tuple[tuple[str, QuerySet[Any], str, str], ...] = (
        ("projects", models.Project.objects.all(), "customer", "it belongs to {}"),
        ("contracts", models.Contract.objects.open(), "payer", "{} pays for it"),
        ("credit_orders", models.CreditOrder.objects.filter(state="open"), "payer", "{} is to pay it"),
        ("license_orders", models.LicenseOrder.objects.filter(state="open"), "payer", "{} is to pay it"),
    )
    for table, found, side, said in theirs:
        merged = found.filter(**{f"{side}__merged_into__isnull": False}).order_by("id")
        for key, number in merged.values_list("id", f"{side}__number"):
            yield Finding(table, str(key), f"{said.format(number)}, which was merged into another organisation")
