"""Admissions: who belonged to an organisation that was merged, and waits for an owner of the one that stayed."""

from typing import Self

from django.db import models

from autossa.store.models.base import Identified, check


class AdmissionQuerySet(models.QuerySet["Admission"]):
    """Admissions by where they stand."""

    def open(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(admitted_at=None, declined_at=None)


class Admission(Identified):
    """Staff named a person when two organisations were merged; an owner lets them in as a viewer, or does not."""

    PREFIX = "adm"

    organisation = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="admissions")
    user = models.ForeignKey("store.User", on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+")
    named_by = models.UUIDField(null=True, blank=True)
    named_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        db_table = "admissions"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(admitted_at=None, declined_at=None),
                name="admissions_one_open",
            ),
            check("admissions_one_answer", models.Q(admitted_at=None) | models.Q(declined_at=None)),
            check("admissions_two", ~models.Q(organisation=models.F("merged"))),
        ]
