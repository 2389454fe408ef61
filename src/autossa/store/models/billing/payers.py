"""Who pays for a contract, changed by agreement of both sides."""

from typing import Self

from django.db import models

from autossa.store.models.base import Identified, check


class PayerChangeQuerySet(models.QuerySet["PayerChange"]):
    """Changes of the payer by where they stand."""

    def open(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(confirmed_at=None, refused_at=None)


class PayerChange(Identified):
    """Another payer for a contract's coming periods: one side asks, `confirmer` is the other, which says yes or no."""

    PREFIX = "pay"

    contract = models.ForeignKey("store.Contract", on_delete=models.PROTECT, related_name="payer_changes")
    payer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    confirmer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="payer_changes")
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.UUIDField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    objects = PayerChangeQuerySet.as_manager()

    class Meta:
        db_table = "payer_changes"
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=models.Q(confirmed_at=None, refused_at=None),
                name="payer_changes_one_open",
            ),
            check("payer_changes_one_answer", models.Q(confirmed_at=None) | models.Q(refused_at=None)),
            check(
                "payer_changes_two_people",
                models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("asked_by")),
            ),
        ]
