"""Invitations: to an organisation, for one address, used once. Only a hash of the link's secret is kept."""

from typing import Self

from django.db import models

from autossa.store.models.base import Identified, check, one_of
from autossa.store.models.organisations.organisations import ROLES


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by where they stand."""

    def open(self) -> Self:
        """Those neither accepted nor withdrawn; their link may have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(Identified):
    """Somebody at that address may join the organisation with that role until `expires_at`.

    Invited by nobody who has an account: by the operator, at the command line.
    """

    PREFIX = "ivt"

    organisation = models.ForeignKey("store.Organisation", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=8)
    digest = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey("store.User", on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        db_table = "invitations"
        constraints = [
            one_of("invitations_role", "role", ROLES),
            check("invitations_expire", models.Q(expires_at__gt=models.F("created_at"))),
            check(
                "invitations_accepted",
                models.Q(accepted_by=None, accepted_at=None)
                | models.Q(accepted_by__isnull=False, accepted_at__isnull=False, withdrawn_at=None),
            ),
        ]
