"""Hand-overs: rights on one or all projects of a customer, given to a partner, with dates, revocable."""

from datetime import date
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.domain.rights import Right
from autossa.store.models.base import Identified, check, words


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Hand-overs by the days and the projects that they are for."""

    def not_over(self, day: date) -> Self:
        """Those in force on a day, and those still to come."""
        return self.filter(models.Q(ends_on=None) | models.Q(ends_on__gt=day))

    def in_force(self, day: date) -> Self:
        """Those that give their rights on a day."""
        return self.not_over(day).filter(starts_on__lte=day)

    def of_project(self, project: UUID) -> Self:
        """Those for a project, or for all of its customer's: to be asked of one customer's."""
        return self.filter(models.Q(project=None) | models.Q(project=project))


class HandOver(Identified):
    """A partner may do what `rights` say from `starts_on` up to (not including) `ends_on`; revoking sets the end.

    No project means all projects of the customer, those to come included.
    """

    PREFIX = "hdo"

    customer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="handed_over")
    partner = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="taken_over")
    # No foreign key: this is of the directory, a project of its own part of the data (decision 89); verify looks.
    project = models.ForeignKey(
        "store.Project", on_delete=models.PROTECT, null=True, related_name="hand_overs", db_constraint=False
    )
    rights = ArrayField(models.CharField(max_length=10))
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = HandOverQuerySet.as_manager()

    class Meta:
        db_table = "hand_overs"
        constraints = [
            check("hand_overs_rights", models.Q(rights__contained_by=words(Right)) & ~models.Q(rights=[])),
            check("hand_overs_days", models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on"))),
            check("hand_overs_two", ~models.Q(customer=models.F("partner"))),
        ]
