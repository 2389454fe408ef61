"""Projects: what a customer runs, with its two accounts. Every write locks this row first."""

from datetime import date
from typing import Self

from django.db import models

from autossa.store.models.base import Identified, check


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects by what the daily run has to do with them."""

    def due(self, day: date) -> Self:
        """Those that a run on a day visits, in its order; a parked one waits for somebody."""
        return self.filter(next_run_on__lte=day, parked_at=None).order_by("next_run_on", "id")


class Project(Identified):
    """One credit balance, one agreement period.

    `free` and `held` are the stored balances of its accounts, in hundredths of an SSC, changed under the row's lock.
    `covered_until` is the first day not covered, kept so that lists can be ordered by it.
    `touched_on` is the last day something was done to it, `next_run_on` the first day on which the run has work here.
    """

    PREFIX = "prj"

    customer = models.ForeignKey(
        "store.Organisation", on_delete=models.PROTECT, related_name="projects", db_index=False
    )  # the unique (customer, name) finds them
    name = models.CharField(max_length=200)
    price_list = models.ForeignKey("store.PriceList", on_delete=models.PROTECT, db_index=False)
    free = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    next_lot = models.PositiveIntegerField(default=1)
    first_activation = models.DateField(null=True, blank=True)
    covered_until = models.DateField(null=True, blank=True)
    touched_on = models.DateField()
    next_run_on = models.DateField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    parked_cause = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        db_table = "projects"
        constraints = [
            check("projects_free_not_negative", models.Q(free__gte=0)),
            check("projects_held_not_negative", models.Q(held__gte=0)),
            check("projects_parked_with_cause", models.Q(parked_at=None) | ~models.Q(parked_cause="")),
            models.UniqueConstraint(fields=["customer", "name"], name="projects_name_once"),
        ]
        indexes = [
            models.Index(fields=["covered_until", "id"], name="projects_covered"),
            models.Index(
                fields=["next_run_on", "id"],
                name="projects_next_run",
                condition=models.Q(next_run_on__isnull=False, parked_at__isnull=True),
            ),
            models.Index(
                fields=["parked_at", "id"], name="projects_parked", condition=models.Q(parked_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name
