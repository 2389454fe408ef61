"""Staff acting on behalf of an organisation: with a reason, for 30 minutes, visible to it."""

from django.db import models

from autossa.store.models.base import Identified, check


class Acting(Identified):
    """A staff member acts for an organisation until `ends_at`, or until stopped before that."""

    PREFIX = "beh"

    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="acting")
    organisation = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="acted_for")
    reason = models.CharField(max_length=500)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "acting"
        constraints = [
            check("acting_reason", ~models.Q(reason="")),
            check("acting_ends", models.Q(ends_at__gt=models.F("started_at"))),
        ]
