"""The doubling of a late gap, waived by staff for one project. Append-only: the one granted last counts."""

from django.db import models

from autossa.store.models.base import Identified, check


class Waiver(Identified):
    """Up to and including `last_day` the project's gap counts once, for a reason."""

    PREFIX = "wvr"

    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, related_name="waivers", db_index=False)
    day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=500)
    booked_at = models.DateTimeField()

    class Meta:
        db_table = "waivers"
        constraints = [check("waivers_reason", ~models.Q(reason=""))]
        indexes = [models.Index(fields=["project", "id"], name="waivers_project")]
