"""Who did what, when, from where, acting for whom. Append-only."""

from django.db import models

from autossa.store.models.base import Identified


class Activity(Identified):
    """One use case that was done. `actor` is a user, or empty for the system, which `actor_name` names.

    What is done to a project names it; `organisation` is named by what is done to an organisation or its people.
    """

    PREFIX = "act"

    at = models.DateTimeField()
    day = models.DateField()
    actor = models.UUIDField(null=True, blank=True)
    actor_name = models.CharField(max_length=200)
    acting_for = models.UUIDField(null=True, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    action = models.CharField(max_length=40)
    project = models.UUIDField(null=True, blank=True)
    organisation = models.UUIDField(null=True, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "activity"
        indexes = [
            models.Index(fields=["project", "id"], name="activity_project"),
            models.Index(
                fields=["organisation", "id"],
                name="activity_organisation",
                condition=models.Q(organisation__isnull=False),
            ),
        ]
