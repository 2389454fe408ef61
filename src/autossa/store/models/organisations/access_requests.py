"""Requests for access: a partner asks a customer that it looks after for rights; an owner there gives them or not."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from autossa.domain.rights import Right
from autossa.store.models.base import Identified, check, words


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    """Requests for access by where they stand."""

    def open(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(hand_over=None, declined_at=None)


class AccessRequest(Identified):
    """What a partner would like to do for a customer; no project means all of them. Given, it is a hand-over."""

    PREFIX = "acr"

    customer = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="access_requests")
    partner = models.ForeignKey("store.Organisation", on_delete=models.PROTECT, related_name="+")
    # No foreign key: this is of the directory, a project of its own part of the data (decision 89); verify looks.
    project = models.ForeignKey(
        "store.Project", on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    rights = ArrayField(models.CharField(max_length=10))
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    hand_over = models.ForeignKey("store.HandOver", on_delete=models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        db_table = "access_requests"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "partner", "project"],
                condition=models.Q(hand_over=None, declined_at=None),
                nulls_distinct=False,
                name="access_requests_one_open",
            ),
            check("access_requests_rights", models.Q(rights__contained_by=words(Right)) & ~models.Q(rights=[])),
            check("access_requests_one_answer", models.Q(hand_over=None) | models.Q(declined_at=None)),
            check("access_requests_two", ~models.Q(customer=models.F("partner"))),
        ]
